"""The release of the invented partnership: what it holds, and what it does not."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.access.grant import Grain
from dashboard.access.viewer import Viewer, named_staff
from dashboard.answers import Question, ask, contents, home_of
from dashboard.components.panels import REFERRAL_PANELS
from dashboard.components.thresholds import thresholds_of
from dashboard.components.view import view_of
from dashboard.disclosure import LEAST, Audience
from dashboard.filters import Filters
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.measures import About, Kind
from dashboard.mix import mix_of
from dashboard.points import Status, Unit
from dashboard.settings import read_settings
from dashboard.soon import soon_of
from dashboard.statistics.noise_row import BOUND
from dashboard.warehouse.engine import Reader, open_reader, quoted
from tests.integration.social_work_extracts import WELFARE, Contact, write_social_work


@pytest.fixture(scope="module")
def released(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Viewer:
    """A server's home with the release alone on its disk."""
    home = tmp_path_factory.mktemp("released")
    shutil.copytree(demo_home, home, dirs_exist_ok=True)
    for name in ("exact.duckdb", "detail.duckdb"):
        for path in home.glob(f"snapshots/*/{name}"):
            path.unlink()
    return Viewer(home=home, audience=Audience.PARTNERSHIP)


def files(home: Path) -> tuple[Reader, Reader]:
    snapshots = home_of(home).snapshots
    served = snapshots.current_id()
    return open_reader(snapshots.exact(served)), open_reader(snapshots.release(served))


def about_children(home: Path) -> list[str]:
    return [
        name
        for name, measure in home_of(home).catalogue.items()
        if measure.about is About.CHILDREN and measure.kind is not Kind.RATIO
    ]


def test_no_small_number_is_in_it(demo_home: Path) -> None:
    _, release = files(demo_home)
    seen = 0
    for name in about_children(demo_home):
        found = release.rows(
            f"select least(min(numerator), min(nullif(rows, 0)), min(children), min(incidents)),"
            f" count(*) from cube.{quoted(name)}"
        )
        least, cells = found[0]
        seen += cells
        assert least is None or least >= LEAST, name
    assert seen > 10_000


def test_it_holds_no_rows_and_says_nothing_of_their_number(demo_home: Path) -> None:
    _, release = files(demo_home)
    schemas = {s for (s,) in release.rows("select schema_name from duckdb_schemas()")}
    assert "fact" not in schemas
    tables = {t for (t,) in release.rows("select table_name from duckdb_tables()")}
    assert not {"case_mix", "case_mix_odds", "case_mix_tenth"} & tables
    assert release.rows("select count(rows) from coverage") == [(0,)]


def test_shown_numbers_are_near_the_true_ones(demo_home: Path) -> None:
    """And where the set of children is the same, all tables of a period agree with it."""
    exact, release = files(demo_home)
    key = "combination, period_kind, period, key1, key2"
    true = {
        row[:5]: row[5]
        for row in exact.rows(f"select {key}, numerator from cube.referrals")
    }
    shown = release.rows(f"select {key}, numerator from cube.referrals")
    gaps = [abs(number - true[tuple(where)]) for *where, number in shown]
    assert max(gaps) <= BOUND
    assert 1.5 < np.mean(np.square(gaps)) < 5.5, (
        "variance near four, less what is withheld"
    )


def test_pages_are_served_from_it_alone(released: Viewer) -> None:
    for search in (
        "",
        "?measure=reclassified",
        "?measure=reclassified&team=SWT05",
        "?measure=ird_of_referrals&zone=Haldinforth+Transformation+Zone&period=all",
    ):
        view = view_of(search, REFERRAL_PANELS, released, "referrals")
        assert "About" in view.headline or "few" in view.headline
        assert any("adjusted so that no child" in note for note in view.notes)
        assert thresholds_of(search, released).headline
    assert contents(released).offered


def test_a_question_finer_than_it_is_answered_by_the_next_coarser(
    released: Viewer,
) -> None:
    """And one that has none by a sentence, whoever asks and however it is asked."""
    zone = Filters.of({"zone": "Haldinforth Transformation Zone"})
    answer = ask(
        Question("referrals", Filters.of({"team": "SWT01"}), grain="month"),
        released,
    )
    assert answer.offered
    assert answer.question.grain != "month"
    last = ask(Question("referrals"), released)
    assert last.question.filters.period.kind == "school_year"
    forged = Filters.of({"team": "SWT01", "sex": "female", "concern": "neglect"}, "all")
    refused = ask(Question("referrals", forged), released)
    assert not refused.offered
    assert refused.points == ()
    assert ask(Question("reclassified", zone, by="school"), released).whole is not None


