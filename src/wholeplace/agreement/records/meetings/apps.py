"""The live records of meetings as a Django application."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Its tables begin with `meetings_`."""

    name = "wholeplace.agreement.records.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
