"""The room as a Django application. It has no migrations: its tables are made for tests."""

from django.apps import AppConfig


class ThingsConfig(AppConfig):
    name = "tests.ledger.things"
    label = "things"
    default_auto_field = "django.db.models.BigAutoField"
