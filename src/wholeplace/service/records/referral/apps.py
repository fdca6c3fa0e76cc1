"""These live records as a Django application."""

from django.apps import AppConfig


class ReferralConfig(AppConfig):
    """Its tables begin with `front_referral_`."""

    name = "wholeplace.service.records.referral"
    label = "front_referral"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Who was referred to whom is a fact that access is decided on."""
        from wholeplace.service.records.referral import reading  # noqa: F401  registers its finder
