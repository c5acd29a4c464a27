"""Taking a child out is ended at every write, and the disk fills at every write.

Before it is run again the picture with the child is served, or the one without, whole;
when it has been run again nothing of the child is left, and it is said once.
"""

from pathlib import Path
from typing import Any

import pytest

from dashboard.warehouse.pseudonyms import pseudonym_of, read_or_make_key
from tests.faults.conftest import Forge, Forges, moments
from tests.faults.test_killed_or_full import ALWAYS, OF_A_PICTURE
from tests.held import files_that_hold

pytestmark = [pytest.mark.faults, pytest.mark.long, pytest.mark.timeout(2400)]

WITH, WITHOUT = 2.0, 1.0  # referrals in the picture that is served


@pytest.fixture(scope="module")
def two_pictures(forges: Forges) -> Path:
    """A home whose second picture holds the child, and whose first does not."""

    def publish(forge: Forge, _: None) -> Path:
        home = forge.fresh_home()
        assert forge.do("publish", home)["snapshot"]
        return home.rename(forge.folder / "two")

    return forges.one(publish, None)


def check(forge: Forge, home: Path) -> dict[str, Any]:
    """Look at what is served, before and after the next start; nothing lies about."""
    seen = forge.do("look", home)
    was, now = seen["before"][1], seen["after"][1]
    assert was in (WITH, WITHOUT)
    assert now in (was, WITHOUT)
    assert len(seen["kept"]) == 2
    expected = {
        f"snapshots/{name}/{file}" for name in seen["kept"] for file in OF_A_PICTURE
    }
    assert set(seen["files"]) == ALWAYS | expected
    return seen


def check_again(forge: Forge, home: Path) -> None:
    said = forge.do("erase", home)["said"]
    assert not said or "Nothing changed: nothing that is kept" in said
    seen = check(forge, home)
    assert seen["after"][1] == WITHOUT
    happened = [event["happened"] for event in seen["events"]]
    assert happened.count("erased") == 1
    pseudonym = pseudonym_of(read_or_make_key(home), "mosaic", "102")
    assert files_that_hold(home, frozenset({pseudonym})) == set()


def steps_of(forges: Forges, home: Path) -> int:
    def whole(forge: Forge, _: None) -> int:
        trial = forge.fresh_home(home)
        steps = forge.do("erase", trial)["steps"]
        check_again(forge, trial)
        return int(steps)

    return forges.one(whole, None)


def test_killed_at_every_write(forges: Forges, two_pictures: Path) -> None:
    def trial(forge: Forge, at: int) -> tuple[bool, float]:
        home = forge.fresh_home(two_pictures)
        killed = forge.do("erase", home, at=at)["killed"]
        served = check(forge, home)["after"][1]
        check_again(forge, home)
        return killed, served

    steps = steps_of(forges, two_pictures)
    print(f"{steps} writes")
    tried = [*moments(steps, 15), steps + 1]
    killed, served = zip(*forges.each(trial, tried), strict=True)
    assert steps > 30
    assert all(killed[:-1])
    # One moment of change, after which nobody meets the child again.
    assert list(served) == sorted(served, reverse=True)
    assert (served[0], served[-2]) == (WITH, WITHOUT)


def test_the_disk_is_full_at_every_write(forges: Forges, two_pictures: Path) -> None:
    def trial(forge: Forge, at: int) -> bool:
        home = forge.fresh_home(two_pictures)
        said = forge.do("erase", home, at=at, full=True)["said"]
        told = ("no room left on the disk", "not done yet")
        assert not said or any(words in said for words in told)
        check(forge, home)
        check_again(forge, home)
        return bool(said)

    steps = steps_of(forges, two_pictures)
    tried = moments(steps, 15)
    assert sum(forges.each(trial, tried)) > len(tried) / 2
