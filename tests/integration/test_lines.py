"""Aims and limits: drawn, said, and never more than chance where chance may have done it."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from dashboard.access.scope import Place, Scope
from dashboard.access.viewer import Viewer, named_staff
from dashboard.answers import Answer, Question, ask, crossing_on, lines_on
from dashboard.change import change_of
from dashboard.charts.trend import trend
from dashboard.components.packing import PackItem, pack_of
from dashboard.components.panels import REFERRAL_PANELS
from dashboard.components.view import view_of
from dashboard.crossing import Chance, Crossing, crossing_of
from dashboard.disclosure import Audience
from dashboard.errors import ForTheUser
from dashboard.filters import Filters
from dashboard.lines_in_words import line_named, line_said, lines_said
from dashboard.measures import Kind
from dashboard.method import Method, Rules
from dashboard.partnership.carrying import export_records, import_records
from dashboard.partnership.lines import (
    Line,
    LineKind,
    Side,
    lines_of,
    set_line,
    take_back_line,
)
from dashboard.partnership.records import Records
from dashboard.partnership.tables import LINE
from dashboard.points import Point, Status, Unit
from dashboard.reports.native_trend import trend as native_trend
from dashboard.since.change import ChangeKind
from dashboard.statistics.mean import mean_interval
from dashboard.warehouse.snapshots import Snapshots
from dashboard.what_changed import WhatChanged, what_changed
from tests.integration.planted_months import MET_ON, MONTHS, contacts, publish
from tests.integration.test_what_changed import YES
from tests.unit.statistics.test_false_alarms import measure

FROM = date(2020, 1, 1)
LIMIT = Line(
    "referrals",
    25,
    date(2024, 1, 1),
    LineKind.LIMIT,
    Side.AT_MOST,
    grain="month",
    reason="Agreed by the group",
)


def months(numerators: Sequence[float], of: float | None = None) -> list[Point]:
    """Months of counts or, `of` so many each, of shares."""
    return [
        Point(
            key=None,
            label="",
            period=date(2020 + number // 12, number % 12 + 1, 1),
            period_label="",
            status=Status.SHOWN,
            numerator=float(x),
            denominator=of or 0.0,
            value=x / of if of else float(x),
            lower=None,
            upper=None,
            rows=int(x),
            children=None,
            incidents=None,
        )
        for number, x in enumerate(numerators)
    ]


def against(
    points: Sequence[Point],
    line: float,
    *,
    kind: Kind = Kind.COUNT,
    rules: Rules = Rules.ANHOEJ,
    noise: float = 0.0,
    starts: Sequence[date] = (),
    from_on: date = FROM,
) -> Crossing:
    of = measure(kind)
    change = change_of(
        of, points, Method(starts=tuple(starts)), rules=rules, noise_variance=noise
    )
    return crossing_of(
        of, points, change, line=line, from_on=from_on, noise_variance=noise
    )


# ---- known answers

SHARES = months([19, 21] * 12, of=25)
COUNTS = months([19, 21] * 12)


def test_met_within_chance() -> None:
    """80 % of 600 against 79 %: P(X >= 480) is a quarter."""
    assert stats.binom.sf(479, 600, 0.79) == pytest.approx(0.28, abs=0.02)
    assert against(SHARES, 0.79, kind=Kind.PROPORTION) == Crossing(23, 1, Chance.WITHIN)


def test_met_and_missed_by_more_than_chance() -> None:
    assert stats.binom.sf(479, 600, 0.7) < 0.001
    assert against(SHARES, 0.7, kind=Kind.PROPORTION) == Crossing(23, 1, Chance.MORE)
    assert stats.binom.cdf(480, 600, 0.85) < 0.001
    assert against(SHARES, 0.85, kind=Kind.PROPORTION) == Crossing(23, -1, Chance.MORE)


def test_children_alone_would_say_so_and_the_points_vary_too_much() -> None:
    """The same 600 children, of whom months have nearly none or nearly all."""
    wild = months([10, 25, 25, 20] * 6, of=25)
    assert stats.binom.sf(479, 600, 0.75) < 0.003
    assert against(wild, 0.75, kind=Kind.PROPORTION).chance is Chance.WITHIN
    assert against(wild, 0.5, kind=Kind.PROPORTION).chance is Chance.MORE


def test_protection_may_have_moved_it_there() -> None:
    """480 where 557 are expected: 3.3 of Poisson's deviations, 3.0 of those with noise."""
    assert against(COUNTS, 23.2).chance is Chance.MORE
    assert against(COUNTS, 23.2, noise=4.0).chance is Chance.WITHIN
    assert against(COUNTS, 30, noise=4.0).chance is Chance.MORE


