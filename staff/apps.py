"""The app's name for staff."""

from django.apps import AppConfig

from staff.through_rows import name_through_rows


class StaffConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "staff"
    verbose_name = "職員"

    def ready(self) -> None:
        name_through_rows()
