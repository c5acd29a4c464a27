"""No identifier of any extract occurs in a snapshot, or beside it.

Looks for real values of the extracts, and their plain hashes, in every column of every
table read as text. One is planted to prove that the search finds what is there.
"""

import logging
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.access.audit import Deed, record
from dashboard.intake.findings import ExtractsRefused
from dashboard.intake.publish import publish_extracts
from dashboard.settings import read_settings
from dashboard.warehouse.pseudonyms import KeyLost, key_path
from dashboard.warehouse.snapshots import Snapshots
from tests.identifiers import found_in_text, values_in
from tests.integration.test_publishing import AS_AT, GOOD, referrals


def places_of(path: Path, wanted: frozenset[str]) -> set[str]:
    """The columns in which a wanted value stands, whole or as a word."""
    return {
        place
        for place, value in values_in(path)
        if value in wanted or found_in_text(value, wanted)
    }


def test_no_identifier_is_in_a_snapshot(
    demo_home: Path, identifiers: frozenset[str]
) -> None:
    snapshots = Snapshots(demo_home)
    current = snapshots.current_id()
    for path in (
        snapshots.exact(current),
        snapshots.detail(current),
        snapshots.release(current),
    ):
        assert places_of(path, identifiers) == set()


def test_the_search_finds_what_is_planted(
    tmp_path: Path, identifiers: frozenset[str]
) -> None:
    path = tmp_path / "planted.duckdb"
    number = min(int(value) for value in identifiers if value.isdecimal())
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table clean as select * from range(5) as t(number)")
        connection.execute("create table noted (note varchar[], weight double)")
        connection.execute(
            "insert into noted values ([?, 'x'], ?)", [min(identifiers), number]
        )
    assert places_of(path, identifiers) == {"main.noted.note", "main.noted.weight"}


def test_no_identifier_is_beside_the_snapshot(
    demo_home: Path, identifiers: frozenset[str]
) -> None:
    others = [p for p in demo_home.rglob("*") if p.is_file() and p.suffix != ".duckdb"]
    assert others
    for path in others:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not found_in_text(text, identifiers), path.name


def test_the_keys_are_their_owners_alone(demo_home: Path) -> None:
    record(demo_home, "local:1", Deed.SIGNED_IN)
    keys = demo_home / "keys"
    assert keys.stat().st_mode & 0o077 == 0
    assert {path.name for path in keys.iterdir()} >= {"pseudonym.key", "audit.key"}
    for path in keys.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_a_lost_key_is_explained_before_it_hurts(tmp_path: Path) -> None:
    """Another key would make another child of each: nothing is taken in with one."""
    settings = read_settings(tmp_path / "home")
    path = referrals(tmp_path / "march.csv", [GOOD])
    publish_extracts([path], settings, as_at=AS_AT)
    key = key_path(settings.home)
    kept = key.read_text(encoding="ascii")
    key.unlink()
    with pytest.raises(KeyLost, match=r"keys/pseudonym\.key is gone"):
        publish_extracts([path], settings, as_at=AS_AT)
    assert not key.exists()
    key.write_text(kept, encoding="ascii")
    publish_extracts([path], settings, as_at=AS_AT)


@pytest.mark.parametrize("spoiled", ["dates", "header", "people"])
def test_a_refusal_names_no_child(
    spoiled: str,
    demo_extracts: Path,
    truth: dict[str, Any],
    identifiers: frozenset[str],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A publish that is refused says most: where it is wrong, and never of whom."""
    caplog.set_level(logging.DEBUG)
    text = (demo_extracts / "mosaic_referrals.csv").read_bytes()
    title, header, *rows = text.splitlines()
    if spoiled == "dates":
        rows = [row.replace(b"/20", b"/99") for row in rows]
    if spoiled == "people":
        rows = [b"," + row.partition(b",")[2] for row in rows]
    lines = rows if spoiled == "header" else [title, header, *rows]
    path = tmp_path / "mosaic_referrals.csv"
    path.write_bytes(b"\r\n".join(lines))
    with pytest.raises(ExtractsRefused) as refused:
        publish_extracts(
            [path],
            read_settings(tmp_path / "home"),
            as_at=date.fromisoformat(truth["as_at"]),
        )
    assert not found_in_text(str(refused.value) + caplog.text, identifiers)
