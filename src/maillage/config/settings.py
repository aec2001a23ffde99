"""The one settings module. What may vary is read from the environment by ``config.env``."""

from __future__ import annotations

import sys
from typing import Any

import django_stubs_ext
import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from maillage.config import database, storage
from maillage.config.env import PROJECT_DIR, Environment

django_stubs_ext.monkeypatch()
ENV = Environment()

if ENV.is_production and (unsafe := ENV.unsafe_defaults()):
    raise ImproperlyConfigured("Production refuses to start:\n- " + "\n- ".join(unsafe))

TESTING = ENV.environment == "test"
# Unique by a constraint on LOWER(email), which the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
SECRET_KEY = ENV.secret_key
SECRET_KEY_FALLBACKS = [key.strip() for key in ENV.secret_key_fallbacks.split(",") if key.strip()]
DEBUG = ENV.debug
ALLOWED_HOSTS = [*ENV.hosts, "testserver"] if TESTING else ENV.hosts
BASE_URL = ENV.base_url
CSRF_TRUSTED_ORIGINS = [BASE_URL]
VAR_DIR = ENV.var_dir
SHOW_COMPONENTS = DEBUG or TESTING or ENV.environment in {"development", "demo"}

# --- Apps, from the highest floor to the lowest, then libraries ---------------------------------
INSTALLED_APPS = [
    "maillage.config",
    "maillage.portal",
    "maillage.programmes",
    "maillage.projects",
    "maillage.directory",
    "maillage.territories",
    "maillage.accounts",
    "maillage.core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth's pages read it
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_structlog",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Default deny: a public view says so with @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "maillage.core.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "maillage.core.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "maillage.core.templatetags.formats",
            ],
        },
    }
]
FORM_RENDERER = "maillage.core.forms.MaillageRenderer"
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees its attributes and the context processors, nothing else
MAP_LAYERS = {  # static files, from the territories app
    "land": "territories/contours/departements.geojson",
    "regions": "territories/contours/regions.geojson",
    "neighbours": "territories/contours/neighbours.geojson",
}

# --- Data -----------------------------------------------------------------------------------------
try:
    DATABASE_URL = ENV.database_url or database.private_url(VAR_DIR)
except database.DatabaseUnavailable as error:
    sys.stderr.write(f"{error}\n")
    sys.exit(1)
DATABASES = {"default": database.settings_of(DATABASE_URL, pooled=ENV.pooled)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
STORAGES = storage.storages(ENV, hashed_static=not (DEBUG or TESTING))
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Tests run before anything was collected: files are looked up as they are asked for.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
MAX_UPLOAD_BYTES = ENV.max_upload_mib * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
CLAMD_ADDRESS = ENV.clamd

# --- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"

# --- Language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [PROJECT_DIR / "src" / "maillage" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- E-mail -----------------------------------------------------------------------------------------
EMAIL_BACKEND, _email = storage.email(ENV)
globals().update(_email)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.email_from
EMAIL_TIMEOUT = 20

# --- Security ---------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
if ENV.oidc_server_url:
    # Signing in posts a form that redirects to the provider: browsers check that hop too.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [SELF, ENV.oidc_server_url]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_FAILURE_VIEW = "maillage.core.views.csrf_failure"
if BASE_URL.startswith("https://"):
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = ENV.is_production
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if ENV.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Logs -------------------------------------------------------------------------------------------
_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_PROCESSORS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer()
            if ENV.log_format == "json"
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
            "foreign_pre_chain": _PROCESSORS,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "maillage": {"level": ENV.log_level},
        "django_structlog": {"level": ENV.log_level},
        "procrastinate": {"level": "WARNING"},
    },
}
