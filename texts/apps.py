"""The app's name for staff, and what starts with it."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class TextsConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "texts"
    verbose_name = "ことば・ふりがな"

    def ready(self) -> None:
        """Watch the texts of every app: modeltranslation, the first app, knows all."""
        import_string("texts.translations.watch")()
