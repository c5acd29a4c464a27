"""A publish is ended at one write in four, and at other moments; and the disk fills.

SIGHTLINE_EVERY_MOMENT tries every write, and fifty other moments.

After each the old picture is served or the new one, whole; the next start leaves no
litter; the history says what happened.
"""

import random
from typing import Any

import pytest

from tests.faults.conftest import EVERY_MOMENT, Forge, Forges, moments

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1200)]

MOMENTS = 50 if EVERY_MOMENT else 15
# Of the writes, one in so many.
STRIDE = 4
OLD, NEW = 1.0, 2.0  # referrals in each picture
ALWAYS = {
    *(".lock", "history.jsonl", "keys/pseudonym.key", "snapshots/current"),
    # Who looked is in the record.
    *("records.sqlite", "keys/audit.key", ".lock-records"),
}
OF_A_PICTURE = ("manifest.json", "exact.duckdb", "detail.duckdb", "release.duckdb")
ENDS = {"published", "cut_off", "refused", "stopped"}


def check(forge: Forge, home: Any) -> float:
    """Look at a home after a fault; returns which picture is served, by its figure."""
    seen = forge.do("look", home)
    (served, value), kept = seen["after"], seen["kept"]
    assert seen["before"] == seen["after"]
    assert value in (OLD, NEW)
    assert len(kept) == value
    assert served == kept[0]
    expected = {f"snapshots/{name}/{file}" for name in kept for file in OF_A_PICTURE}
    assert set(seen["files"]) == ALWAYS | expected
    check_history(seen["events"], served, value)
    return float(value)


def check_history(events: list[dict[str, Any]], served: str, value: float) -> None:
    """Every publish that was begun has one end, and only what is served is published."""
    published = [e["snapshot"] for e in events if e["happened"] == "published"]
    assert published[-1] == served
    assert len(published) == value
    builds = {e.get("snapshot"): e["build"] for e in events if e["happened"] == "ready"}
    begun = [e["build"] for e in events if e["happened"] == "begun"]
    ended = [
        e.get("build") or builds[e["snapshot"]] for e in events if e["happened"] in ENDS
    ]
    assert sorted(begun) == sorted(ended)


def whole(forge: Forge, _: None = None) -> dict[str, Any]:
    """A publish that nothing happens to."""
    home = forge.fresh_home()
    answer = forge.do("publish", home)
    assert check(forge, home) == NEW
    return answer


def test_killed_at_every_write(forges: Forges) -> None:
    def trial(forge: Forge, at: int) -> tuple[bool, float]:
        home = forge.fresh_home()
        return forge.do("publish", home, at=at)["killed"], check(forge, home)

    steps = forges.one(whole, None)["steps"]
    tried = moments(steps + 4, STRIDE, last=10)
    killed, served = zip(*forges.each(trial, tried), strict=True)
    assert steps > 40
    assert all(k for at, k in zip(tried, killed, strict=True) if at <= 40)
    assert not killed[-1]
    # Once the new picture is served it stays so: there is one moment of change.
    assert list(served) == sorted(served)
    assert served[0] == OLD
    assert served[-2:] == (NEW, NEW)


@pytest.mark.long
def test_killed_at_moments_of_chance(forges: Forges) -> None:
    def trial(forge: Forge, after: float) -> bool:
        home = forge.fresh_home()
        killed = forge.do("publish", home, after=after)["killed"]
        check(forge, home)
        return bool(killed)

    longest = forges.one(whole, None)["seconds"]
    chance = random.Random(1412)
    after = [chance.uniform(0, longest) for _ in range(MOMENTS)]
    assert sum(forges.each(trial, after)) > MOMENTS / 2


@pytest.mark.long
def test_the_disk_is_full_at_every_write(forges: Forges) -> None:
    """What Python writes; a write that can be done without is done without."""

    def trial(forge: Forge, at: int) -> bool:
        home = forge.fresh_home()
        said = forge.do("publish", home, at=at, full=True)["said"]
        assert said == "" or "no room left on the disk" in said
        assert check(forge, home) == (OLD if said else NEW)
        return bool(said)

    steps = forges.one(whole, None)["steps"]
    tried = moments(steps, STRIDE)
    refused = forges.each(trial, tried)
    assert sum(refused) > len(tried) / 2


@pytest.mark.parametrize("largest", [1 << 12, 1 << 20, 2 << 20, 5 << 20, 9 << 20])
def test_the_database_finds_no_room(forges: Forges, largest: int) -> None:
    def trial(forge: Forge, largest: int) -> None:
        home = forge.fresh_home()
        said = forge.do("publish", home, largest_file=largest)["said"]
        assert "no room left on the disk" in said
        assert check(forge, home) == OLD

    forges.one(trial, largest)
