"""The app's name for staff."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "offices"
    verbose_name = "相談先"
