"""What the tests share: the invented partnership, published once, and where samples are.

An autouse fixture points every test at an empty home, so that none can read or write
the real one by accident.
"""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from dashboard.access.viewer import Viewer, named_staff
from dashboard.demo import build
from dashboard.intake import rules
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.partnership.carrying import import_records
from dashboard.partnership.records import one_connection
from dashboard.partnership.tool_measures import whole_catalogue
from dashboard.settings import read_settings
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.locking import exclusive
from tests.identifiers import identifiers_of

hypothesis_settings.register_profile("sightline", deadline=None, derandomize=True)
hypothesis_settings.load_profile("sightline")

# A server of which every number is exact: its children are invented.
ACCESS = """demo_user = true
[[grant]]
role = "analyst"
exact = "everything"
approved_by = "the tests"
approved_on = 2026-01-01
agreement = "none: the children are invented"
risk_assessment = "none: the children are invented"
review_on = 2999-12-31
"""

# The invented partnership takes minutes to publish: one worker begins with what needs it,
# the other with what needs none. Then the longest: at the end it would be done alone.
BEGIN_WITH = (
    "attack/test_attack.py",
    "faults/test_killed_or_full.py",
    "attack/test_crawl.py",
    "faults/test_running_server.py",
    "slow/test_slow_answers.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(BEGIN_WITH)}
    last = len(places)
    items.sort(key=lambda item: places.get("/".join(item.path.parts[-2:]), last))


def let_everything_be_exact(home: Path) -> None:
    """Whoever is at the machine sees every number of this home as it is."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text('audience = "operational"', encoding="utf-8")
    (home / "access.toml").write_text(ACCESS, encoding="utf-8")


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "empty-home"
    monkeypatch.setenv("SIGHTLINE_HOME", str(home))
    return home


@pytest.fixture(scope="session", autouse=True)
def closed_readers() -> Iterator[None]:
    """Close the snapshots that were read before the interpreter takes DuckDB down."""
    yield
    open_reader.cache_clear()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run have in common, and runs one after another of
    the same code where SIGHTLINE_SHARED names one."""
    if "SIGHTLINE_SHARED" in os.environ:
        return Path(os.environ["SIGHTLINE_SHARED"])
    folder = tmp_path_factory.getbasetemp()
    return folder if "PYTEST_XDIST_WORKER" not in os.environ else folder.parent


@pytest.fixture(scope="session")
def demo_extracts(shared: Path) -> Path:
    """The extracts of the invented partnership at its default size."""
    folder = shared / "demo"
    with exclusive(shared):
        if not (folder / "extracts").exists():
            build(folder / "extracts")
    return folder / "extracts"


@pytest.fixture(scope="session")
def truth(demo_extracts: Path) -> dict[str, Any]:
    return json.loads((demo_extracts / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def identifiers(truth: dict[str, Any]) -> frozenset[str]:
    """Forms of the invented extracts' identifiers, to be looked for."""
    return identifiers_of(truth)


def extract_files(folder: Path) -> list[Path]:
    kinds = ("*.csv", "*.xlsx", "*.geojson")
    return sorted(path for kind in kinds for path in folder.glob(kind))


@pytest.fixture(scope="session")
def published_home(demo_extracts: Path, truth: dict[str, Any], shared: Path) -> Path:
    """A home in which the invented partnership has been published, once a run.

    It is there to be copied: nobody serves it or writes to it.
    """
    published = shared / "published"
    with exclusive(shared):
        if not (published / "whole").exists():
            _publish(published, demo_extracts, truth)
            (published / "whole").touch()
    return published


@pytest.fixture(scope="session")
def demo_home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, each worker's own, which tests write to."""
    home = tmp_path_factory.mktemp("demo-home") / "home"
    shutil.copytree(published_home, home)
    return home


def _publish(home: Path, extracts: Path, truth: dict[str, Any]) -> None:
    assert rules.whole_catalogue is whole_catalogue, (
        "every test is to have every measure"
    )
    let_everything_be_exact(home)
    _keep_one_key(home)
    import_records(home, (extracts / "records.json").read_text(encoding="utf-8"))
    publish_extracts(
        extract_files(extracts),
        read_settings(home),
        as_at=date.fromisoformat(truth["as_at"]),
        decisions=Decisions(yes=True),
    )


def _keep_one_key(home: Path) -> None:
    """A key of its own for each run would be other noise for each run."""
    key = home / "keys" / "pseudonym.key"
    key.parent.mkdir(mode=0o700)
    key.write_text("5" * 64, encoding="ascii")
    key.chmod(0o600)


@pytest.fixture
def viewer(demo_home: Path) -> Iterator[Viewer]:
    """Whoever sees every number; what is asked is asked as in one request."""
    with one_connection():
        yield named_staff(demo_home)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The real public files. A stranger's clone has none; CI must have them."""
    folder = os.environ.get("SIGHTLINE_SAMPLES")
    if folder is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must set SIGHTLINE_SAMPLES")
        pytest.skip(
            "SIGHTLINE_SAMPLES is not set: the public sample files are not here"
        )
    found = Path(folder)
    if not found.is_dir():
        pytest.fail(f"SIGHTLINE_SAMPLES is not a folder: {found.name}")
    return found
