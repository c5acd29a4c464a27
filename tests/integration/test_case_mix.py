"""Is it the team or the mix? Planted both ways, through the real intake.

Nine teams with the same threshold, but for one that only *receives* a different mix
and one whose threshold really differs.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.access.viewer import Viewer, named_staff
from dashboard.answers import Answer, Question, ask, contents, home_of
from dashboard.components.thresholds import thresholds_of
from dashboard.filters import Filters
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.measures import Measure
from dashboard.settings import read_settings
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.facts import NOT_KNOWN
from tests.integration.social_work_extracts import (
    TO_IRD,
    WELFARE,
    Contact,
    write_social_work,
)

AS_AT = date(2026, 10, 31)
FIRST = date(2023, 1, 1)
TEAMS = [f"T{number:02}" for number in range(1, 10)]
OTHER_MIX, OTHER_THRESHOLD = "T03", "T08"
NEVER = "No further action"


def chance(team: str, source: str, concern: str) -> float:
    """How likely a referral is reclassified: by what it is, and of one team by the team."""
    odds = {"Police": 0.55, "Education": 0.2, "Health": 0.3}[source]
    odds += 0.15 if concern == "Domestic abuse" else 0.0
    return odds + (0.25 if team == OTHER_THRESHOLD else 0.0)


def contacts(number: int = 2_400) -> Iterator[Contact]:
    drawn = random.Random(4)
    days = (AS_AT - FIRST).days
    for person in range(number):
        team = TEAMS[person % len(TEAMS)]
        police = 0.85 if team == OTHER_MIX else 0.35
        source = (
            "Police"
            if drawn.random() < police
            else drawn.choice(["Education", "Health"])
        )
        home = 0.7 if team == OTHER_MIX else 0.25
        concern = "Domestic abuse" if drawn.random() < home else "Neglect"
        welfare = drawn.random() < chance(team, source, concern)
        yield Contact(
            person=person,
            received_on=FIRST + timedelta(days=drawn.randrange(days)),
            team=team,
            source=source if drawn.random() > 0.03 else "",
            concern=concern,
            born_on=date(2012, 1, 1) + timedelta(days=drawn.randrange(3_000)),
            outcome=WELFARE if welfare else drawn.choice([TO_IRD, NEVER]),
        )


def published(folder: Path, made: Iterator[Contact]) -> Viewer:
    files = write_social_work(folder / "extracts", made)
    home = folder / "home"
    home.mkdir()
    publish_extracts(
        files, read_settings(home), as_at=AS_AT, decisions=Decisions(yes=True)
    )
    return named_staff(home)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Viewer:
    return published(tmp_path_factory.mktemp("mix"), contacts())


def by_team(viewer: Viewer, **clauses: str) -> Answer:
    filters = Filters.of(clauses, "all")
    return ask(Question("reclassified", filters, by="team"), viewer)


def test_a_different_mix_is_told_from_a_different_threshold(planted: Viewer) -> None:
    judgement = by_team(planted).judgement
    assert judgement.mix is not None
    assert OTHER_MIX in judgement.difference.high
    assert OTHER_MIX not in judgement.mix.unusual
    assert OTHER_THRESHOLD in judgement.difference.high
    assert OTHER_THRESHOLD in judgement.mix.high
    others = set(TEAMS) - {OTHER_MIX, OTHER_THRESHOLD}
    assert not others & set(judgement.mix.unusual)


def test_the_page_says_so(planted: Viewer) -> None:
    view = thresholds_of("?period=all", planted)
    said = view.store["panels"]["mix"]["said"]
    assert f"Still different with the same mix: {OTHER_THRESHOLD}." in said
    assert f"Explained by the mix: {OTHER_MIX}." in said
    assert "could not be used" in said


@pytest.mark.parametrize(
    "clauses",
    [
        {},
        {"source_agency": "police"},
        {"concern": "domestic_abuse"},
        {"age_band": "5_11", "source_agency": "health"},
        {"involvement": "none"},
        {"concern": "neglect", "source_agency": "education", "sex": "female"},
    ],
)
def test_sums_are_those_of_the_rows(planted: Viewer, clauses: dict[str, str]) -> None:
    """Every filter's expected and observed, worked out row by row."""
    answer = by_team(planted, **clauses)
    rows = facts(planted, answer.measure)
    months = set(answer.months)
    for point in answer.points:
        ours = [
            row
            for row in rows
            if row["month"] in months
            and row["team"] == point.key
            and all(value in as_list(row[d]) for d, value in clauses.items())
            and row["expected"] is not None
        ]
        assert point.modelled == len(ours)
        assert point.modelled_numerator == sum(row["numerator"] for row in ours)
        assert point.expected == pytest.approx(sum(row["expected"] for row in ours))


def as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def facts(viewer: Viewer, measure: Measure) -> list[dict[str, object]]:
    home = home_of(viewer.home)
    names = ["month", "numerator", "expected", *measure.dimensions]
    exact = home.snapshots.exact(home.snapshots.current_id())
    columns = ", ".join(f'"{name}"' for name in names)
    found = open_reader(exact).rows(f"select {columns} from fact.{measure.name}")
    return [dict(zip(names, row, strict=True)) for row in found]


def test_rows_that_cannot_be_used_are_counted(planted: Viewer) -> None:
    rows = facts(planted, by_team(planted).measure)
    for row in rows:
        unknown = any(
            NOT_KNOWN in as_list(row[name])
            for name in ("source_agency", "concern", "age_band", "involvement")
        )
        assert (row["expected"] is None) is unknown
    model = contents(planted).case_mix["reclassified"]
    assert model.unusable == sum(row["expected"] is None for row in rows) > 0
    assert model.concordance > 0.6


def test_the_model_is_right_on_the_whole_and_in_each_tenth(planted: Viewer) -> None:
    model = contents(planted).case_mix["reclassified"]
    assert sum(t[1] for t in model.tenths) == pytest.approx(model.events, rel=1e-6)
    for rows, expected, observed in model.tenths:
        assert abs(expected - observed) < 4 * (rows * 0.25) ** 0.5


def test_too_few_to_tell_are_said_to_be(tmp_path: Path) -> None:
    few = published(tmp_path, contacts(150))
    assert contents(few).case_mix["reclassified"].reason == "too few events"
    answer = by_team(few)
    assert answer.judgement.mix is None
    view = thresholds_of("?period=all", few)
    assert view.store["panels"]["mix"]["said"].startswith("Too few to tell the team")
