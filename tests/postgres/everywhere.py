"""Every home of a run has its records in PostgreSQL: `pytest -p tests.postgres.everywhere`.

A pytest plugin. The tests of the records are run once more with it, as they are: a home
whose settings name no database is given an empty one of its own, and a copy of a home a
copy of its database. Left out is what is marked as of SQLite alone, and what is asked of
pictures that take long to publish: their numbers are not in the records.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.partnership.records import forget_engine
from dashboard.settings import Settings
from tests.postgres.server import Server, server

copy_folder = shutil.copytree
_PUBLISHED = frozenset({"demo_home", "doubled", "published"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    left_out = [item for item in items if _is_left_out(item)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def _is_left_out(item: pytest.Item) -> bool:
    needs = getattr(item, "fixturenames", ())
    of_sqlite = item.get_closest_marker("sqlite") is not None
    return of_sqlite or not _PUBLISHED.isdisjoint(needs)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with server() as running:
        yield running


class Databases:
    """Which database each home has."""

    def __init__(self, of: Server) -> None:
        self._server = of
        self._of: dict[Path, str] = {}

    def __len__(self) -> int:
        return len(self._of)

    def of(self, settings: Settings) -> str:
        named = str(settings.values.get("records", ""))
        if not named and settings.home not in self._of:
            self._of[settings.home] = self._server.empty_database()
        return named or self._of[settings.home]

    def copied(self, source: Any, to: Any, *args: Any, **kwargs: Any) -> Any:
        done = copy_folder(source, to, *args, **kwargs)
        held = self._of.get(Path(source).resolve())
        if held:
            forget_engine()  # whose connections PostgreSQL would not copy behind
            self._of[Path(to).resolve()] = self._server.copy_of(held)
        return done


@pytest.fixture(scope="session", autouse=True)
def records_in_postgres(postgres: Server) -> Iterator[None]:
    databases = Databases(postgres)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Settings, "records", property(databases.of))
        patch.setattr(shutil, "copytree", databases.copied)
        forget_engine()
        yield
        forget_engine()
    assert len(databases), "no test asked for records"


@pytest.fixture(autouse=True)
def no_file_of_records(tmp_path: Path) -> Iterator[None]:
    """A test that made one was not run on PostgreSQL, whatever it says."""
    yield
    assert not list(tmp_path.rglob("records.sqlite"))
    forget_engine()  # a server has so many connections, and each engine keeps some
