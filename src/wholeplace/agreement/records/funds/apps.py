"""The live records of money as a Django application."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """Its tables begin with `funds_`."""

    name = "wholeplace.agreement.records.funds"
    label = "funds"
    default_auto_field = "django.db.models.BigAutoField"
