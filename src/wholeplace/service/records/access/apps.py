"""These live records as a Django application."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Its tables begin with `front_access_`."""

    name = "wholeplace.service.records.access"
    label = "front_access"
    default_auto_field = "django.db.models.BigAutoField"
