"""What says how to reach the city's section in charge."""

from __future__ import annotations

from django.db import models


class TellsSection(models.Model):
    """The row that says how to reach the section: one for the whole site.

    So offices need not know which model that is: it derives from this one.
    """

    section_phone: str
    section_fax: str
    section_email: str
    main_phone: str
    hours: str
    closed: str
    postal_code: str

    class Meta:
        abstract = True

    @property
    def phone(self) -> str:
        """The section's own number where it is known, else the city's main number."""
        return self.section_phone or self.main_phone
