"""The app's name for staff."""

from django.apps import AppConfig


class FeesConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "fees"
    verbose_name = "利用料"
