"""Settings, all from the environment (`docs/settings.md` is printed from here); safe when it is silent."""

from csp.constants import NONE, SELF

from etrier.config.environment import INSTANCE, ROOT, database, flag, secret, text, words
from etrier.database import embedded

DEBUG = flag("ETRIER_DEBUG")
SECRET_KEY = secret("ETRIER_SECRET_KEY")
MASTER_KEY = secret("ETRIER_MASTER_KEY")
ALLOWED_HOSTS = words("ETRIER_HOSTS")
CSRF_TRUSTED_ORIGINS = words("ETRIER_ORIGINS")
HTTPS = flag("ETRIER_HTTPS")
ADDRESS = text("ETRIER_ADDRESS")

DATABASE_ROLE = text("ETRIER_ROLE")
SITE_URL, OWNER_URL = text("DATABASE_URL"), text("ETRIER_OWNER_URL")
if not SITE_URL and not OWNER_URL:
    SITE_URL, OWNER_URL = embedded.urls(durable=not flag("ETRIER_TEST"))
    PREPARE = True  # nothing stands between the site and its own server
else:
    PREPARE = flag("ETRIER_PREPARE")
DATABASES = {"default": database(OWNER_URL if DATABASE_ROLE == "owner" else SITE_URL, prepare=PREPARE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "etrier.accounts",
    "etrier.ui",
    "etrier.journal",
    "etrier.files",
    "etrier.documents",
    "etrier.people",
    "etrier.schemes",
    "etrier.funds",
    "etrier.partners",
    "etrier.team",
    "etrier.applications",
    "etrier.decisions",
    "etrier.loans",
    "etrier.followup",
    "etrier.outcomes",
    "etrier.desk",
    "etrier.portal",
    "etrier.reporting",
    "etrier.instance",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "bootstrap",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "etrier.accounts.middleware.TransactionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "etrier.accounts.middleware.ActorMiddleware",
    "etrier.journal.middleware.SubmissionMiddleware",
    "etrier.files.middleware.MotiveMiddleware",
]

ROOT_URLCONF = "etrier.config.urls"
WSGI_APPLICATION = "etrier.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "etrier.accounts.context.account",
                "etrier.config.rail.rail",
            ],
            "builtins": ["etrier.ui.templatetags.etrier", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "etrier.ui.renderer.EtrierRenderer"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["etrier.accounts.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "etrier.accounts.passwords.EntropyValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "etrier.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/compte/connexion/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Étrier — "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0  # else one person's failures lock out all behind the proxy
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/15m/key"}
OPERATOR_SECOND_FACTOR = flag("ETRIER_OPERATOR_SECOND_FACTOR")
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Étrier"

SESSION_ENGINE = "etrier.accounts.backend"
SESSION_COOKIE_AGE = int(text("ETRIER_SESSION_HOURS")) * 3600
SESSION_COOKIE_NAME = "etrier_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "etrier.ui.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["etrier.config.jobs"]

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}

EMAIL_BACKEND = text("ETRIER_EMAIL_BACKEND")
EMAIL_HOST = text("ETRIER_EMAIL_HOST")
EMAIL_PORT = int(text("ETRIER_EMAIL_PORT"))
EMAIL_HOST_USER = text("ETRIER_EMAIL_USER")
EMAIL_HOST_PASSWORD = text("ETRIER_EMAIL_PASSWORD")
EMAIL_USE_TLS = flag("ETRIER_EMAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("ETRIER_EMAIL_FROM")

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = text("ETRIER_STATIC_ROOT") or None
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "etrier.ui.storage.CollectedAssets" if STATIC_ROOT else "etrier.ui.storage.Assets"
    },
}

VAULT = INSTANCE / "vault"
SCHEMES = ROOT / "schemes"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
UPLOAD_LIMIT = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["etrier.documents.uploads.BoundedUploadHandler"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
