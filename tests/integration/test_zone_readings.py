"""Zone, the rest like for like, and everyone, counted by hand on a few referrals.

Eight referrals; T1 joins the first zone in March and leaves it in June; the second zone
overlaps it; the third is a school, so that a baby is in neither it nor its rest.

    no  day     team  child                     first: ever / that day   third
    1   10 Jan  T1    at S1                     in / rest                in
    2   10 Feb  T2    at S2                     rest / rest              rest
    3   10 Mar  T1    a baby                    in / in                  neither
    4   10 Apr  T1    at S1                     in / in                  in
    5   10 May  T2    at S1                     rest / rest              in
    6   10 Jun  T1    at S2                     in / rest (left 1 Jun)   rest
    7   10 Jul  T3    at no school we know      rest / rest              neither
    8   10 Aug  T1    a baby                    in / rest                neither
"""

import csv
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from dashboard.access.viewer import named_staff
from dashboard.answers import Question, ask, contents
from dashboard.components.view import view_of
from dashboard.errors import UnknownName
from dashboard.filters import REST, Filters
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.intake.reader_process import is_reading
from dashboard.intake.rebuilding import being_made, make_anew
from dashboard.partnership.zones import Member, Zone, save_zone, zones_of
from dashboard.settings import read_settings
from dashboard.warehouse.history import Happened, History
from tests.integration.social_work_extracts import WELFARE, Contact, write_social_work

AS_AT = date(2026, 10, 31)
S1, S2 = "5700001", "5700002"
BABY, PUPIL = date(2025, 6, 1), date(2015, 6, 1)
NEVER = "No further action"
ROWS = (
    (1, date(2026, 1, 10), "T1", S1, WELFARE),
    (2, date(2026, 2, 10), "T2", S2, WELFARE),
    (3, date(2026, 3, 10), "T1", None, WELFARE),
    (4, date(2026, 4, 10), "T1", S1, NEVER),
    (5, date(2026, 5, 10), "T2", S1, NEVER),
    (6, date(2026, 6, 10), "T1", S2, NEVER),
    (7, date(2026, 7, 10), "T3", "", WELFARE),
    (8, date(2026, 8, 10), "T1", None, NEVER),
)
FIRST = Zone("First", (Member("team", "T1", date(2026, 3, 1), date(2026, 6, 1)),))
SECOND = Zone(
    "Second",
    (
        Member("team", "T1", date(2026, 1, 1)),
        Member("team", "T2", date(2026, 5, 1)),
    ),
)
THIRD = Zone("Third", (Member("school", S1, date(2026, 1, 1)),))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("zones")
    home = folder / "home"
    for zone in (FIRST, SECOND, THIRD):
        save_zone(home, zone)
    publish_extracts(
        extracts(folder),
        read_settings(home),
        as_at=AS_AT,
        decisions=Decisions(yes=True),
    )
    return home


def extracts(folder: Path) -> list[Path]:
    contacts = [
        Contact(
            person=number,
            received_on=on,
            team=team,
            born_on=BABY if school is None else PUPIL,
            outcome=outcome,
        )
        for number, on, team, school, outcome in ROWS
    ]
    at_school = [(number, school) for number, _, _, school, _ in ROWS if school]
    pupils = [
        (str(240_000_000 + number), school, "15/08/2022")
        for number, school in at_school
    ]
    linked = [
        (str(240_000_000 + number), "", str(60_000_000 + number))
        for number, _ in at_school
    ]
    places = [
        *(("team", f"T{n}", f"Team {n}", "", "") for n in (1, 2, 3)),
        *(("school", code, f"School {code}", "", "Primary") for code in (S1, S2)),
    ]
    return [
        *write_social_work(folder, contacts),
        _write(folder, "seemis_pupils", ("SCN", "SeedCode", "AdmissionDate"), pupils),
        _write(folder, "identity_lookup", ("SCN", "CHI", "Mosaic ID"), linked),
        _write(
            folder, "organisation", ("Kind", "Code", "Name", "Parent", "Sector"), places
        ),
    ]


