"""The database itself refuses to change or delete an entry of the log."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from wholeplace.ledger.records import growing


def shut(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  Django gives both
    """Forwards: only growth from here on."""
    growing.shut(schema_editor.connection)


def open_again(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Backwards: as any other table."""
    growing.open_again(schema_editor.connection)


class Migration(migrations.Migration):
    """Triggers for SQLite and for PostgreSQL; taken away when it is run backwards."""

    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(shut, open_again)]
