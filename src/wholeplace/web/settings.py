"""Django's settings, made from a place folder and the environment. One process keeps the records of one place.

The environment may give `DATABASE_URL` (postgresql://…; SQLite in the place folder where it is absent), `WHOLEPLACE_SECRET_KEY`
(else one is made and kept beside the records), `WHOLEPLACE_HOSTS` (names under which the door is reached over HTTPS, comma between) and
`WHOLEPLACE_SIGN_ON_FILE` (see `accounts.single_sign_on`).
"""

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from wholeplace import publish
from wholeplace.place.folder import CLOSED_FILE, CLOSED_FOLDER
from wholeplace.terms import WrongUse
from wholeplace.web.accounts.single_sign_on import SignOn

TEMPLATES = Path(__file__).parent / "templates"
RECORDS = "records"
"""The folder of a place's live records. Unlike .wholeplace it cannot be made again from the feeds: it belongs in the backup."""

APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "wholeplace.ledger.records",
    "wholeplace.agreement.records.decisions",
    "wholeplace.agreement.records.plans",
    "wholeplace.agreement.records.scrutiny",
    "wholeplace.agreement.records.meetings",
    "wholeplace.agreement.records.funds",
    "wholeplace.service.records.persons",
    "wholeplace.service.records.directory",
    "wholeplace.service.records.booking",
    "wholeplace.service.records.referral",
    "wholeplace.service.records.access",
    "wholeplace.service.records.events",
    "wholeplace.web.accounts",
]
MIDDLEWARE = [
    "wholeplace.web.rules.headers_on_everything",
    "wholeplace.web.rules.known_hosts_only",
    "wholeplace.web.private.Sessions",
    "wholeplace.web.rules.read_only_routes",
    "wholeplace.web.private.Forms",
    "wholeplace.web.private.People",
    "wholeplace.web.private.Told",
    "allauth.account.middleware.AccountMiddleware",
    "wholeplace.web.rules.listed_routes_only",
]
ACCOUNTS: Mapping[str, Any] = {
    "AUTH_USER_MODEL": "accounts.Account",
    "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
    "ACCOUNT_LOGIN_METHODS": {"username"},
    "ACCOUNT_USER_MODEL_EMAIL_FIELD": None,
    "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_ADAPTER": "wholeplace.web.accounts.adapters.ByInvitation",
    "SOCIALACCOUNT_ADAPTER": "wholeplace.web.accounts.adapters.KnownPeopleOnly",
    "ACCOUNT_LOGIN_ON_PASSWORD_RESET": True,  # a second factor is asked all the same
    "PASSWORD_RESET_TIMEOUT": 24 * 3600,
    "ACCOUNT_SESSION_REMEMBER": False,  # a session ends with the browser, and after ten hours
    "ACCOUNT_FORMS": {
        "login": "wholeplace.web.accounts.forms.SignIn",
        "reauthenticate": "wholeplace.web.accounts.forms.SayAgain",
        "change_password": "wholeplace.web.accounts.forms.ChangePassword",
        "reset_password_from_key": "wholeplace.web.accounts.forms.FirstPassword",
    },
    "MFA_ADAPTER": "wholeplace.web.accounts.adapters.Factors",
    "MFA_FORMS": {
        "authenticate": "wholeplace.web.accounts.forms.Code",
        "activate_totp": "wholeplace.web.accounts.forms.FirstCode",
    },
    "MFA_TOTP_TOLERANCE": 1,  # phones and this machine may be half a minute apart
    "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
    "LOGIN_REDIRECT_URL": "/partners/",
    "LOGOUT_REDIRECT_URL": "/",
    "SESSION_COOKIE_AGE": 10 * 3600,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_HTTPONLY": True,
    "AUTH_PASSWORD_VALIDATORS": [
        {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    ],
}
LOGGING: Mapping[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    # Our own faults are shown in full where the server runs; who asked for what is not written down here.
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "waitress": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},  # else a line for each page that waits a moment
    },
}


def settings_for(
    *, database: Mapping[str, Any], secret_key: str, secure: bool, hosts: Sequence[str] = (), sign_ons: Sequence[SignOn] = ()
) -> dict[str, Any]:
    """Everything that Django is told. `secure`: the door is reached over HTTPS, so cookies go over nothing else."""
    return {
        "SECRET_KEY": secret_key,
        "ALLOWED_HOSTS": ["*"],  # rules.py checks the host, for each door by its own rule
        "ROOT_URLCONF": "wholeplace.web.routes",
        "MIDDLEWARE": MIDDLEWARE,
        "INSTALLED_APPS": APPS,
        "DATABASES": {"default": dict(database)},
        "TEMPLATES": _TEMPLATES,
        "USE_I18N": False,
        "USE_TZ": True,
        "TIME_ZONE": "Europe/London",
        "APPEND_SLASH": False,
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SECURE": secure,
        "HOSTS": tuple(hosts),
        # Behind a proxy that takes HTTPS off, forms come from these all the same.
        "CSRF_TRUSTED_ORIGINS": [f"https://{host}" for host in hosts],
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if secure else "http",
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [one.for_allauth() for one in sign_ons]}},
        "CSRF_FAILURE_VIEW": "wholeplace.web.refusals.stale_form",
        "LOGGING": dict(LOGGING),
        **ACCOUNTS,
    }


_TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [TEMPLATES, Path(publish.__file__).parent / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "wholeplace.web.look.environment", "context_processors": ["wholeplace.web.look.of_the_door"]},
    },
    {  # for those pages of allauth that we have not written ourselves
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]


def database_from(url: str, folder: Path) -> dict[str, Any]:
    """Django's words for the database at `url`; for SQLite in the place folder where there is none. Raises WrongUse on another kind."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / RECORDS / "records.sqlite3",
            "CONN_MAX_AGE": None,  # each thread of the server keeps its own: to open the file anew costs more than most questions
            # A writer waits for its turn instead of failing, and readers never wait.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise WrongUse("DATABASE_URL must begin with postgresql://. Without it, records are kept in SQLite in the place folder.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
    }


def secret_of(folder: Path) -> str:
    """The key that signs sessions, made once and kept beside the records, readable by its owner only."""
    path = records_of(folder) / "secret"
    if not path.is_file():
        path.touch(mode=CLOSED_FILE)
        path.write_text(secrets.token_urlsafe(48), "utf-8")
    return path.read_text("utf-8")


def records_of(folder: Path) -> Path:
    """The folder of a place's records, made where there is none, open to its owner only."""
    path = folder / RECORDS
    path.mkdir(mode=CLOSED_FOLDER, exist_ok=True)
    return path
