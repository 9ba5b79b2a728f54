"""Published figures for staff."""

from django.contrib import admin

from facts.models import Statistic
from staff.base import StaffAdmin


@admin.register(Statistic)
class StatisticAdmin(StaffAdmin):
    """Figures that texts name."""

    list_display = ["name", "value", "period", "code"]
    search_fields = ["name_ja", "code"]
