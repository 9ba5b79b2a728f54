"""The settings under which mypy looks at the models: managers as they are declared.

modeltranslation exchanges the class of each translated model's manager for one that
exists at run time only, so that mypy would know nothing of it and of the rows behind
it. What they find is of the same types.
"""

from django.apps import AppConfig
from modeltranslation.manager import MultilingualManager
from modeltranslation.translator import translator

from tests.settings import *  # noqa: F403


class DeclaredManagersConfig(AppConfig):
    """Gives each translated model the manager back that its class declares."""

    name = "tests.mypy_settings"

    def ready(self) -> None:
        for model in translator.get_registered_models(abstract=False):
            for manager in model._meta.managers:
                if isinstance(manager, MultilingualManager):
                    manager.__class__ = _declared(type(manager))


def _declared(manager: type) -> type:
    """The first base of a manager's class that modeltranslation did not make."""
    return next(
        base for base in manager.__mro__ if "modeltranslation" not in base.__module__
    )


INSTALLED_APPS += ["tests.mypy_settings.DeclaredManagersConfig"]  # noqa: F405
