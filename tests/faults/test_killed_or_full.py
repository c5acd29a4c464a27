"""A publish is ended at every write, and at fifty other moments; and the disk fills.

After each the old picture is served or the new one, whole; the next start leaves no
litter; the history says what happened.
"""

import random
from typing import Any

import pytest

from tests.faults.conftest import Forge

pytestmark = pytest.mark.faults

MOMENTS = 50
OLD, NEW = 1.0, 2.0  # referrals in each picture
ALWAYS = {".lock", "history.jsonl", "keys/pseudonym.key", "snapshots/current"}
OF_A_PICTURE = ("manifest.json", "exact.duckdb", "detail.duckdb")
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


def test_killed_at_every_write(forge: Forge) -> None:
    served: list[float] = []
    killed = True
    while killed:
        home = forge.fresh_home()
        killed = forge.do("publish", home, at=len(served) + 1)["killed"]
        served.append(check(forge, home))
    assert len(served) > 40
    # Once the new picture is served it stays so: there is one moment of change.
    assert served == sorted(served)
    assert served[0] == OLD
    assert served[-2:] == [NEW, NEW]


def test_killed_at_fifty_moments(forge: Forge) -> None:
    longest = forge.do("publish", forge.fresh_home())["seconds"]
    chance = random.Random(1412)
    killed = 0
    for _ in range(MOMENTS):
        home = forge.fresh_home()
        after = chance.uniform(0, longest)
        killed += forge.do("publish", home, after=after)["killed"]
        check(forge, home)
    assert killed > MOMENTS / 2


def test_the_disk_is_full_at_every_write(forge: Forge) -> None:
    """What Python writes; a write that can be done without is done without."""
    at, refused = 1, 0
    answer = forge.do("publish", forge.fresh_home(), at=0, full=True)
    while answer["steps"] >= at:
        home = forge.fresh_home()
        answer = forge.do("publish", home, at=at, full=True)
        said = answer["said"]
        assert check(forge, home) == (OLD if said else NEW)
        assert said == "" or "no room left on the disk" in said
        refused += bool(said)
        at += 1
    assert refused > 15


@pytest.mark.parametrize("largest", [1 << 12, 1 << 20, 2 << 20, 5 << 20, 9 << 20])
def test_the_database_finds_no_room(forge: Forge, largest: int) -> None:
    home = forge.fresh_home()
    said = forge.do("publish", home, largest_file=largest)["said"]
    assert "no room left on the disk" in said
    assert check(forge, home) == OLD
