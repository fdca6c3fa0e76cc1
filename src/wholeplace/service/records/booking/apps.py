"""These live records as a Django application."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Its tables begin with `front_booking_`."""

    name = "wholeplace.service.records.booking"
    label = "front_booking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Who was booked with whom is a fact that access is decided on."""
        from wholeplace.service.records.booking import relating  # noqa: F401  registers its finder
