"""The site that Wagtail starts, as it is served, with this blog in two languages."""

from compared.settings.production import *  # noqa: F403 -- settings build on settings
from compared.settings.production import INSTALLED_APPS, MIDDLEWARE, TEMPLATES

SECRET_KEY = "compared-" * 8
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "blog.urls"
INSTALLED_APPS += ["blog", "wagtail.locales", "wagtail.contrib.settings"]
MIDDLEWARE.insert(2, "django.middleware.locale.LocaleMiddleware")
TEMPLATES[0]["OPTIONS"]["context_processors"].append(
    "wagtail.contrib.settings.context_processors.settings"
)
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("de", "Deutsch")]
WAGTAIL_I18N_ENABLED = True
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "renditions")
}
