"""The app's name for staff."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class GuideConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "guide"
    verbose_name = "ページ・用語・よくある質問"

    def ready(self) -> None:
        """The writer's checks, a floor below, learn here how words are read."""
        import_string("services.writing.tell_missing_readings")(
            import_string("guide.furigana.finder_of_missing")
        )
