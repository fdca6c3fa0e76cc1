"""These live records as a Django application."""

from django.apps import AppConfig


class PersonsConfig(AppConfig):
    """Its tables begin with `front_persons_`."""

    name = "wholeplace.service.records.persons"
    label = "front_persons"
    default_auto_field = "django.db.models.BigAutoField"
