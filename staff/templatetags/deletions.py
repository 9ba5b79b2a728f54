"""Whether rows of a list are part of the changes of staff: given back, looked for."""

from django import template
from django.db.models.options import Options

from staff.recorded_rows import recorded_tables

register = template.Library()


@register.filter
def keeps_deletions(options: Options) -> bool:
    """Whether rows of the model are part of the changes of staff."""
    return options.db_table in recorded_tables()
