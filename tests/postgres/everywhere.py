"""Every home of a run has its records in PostgreSQL: `pytest -p tests.postgres.everywhere`.

A pytest plugin. The tests of the records are run once more with it, as they are: a home
whose settings name no database is given an empty one of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.partnership.records import forget_engine
from dashboard.settings import Settings
from tests.postgres.server import Server, server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def records_in_postgres(postgres: Server) -> Iterator[None]:
    databases: dict[Path, str] = {}

    def of_home(settings: Settings) -> str:
        named = str(settings.values.get("records", ""))
        if not named and settings.home not in databases:
            databases[settings.home] = postgres.empty_database()
        return named or databases[settings.home]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Settings, "records", property(of_home))
        forget_engine()
        yield
        forget_engine()
    assert databases, "no test asked for records"


@pytest.fixture(autouse=True)
def no_file_of_records(tmp_path: Path) -> Iterator[None]:
    """A test that made one was not run on PostgreSQL, whatever it says."""
    yield
    assert not list(tmp_path.rglob("records.sqlite"))


@pytest.fixture(autouse=True)
def closed_engines() -> Iterator[None]:
    """A home of the next test may have the name of one of this; a server has so many
    connections, and a test's engine would keep its own."""
    yield
    forget_engine()
