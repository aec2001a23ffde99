"""The one settings module. What may vary is read from the environment by ``config.env``."""

from __future__ import annotations

import sys
from typing import Any

import django_stubs_ext
import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from maillage.config import database, identity, storage
from maillage.config.env import PROJECT_DIR, Environment
from maillage.core import labels, logs

django_stubs_ext.monkeypatch()
labels.install()
ENV = Environment()

if ENV.is_production and (unsafe := ENV.unsafe_defaults()):
    raise ImproperlyConfigured("Production refuses to start:\n- " + "\n- ".join(unsafe))

TESTING = ENV.environment == "test"
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # unique by a constraint on LOWER(email), which the check does not see
    "security.W005",  # whether subdomains and browsers' preload lists are bound to HTTPS
    "security.W021",  # is for the owner of the domain to say, in the proxy
]
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
    "maillage.pathways",
    "maillage.programmes",
    "maillage.governance",
    "maillage.projects",
    "maillage.questionnaires",
    "maillage.directory",
    "maillage.territories",
    "maillage.accounts",
    "maillage.core",
    "maillage.accounts.admin_apps.StaffAdminConfig",
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
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "maillage.core.middleware.RequestMiddleware",
    "maillage.core.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # After the token against forgery has a name, before anything is carried out.
    "maillage.core.twice.SentTwiceMiddleware",
    "maillage.accounts.middleware.OwnLanguageMiddleware",
    # Default deny: a public view says so with @login_not_required.
    "maillage.accounts.middleware.SignInMiddleware",
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
                "maillage.portal.context.frame",
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
LOGIN_REDIRECT_URL = "portal:my_space"
LOGOUT_REDIRECT_URL = "portal:home"
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Staff pages of a public server ask for a second factor (ADR “Staff sign in like everyone”).
STAFF_NEEDS_SECOND_FACTOR = ENV.is_production
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.behind_proxy else 0
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_ADAPTER = "maillage.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "maillage.accounts.signup.WhoForm"
ACCOUNT_FORMS = {
    "login": "maillage.accounts.forms.LoginForm",
    "signup": "maillage.accounts.forms.SignupForm",
    "reset_password": "maillage.accounts.forms.ResetForm",
    "reset_password_from_key": "maillage.accounts.forms.NewPasswordForm",
    "change_password": "maillage.accounts.forms.ChangePasswordForm",
    "set_password": "maillage.accounts.forms.SetPasswordForm",
    "add_email": "maillage.accounts.forms.NewAddressForm",
    "change_email": "maillage.accounts.forms.OtherAddressForm",
    "reauthenticate": "maillage.accounts.forms.ReauthenticateForm",
    "request_login_code": "maillage.accounts.forms.RequestCodeForm",
    "confirm_login_code": "maillage.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "maillage.accounts.forms.VerifyCodeForm",
    "confirm_password_reset_code": "maillage.accounts.forms.ResetCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BASE_URL.startswith("https://") else "http"
# Codes rather than links, everywhere: a scanner that opens every link of an e-mail can do nothing.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# Whether an address has an account is told to its owner only, by e-mail.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# Counted in the cache, which is a table: the limits hold across processes and machines.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "request_login_code": "20/m/ip,3/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "confirm_email": "1/10s/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    # Letters to an address that nobody has confirmed: few from one place, fewer to one address.
    "ask_for_a_door": "10/h/ip,4/h/key",
}
MFA_ADAPTER = "maillage.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "maillage.accounts.forms.FactorForm",
    "reauthenticate": "maillage.accounts.forms.FactorAgainForm",
    "activate_totp": "maillage.accounts.forms.AddTotpForm",
    "add_webauthn": "maillage.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "maillage.accounts.forms.EditPasskeyForm",
    "signup_webauthn": "maillage.accounts.forms.SignupPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = "Maillage"
MFA_TOTP_TOLERANCE = 1
# Browsers grant passkeys to https and to localhost; the library asks to be told about the latter.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BASE_URL.startswith("https://")
SOCIALACCOUNT_ADAPTER = "maillage.accounts.adapter.ProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = identity.providers(ENV)

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
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [SELF, identity.origin(ENV.oidc_server_url)]
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
        structlog.processors.format_exc_info,
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
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                logs.without_personal_data,
                structlog.processors.JSONRenderer(ensure_ascii=False)
                if ENV.log_format == "json"
                else structlog.dev.ConsoleRenderer(
                    colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
                ),
            ],
            "foreign_pre_chain": _PROCESSORS,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "maillage": {"level": ENV.log_level},
        # Django names the address, which holds tokens: our own middleware names the route instead.
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.security": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}
