"""Published figures for staff."""

from django.contrib import admin

from services.admin.base import StaffAdmin
from services.models import Statistic


@admin.register(Statistic)
class StatisticAdmin(StaffAdmin):
    """Figures that texts name."""

    list_display = ["name", "value", "period", "code"]
    search_fields = ["name_ja", "code"]
