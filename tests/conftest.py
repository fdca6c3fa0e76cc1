"""Fixtures shared by every room's tests."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, settings

# A busy machine must not fail a test: no test here has a time limit of its own.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

ROOT = Path(__file__).parents[1]


def pytest_configure() -> None:
    """Django for every test, with a database of its own: SQLite in memory, or the PostgreSQL that DATABASE_URL names."""
    from wholeplace.web.records import ANY_PLACE
    from wholeplace.web.settings import database_from, settings_for

    url = os.environ.get("DATABASE_URL", "")
    database = database_from(url, ROOT) | ({} if url else {"NAME": ":memory:"})
    quick = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}  # passwords of tests guard nothing
    told = settings_for(database=database, secret_key="of tests", secure=False)
    told["INSTALLED_APPS"] = [*told["INSTALLED_APPS"], "tests.ledger.things"]
    django_settings.configure(**told, RECORDS_OF=ANY_PLACE, **quick)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the database is a test of records, which `make test-records` runs on PostgreSQL too."""
    for item in items:
        asks = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        if asks or item.get_closest_marker("django_db"):
            item.add_marker("records")


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_log() -> None:
    """Tests that commit empty every table after them. The log refuses that, and is asked to let them."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from wholeplace.ledger.records.growing import open_again, shut

    empty = BaseDatabaseOperations.execute_sql_flush

    def opened(self: BaseDatabaseOperations, statements: list[str]) -> None:
        open_again(self.connection)
        empty(self, statements)
        shut(self.connection)

    BaseDatabaseOperations.execute_sql_flush = opened


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real open data. Not part of this repository: a test that needs it skips where it is absent."""
    folder = Path(os.environ.get("WHOLEPLACE_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"needs the shared open data, looked for in {folder.name}/ (set WHOLEPLACE_SHARED to its parent)")
    return folder


@pytest.fixture
def url() -> Iterator[str]:
    """A database of its own on the PostgreSQL of the tests; nothing for SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield ""
        return
    import psycopg

    name = f"racing_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