def test_where_limits_are_drawn_they_too_must_exclude_it() -> None:
    assert against(COUNTS, 25).chance is Chance.MORE
    for rules in (Rules.CONTROL, Rules.MAKING_DATA_COUNT):
        # The limits of single counts: 20 ± 13, and by what neighbours vary 20 ± 5.
        assert against(COUNTS, 25, rules=rules).chance is Chance.WITHIN
        assert against(COUNTS, 60, rules=rules).chance is Chance.MORE


def test_the_latest_point_may_lie_where_the_level_does_not() -> None:
    last = months([*[19, 21] * 11, 19, 31])
    assert against(last, 30) == Crossing(23, 1, Chance.OTHERWISE)


def test_a_run_that_stands_is_a_level_of_its_own() -> None:
    moved = months([*[19, 21] * 6, *[39, 41] * 6])
    assert against(moved, 30) == Crossing(23, 1, Chance.MORE)
    # All points together lie on the line.
    assert np.mean([point.numerator for point in moved]) == 30


@pytest.mark.parametrize("points", [2, 5, 9])
def test_of_too_few_points_nothing_is_claimed(points: int) -> None:
    few = months([19, 21, 20, 18, 22, 19, 21, 18, 22][:points])
    assert against(few, 100).chance is Chance.TOO_FEW


def test_a_level_that_has_just_begun_has_too_few() -> None:
    begun = [date(2021, 9, 1)]
    assert against(COUNTS, 60, starts=begun).chance is Chance.TOO_FEW


def test_of_months_before_it_holds_nothing_is_said() -> None:
    assert against(COUNTS, 60, from_on=date(2022, 1, 1)) == Crossing()
    assert against([], 60) == Crossing()


def test_of_a_stock_what_chance_gives_is_not_known() -> None:
    assert against(COUNTS, 60, kind=Kind.STOCK).chance is Chance.NOT_KNOWN


def test_of_days_the_points_alone_are_judged() -> None:
    assert against(COUNTS, 25, kind=Kind.DURATION).chance is Chance.MORE
    assert against(COUNTS, 20.5, kind=Kind.DURATION).chance is Chance.WITHIN


@pytest.mark.parametrize("more", [False, True])
@pytest.mark.parametrize("rules", list(Rules))
def test_of_flat_series_on_their_line_at_most_two_in_a_hundred_are_claimed(
    rules: Rules, *, more: bool
) -> None:
    """Counts by Poisson, and that vary `more`: negative binomial, of four times its variance."""
    drawn = np.random.default_rng(7)
    claimed = 0
    for _ in range(200):
        x = drawn.negative_binomial(7, 7 / 27, 24) if more else drawn.poisson(20, 24)
        found = against(months(x.tolist()), 20, rules=rules).chance
        claimed += found in (Chance.MORE, Chance.OTHERWISE)
    assert claimed <= 4


def test_the_interval_of_a_mean_is_students() -> None:
    values = [4.0, 7.0, 5.0, 9.0, 6.0]
    found = mean_interval([*values, np.nan])
    spread = stats.sem(values)
    expected = stats.t.interval(0.95, 4, loc=np.mean(values), scale=spread)
    assert (float(found.lower), float(found.upper)) == pytest.approx(expected)
    for nothing in ([], [3.0], [3.0, 3.0]):
        assert np.isnan(mean_interval(nothing).lower)


