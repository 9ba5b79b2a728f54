"""The app's name for staff."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "staff"
    verbose_name = "職員"
