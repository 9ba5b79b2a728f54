"""The app's name for staff."""

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from guide.safekeeping.private import keep_private


class GuideConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "guide"
    verbose_name = "ページ・用語・よくある質問"

    def ready(self) -> None:
        """The file of an SQLite is for the site's own user, whoever makes it."""
        connection_created.connect(_opened, dispatch_uid="private-files")


def _opened(connection: BaseDatabaseWrapper, **rest: object) -> None:
    if connection.vendor == "sqlite":
        keep_private(str(connection.settings_dict["NAME"]))