# ---- kept by the partnership


def test_another_of_the_same_gives_way_and_what_is_taken_back_stays_on_record(
    tmp_path: Path,
) -> None:
    first = set_line(tmp_path, LIMIT)
    aim = set_line(tmp_path, replace(LIMIT, kind=LineKind.AIM, value=10))
    second = set_line(tmp_path, replace(LIMIT, value=20, who="a leader"))
    assert lines_of(tmp_path) == (aim, second)
    assert second.clauses == ()
    take_back_line(tmp_path, aim.id)
    assert lines_of(tmp_path) == (second,)
    rows = Records(tmp_path).rows(LINE.select())
    assert {row["id"]: row["gone_by"] for row in rows if row["gone_at"]} == {
        first.id: "a leader",
        aim.id: "the officer at the page",
    }
    text = export_records(tmp_path)
    import_records(tmp_path / "there", text)
    assert lines_of(tmp_path / "there") == (second,)


@pytest.mark.parametrize(
    "wrong", [{"reason": " "}, {"value": float("nan")}, {"value": -1}]
)
def test_a_line_without_a_reason_or_a_number_is_refused(
    wrong: dict[str, object], tmp_path: Path
) -> None:
    with pytest.raises(ForTheUser):
        set_line(tmp_path, replace(LIMIT, **wrong))
    assert lines_of(tmp_path) == ()


# ---- on a picture


