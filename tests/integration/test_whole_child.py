"""Schools, early years, planning and across the systems, of a small invented partnership.

Published twice: with the look-up of which numbers are one child, and without.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.access.viewer import Viewer, named_staff
from dashboard.answers import Answer, Question, ask, catalogue, contents
from dashboard.components.listed_pages import listed_pages
from dashboard.components.panels import panel_named
from dashboard.components.view import view_of
from dashboard.demo import build
from dashboard.disclosure import Audience
from dashboard.filters import Filters
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.measures import About, Kind
from dashboard.register import register_flow
from dashboard.settings import read_settings
from dashboard.wording import headline, value_in_words
from tests.conftest import extract_files

LOOK_UP = "identity_lookup.csv"
CHILDREN = 700
PAGES = {page.path: page for page in listed_pages()}
# What each page must be able to be broken down by: area, school, team, zone.
PLACES = {
    "/referrals": {"locality", "school", "team", "zone"},
    "/schools": {"locality", "school", "stage", "zone"},
    "/early-years": {"locality", "health_team", "zone"},
    "/planning": {"locality", "team", "zone"},
    "/wellbeing": {"locality", "school", "stage", "zone"},
    "/across": {"locality", "school", "team", "zone"},
}


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole-child") / "extracts"
    build(folder, children=CHILDREN, years=4)
    return folder


@pytest.fixture(scope="module")
def joined(extracts: Path, tmp_path_factory: pytest.TempPathFactory) -> Viewer:
    return _published(extracts, extract_files(extracts), tmp_path_factory)


@pytest.fixture(scope="module")
def unjoined(extracts: Path, tmp_path_factory: pytest.TempPathFactory) -> Viewer:
    files = [file for file in extract_files(extracts) if file.name != LOOK_UP]
    return _published(extracts, files, tmp_path_factory)


def _published(
    extracts: Path, files: list[Path], made: pytest.TempPathFactory
) -> Viewer:
    truth = json.loads((extracts / "truth.json").read_text(encoding="utf-8"))
    home = made.mktemp("published") / "home"
    home.mkdir()
    publish_extracts(
        files,
        read_settings(home),
        as_at=date.fromisoformat(truth["as_at"]),
        decisions=Decisions(yes=True),
    )
    return named_staff(home)


def _all(name: str, viewer: Viewer, by: str | None = None) -> Answer:
    return ask(Question(name, Filters.of({}, "all"), by=by), viewer)


def _measures_of(path: str) -> Iterator[str]:
    yield from (name for name, _ in PAGES[path].measures)


@pytest.mark.parametrize("path", PLACES)
def test_a_page_answers_by_its_places_linked(joined: Viewer, path: str) -> None:
    """Every measure of a page, with nothing chosen and with one area chosen."""
    page = PAGES[path]
    panels = [panel_named(name) for name in page.panels]
    area = contents(joined).values[page.measures[0][0], "locality"][0]
    seen: set[str] = set()
    for name in _measures_of(path):
        seen |= set(catalogue(joined)[name].dimensions)
        for chosen in ("", f"&locality={area}"):
            view = view_of(f"?measure={name}&period=all{chosen}", panels, joined, name)
            assert view.headline, name
            assert "not known" not in view.headline
            assert view.store["panels"]["trend"]["rows"], name
    assert seen >= PLACES[path]


def test_a_panel_leaves_out_its_own_choice(joined: Viewer) -> None:
    """As on the referrals page: one sees what was chosen among, and all else follows."""
    panels = [panel_named(name) for name in PAGES["/schools"].panels]
    primary = view_of("?school.level=sector", panels, joined, "persistent_absence")
    chosen = view_of("?sector=primary", panels, joined, "persistent_absence")
    assert chosen.headline != primary.headline
    rows = chosen.store["panels"]["stage"]["rows"]
    stages = {row["key"] for row in rows if row["cells"][0] != "–"}
    assert stages <= {f"P{number}" for number in range(1, 8)} | {"not_known"}


def test_a_panel_that_tells_nothing_apart_is_not_drawn(joined: Viewer) -> None:
    """A zone of schools and teams is like for like with no review of a child at home."""
    panels = [panel_named(name) for name in PAGES["/early-years"].panels]
    view = view_of("?period=all", panels, joined, "concern_27_30")
    assert contents(joined).values["concern_27_30", "zone_on_day"] == ("not_known",)
    assert "zone" not in view.figures
    assert "area" in view.figures
    assert not any("zones" in note for note in view.notes)


def test_exclusions_are_over_pupils_where_they_go_to_school(joined: Viewer) -> None:
    whole = _all("exclusion_rate", joined)
    assert "per 1,000 pupils" in headline(whole)
    assert whole.whole is not None
    assert whole.whole.denominator > 0
    schools = _all("exclusion_rate", joined, by="school")
    assert not schools.counts_only
    told = sum(p.denominator for p in schools.points if p.key != "not_known")
    assert told == pytest.approx(whole.whole.denominator)
    # A sex is over pupils of both: it is lower for that alone.
    for measure, by in (("exclusion_rate", "sex"), ("referral_rate", "source_agency")):
        assert _all(measure, joined, by=by).judgement.difference.judged == 0
    assert _all("referral_rate", joined, by="locality").judgement.difference.judged > 1
    areas = _all("exclusion_rate", joined, by="locality")
    assert areas.counts_only
    assert sum(p.numerator for p in areas.points) == whole.whole.numerator


def test_referrals_by_schools_are_over_school_days_and_no_place_is_judged(
    joined: Viewer,
) -> None:
    year = Question(
        "school_referrals_a_day", Filters.of({}, "school_year:2024-08"), by="school"
    )
    answer = ask(year, joined)
    assert answer.whole is not None
    # A month in which a source sent nothing is in neither number.
    assert len(answer.months) > 5
    assert 12 < answer.whole.denominator / len(answer.months) < 23
    assert {point.denominator for point in answer.points} == {answer.whole.denominator}
    assert "a school day" in value_in_words(answer.measure, answer.whole.value)
    assert answer.judgement.difference.judged == 0
    by_month = ask(replace(year, by=None, grain="month"), joined)
    closed = [p for p in by_month.points if p.period.month == 7]
    assert closed
    assert all(point.value is None for point in closed)


def test_domains_of_one_review_are_judged_one_at_a_time(joined: Viewer) -> None:
    """Eight rows of one child are less than they look; set apart by domain, one each."""
    areas = _all("concern_by_domain", joined, by="locality")
    assert areas.judgement.difference.judged == 0
    assert all(point.lower is None for point in areas.points)
    domains = _all("concern_by_domain", joined, by="domain")
    assert domains.judgement.difference.judged == 8
    reviews = _all("concern_27_30", joined).whole
    assert reviews is not None
    assert {point.denominator for point in domains.points} == {reviews.denominator}


def test_the_look_up_joins_what_was_planted(joined: Viewer, extracts: Path) -> None:
    """Of the records of the months told, those of a child with another system's number."""
    linked = _linked(extracts)
    for system, extract, number, dated in (
        ("referrals", "mosaic_referrals.csv", "PERSON_ID", "Referral Date"),
        ("pupils", "seemis_pupils.csv", "SCN", "AdmissionDate"),
    ):
        answer = _all(f"{system}_linked", joined)
        records = {
            (one, day)
            for one, day in _columns(extracts / extract, number, dated)
            if _month(day) in answer.months
        }
        point = answer.whole
        assert point is not None
        share = sum(one in linked for one, _ in records) / len(records)
        # A child referred twice on one day is one record here.
        assert point.value == pytest.approx(share, abs=0.02), system
        assert point.denominator == pytest.approx(len(records), rel=0.05)


