"""The log's table refuses every change but growth: the database itself says no, whoever asks."""

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from wholeplace.terms import WrongUse

ONLY_GROWS = "The log only grows: entries are never changed or taken away."

_SQLITE = {
    "ledger_entry_stays": f"""CREATE TRIGGER ledger_entry_stays BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, '{ONLY_GROWS}'); END""",
    "ledger_entry_never_goes": f"""CREATE TRIGGER ledger_entry_never_goes BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, '{ONLY_GROWS}'); END""",
    # INSERT OR REPLACE takes rows away without asking the trigger above.
    "ledger_entry_one_a_place": f"""CREATE TRIGGER ledger_entry_one_a_place BEFORE INSERT ON ledger_entry
WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE book = NEW.book AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, '{ONLY_GROWS}'); END""",
}
_POSTGRESQL_BODY = f"BEGIN RAISE EXCEPTION '{ONLY_GROWS}'; END"
_POSTGRESQL = {
    "ledger_entry_stays": "CREATE TRIGGER ledger_entry_stays BEFORE UPDATE OR DELETE ON ledger_entry "
    "FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()",
    "ledger_entry_never_goes": "CREATE TRIGGER ledger_entry_never_goes BEFORE TRUNCATE ON ledger_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()",
}


def shut(connection: BaseDatabaseWrapper) -> None:
    """Make the log's table refuse changes. Raises WrongUse on a database whose words we do not know."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $${_POSTGRESQL_BODY}$$")
        for statement in _triggers(connection).values():
            cursor.execute(statement)


def open_again(connection: BaseDatabaseWrapper) -> None:
    """Take the refusal away: for the way back of a migration, and for tests that alter what must not be altered."""
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (" ON ledger_entry" if connection.vendor == "postgresql" else ""))
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS ledger_only_grows()")


def is_shut(connection: BaseDatabaseWrapper) -> bool:
    """Does the table refuse changes in the very words we gave it?"""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'")
            return dict(cursor.fetchall()) == _SQLITE
        cursor.execute(_REFUSALS_OF_POSTGRESQL)
        return dict(cursor.fetchall()) == dict.fromkeys(_POSTGRESQL, True)


_REFUSALS_OF_POSTGRESQL = f"""
SELECT t.tgname, t.tgenabled IN ('O', 'A') AND p.prosrc = '{_POSTGRESQL_BODY.replace("'", "''")}'
    AND t.tgtype = CASE t.tgname WHEN 'ledger_entry_stays' THEN 27 ELSE 34 END
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = to_regclass('ledger_entry') AND NOT t.tgisinternal
"""


def _triggers(connection: BaseDatabaseWrapper) -> Mapping[str, str]:
    known = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
    if connection.vendor not in known:
        raise WrongUse(f"Records are kept in SQLite or PostgreSQL, not in {connection.vendor}.")
    return known[connection.vendor]
