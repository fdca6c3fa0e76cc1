"""These live records as a Django application."""

from django.apps import AppConfig


class ReferralConfig(AppConfig):
    """Its tables begin with `front_referral_`."""

    name = "wholeplace.service.records.referral"
    label = "front_referral"
    default_auto_field = "django.db.models.BigAutoField"
