"""The app's name for staff."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Groups this app's rows in the admin."""

    name = "services"
    verbose_name = "サービス・決まり"
