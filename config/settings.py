"""Settings: the only file that says what is read of the environment (config/env.py).

Every variable has a Japanese-free name, is listed in docs/operations.md, and is named
in the error when it is missing or makes no sense.
"""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_noop

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- what a city sets -------------------------------------------------------
DEBUG = env.yes("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", default="only-for-debug-" * 4 if DEBUG else "")
if not SECRET_KEY:
    raise env.wrong("SECRET_KEY", "でたらめな50文字以上")
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS",
    default=["127.0.0.1", "localhost"],
    fits=r"[^\s/]+",
    expected="example.jp のように、https:// のないホスト名",
)
# Behind TLS (the default) cookies are secure and plain HTTP is sent to HTTPS.
HTTPS = env.yes("HTTPS", default=not DEBUG)
# The address people know, for print and for sitemap.xml; empty: the request's own.
SITE_URL = env.text(
    "SITE_URL",
    default="",
    fits=r"(https?://\S+)?",
    expected="https://example.jp のような、サイトの住所",
).rstrip("/")
ADMIN_PATH = env.text(
    "ADMIN_PATH",
    default="admin/",
    fits=r"(?a)/*[\w.~-]+(/[\w.~-]+)*/*",
    expected="admin/ のような、半角の英数字",
)
ADMIN_PATH = ADMIN_PATH.strip("/") + "/"
TRUSTED_PROXIES = env.whole("TRUSTED_PROXIES", default=0)
DATA_DIR = Path(env.text("DATA_DIR", default=str(BASE_DIR / "var")))

# How many pages each server process makes at once.
PLACES = env.whole("PLACES", default=6, least=1)

# --- the house --------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",
    "config.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "texts",
    "facts",
    "staff",
    "services",
    "fees",
    "offices",
    "guide",
    "paper",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # What the pass over a page has to know comes from before it, or is set within it.
    "config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.preview.PreviewMiddleware",
    "texts.middleware.PageMiddleware",
    "config.middleware.DayMiddleware",
    "config.rates.RateMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "config.template_files.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "paper.context.frame",
            ],
            "builtins": [
                "facts.templatetags.texts_shown",
                "facts.templatetags.origins",
                "facts.templatetags.in_words",
                "texts.templatetags.addresses",
                "texts.templatetags.held_parts",
                "texts.templatetags.pictures",
            ],
        },
    }
]

