"""These live records as a Django application."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Its tables begin with `front_events_`."""

    name = "wholeplace.service.records.events"
    label = "front_events"
    default_auto_field = "django.db.models.BigAutoField"