def _write(
    folder: Path, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> Path:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def counted(home: Path, reading: str, value: str, measure: str = "referrals") -> float:
    filters = Filters.of({reading: value}, "all")
    whole = ask(Question(measure, filters), named_staff(home)).whole
    assert whole is not None
    return whole.numerator


@pytest.mark.parametrize(
    ("value", "ever", "that_day"),
    [
        ("First", 5, 2),
        (f"{REST}First", 3, 6),
        ("Second", 7, 6),
        (f"{REST}Second", 1, 2),
        ("Third", 3, 3),
        (f"{REST}Third", 2, 2),
    ],
)
def test_both_readings_and_the_rest_by_hand(
    home: Path, value: str, ever: int, that_day: int
) -> None:
    assert counted(home, "zone", value) == ever
    assert counted(home, "zone_on_day", value) == that_day


def test_a_row_in_two_zones_is_one_row_of_everyone(home: Path) -> None:
    answer = ask(
        Question("referrals", Filters.of({}, "all"), by="zone"), named_staff(home)
    )
    assert answer.whole is not None
    assert answer.whole.numerator == len(ROWS)
    inside = [p.numerator for p in answer.points if not (p.key or "").startswith(REST)]
    assert sum(inside) > len(ROWS), "the zones overlap"


def test_shares_of_zone_rest_and_everyone_by_hand(home: Path) -> None:
    """First zone, ever: 2 of 5 reclassified (1, 3); the rest 2 of 3; everyone 4 of 8."""

    def share(**clauses: str) -> tuple[float, float]:
        filters = Filters.of(clauses, "all")
        whole = ask(Question("reclassified", filters), named_staff(home)).whole
        assert whole is not None
        return whole.numerator, whole.denominator

    assert share(zone="First") == (2, 5)
    assert share(zone=f"{REST}First") == (2, 3)
    assert share() == (4, 8)


def test_a_zone_is_no_nought_where_a_measure_knows_none_of_its_kinds(
    home: Path,
) -> None:
    """Of attendance only a zone of schools is known; of children living there, none."""
    held = contents(named_staff(home))
    assert {"Third", f"{REST}Third"} <= set(held.values["attendance", "zone"])
    assert "First" not in held.values["attendance", "zone"]
    assert not {"First", "Third"} & set(held.values.get(("population", "zone"), ()))
    with pytest.raises(UnknownName):
        counted(home, "zone", "Third", "population")
    view = view_of(
        "?measure=population&zone=Third", (), named_staff(home), "population"
    )
    assert any("that choice is left out" in note for note in view.notes)


def test_which_reading_it_is_and_how_a_child_is_in_it_is_said(home: Path) -> None:
    def words(**clauses: str) -> str:
        filters = Filters.of(clauses, "all")
        return ask(Question("referrals", filters), named_staff(home)).filters_in_words

    assert words(zone="Third") == (
        "the places that have ever joined Third (a child who attends one of its schools)"
    )
    assert words(zone_on_day="First") == (
        "First as it was that day (a child who is held by one of its teams)"
    )
    assert "attends another school" in words(zone=f"{REST}Third")


def test_a_saved_zone_is_in_a_new_picture_made_in_the_background(home: Path) -> None:
    viewer = named_staff(home)
    with pytest.raises(UnknownName):
        counted(home, "zone", "Fourth")
    before = contents(viewer)
    save_zone(home, Zone("Fourth", (Member("team", "T3", date(2026, 1, 1)),)))
    make_anew(home, "the zone “Fourth” was saved", "A leader")
    batch = make_anew(home, "the zone “Fourth” was saved", "A leader")
    assert batch is not None
    assert being_made(home) == batch, "the second wish stands for both"
    until = time.monotonic() + 120
    while is_reading(batch) and time.monotonic() < until:
        time.sleep(0.2)
    assert batch.report.get("served"), batch.report
    assert counted(home, "zone", "Fourth") == 1
    assert before.as_at == contents(viewer).as_at
    published = [e for e in History(home).events() if e.happened is Happened.PUBLISHED]
    assert published[-1].manifest is not None
    assert published[-1].manifest.why == "the zone “Fourth” was saved"
    assert {zone.name for zone in zones_of(home)} == {
        "First", "Second", "Third", "Fourth",
    }  # fmt: skip
