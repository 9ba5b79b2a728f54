"""The app's name for staff."""

from django.apps import AppConfig


class TextsConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "texts"
    verbose_name = "ことば・ふりがな"
