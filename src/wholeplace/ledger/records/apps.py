"""The log as a Django application."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Its tables begin with `ledger_`."""

    name = "wholeplace.ledger.records"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
