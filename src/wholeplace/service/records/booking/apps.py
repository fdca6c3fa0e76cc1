"""These live records as a Django application."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Its tables begin with `front_booking_`."""

    name = "wholeplace.service.records.booking"
    label = "front_booking"
    default_auto_field = "django.db.models.BigAutoField"
