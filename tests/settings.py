"""The site's settings for tests: the same on every machine, whatever its shell says.

Only DATABASE_URL is taken from outside; without it the tests run on SQLite.
"""

import os

os.environ.update(
    DEBUG="0",
    HTTPS="0",
    SECRET_KEY="for-tests-only-" * 4,
    ALLOWED_HOSTS="testserver",
    SITE_URL="",
    ADMIN_PATH="admin/",
    TRUSTED_PROXIES="0",
    # Rows for tests say only what matters; tests of what is required ask for it.
    REQUIRE_TRANSLATIONS="",
    # No test asks another site; those of the fetcher have a server of their own.
    CHECK_LINKS="0",
    EMAIL_URL="",
)

from config.settings import *  # noqa: F403 -- after the environment

# Hashed names and compressed copies need a collectstatic; tests/browser makes one.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PDF_SECONDS = PDF_GUIDE_SECONDS = 240  # beside other tests; a test of the limit sets it
PDF_PLAN_SECONDS = 0  # a test of what a handout's sheets are sets it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, not safe
