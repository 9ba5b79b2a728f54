"""The app's name for staff, and what starts with it."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ServicesConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "services"
    verbose_name = "サービス・決まり・出典"

    def ready(self) -> None:
        """Watch the texts of every app: modeltranslation, the first app, knows all."""
        import_string("services.translations.watch")()
