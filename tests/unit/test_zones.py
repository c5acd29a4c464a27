"""Zones are kept, changed, taken back and put back; what is wrong is said in words."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import ForTheUser
from dashboard.partnership.zones import (
    Member,
    Target,
    Zone,
    how_a_child_is_in,
    how_of_rest,
    put_back_zone,
    remarks,
    save_zone,
    take_back_zone,
    zones_of,
)

TODAY = date(2026, 11, 25)
SCHOOL = Member("school", "5712329", date(2025, 4, 1))
TEAM = Member("team", "T1", date(2025, 8, 1), date(2026, 8, 1))
ZONE = Zone("First zone", (SCHOOL, TEAM), "Fewer, sooner", targets=(Target("m", 30),))
NAMES = {SCHOOL.place: "Example Primary", TEAM.place: "Invented Team"}


def test_a_zone_is_kept_and_changed_by_its_id(tmp_path: Path) -> None:
    kept = save_zone(tmp_path, replace(ZONE, name="  First   zone "))
    assert zones_of(tmp_path) == (replace(kept, members=(SCHOOL, TEAM)),)
    save_zone(tmp_path, replace(kept, name="Second name", members=(TEAM,), targets=()))
    (changed,) = zones_of(tmp_path)
    assert (changed.id, changed.name) == (kept.id, "Second name")
    assert (changed.members, changed.targets) == ((TEAM,), ())


def test_a_zone_is_taken_back_and_put_back_with_all_it_had(tmp_path: Path) -> None:
    kept = save_zone(tmp_path, ZONE)
    take_back_zone(tmp_path, kept.id)
    assert zones_of(tmp_path) == ()
    assert [zone.name for zone in zones_of(tmp_path, taken_back=True)] == ["First zone"]
    put_back_zone(tmp_path, kept.id)
    assert zones_of(tmp_path) == (kept,)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (replace(ZONE, name=" "), "needs a name"),
        (replace(ZONE, name="rest:of it"), "cannot be a zone's name"),
        (replace(ZONE, members=()), "at least one school"),
        (
            replace(ZONE, members=(replace(SCHOOL, to_on=date(2025, 3, 1)),)),
            "leaves the zone on 1 Mar 2025, and joins it on 1 Apr 2025",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    tmp_path: Path, wrong: Zone, words: str
) -> None:
    with pytest.raises(ForTheUser, match=words):
        save_zone(tmp_path, wrong)
    assert zones_of(tmp_path) == ()


def test_two_zones_have_two_names(tmp_path: Path) -> None:
    save_zone(tmp_path, ZONE)
    with pytest.raises(ForTheUser, match="is a zone called “First zone” already"):
        save_zone(tmp_path, replace(ZONE, name="first ZONE"))


def test_what_is_right_and_worth_knowing_is_said() -> None:
    later = Member("school", "5700001", date(2027, 2, 1))
    zone = Zone("A", (SCHOOL, TEAM, later), id="a")
    other = Zone("B", (replace(SCHOOL, from_on=date(2026, 1, 1)),), id="b")
    apart = Zone("C", (replace(TEAM, from_on=date(2026, 8, 1), to_on=None),), id="c")
    said = remarks(
        zone,
        [zone, other, apart],
        today=TODAY,
        names=NAMES,
        ended={TEAM.place: date(2026, 9, 1)},
    )
    assert [words for words in said if "Example Primary is in “B” too" in words]
    assert [words for words in said if "5700001 joins on 1 Feb 2027" in words]
    assert [words for words in said if "not a place that the newest picture" in words]
    assert [words for words in said if "Invented Team is no more since 1 Sep" in words]
    assert not [words for words in said if "“C”" in words]


def test_how_a_child_is_in_it_is_said_of_the_rest_too() -> None:
    how = how_a_child_is_in(["school", "team", "ward", "locality"])
    assert how == (
        "attends one of its schools, or is held by one of its teams, or lives in one of its areas"
    )
    assert how_of_rest(how) == (
        "attends another school, or is held by another team, or lives in another area"
    )