@pytest.fixture(scope="module")
def doubled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty months of about sixteen referrals, then ten of twice as many."""
    home = tmp_path_factory.mktemp("lines") / "home"
    key = home / "keys" / "pseudonym.key"
    key.parent.mkdir(parents=True, mode=0o700)
    key.write_text("5" * 64, encoding="ascii")
    key.chmod(0o600)
    publish(home, contacts(MONTHS), MET_ON, YES)
    made = contacts(MONTHS + 10, doubled_from=MONTHS)
    publish(home, made, date(2026, 11, 30), YES)
    return home


@pytest.fixture
def home(doubled: Path, tmp_path: Path) -> Path:
    shutil.copytree(doubled, tmp_path / "home")
    return tmp_path / "home"


def series(home: Path, grain: str = "month", **asked: object) -> Answer:
    question = Question("referrals", Filters(), grain=grain, **asked)
    return ask(question, named_staff(home))


def since(home: Path, viewer: Viewer | None = None) -> WhatChanged:
    after, before = (manifest.id for manifest in Snapshots(home).all())
    return what_changed(
        before, after, viewer or named_staff(home), since=MET_ON, on=date(2026, 4, 1)
    )


def crossed(found: WhatChanged) -> list[str]:
    return [c.sentence for c in found.changes if c.kind is ChangeKind.LINE_CROSSED]


PASSED = (
    "“Child protection referrals”: the limit of at most 25 a month was passed in November"
    " 2026; that is more than chance usually gives."
)


def test_a_share_is_of_any_period_and_a_quarter_is_called_one(home: Path) -> None:
    line = set_line(home, Line("reclassified", 0.1, FROM, reason="Agreed"))
    viewer = named_staff(home)
    answer = ask(Question("reclassified", Filters(), grain="quarter"), viewer)
    [said] = lines_said(answer, lines_on(answer, viewer))
    assert line.grain == ""
    assert said.startswith("The aim of at least 10 % was met in the quarter ")
    assert said.endswith("; that is more than chance usually gives.")


def test_it_is_drawn_where_its_months_are_and_said(home: Path) -> None:
    line = set_line(home, LIMIT)
    answer = series(home)
    assert lines_on(answer, named_staff(home)) == (line,)
    figure = trend(answer, set_lines=[line])
    dashed = [t for t in figure["data"] if t.get("line", {}).get("dash") == "dash"]
    assert [set(trace["y"]) for trace in dashed][-1] == {25}
    assert min(dashed[-1]["x"]) >= "2024-01-01"
    named = [a["text"] for a in figure["layout"]["annotations"]]
    assert "limit<br>25" in named
    view = view_of(
        "?measure=referrals", REFERRAL_PANELS, named_staff(home), "referrals"
    )
    assert view.notes[0] == PASSED.partition(": ")[2].replace("the", "The", 1)
    for other in (series(home, "quarter"), series(home, unit=Unit.CHILDREN)):
        assert lines_on(other, named_staff(home)) == ()


def test_it_is_in_a_pack_as_a_line_of_the_slides_own(home: Path) -> None:
    set_line(home, LIMIT)
    [page] = pack_of([PackItem("/measure/referrals")], named_staff(home)).pages
    answer = page.panels[0].answer
    assert answer is not None
    made = native_trend(page.panels[0], answer).data
    [drawn] = [one for one in made if list(one.values).count(LIMIT.value) > 1]
    assert drawn.name == line_named(LIMIT, answer.measure).replace("<br>", " ")
    assert len(list(drawn.values)) == len(next(iter(made)).values)


def test_a_line_that_is_newly_crossed_is_said_in_what_changed(home: Path) -> None:
    set_line(home, LIMIT)
    found = since(home)
    assert crossed(found) == [PASSED]
    [change] = [c for c in found.changes if c.kind is ChangeKind.LINE_CROSSED]
    assert change.address == "/measure/referrals?grain=month"
    assert found.changed == 1  # it counts no change twice
    after = Snapshots(home).current_id()
    same = what_changed(after, after, named_staff(home), since=MET_ON)
    assert crossed(same) == []


def test_one_that_is_kept_as_before_is_no_news(home: Path) -> None:
    set_line(home, replace(LIMIT, value=90))
    assert crossed(since(home)) == []


def test_a_line_that_chance_alone_may_have_crossed_says_so(home: Path) -> None:
    at = series(home).points[-1].value
    assert at is not None
    line = set_line(home, replace(LIMIT, value=at - 0.5))
    answer = series(home)
    assert crossing_on(answer, line).chance is Chance.WITHIN
    [said] = lines_said(answer, [line])
    assert said.endswith(
        "was passed in November 2026; that is within what chance alone gives."
    )
    assert crossed(since(home))[0].endswith("within what chance alone gives.")


def test_protected_numbers_are_judged_with_their_noise(home: Path) -> None:
    set_line(home, LIMIT)
    assert crossed(since(home, Viewer(home))) == [PASSED]


def test_a_place_is_told_to_whom_it_was_given(home: Path) -> None:
    set_line(home, replace(LIMIT, value=6, clauses=(("team", "T01"),)))
    set_line(home, LIMIT)

    def seen(team: str) -> list[str]:
        scope = Scope.of([Place("team", team)])
        return crossed(since(home, Viewer(home, Audience.OPERATIONAL, scope=scope)))

    [only] = seen("T01")
    assert only.startswith(
        "“Child protection referrals” (team T01): the limit of at most 6"
    )
    assert seen("T02") == []
    assert len(crossed(since(home))) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            Line("referrals", 30, FROM, grain="month"),
            "The aim of at least 30 a month was met in November 2026; that is",
        ),
        (
            Line("referrals", 12.5, FROM, side=Side.AT_MOST, grain="month"),
            "The aim of at most 12.5 a month was not met in November 2026; that is",
        ),
        (
            Line("referrals", 100, FROM, LineKind.LIMIT, Side.AT_MOST),
            "The limit of at most 100 was kept in November 2026; that is",
        ),
        (
            Line("referrals", 30, date(2027, 2, 1)),
            "The aim of at least 30, from 1 Feb 2027: nothing since is old enough yet.",
        ),
    ],
)
def test_how_it_is_said(line: Line, said: str, doubled: Path) -> None:
    answer = series(doubled)
    assert line_said(answer, line, crossing_on(answer, line)).startswith(said)
