"""Stores for the tests: every test that takes `url` or `store` runs on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from signpost_survey.form import form_bytes
from signpost_survey.stores import Store, open_store

from testing.children import hear_signals
from testing.limits import limit_slow
from tests import forms, servers

if TYPE_CHECKING:
    from tests import paper_sheet

hear_signals()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    limit_slow(items)


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.Postgres]:
    """One cluster for the run."""
    if not servers.DEBIAN:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    cluster = servers.Postgres()
    yield cluster
    cluster.close()


@pytest.fixture(scope="session")
def database(postgres: servers.Postgres) -> str:
    """One database for the tests that do not stop the cluster."""
    return postgres.database("survey")


@pytest.fixture
def emptied(database: str) -> str:
    """Without any table; what a test before left connected is cut."""
    import psycopg

    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("SET client_min_messages = warning")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path) -> Iterator[str]:
    """An empty store."""
    if request.param == "sqlite":
        yield str(tmp_path / "store.sqlite")
        return
    yield request.getfixturevalue("emptied")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store with its tables."""
    opened = open_store(url)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def registered(store: Store) -> Store:
    """A store that knows the smallest form."""
    form = forms.a_form()
    store.add_form(form.id, form_bytes(form))
    return store


def pytest_report_header() -> str:
    """Says on screen what will be left out."""
    found = servers.DEBIAN[0] if servers.DEBIAN else "MISSING: the tests on PostgreSQL are skipped"
    return f"PostgreSQL: {found}"


@pytest.fixture(scope="session")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> "paper_sheet.Sheet":
    """The shipped course's answer sheet as the builder prints it."""
    from tests import paper_sheet

    return paper_sheet.made(tmp_path_factory.mktemp("sheet"))
