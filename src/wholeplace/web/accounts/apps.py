"""Accounts as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Its tables begin with `accounts_`."""

    name = "wholeplace.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """From now on the log hears of every way in."""
        from wholeplace.web.accounts import noting  # noqa: F401  its receivers are connected by being imported
