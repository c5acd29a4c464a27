"""Meetings: of one picture each, made again of a newer one, and kept as they were."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.access.viewer import Viewer, named_staff, seen_by
from dashboard.components.meeting_shown import MeetingShown
from dashboard.disclosure import Audience
from dashboard.errors import ForTheUser
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.partnership.decisions import (
    Action,
    Decision,
    Standing,
    actions_of,
    close_action,
    decisions_of,
    due,
    open_again,
    record_decision,
    take_back_decision,
)
from dashboard.partnership.meetings import (
    Meeting,
    MeetingView,
    add_view,
    meeting_named,
    meetings_of,
    move_view,
    next_meeting,
    save_meeting,
    take_away_view,
)
from dashboard.settings import read_settings
from tests.integration.social_work_extracts import Contact, write_social_work

FIRST, SECOND = date(2026, 3, 31), date(2026, 4, 30)


def contacts(until: date) -> Iterator[Contact]:
    """Twenty in each thirty days from January 2024 on, of two teams; in April many more."""
    for number in range(20 * 36):
        day = date(2024, 1, 1) + timedelta(days=30 * (number // 20) + number % 20)
        if day <= until:
            yield Contact(number, day, f"T0{1 + number % 2}")
    for number in range(60) if until == SECOND else ():
        yield Contact(9_000 + number, date(2026, 4, 1 + number % 28), "T01")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("meetings") / "home"


@pytest.fixture(scope="module")
def pictures(home: Path) -> tuple[str, str]:
    """The picture of the end of March, and that of the end of April."""
    home.mkdir()
    found = []
    for on in (FIRST, SECOND):
        made, _ = publish_extracts(
            write_social_work(home / f"{on}", contacts(on)),
            read_settings(home),
            as_at=on,
            decisions=Decisions(yes=True),
        )
        found.append(made.id)
    return found[0], found[1]


@pytest.fixture
def meeting(home: Path, pictures: tuple[str, str]) -> Meeting:
    made = save_meeting(home, Meeting("Group", FIRST, pictures[0], who="The chair"))
    for address in ("/referrals?period=all", "/measure/reclassified", "/data"):
        add_view(home, made.id, MeetingView(address, f"Look at {address}"), "The chair")
    return meeting_named(home, made.id)


def test_views_stand_in_the_order_they_are_put_in(home: Path, meeting: Meeting) -> None:
    first, second, third = (view.id for view in meeting.views)
    move_view(home, meeting.id, third, -1)
    assert [v.id for v in meeting_named(home, meeting.id).views] == [
        *(first, third, second)
    ]
    move_view(home, meeting.id, first, -1)  # the first is first already
    take_away_view(home, meeting.id, third)
    assert [v.id for v in meeting_named(home, meeting.id).views] == [first, second]
    with pytest.raises(ForTheUser):
        move_view(home, meeting.id, third, 1)


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere", ""])
def test_only_a_page_of_this_site_is_a_view(
    home: Path, meeting: Meeting, address: str
) -> None:
    with pytest.raises(ForTheUser, match="no page of Sightline"):
        add_view(home, meeting.id, MeetingView(address, "Elsewhere"), "")


def test_the_next_meeting_says_then_and_now(
    home: Path, pictures: tuple[str, str], meeting: Meeting
) -> None:
    after = next_meeting(home, meeting, SECOND, pictures[1])
    assert meetings_of(home)[0].id == after.id
    was = MeetingShown.of(meeting, named_staff(home))
    now = MeetingShown.of(after, named_staff(home))
    assert [one.then for one in was.views] == ["", "", ""]
    assert was.newer.startswith("Newer numbers exist: as at 30 Apr 2026")
    assert now.newer == ""
    for before, here in zip(was.views, now.views, strict=True):
        assert here.then == (before.view.headline if before.view else "")
    assert now.views[0].view is not None
    assert now.views[0].view.headline != now.views[0].then
    assert now.views[2].view is None  # a page that is opened by itself


def test_the_room_sees_no_more_than_the_meeting_is_for(
    home: Path, meeting: Meeting
) -> None:
    """Exact numbers of whoever presents are not what is on the wall."""
    exact = Viewer(home, Audience.OPERATIONAL)
    shown = MeetingShown.of(meeting, exact)
    assert shown.viewer.audience is Audience.PARTNERSHIP
    series = shown.views[0].view.series  # type: ignore[union-attr]
    assert series is not None
    assert series.audience is Audience.PARTNERSHIP
    public = Viewer(home, Audience.PUBLIC)
    assert seen_by(public, Audience.OPERATIONAL) == public


def test_a_decision_is_kept_whole_or_not_at_all(home: Path, meeting: Meeting) -> None:
    half = Action("Look at it", "", date(2026, 5, 1))
    with pytest.raises(ForTheUser, match="whose it is"):
        record_decision(home, Decision(meeting.id, "", "Seen", actions=(half,)))
    assert decisions_of(home) == ()
    with pytest.raises(ForTheUser, match="what the group sees"):
        record_decision(home, Decision(meeting.id, "", " "))


def test_an_action_is_open_then_late_then_done(home: Path, meeting: Meeting) -> None:
    action = Action("Look at it", "Service manager", date(2026, 5, 1))
    kept = record_decision(
        home, Decision(meeting.id, "", "Steady", joint=True, actions=(action,))
    )
    one = actions_of(home)[0]
    assert one.standing(date(2026, 5, 1)) is Standing.OPEN
    assert one.standing(date(2026, 5, 2)) is Standing.LATE
    assert due([one], date(2026, 4, 30)) == []
    assert due([one], date(2026, 5, 1)) == [one]
    with pytest.raises(ForTheUser, match="what the data show"):
        close_action(home, one.id, date(2026, 5, 3), "  ")
    close_action(home, one.id, date(2026, 5, 3), "Too early to say")
    done = actions_of(home)[0]
    assert (done.standing(date(2027, 1, 1)), done.closed_with) == (
        Standing.DONE,
        "Too early to say",
    )
    open_again(home, one.id)
    assert actions_of(home)[0].closed_on is None
    take_back_decision(home, kept.id)
    assert (decisions_of(home), actions_of(home)) == ((), ())