def _linked(extracts: Path) -> set[str]:
    """Every number that stands beside another system's, with its first noughts."""
    with (extracts / LOOK_UP).open(encoding="utf-8", newline="") as file:
        rows = [[n for n in row if n] for row in csv.reader(file)]
    return {n.lstrip("0") for row in rows[1:] if len(row) > 1 for n in row}


def _columns(path: Path, *names: str) -> Iterator[tuple[str, str]]:
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    lines = [line for line in csv.reader(text.splitlines()) if len(line) > 3]
    number, dated = (lines[0].index(name) for name in names)
    yield from ((line[number].lstrip("0"), line[dated]) for line in lines[1:])


def _month(day: str) -> date:
    return date(int(day[6:]), int(day[3:5]), 1)


def test_without_the_look_up_single_systems_are_as_they_were(
    joined: Viewer, unjoined: Viewer
) -> None:
    compared = 0
    for path in ("/schools", "/early-years", "/planning"):
        for name in _measures_of(path):
            with_it, without = _all(name, joined), _all(name, unjoined)
            assert with_it.whole is not None
            assert without.whole is not None
            assert with_it.whole.value == without.whole.value, name
            assert with_it.whole.denominator == without.whole.denominator, name
            compared += 1
    assert compared > 25


def test_without_the_look_up_the_others_say_what_they_need(unjoined: Viewer) -> None:
    wanting = [n for n in _measures_of("/across") if catalogue(unjoined)[n].needs]
    assert len(wanting) >= 5
    for name in wanting:
        assert headline(_all(name, unjoined)).endswith(
            "this needs the approved look-up of which numbers are one child, which has"
            " not been sent."
        )
    assert headline(_all("referred_earlier", unjoined))[0].isdigit()


