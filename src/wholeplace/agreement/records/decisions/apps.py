"""The live records of decisions as a Django application."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Its tables begin with `decisions_`."""

    name = "wholeplace.agreement.records.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
