"""Before and after three places joined at three different times, worked out by hand.

Two referrals a month and team, July 2024 to March 2026. Before it joins, T1 and T2 have
one of two reclassified and T3 both; from the month it joins, none. A step is three
months: six referrals a team.

    before, every team there:  3 + 3 + 6 = 12 of 18
    after:                     0 of 18

T1 joins in April 2025 (3 whole steps before it), T2 in July 2025 (4), T3 in October 2025
(5), with 4, 3 and 2 whole steps from then on: all three have the steps −3 … −1 and 0, 1.
Step −4 is T2 and T3 alone, 3 + 6 = 9 of 12; step −5 is T3 alone, 6 of 6; step 2 is T1
and T2, step 3 T1 alone.
"""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.access.viewer import Viewer, named_staff
from dashboard.answers import Answer, Question, ask
from dashboard.filters import Filters
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.joining import joining_of
from dashboard.settings import read_settings
from tests.integration.social_work_extracts import WELFARE, Contact, write_social_work

AS_AT = date(2026, 6, 15)
JOINED = {"T1": date(2025, 4, 1), "T2": date(2025, 7, 1), "T3": date(2025, 10, 1)}
NEVER = "No further action"


def contacts() -> list[Contact]:
    made = []
    for month in range(21):
        index = 2024 * 12 + 6 + month
        on = date(index // 12, index % 12 + 1, 10)
        for team, joined in JOINED.items():
            welfare = 0 if on >= joined else 2 if team == "T3" else 1
            made += [
                Contact(
                    person=len(made) + place,
                    received_on=on,
                    team=team,
                    outcome=WELFARE if place < welfare else NEVER,
                )
                for place in range(2)
            ]
    return made


@pytest.fixture(scope="module")
def viewer(tmp_path_factory: pytest.TempPathFactory) -> Viewer:
    folder = tmp_path_factory.mktemp("joining")
    home = folder / "home"
    publish_extracts(
        write_social_work(folder, contacts()),
        read_settings(home),
        as_at=AS_AT,
        decisions=Decisions(yes=True),
    )
    return named_staff(home)


def of_team(viewer: Viewer, team: str, grain: str) -> Answer:
    question = Question("reclassified", Filters.of({"team": team}), grain=grain)
    return ask(question, viewer)


def test_steps_from_joining_by_hand(viewer: Viewer) -> None:
    joining = joining_of(
        [(of_team(viewer, team, "month"), on) for team, on in JOINED.items()]
    )
    assert joining is not None
    assert [
        (step.offset, step.members, step.numerator, step.denominator)
        for step in joining.lined
        if step.members
    ] == [
        (-5, 1, 6, 6),
        (-4, 2, 9, 12),
        (-3, 3, 12, 18),
        (-2, 3, 12, 18),
        (-1, 3, 12, 18),
        (0, 3, 0, 18),
        (1, 3, 0, 18),
        (2, 2, 0, 12),
        (3, 1, 0, 6),
    ]
    around = joining.around
    assert (around.before_median, around.after_median) == (12 / 18, 0)
    assert (around.before_points, around.after_points) == (3, 2)
    assert not joining.comparable, "two steps after are too few to set beside three"


def test_quarters_are_lined_up_where_months_are_too_few(viewer: Viewer) -> None:
    """School quarters begin in August, November, February, May; T2 joined in July 2025.

    May to July 2025 is part before and part after, so it is neither; the quarter from
    August is the first whole one after.
    """
    joining = joining_of([(of_team(viewer, "T2", "quarter"), JOINED["T2"])])
    assert joining is not None
    values = {step.offset: step.value for step in joining.lined if step.members}
    assert values[0] == 0
    assert values[-2] == 0.5
    assert -1 not in values


def test_without_members_there_is_nothing_to_line_up() -> None:
    assert joining_of([]) is None


def test_a_place_that_joined_outside_its_months(viewer: Viewer) -> None:
    answer = of_team(viewer, "T1", "month")
    later = joining_of([(answer, date(2030, 1, 1))])
    assert later is not None
    assert later.around.after_points == 0
    earlier = joining_of([(replace(answer), date(2020, 1, 1))])
    assert earlier is not None
    assert earlier.around.before_points == 0
