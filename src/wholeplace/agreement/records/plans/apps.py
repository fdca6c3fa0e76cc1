"""The live records of plans as a Django application."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Its tables begin with `plans_`."""

    name = "wholeplace.agreement.records.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
