"""The app's name for staff."""

from django.apps import AppConfig


class GuideConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "guide"
    verbose_name = "ページ・用語・よくある質問"
