"""The app's name for staff, and what starts with it."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class TextsConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "texts"
    verbose_name = "ことば・ふりがな"

    def ready(self) -> None:
        """Watch the texts and changes of every app: the first one knows all models."""
        import_string("texts.translations.watch")()
        import_string("texts.content_version.watch_changes")()