def test_what_is_counted_once_a_year_is_told_by_school_years(joined: Viewer) -> None:
    for name, measure in catalogue(joined).items():
        if not measure.yearly:
            continue
        by_month = ask(Question(name, Filters.of({}, "all"), grain="month"), joined)
        assert by_month.question.grain == "school_year"
        assert {point.period.month for point in by_month.points} == {8}
        latest = ask(Question(name, Filters.of({}, "last12")), joined)
        assert latest.period_in_words.startswith("school year")
        march = ask(Question(name, Filters.of({}, "month:2025-03")), joined)
        assert str(march.question.filters.period) == "school_year:2024-08"


def test_the_register_adds_up_in_every_month(joined: Viewer) -> None:
    flow = register_flow(joined)
    assert flow is not None
    checked = [month for month in flow.months if month.difference is not None]
    assert len(checked) > 24
    assert any(month.begun for month in checked)
    assert any(month.ended for month in checked)
    assert flow.differing == ()
    assert flow.in_words.startswith(f"In each of {len(checked)} months")


def test_where_the_register_does_not_add_up_it_says_where(joined: Viewer) -> None:
    flow = register_flow(joined)
    assert flow is not None
    first, second = [m for m in flow.months if m.difference is not None][:2]
    lost = replace(second, after=(second.after or 0) + 2)
    said = replace(flow, months=(first, lost)).in_words
    assert said.startswith("In 1 of 2 months")
    assert f"{second.label} (by +2)" in said


def test_of_protected_numbers_the_register_says_that_they_do_not_add_up(
    joined: Viewer,
) -> None:
    flow = register_flow(Viewer(home=joined.home, audience=Audience.PARTNERSHIP))
    assert flow is not None
    assert "do not add up" in flow.in_words


def test_attendance_for_a_wider_group_is_in_whole_per_cents(joined: Viewer) -> None:
    wider = Viewer(home=joined.home, audience=Audience.PARTNERSHIP)
    told = 0
    for name, measure in catalogue(wider).items():
        if measure.kind is not Kind.RATIO or measure.about is not About.CHILDREN:
            continue
        for by in (None, "locality", "school", "stage"):
            if by and by not in measure.dimensions:
                continue
            for point in _all(name, wider, by=by).points:
                if point.value is not None:
                    assert round(point.value * 100, 9) == round(point.value * 100)
                    words = value_in_words(_all(name, wider).measure, point.value)
                    assert "." not in words
                    told += 1
    assert told > 10
