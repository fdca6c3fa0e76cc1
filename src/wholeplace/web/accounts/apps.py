"""Accounts as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Its tables begin with `accounts_`."""

    name = "wholeplace.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
