"""These live records as a Django application."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Its tables begin with `front_directory_`."""

    name = "wholeplace.service.records.directory"
    label = "front_directory"
    default_auto_field = "django.db.models.BigAutoField"
