"""The app's name for staff."""

from django.apps import AppConfig


class PaperConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "paper"
    verbose_name = "紙"
