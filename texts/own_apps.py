"""Which of the installed apps are ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings


@cache
def own_apps() -> tuple[AppConfig, ...]:
    """The apps that lie beside the program itself, not those of libraries."""
    return tuple(
        app
        for app in apps.get_app_configs()
        if Path(app.path).parent == settings.BASE_DIR
    )
