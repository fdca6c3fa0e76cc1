"""The live records of scrutiny as a Django application."""

from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    """Its tables begin with `scrutiny_`."""

    name = "wholeplace.agreement.records.scrutiny"
    label = "scrutiny"
    default_auto_field = "django.db.models.BigAutoField"
