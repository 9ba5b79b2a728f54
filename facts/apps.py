"""The app's name for staff."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "facts"
    verbose_name = "出典と統計"