# --- database: SQLite for one command, PostgreSQL for cities ------------------
DATABASES = {
    "default": env.database(
        "DATABASE_URL", default=f"sqlite:///{quote(str(DATA_DIR / 'db.sqlite3'))}"
    )
}
# By kind: what move_database gives the other one, too.
DATABASE_DEFAULTS: dict[str, dict[str, Any]] = {
    "sqlite": {
        "OPTIONS": {
            # Who waits for a long import holds a worker; afterwards a page says so.
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    },
    "postgresql": {
        # Persistent connections halve the time of a page (measured on PostgreSQL 15).
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A silent database is given up in seconds.
        "OPTIONS": {
            "connect_timeout": 3,
            "tcp_user_timeout": 5_000,  # milliseconds, as the others
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "options": "-c statement_timeout=30000 -c lock_timeout=10000",
        },
    },
}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    _database |= DATABASE_DEFAULTS["sqlite"]
else:
    # What DATABASE_URL says comes first.
    _said = _database.get("OPTIONS", {})
    _database |= DATABASE_DEFAULTS["postgresql"]
    _database["OPTIONS"] = DATABASE_DEFAULTS["postgresql"]["OPTIONS"] | _said
# Where backups are kept, and how many: docs/operations-backup.md.
BACKUP_DIR = Path(env.text("BACKUP_DIR", default=str(DATA_DIR / "backups")))
BACKUPS_KEPT = env.whole("BACKUPS_KEPT", default=30, least=1)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- languages: Japanese is the source, the others are added to it -----------
LANG_INFO["ja-simple"] = {
    "bidi": False,
    "code": "ja-simple",
    "name": "Easy Japanese",
    "name_local": "やさしい日本語",
}
LANGUAGE_CODE = "ja"
# A city adds a language by its code; docs/translations.md says what else it fills in.
LANGUAGES = [("ja", "日本語"), ("ja-simple", "やさしい日本語"), ("en", "English")]
_others = {code for code, told in LANG_INFO.items() if "name_local" in told}
_added = env.words(
    "ADD_LANGUAGES",
    default=[],
    fits="|".join(map(re.escape, sorted(_others - dict(LANGUAGES).keys()))),
    expected="vi や zh-hans のような、まだないことばの記号",
)
LANGUAGES += [(code, LANG_INFO[code]["name_local"]) for code in dict.fromkeys(_added)]
# What a language is called in codes on paper, which outlive every order of the list
# above: a number below 16 is never changed and never given to another language. A city
# names further ones itself: LANGUAGE_NUMBERS=bn=14,fr=15.
LANGUAGE_NUMBERS = {
    "ja": 0, "ja-simple": 1, "en": 2, "zh-hans": 3, "zh-hant": 4, "ko": 5, "vi": 6,
    "tl": 7, "ne": 8, "pt": 9, "pt-br": 10, "es": 11, "id": 12, "th": 13,
} | env.numbers("LANGUAGE_NUMBERS")  # fmt: skip
_numbers = [LANGUAGE_NUMBERS.get(code, 16) for code, _name in LANGUAGES]
if not {*_numbers} <= {*range(16)} or len({*_numbers}) < len(_numbers):
    raise env.wrong(
        "LANGUAGE_NUMBERS",
        "すべてのことばに0から15までのちがう番号があるように、bn=14 のような番号",
    )
# Languages without whose text nothing that readers see can be saved.
REQUIRE_TRANSLATIONS = env.words(
    "REQUIRE_TRANSLATIONS",
    default=["ja-simple"],
    fits="|".join(re.escape(code) for code, _name in LANGUAGES[1:]),
    expected="このサイトにある、日本語ではないことばの記号",
)
# The first part of an address, where it is not the code itself.
LANGUAGE_PREFIXES = {"ja": "", "ja-simple": "easy"}
# What stands at its plain address only: for staff and for machines.
ONE_LANGUAGE = (
    f"/{ADMIN_PATH}",
    "/static/",
    "/healthz",
    "/.well-known/",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-",
)
FORMAT_MODULE_PATH = ["config.formats"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "ja"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ja",)
LOCALE_PATHS = [BASE_DIR / "locale"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"  # "today" is a day in Japan, wherever the server stands

# --- static files -----------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "config.one_sheet.OneSheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- safety -----------------------------------------------------------------
# Nothing inline and nothing from another host. The shape is Django 6's SECURE_CSP.
SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz(/live)?$"]
SECURE_HSTS_SECONDS = env.whole("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
# Both bind more than this site, the second for years: only where a city asks for it.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.yes("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.yes("HSTS_PRELOAD", default=False)
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise env.wrong("HSTS_PRELOAD", "HSTS_SUBDOMAINS=1 のときだけ 1、ほかは 0 ")
# Django's own check asks for them wherever HSTS is sent.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Other sites learn nothing of the page that somebody came from.
SECURE_REFERRER_POLICY = "same-origin"
# No page asks for any of these, so that nothing that slips in can.
PERMISSIONS_POLICY = (
    "accelerometer camera display-capture geolocation gyroscope hid"
    " magnetometer microphone midi payment serial usb"
)
# Whom to tell of a hole, in /.well-known/security.txt: mailto:, tel: or https://.
SECURITY_CONTACT = env.words(
    "SECURITY_CONTACT",
    default=[],
    fits=r"(mailto:|tel:|https://)\S+",
    expected="mailto:、tel:、https:// のどれかで始まる連絡先",
)
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "guide.views.csrf_failure"
CSRF_COOKIE_AGE = None  # ends with the browser, as everything of a reader does

# --- the door before Django (config/door.py): of each server process ---------
DOOR: dict[str, Any] = {
    "places": PLACES,
    "waiting": 32,
    "waiting_seconds": 20,
    "bodies": 200,
    "body_seconds": 10,
    "body_bytes": 2_500_000,
    "large_bodies": 2,
    "large_bytes": 65 * 1024 * 1024,  # the lists that staff read in, and their form
    "large_at": f"/{ADMIN_PATH}",
    "large_answers": 16,
    "streams": 2,
    "stream_seconds": 300,
}

# --- pages in memory (config/page_cache.py): of each server process ------------
KEPT_PAGES = {
    "page_bytes": env.whole("PAGE_CACHE_MB", default=96) * 1_000_000,
    "many_bytes": 8_000_000,  # searches, which push no page out
}

# --- staff ------------------------------------------------------------------
# Staff sessions are rows, so that logging out really ends them. How long one outlasts
# doing nothing is the office's to say (StaffRules); this is for those without a word.
SESSION_ENGINE = "staff.sessions"
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
AUTH_PASSWORD_VALIDATORS += [{"NAME": "staff.passwords.EasilyGuessedValidator"}]
# One person guessing must not lock out the whole office behind one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
# All names together, from one address: an office behind one address mistypes, too.
SIGN_IN_ADDRESS_LIMIT = 30
# One name from all addresses but those, and all browsers, that the person has used.
SIGN_IN_NAME_LIMIT = 20
AXES_HANDLER = "config.sign_in.SignInHandler"
AXES_CLIENT_IP_CALLABLE = "config.sign_in.client_address"
AXES_COOLOFF_TIME = 1  # hour
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_VERBOSE = False
# Its lists are in English only; staff are unlocked on the list of users.
AXES_ENABLE_ADMIN = False

# --- the log -------------------------------------------------------------------
# One line of JSON a request on standard output (config/access_log.py).
ACCESS_LOG = env.yes("ACCESS_LOG", default=True)
# On standard error, where the server's own lines go, every error of ours has its
# traceback (staff/errors.py); no address of a reader, no query, no body.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"log": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": [] if DEBUG else ["log"], "level": "WARNING"},
    "loggers": {
        # Told once: by the page for errors, which knows the code.
        "django.request": {"level": "ERROR" if DEBUG else "CRITICAL"},
        # Whoever calls a machine by a wrong name, or sends what is no form.
        "django.security": {"level": "CRITICAL"},
    },
}

# --- mail: each Monday to those who look after the site; none where it is not set ---
_mail = env.mail("EMAIL_URL")
SENDS_MAIL = bool(_mail)
if SENDS_MAIL:
    vars().update(_mail)
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "EMAIL_FROM", default="webmaster@localhost"
)
EMAIL_TIMEOUT = 15

# --- the guide --------------------------------------------------------------
# A fact that nobody has looked at for this long is marked, unless its row says when.
CHECK_EVERY_DAYS = env.whole("CHECK_EVERY_DAYS", default=180, least=1, most=36500)
# Whether `manage.py daily` opens the links that lead to other sites.
CHECK_LINKS = env.yes("CHECK_LINKS", default=True)
# Named once, so that it can be changed the day the next edition is published.
ACCESSIBILITY_STANDARD = env.text(
    "ACCESSIBILITY_STANDARD", default=gettext_noop("JIS X 8341-3:2016 レベルAA")
)

# --- what is dear (config/rates.py): of each client, in each server process --------
# So often without a pause, then once in so many seconds; and so many requests of
# everybody at the same time (0: PDFs have places of their own).
RATES = {
    "paper": (20, 3, 0),
    "list": (10, 10, 2),
    "search": (40, 0.5, 3),
    "sign-in": (40, 6, 2),
    "report": (6, 4 * 60 * 60, 0),
    # So few that one client of four processes sends no more than a fourth of what is
    # taken on a day (offices/reports.py).
    "report of one office": (2, 24 * 60 * 60, 0),
    "report of one network": (2, 12 * 60 * 60, 0),
}

# --- PDF (paper/pdf.py) -------------------------------------------------------
# How many are made at once on this machine, and how long one may take or be waited for.
PDF_AT_ONCE = env.whole("PDF_AT_ONCE", default=2, least=1)
PDF_SECONDS = env.seconds("PDF_SECONDS", default=20, least=1)
PDF_GUIDE_SECONDS = env.seconds("PDF_GUIDE_SECONDS", default=60, least=1)
PDF_WAIT_SECONDS = 3
# How long a handout may take to be measured before it is shown; 0: never measured.
PDF_PLAN_SECONDS = env.seconds("PDF_PLAN_SECONDS", default=5)
PDF_MAX_BYTES = 2_000_000
# All that the process knows of its surroundings: where programs and fonts are.
PDF_ENVIRONMENT = {
    name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ
}
