"""Settings, computed from the environment (see `environment.py`). Nothing here starts anything."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from csp.constants import NONE, SELF

from config import embedded_postgres, environment, logs

ROOT = Path(__file__).resolve().parent.parent.parent
ENV = environment.read()
environment.require_consistent(ENV)
DEBUG: bool = ENV["DEBUG"]
if not DEBUG:
    environment.require_for_production(ENV)
else:
    ENV.update({k: v for k, v in environment.DEMO_KEYS.items() if not ENV[k]})
    ENV["STRIPE_WEBHOOK_SECRET"] = ENV["STRIPE_WEBHOOK_SECRET"] or [environment.DEMO_WEBHOOK_SECRET]
    ENV["BASE_URL"] = ENV["BASE_URL"] or f"http://127.0.0.1:{ENV['PORT']}"

SECRET_KEY: str = ENV["SECRET_KEY"]
DATA_KEY: str = ENV["DATA_KEY"]
DATA_KEYS_BEFORE: list[str] = ENV["DATA_KEYS_BEFORE"]
PEOPLE_CODE_KEY: str = ENV["PEOPLE_CODE_KEY"]
DATA_DIR = Path(ENV["DATA_DIR"] or ROOT / ".data")
PORT: int = ENV["PORT"]
BASE_URL: str = ENV["BASE_URL"].rstrip("/")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = ENV["ALLOWED_HOSTS"] or [
    urlsplit(BASE_URL).hostname,
    *(["127.0.0.1", "localhost"] if DEBUG else []),
]
LEAVE_URL: str = ENV["LEAVE_URL"]
DNS_SERVERS: list[str] = ENV["DNS_SERVERS"]
SUPPORT_CONTACT: str = ENV["SUPPORT_CONTACT"]
OPERATOR: str = ENV["OPERATOR"]
JURISDICTION: str = ENV["JURISDICTION"]
SOURCE_URL: str = ENV["SOURCE_URL"]

STRIPE_SECRET_KEY: str = ENV["STRIPE_SECRET_KEY"]
STRIPE_API_BASE: str = ENV["STRIPE_API_BASE"]
STRIPE_WEBHOOK_SECRETS: list[str] = ENV["STRIPE_WEBHOOK_SECRET"]
PAYMENT_COST_BASIS_POINTS: int = ENV["PAYMENT_COST_BASIS_POINTS"]
PAYMENT_COST_FIXED: int = ENV["PAYMENT_COST_FIXED"]
PAY_FLOOR_HOURLY: int = ENV["PAY_FLOOR_HOURLY"]
PROFILE_VIEWS_A_DAY: int = ENV["PROFILE_VIEWS_A_DAY"]
INVITATIONS_PER_DAY: int = ENV["INVITATIONS_PER_DAY"]
CLOCK_MAY_MOVE = DEBUG  # by `manage.py clock` and by tests, which themselves run with DEBUG off

# ---------------------------------------------------------------- applications
INSTALLED_APPS = [
    "core",
    "security",
    "notices",
    "accounts",
    "organizations",
    "consultants",
    "engagements",
    "payments",
    "desk",
    "demo",
    "home",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "guardian",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.sessions.SlidingSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.language.LanguageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.AskAgainMiddleware",
    "organizations.middleware.ViewerMiddleware",
    "core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---------------------------------------------------------------- pages
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "home.templatetags.components",
                "home.templatetags.larger_components",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = ROOT / "build" / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG  # read files from `static/` in development
MEDIA_ROOT = DATA_DIR / "files"  # never served by address: views stream after asking
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG and "collectstatic" not in sys.argv
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # of fields; files are bounded by their forms
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# ---------------------------------------------------------------- database
WEB_ROLE = "equal_web"


def database() -> dict[str, Any]:
    """Return the connection for this process: the web role, or the owner for `DATABASE_ROLE=owner`."""
    as_owner = ENV["DATABASE_ROLE"] == "owner"
    url = (
        ENV["DATABASE_OWNER_URL"] if as_owner and ENV["DATABASE_OWNER_URL"] else ENV["DATABASE_URL"]
    )
    if url:
        found: dict[str, Any] = environ.Env.db_url_config(url)
        found["ENGINE"] = "django.db.backends.postgresql"
        found["HOST"] = unquote(found["HOST"])  # a socket's folder, written as %2Fvar%2Frun
    else:
        found = embedded_postgres.address(DATA_DIR)
    options = found.setdefault("OPTIONS", {})
    if not as_owner and not ENV["DATABASE_OWNER_URL"]:
        options["assume_role"] = WEB_ROLE
    return found | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}


DATABASES = {"default": database()}

if ENV["CACHE_URL"]:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": ENV["CACHE_URL"],
        }
    }
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    }

# ---------------------------------------------------------------- jobs
CELERY_BROKER_URL: str = ENV["CELERY_BROKER_URL"] or "files://"  # config/file_broker.py
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {"visibility_timeout": 3600}
    if ENV["CELERY_BROKER_URL"]
    else {
        "data_folder_in": str(DATA_DIR / "broker"),
        "data_folder_out": str(DATA_DIR / "broker"),
        "control_folder": str(DATA_DIR / "broker_control"),
        "polling_interval": 0.1,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "drain": {"task": "core.drain", "schedule": 1.0, "options": {"expires": 5}},
    "sweep": {"task": "core.sweep", "schedule": 60.0, "options": {"expires": 60}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")

# ---------------------------------------------------------------- accounts and sessions
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.NameOrAddressBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
ALLAUTH_TRUSTED_PROXY_COUNT: int = ENV["TRUSTED_PROXIES"]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.AgainForm",
    "change_password": "accounts.forms.PasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # joining has pages of its own
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are confirmed before there is an account
ACCOUNT_EMAIL_NOTIFICATIONS = True  # as content-free notices (see the adapter)
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_REDIRECT_URL = "welcome"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
GUARDIAN_RAISE_403 = False
ANONYMOUS_USER_NAME = None

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(minutes=15).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "language"

# ---------------------------------------------------------------- the web
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"  # `no-referrer` would break the check of forms
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [
            SELF,
            BASE_URL,  # the practice provider leads back here
            "https://checkout.stripe.com",
            "https://connect.stripe.com",
            *([STRIPE_API_BASE] if STRIPE_API_BASE else []),
            LEAVE_URL,
        ],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ---------------------------------------------------------------- mail and logs
EMAIL_FROM: str = ENV["EMAIL_FROM"]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = EMAIL_FROM
if ENV["EMAIL_URL"]:
    vars().update(environ.Env.email_url_config(ENV["EMAIL_URL"]))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")

LOGGING = logs.configuration()

SILENCED_SYSTEM_CHECKS: list[str] = []
