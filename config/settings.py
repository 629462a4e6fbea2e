"""Every setting, and the only place that reads the environment.

Two sizes, one code: with nothing set, one machine with SQLite and files under DATA_DIR; with
DATABASE_URL, REDIS_URL and EMAIL_URL set, PostgreSQL, Redis and SMTP. See docs/ARCHITECTURE.md.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu.transport import TRANSPORT_ALIASES

from config.secret_key import development_secret_key
from config.site_address import development_site_url

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- What this process is -------------------------------------------------------------------------
ENVIRONMENT = env.str("ENVIRONMENT", default="development")
if ENVIRONMENT not in ("development", "production"):
    raise ImproperlyConfigured(
        f"ENVIRONMENT is {ENVIRONMENT!r}. Set it to 'production', or leave it out for development."
    )
IS_PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]
)
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if IS_PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG is on in production. Remove DEBUG from the environment.")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or shorter than 50 characters. Make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if not ALLOWED_HOSTS or any(host in ("*", ".") for host in ALLOWED_HOSTS):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name the hosts that serve the system, such as dondoc.example.gov.vn; "
            "it may not be empty and may not hold '*'."
        )
elif not SECRET_KEY:
    SECRET_KEY = development_secret_key(DATA_DIR)

# The address people type, for links in mails.
SITE_URL = (
    env.str("SITE_URL", default="") or ("" if IS_PRODUCTION else development_site_url(DATA_DIR))
).rstrip("/")
if IS_PRODUCTION and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must be the https address of the system: mails link to it.")

# --- Parts ----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "journal",
    "units",
    "meetings",
    "directives",
    "intake",
    "reports",
    "reminders",
    "sheets",
    "seeds",
    "allauth",
    "allauth.account",
    "rest_framework",
    "django_filters",
    "csp",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.CompressedText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.StandingOfRequest",
    "config.middleware.SignInRequired",
]
# Where an administrator's day begins; he has no desk.
ADMINISTRATOR_HOME = "first_run"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",
                "config.appearance.appearance",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -----------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'dondoc.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE is SQLite's row lock: without it two writers fail with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        # REPLACE deletes as well: only with this do the triggers against deleting see it.
        "PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        # A page is a few looks at an index, on a disk without a moving arm: with the usual price of a look (4) the
        # database reads the whole table for a unit's list.
        "OPTIONS": {
            "options": "-c statement_timeout=30000 -c lock_timeout=5000 -c jit=off -c random_page_cost=1.1"
        },
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
_REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
CACHES: dict[str, dict[str, Any]] = {
    "default": _REDIS
    if REDIS_URL
    # Rate limits count across processes, so the cache must be shared even without Redis.
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # What is kept until something happens (directives/kept.py): apart, so that it never pushes out a rate limit, and
    # without Redis in files, so that reading a page never waits for somebody who writes into the database.
    "kept": _REDIS | {"KEY_PREFIX": "kept"}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "kept",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there yet
# .front-end is made by script/bootstrap: one stylesheet (Tabler and ours) and the icons.
# The letter of PDF documents: four files of a free letter with the widths of Times New Roman.
DOCUMENT_FONTS = BASE_DIR / ".front-end" / "picked" / "fonts"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / ".front-end" / "static"]
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
# Files of a report or a meeting; the request may carry several.
FILE_MAX_BYTES = 25 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Background work ------------------------------------------------------------------------------
# The broker only wakes the worker; what must not be lost is in the database (journal.Outbox).
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "visibility_timeout": 300,
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
    }
else:
    TRANSPORT_ALIASES["files"] = "config.file_broker:Transport"
    CELERY_BROKER_URL = "files://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {"folder": str(DATA_DIR / "broker")}
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # files carry tasks only
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 280
CELERY_TASK_PUBLISH_RETRY = False
# Letters and workbooks have a queue and a worker of their own: a mail server that stalls, or a list of a million rows,
# holds up nothing else. A worker that is told no queue serves all.
CELERY_TASK_QUEUES = {name: {"exchange": name, "routing_key": name} for name in ("celery", "mail", "sheets")}
CELERY_TASK_ROUTES = {"reminders.tasks.*": {"queue": "mail"}, "sheets.tasks.*": {"queue": "sheets"}}
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULER = "config.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Who is told of every event, by a row in the same transaction: name -> function(event).
OUTBOX_CONSUMERS = {"reminders": "reminders.notices.plan_notices"}

# --- Mail -----------------------------------------------------------------------------------------
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
    _is_encrypted = vars().get("EMAIL_USE_TLS") or vars().get("EMAIL_USE_SSL")
    if IS_PRODUCTION and not _is_encrypted and vars()["EMAIL_HOST"] not in ("localhost", "127.0.0.1", "::1"):
        raise ImproperlyConfigured(
            "EMAIL_URL sends letters unencrypted over the network. Use smtp+tls:// or smtp+ssl://."
        )
else:
    EMAIL_BACKEND = "config.mail_files.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "outbox"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Đôn Đốc <dondoc@localhost>")
# A server that stops answering is given up after so many seconds a word.
EMAIL_TIMEOUT = 15
# Beside mail: the services of apprise to which people may have their letters sent. Those that take any address
# (json, xml, form …) are named only where the network lets them reach nothing inside.
CHANNEL_SCHEMES = env.list(
    "CHANNEL_SCHEMES", default=["tgram", "zalo", "msteams", "slack", "gchat", "discord", "viber"]
)

# --- People and sign-in ---------------------------------------------------------------------------
AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = ["config.sign_in.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# An address without an account gets no mail at all; allauth's would invite it to sign up.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "config.account_adapter.AccountAdapter"
# 5 wrong passwords in 5 minutes for one name, from wherever; 40 tries a minute from one address.
# A whole office may stand behind one address when the morning's letters are answered.
ACCOUNT_RATE_LIMITS = {
    "login": "40/m/ip",
    "login_failed": "5/5m/key,50/5m/ip",
    "progress_link": "60/m/ip",
}
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True

# --- Language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
# The second holds texts of libraries that they leave in English.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_libraries"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- Safety ---------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if env.bool("BEHIND_PROXY", default=False):
        # Only where the proxy overwrites the header; otherwise a client could forge it.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- API ------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
        "rest_framework.parsers.FormParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "config.api.answer_for",
    "DATE_INPUT_FORMATS": ["iso-8601"],
}

# --- Pages ----------------------------------------------------------------------------------------
FILTERS_EMPTY_CHOICE_LABEL = _("any")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {
        "without_tokens": {"()": "config.log_filter.WithoutTokens"},
        "refusals": {"()": "config.refusals.RefusalsAreOrdinary"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_tokens"]}
    },
    "loggers": {"django.request": {"filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