def test_few_or_none_is_a_status_and_never_a_nought(released: Viewer) -> None:
    answer = ask(
        Question("referrals", Filters.of({}, "school_year:2025-08"), by="school"),
        released,
    )
    few = [p for p in answer.points if p.status is Status.WITHHELD]
    assert few
    assert all(p.value is None and p.status.in_words == "few or none" for p in few)


def test_the_same_children_are_shown_the_same_whatever_the_order_of_rows(
    tmp_path: Path,
) -> None:
    contacts = list(_contacts())
    first = _released_cells(tmp_path / "first", contacts, None)
    second = _released_cells(tmp_path / "second", contacts[::-1], tmp_path / "first")
    assert first == second
    assert first


def _contacts() -> Iterator[Contact]:

    for person in range(400):
        yield Contact(
            person=person,
            received_on=date(2025, 1, 1) + timedelta(days=person),
            team=f"T{person % 3}",
            outcome=WELFARE if person % 2 else "No further action",
        )


def _released_cells(
    folder: Path, contacts: list[Contact], key: Path | None, *more: Path
) -> list[tuple[Any, ...]]:
    """What is shown of one measure; `key` is the home whose secret is used, too."""
    home = folder / "home"
    home.mkdir(parents=True)
    if key:
        shutil.copytree(key / "home" / "keys", home / "keys")
    publish_extracts(
        [*write_social_work(folder, contacts), *more],
        read_settings(home),
        as_at=date(2026, 6, 30),
        decisions=Decisions(yes=True),
    )
    snapshots = home_of(home).snapshots
    reader = open_reader(snapshots.release(snapshots.current_id()))
    return reader.rows("select * from cube.reclassified order by all")


def test_what_is_withheld_is_nowhere_a_nought(
    released: Viewer, demo_home: Path
) -> None:
    """Not by another unit, nor as a share with the same mix of referrals."""
    _, release = files(demo_home)
    few = release.rows(
        "select key1, period from cube.referrals where combination = 'school'"
        " and period_kind = 'school_year' and incidents is null and numerator is not null"
    )
    assert few
    school, year = few[0]
    filters = Filters.of({"school": school}, f"school_year:{year:%Y-%m}")
    counted = ask(Question("referrals", filters, unit=Unit.INCIDENTS), released).whole
    assert counted is not None
    assert counted.status is Status.WITHHELD
    assert counted.value is None
    year_before_last = Filters.of({}, "school_year:2025-08")
    teams = ask(Question("reclassified", year_before_last, by="team"), released)
    withheld = {p.key for p in teams.points if p.status is Status.WITHHELD}
    mix = mix_of(teams.points, teams.whole)
    assert mix is not None
    assert withheld
    assert not withheld & set(mix.adjusted)


def test_what_cannot_be_compared_has_a_way_to_where_it_can(released: Viewer) -> None:
    """By all months held, where that would show it; else there is nowhere to go."""
    narrow = view_of("?measure=reclassified", REFERRAL_PANELS, released, "referrals")
    assert any("all months held may show them" in note for note in narrow.notes)
    assert narrow.longer == "?measure=reclassified&period=all"
    there = view_of(narrow.longer, REFERRAL_PANELS, released, "referrals")
    assert "team" in there.store["panels"]
    assert there.longer == ""
    assert all("Too few to compare teams" not in note for note in there.notes)


def test_numbers_of_other_months_say_so(released: Viewer) -> None:
    """A panel that the page's own months cannot fill says first of what months it is."""
    view = view_of("?team=SWT05", REFERRAL_PANELS, released, "referrals")
    source = view.store["panels"]["source"]
    assert source["said"].startswith("Of all months held")
    assert source["alt"].startswith("Of all months held")
    assert not view.store["panels"]["team"]["said"].startswith("Of ")


