"""All settings, in one file, read from the environment. What is missing stops the start with a sentence."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from mentoring.desk.unfold import UNFOLD  # noqa: F401 - a setting of the theme
from mentoring.environment import (
    BASE_DIR,
    MODE,
    base_url,
    broker,
    cache,
    database,
    earlier_sealing_keys,
    env,
    flag,
    identity_provider,
    logs,
    mail,
    owner_of_tables,
    required,
    sealing_key,
    sealing_key_password,
    secret_key,
    statement_timeout,
    time_zone,
    timestamp_authority,
)
from mentoring.operation.shifted_clock import shift_by

DEMO = MODE in {"demo", "test"}
DEBUG = False
SECRET_KEY = secret_key()
# Earlier keys, so that sessions, links and private notes outlive a change of the key.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",") if host.strip()]
BASE_URL = base_url()
SECURE = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "mentoring",
    "evaluation",
    "meetings",
    "agreements",
    "matching",
    "pool",
    "programs",
    "notifications",
    "people",
    "web",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "mentoring.desk.desk_app.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "mentoring.middleware.PolicyHeaders",
    "mentoring.pages.error_pages.ErrorPages",
    # Before the CSRF check, and outside all that can fail: its headers stand on errors too.
    "agreements.signing.links.middleware.SigningHeaders",
    "mentoring.middleware.RequestsOfASize",
    "mentoring.middleware.ReadableAddresses",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mentoring.middleware.PrivateAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "mentoring.middleware.ReadableForms",
    "mentoring.pages.unsent.UnsentForms",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.ReaderTimeZone",
    "people.middleware.RolesReadOnce",
    "mentoring.sign_in.second_factor.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mentoring.middleware.RefusalsOfTheDatabase",
]

ROOT_URLCONF = "mentoring.urls"
WSGI_APPLICATION = "mentoring.wsgi.application"
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
                "mentoring.pages.context.site",
            ],
        },
    },
]

DATABASES = {"default": database()}
STATEMENT_TIMEOUT = statement_timeout()
# Whom `migrate` connects as, and whom it then gives the rights to (people/database/rights.py).
DATABASE_OWNER = owner_of_tables()
APPLICATION_ROLE = str(DATABASES["default"].get("USER", ""))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "mentoring.formats"
USE_TZ = True
if MODE == "test":
    shift_by(env.str("WHETSTONE_CLOCK_FILE", default=""))
TIME_ZONE = time_zone()

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_FILES = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if MODE == "test" else STATIC_FILES
    },
}
WHITENOISE_USE_FINDERS = MODE == "test"
# Tests have no collected files; looking for them at each request needs none.
WHITENOISE_AUTOREFRESH = MODE == "test"

# Sign-in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.authentication.sign_in.DirectoryBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "mentoring.sign_in.sign_in_mail.OutboxAccountAdapter"
SOCIALACCOUNT_ADAPTER = "people.authentication.identity_provider.SocialAccountAdapter"
ACCOUNT_FORMS = {
    "confirm_login_code": "people.authentication.code_forms.LoginCodeForm",
    "confirm_email_verification_code": "people.authentication.code_forms.AddressCodeForm",
    "confirm_password_reset_code": "people.authentication.code_forms.ResetCodeForm",
    "reset_password": "mentoring.sign_in.sign_in_mail.ResetLinkForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Mail at work may take some minutes; a code works once and for three tries.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Tell people when a password or passkey of theirs changes.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SIGNUP_FORM_CLASS = "people.accounts.forms.SignUpForm"
# For those who sign up from an allowed domain; the directory's own addresses count as verified (people/authentication/sign_in.py).
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
# Limits of tries count for each person's address, not for the reverse proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("BEHIND_PROXY") else 0
# An unknown address gets no mail; allauth tells the adapter of it all the same, which then takes as long as for a known one.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
SIGN_UP_DOMAINS = [domain.lower() for domain in env.list("SIGN_UP_DOMAINS", default=[])]
OWN_CRITERIA = env.list("OWN_CRITERIA", default=[])
# Where links for signing may go when a request is handed to someone else; empty: to anyone in the directory.
SIGNER_DOMAINS = [domain.lower() for domain in env.list("SIGNER_DOMAINS", default=[])]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "people.authentication.passkeys.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "people.authentication.passkeys.PasskeyForm",
    "authenticate": "people.authentication.code_forms.SecondStepForm",
    "reauthenticate": "people.authentication.code_forms.SecondStepAgainForm",
    "activate_totp": "people.authentication.code_forms.AppForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MODE != "production"
STAFF_MFA_REQUIRED = flag("STAFF_MFA_REQUIRED", default=MODE == "production")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = identity_provider()

# Mail
vars().update(mail())
EMAIL_TIMEOUT = 20
SERVER_EMAIL = DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"Whetstone <mentoring@{BASE_URL.split('//')[1].split(':')[0]}>"
)
DEMO_MAIL_DIR = env.str("DEMO_MAIL_DIR", default=str(BASE_DIR / "var" / "mail"))
DEMO_ACCOUNTS = str(BASE_DIR / "var" / "demo-accounts.json")

# Seal on signed agreements
SEALING_KEY = sealing_key()
SEALING_KEY_PASSWORD = sealing_key_password()
EARLIER_SEALING_KEYS = earlier_sealing_keys()
TSA_URL = timestamp_authority()

# Limits of tries at signing in count here, for all web servers together.
CACHES = {"default": cache()}

# Background work
CELERY_BROKER_URL = broker()
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    # Who wakes a task gives up at once when the broker is down: the sweep finds the work (notifications/waking.py).
    "max_retries": 1, "interval_start": 0, "interval_step": 0, "socket_connect_timeout": 2,
}  # fmt: skip
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for a broker that is restarted, however long that takes; Celery would give up after 100 tries.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "deliver-messages": {"task": "notifications.tasks.deliver", "schedule": 60.0 if MODE == "production" else 20.0},
    "settle-matching": {"task": "matching.tasks.settle_proposals", "schedule": crontab(minute="*/15")},
    "meeting-reminders": {"task": "meetings.tasks.queue_reminders", "schedule": crontab(minute="*/5")},
    "pairs-that-do-not-meet": {"task": "meetings.tasks.look_after_pairs", "schedule": crontab(minute="40")},
    "follow-the-clocks": {"task": "meetings.tasks.follow_the_clocks", "schedule": crontab(minute="50", hour="2")},
    "survey-prompts": {"task": "evaluation.tasks.open_surveys", "schedule": crontab(minute="*/15")},
    "close-relationships": {"task": "evaluation.tasks.close_finished", "schedule": crontab(minute="20")},
    "pass-on-contacts": {"task": "evaluation.tasks.escalate_contacts", "schedule": crontab(minute="25")},
    "signature-reminders": {"task": "agreements.tasks.remind_signers", "schedule": crontab(minute="10")},
    "verify-agreements": {"task": "agreements.tasks.verify_agreements", "schedule": crontab(minute="30", hour="3")},
    "missing-documents": {"task": "agreements.tasks.sweep_documents", "schedule": crontab(minute="*/5")},
    "unfinished-imports": {"task": "people.tasks.forget_files", "schedule": crontab(minute="15")},
}

# Forms
FORM_RENDERER = "mentoring.pages.form_renderer.ShorteningRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORMS_URLFIELD_ASSUME_HTTPS = True
CSRF_FAILURE_VIEW = "mentoring.pages.unsent.refuse"

# What pages may load: only what comes from here. The admin's theme needs more (see mentoring.middleware).
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
        "manifest-src": [SELF],
    },
}
SECURE_SSL_REDIRECT = SECURE and flag("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_ENGINE = "people.authentication.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

LOGGING = logs()