def test_how_soon_is_told_in_wider_bands(released: Viewer, demo_home: Path) -> None:
    """Of the whole partnership by year: a median near the exact one, and a curve."""
    year = Filters.of({}, "school_year:2025-08")
    for name, most in (("days_to_decision", 2.0), ("time_to_decision", 2.0)):
        asked = Question(name, year)
        told, exact = (ask(asked, v).whole for v in (released, named_staff(demo_home)))
        assert told is not None
        assert exact is not None
        assert told.value is not None
        assert exact.value is not None
        assert abs(told.value - exact.value) <= most
    answer = ask(Question("time_to_decision", year), released)
    curve = soon_of(answer.measure, answer.whole)
    assert curve.days
    assert set(curve.days) < {day - 1 for day in answer.measure.bands}
    _, release = files(demo_home)
    few = release.rows(
        "select min(rows) from cube.time_to_decision where band is not null"
    )
    assert few[0][0] >= LEAST


def test_numbers_for_publication_are_rounded_and_broken_down_once(
    released: Viewer,
) -> None:
    public = replace(released, audience=Audience.PUBLIC)
    by_source = ask(
        Question(
            "referrals", Filters.of({}, "school_year:2025-08"), by="source_agency"
        ),
        public,
    )
    shown = [p for p in by_source.points if p.value is not None]
    assert shown
    assert all(p.numerator % 5 == 0 and p.value % 5 == 0 for p in shown)
    shares = ask(
        Question("reclassified", Filters.of({}, "all"), by="source_agency"), public
    )
    assert all(
        p.numerator % 5 == 0 and p.denominator % 5 == 0
        for p in shares.points
        if p.value is not None
    )
    for by in ("team", "school"):
        asked = Question("referrals", Filters.of({}, "all"), by=by)
        assert not ask(asked, public).offered
        assert ask(asked, released).offered
    crossed = Question(
        "referrals", Filters.of({"sex": "female"}, "all"), by="source_agency"
    )
    assert not ask(crossed, public).offered


def test_a_grain_is_exact_so_far_and_no_farther(demo_home: Path) -> None:
    """The whole exactly, what is below it protected; or one team exactly, alone."""
    exact, protected = named_staff(demo_home), Viewer(demo_home)
    whole = replace(exact, grains=(Grain("partnership"),))
    team = replace(exact, grains=(Grain("team:SWT05"),))
    everything = Question("referrals", Filters.of({}, "all"))
    by_team = replace(everything, by="team")
    of_team = Question("referrals", Filters.of({"team": "SWT05"}, "all"))
    assert ask(everything, whole).whole == ask(everything, exact).whole
    assert ask(by_team, whole).points == ask(by_team, protected).points
    assert ask(by_team, whole).points != ask(by_team, exact).points
    assert ask(of_team, team).whole == ask(of_team, exact).whole
    assert ask(everything, team).whole == ask(everything, protected).whole
    assert ask(by_team, team).points == ask(by_team, protected).points
    assert not whole.sees_rows
    assert contents(whole).offered


def test_one_pupil_number_for_two_social_work_records(tmp_path: Path) -> None:
    """The look-up says what social work's own records are in other systems, and no more.

    Two of them with one pupil number stay two children, so no number that is shown moves.
    """
    contacts = list(_contacts())
    apart = _shown_with_look_up(tmp_path / "apart", contacts, (7, 8), None)
    as_one = _shown_with_look_up(
        tmp_path / "as_one", contacts, (7, 7), tmp_path / "apart"
    )
    assert apart
    assert apart == as_one


def _shown_with_look_up(
    folder: Path, contacts: list[Contact], scns: tuple[int, int], key: Path | None
) -> dict[tuple[Any, ...], float]:
    """Shown referrals, with the children of contacts 7 and 8 in the look-up so."""
    folder.mkdir(parents=True)
    look_up = folder / "identity_lookup.csv"
    lines = [
        f"25747766{scn},,{60_000_000 + person}"
        for person, scn in zip((7, 8), scns, strict=True)
    ]
    look_up.write_text(
        "\n".join(["SCN,CHI,Mosaic ID", *lines]) + "\n", encoding="utf-8"
    )
    _released_cells(folder, contacts, key, look_up)
    snapshots = home_of(folder / "home").snapshots
    reader = open_reader(snapshots.release(snapshots.current_id()))
    rows = reader.rows(
        "select combination, period_kind, period, key1, numerator from cube.referrals"
        " where key2 is null and numerator is not null"
    )
    return {row[:4]: row[4] for row in rows}
