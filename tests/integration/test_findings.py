"""Findings raised again, barriers that wait, and an update of what was said yes to alone."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from docx import Document
from docx.table import Table
from sqlalchemy import create_engine, text

from dashboard.access.viewer import Viewer, named_staff
from dashboard.components.addressed import view_at
from dashboard.components.update_shown import meeting_of_update, update_of
from dashboard.components.view import View
from dashboard.dates import ago
from dashboard.disclosure import Audience
from dashboard.errors import ForTheUser, UnknownName
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.partnership.barriers import (
    Barrier,
    answer_barrier,
    ask_again,
    barriers_of,
    raise_barrier,
    take_back_barrier,
    unanswered,
)
from dashboard.partnership.blotting import blot_records
from dashboard.partnership.carrying import export_records, import_records
from dashboard.partnership.decisions import (
    Action,
    Decision,
    Shows,
    close_action,
    decisions_of,
    record_decision,
)
from dashboard.partnership.finding_kinds import finding_kinds
from dashboard.partnership.findings import (
    Finding,
    Raised,
    close_finding,
    finding_named,
    findings_of,
    open_finding_again,
    open_findings,
    record_finding,
    take_back_raised,
)
from dashboard.partnership.meetings import (
    Meeting,
    MeetingView,
    add_view,
    meeting_named,
    next_meeting,
    save_meeting,
)
from dashboard.partnership.public_words import keep_back, let_be_public
from dashboard.partnership.records import FILE, MIGRATIONS, Records, elsewhere
from dashboard.partnership.tables import FINDING_RAISED
from dashboard.position import NOTHING, Listing, Statement, statement_of
from dashboard.reports.pack import Look
from dashboard.reports.statement import as_docx
from dashboard.settings import read_settings
from tests.integration.social_work_extracts import Contact, write_social_work

TODAY = date(2026, 11, 20)
WHAT = "Assessments often lack the child’s own view."


def found(
    home: Path, on: date = date(2025, 9, 12), before: str = "", what: str = WHAT
) -> Finding:
    raised = Raised(what, "audit", on, "Case file audit,  autumn")
    return record_finding(home, raised, indicator="5.4", before=before)


# Findings


def test_the_same_found_again_is_one_finding_raised_more_often(tmp_path: Path) -> None:
    first = found(tmp_path)
    found(tmp_path, date(2026, 3, 3), first.id, "The child’s view is missing.")
    again = found(tmp_path, date(2026, 11, 2), first.id)
    (one,) = findings_of(tmp_path)
    assert one == again
    assert (one.id, one.what, one.times) == (first.id, WHAT, 3)
    assert one.how_often(TODAY) == (
        "Raised 3 times, first on 12 Sep 2025, 14 months ago"
    )
    assert one.raised[1].what == "The child’s view is missing."


def test_equal_words_alone_never_join(tmp_path: Path) -> None:
    first, second = found(tmp_path), found(tmp_path)
    assert first.id != second.id
    assert [one.times for one in findings_of(tmp_path)] == [1, 1]
    assert first.how_often(TODAY) == "Raised once, on 12 Sep 2025, 14 months ago"


def test_an_earlier_time_that_is_recorded_later_is_the_first(tmp_path: Path) -> None:
    one = found(tmp_path, date(2026, 3, 3))
    one = found(tmp_path, date(2025, 1, 31), one.id, "As it was first said.")
    assert one.first_on == date(2025, 1, 31)
    assert one.what == "As it was first said."


def test_a_finding_is_open_until_somebody_says_what_was_done(tmp_path: Path) -> None:
    one = found(tmp_path)
    with pytest.raises(ForTheUser, match="what was done"):
        close_finding(tmp_path, one.id, TODAY, "  ")
    close_finding(tmp_path, one.id, TODAY, "A template is in use.")
    closed = finding_named(tmp_path, one.id)
    assert (closed.closed_on, closed.closed_with) == (TODAY, "A template is in use.")
    assert open_findings(tmp_path) == []
    with pytest.raises(UnknownName, match="closed on 20 Nov 2026"):
        found(tmp_path, date(2026, 11, 2), one.id)
    assert finding_named(tmp_path, one.id).times == 1
    open_finding_again(tmp_path, one.id)
    assert found(tmp_path, date(2026, 11, 2), one.id).times == 2


def test_a_time_that_is_taken_back_counts_no_more(tmp_path: Path) -> None:
    one = found(tmp_path)
    one = found(tmp_path, date(2026, 3, 3), one.id)
    take_back_raised(tmp_path, one.raised[0].id)
    assert finding_named(tmp_path, one.id).first_on == date(2026, 3, 3)
    take_back_raised(tmp_path, one.raised[1].id)
    assert findings_of(tmp_path) == ()
    rows = Records(tmp_path).rows(FINDING_RAISED.select())
    assert [bool(row["gone_at"]) for row in rows] == [True, True]  # nothing is deleted


def test_open_first_then_the_oldest_then_the_most_often_raised(tmp_path: Path) -> None:
    closed = found(tmp_path, date(2020, 1, 1), what="Closed")
    close_finding(tmp_path, closed.id, TODAY, "Done.")
    found(tmp_path, date(2025, 5, 1), what="Once")
    twice = found(tmp_path, date(2025, 5, 1), what="Twice")
    found(tmp_path, date(2025, 6, 1), twice.id)
    found(tmp_path, date(2025, 1, 1), what="Oldest")
    order = [one.what for one in findings_of(tmp_path)]
    assert order == ["Oldest", "Twice", "Once", "Closed"]


def test_the_open_ones_of_an_indicator_are_offered_first(tmp_path: Path) -> None:
    record_finding(tmp_path, Raised("Older", "survey", date(2025, 1, 1)))
    found(tmp_path)
    assert [one.what for one in open_findings(tmp_path)] == ["Older", WHAT]
    assert [one.what for one in open_findings(tmp_path, "5.4")] == [WHAT, "Older"]


@pytest.mark.parametrize(
    ("raised", "says"),
    [
        (Raised(" ", "audit", TODAY), "what was found"),
        (Raised("Found", "", TODAY), "found by"),
        (Raised("Found", "audit", date.today() + timedelta(1)), "still to come"),
    ],
)
def test_a_finding_that_is_not_whole_is_refused(
    tmp_path: Path, raised: Raised, says: str
) -> None:
    with pytest.raises(ForTheUser, match=says):
        record_finding(tmp_path, replace(raised, raised_on=raised.raised_on))
    with pytest.raises(UnknownName, match="no such finding"):
        found(tmp_path, before="nothing")
    assert findings_of(tmp_path) == ()


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (date(2026, 11, 20), "today"),
        (date(2026, 11, 19), "yesterday"),
        (date(2026, 10, 1), "50 days ago"),
        (date(2026, 9, 20), "2 months ago"),
        (date(2026, 9, 21), "60 days ago"),
        (date(2025, 9, 12), "14 months ago"),
        (date(2026, 11, 21), "on 21 Nov 2026"),
    ],
)
def test_an_age_is_said_in_whole_months(then: date, words: str) -> None:
    assert ago(then, TODAY) == words


def test_the_kinds_are_a_list_of_the_partnerships_own(tmp_path: Path) -> None:
    assert list(finding_kinds(tmp_path)) == [
        *("audit", "inspection", "survey", "self_evaluation")
    ]


# Barriers


def test_a_barrier_stands_until_it_is_answered(tmp_path: Path) -> None:
    asked = raise_barrier(tmp_path, Barrier("T01", "No room.", date(2026, 10, 2)))
    assert list(unanswered(tmp_path)) == [asked]
    for answer, owner in (("", "Head of service"), ("There is now.", " ")):
        with pytest.raises(ForTheUser, match="needs words"):
            answer_barrier(tmp_path, asked.id, TODAY, answer, owner)
    with pytest.raises(UnknownName):
        answer_barrier(tmp_path, "another", TODAY, "Yes.", "Head of service")
    assert list(unanswered(tmp_path)) == [asked]
    answer_barrier(tmp_path, asked.id, TODAY, "There is now.", "Head of  service")
    (one,) = barriers_of(tmp_path)
    assert (one.answer, one.owner, one.answered_on) == (
        *("There is now.", "Head of service"),
        TODAY,
    )
    assert unanswered(tmp_path) == []
    ask_again(tmp_path, asked.id)
    assert list(unanswered(tmp_path)) == [asked]
    take_back_barrier(tmp_path, asked.id)
    assert barriers_of(tmp_path) == ()


@pytest.mark.parametrize(
    "barrier", [Barrier("T01", " ", TODAY), Barrier("", "x", TODAY)]
)
def test_a_barrier_says_what_and_whose(tmp_path: Path, barrier: Barrier) -> None:
    with pytest.raises(ForTheUser):
        raise_barrier(tmp_path, barrier)


def test_findings_and_barriers_go_with_the_records(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    one = found(here)
    found(here, date(2026, 3, 3), one.id)
    asked = raise_barrier(here, Barrier("T01", "No room.", date(2026, 10, 2)))
    answer_barrier(here, asked.id, TODAY, "There is now.", "Head of service")
    import_records(there, export_records(here))
    assert findings_of(there) == findings_of(here)
    assert barriers_of(there) == barriers_of(here)


def test_words_are_taken_out_of_all_that_people_wrote(tmp_path: Path) -> None:
    one = record_finding(
        tmp_path, Raised("About Q-123-Q", "audit", TODAY, "File Q-123-Q", who="Q-123-Q")
    )
    close_finding(tmp_path, one.id, TODAY, "Q-123-Q was told")
    asked = raise_barrier(tmp_path, Barrier("T01", "Q-123-Q waits", TODAY))
    answer_barrier(tmp_path, asked.id, TODAY, "Q-123-Q is seen", "Worker of Q-123-Q")
    let_be_public(tmp_path, "barrier", asked.id, "Q-123-Q is seen")
    blot_records(tmp_path, lambda words: words.replace("Q-123-Q", "…"), write=True)
    assert "Q-123-Q" not in repr((findings_of(tmp_path), barriers_of(tmp_path)))


# The update


def test_what_was_decided_before_there_were_updates_is_in_none(tmp_path: Path) -> None:
    """Records of an earlier version gain what they lack, and nobody has said yes."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(elsewhere(tmp_path) or f"sqlite:///{tmp_path / FILE}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        told = "'w', '2026-01-01T00:00:00+00:00', null"
        for row in (
            f"meeting values ('m', 'Group', '2026-01-01', 's', 'public', null, {told})",
            f"decision values ('d', 'm', '', 'Seen', '', '', false, '', {told})",
        ):
            connection.execute(text(f"insert into {row}"))
    engine.dispose()
    (decision,) = decisions_of(tmp_path)
    assert (decision.seen, decision.public_words) == ("Seen", "")
    assert decision.shows is Shows.NEITHER


AS_AT = date(2026, 3, 31)


def contacts() -> Iterator[Contact]:
    """Twenty-three in each thirty days from January 2024 on, of two teams."""
    for number in range(23 * 36):
        on = date(2024, 1, 1) + timedelta(days=30 * (number // 23) + number % 23)
        if on <= AS_AT:
            yield Contact(number, on, f"T0{1 + number % 2}")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("update") / "home"
    home.mkdir()
    made, _ = publish_extracts(
        write_social_work(home / "extracts", contacts()),
        read_settings(home),
        as_at=AS_AT,
        decisions=Decisions(yes=True),
    )
    return home, made.id


@pytest.fixture
def home(published: tuple[Path, str]) -> Path:
    return published[0]


@pytest.fixture
def meeting(published: tuple[Path, str]) -> Meeting:
    """A meeting of three views, in which something was decided, done and answered."""
    home, picture = published
    made = save_meeting(home, Meeting("Secret group", date(2026, 4, 10), picture))
    for address in ("/referrals", "/referrals?team=T01", "/data"):
        add_view(home, made.id, MeetingView(address, "Secret title", "Secret note"), "")
    action = Action("Secret action", "Secret role", date(2026, 8, 1))
    record_decision(
        home,
        Decision(made.id, "", "Secret sight", "Secret source", actions=(action,)),
    )
    asked = raise_barrier(home, Barrier("T01", "Secret barrier", date(2026, 2, 2)))
    answer_barrier(home, asked.id, date(2026, 4, 10), "Secret answer", "Secret role")
    return meeting_named(home, made.id)


def test_an_update_holds_only_what_was_said_yes_to(
    home: Path, meeting: Meeting
) -> None:
    before = update_of(meeting, named_staff(home))
    assert (before.decided, before.doing, before.answered) == ((), (), ())
    decision = next(one for one in decisions_of(home) if one.meeting == meeting.id)
    barrier = barriers_of(home)[-1]
    for kind, record, words in (
        ("decision", decision.id, "We see no  change."),
        ("action", decision.actions[0].id, "We will look again."),
        ("barrier", barrier.id, "You asked. We answered."),
    ):
        with pytest.raises(ForTheUser, match="anybody may read"):
            let_be_public(home, kind, record, " ")
        let_be_public(home, kind, record, words)
    update = update_of(meeting, named_staff(home))
    assert update.decided == ("We see no change.",)
    assert update.doing == ("We will look again.",)
    assert update.answered == ("You asked. We answered.",)
    assert "Secret" not in repr(update)
    keep_back(home, "action", decision.actions[0].id)
    close_action(home, decision.actions[0].id, TODAY, "Too early to say")
    assert update_of(meeting, named_staff(home)).doing == ()
    ask_again(home, barrier.id)  # with the answer goes the yes to its words
    assert update_of(meeting, named_staff(home)).answered == ()
    for kind, record in (("barrier", barrier.id), ("decision", "x"), ("meeting", "x")):
        with pytest.raises(UnknownName):
            let_be_public(home, kind, record, "Words")


def test_an_update_has_the_numbers_for_publication_whoever_looks(
    home: Path, meeting: Meeting
) -> None:
    every = [Viewer(home, audience) for audience in Audience]
    updates = {update_of(meeting, viewer) for viewer in (*every, named_staff(home))}
    (update,) = updates
    (seen,) = update.seen
    public = _view(meeting, Viewer(home, Audience.PUBLIC))
    exact = _view(meeting, Viewer(home, Audience.OPERATIONAL))
    assert public.whole.whole and exact.whole.whole
    (number,) = [int(n.replace(",", "")) for n in re.findall(r"[\d,]+", seen.number)]
    assert number == public.whole.whole.value != exact.whole.whole.value
    assert number % 5 == 0
    # What is not offered is left out, and so is a page that is no view.
    assert (update.left_out, update.untold) == (1, ())
    assert seen.of.startswith("the whole partnership")
    assert seen.change.startswith(("We see no change", "It ", "We cannot say"))


def test_an_update_is_of_one_meeting_and_says_when_the_next_one_is(
    home: Path, meeting: Meeting
) -> None:
    barrier = barriers_of(home)[-1]
    let_be_public(home, "barrier", barrier.id, "Answered at the first.")
    assert update_of(meeting, named_staff(home)).next_on is None
    after = next_meeting(home, meeting, date(2026, 5, 22), meeting.snapshot)
    assert update_of(meeting, named_staff(home)).next_on == date(2026, 5, 22)
    assert "Answered at the first." in update_of(meeting, named_staff(home)).answered
    assert update_of(after, named_staff(home)).answered == ()
    assert meeting_of_update(home, date(2026, 5, 22)) == after
    assert meeting_of_update(home / "nowhere", TODAY) is None


def _view(meeting: Meeting, viewer: Viewer) -> View:
    return view_at(meeting.views[0].on(meeting.snapshot), viewer)


# The position statement


def lines_of(content: bytes) -> list[str]:
    """What a Word document says, in the order in which it is read."""
    said: list[str] = []
    for part in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, Table):
            said += [cell.text for row in part.rows for cell in row.cells]
        else:
            said.append(part.text)
    return said


def full_statement(home: Path) -> Statement:
    made = save_meeting(home, Meeting("Group", date(2026, 4, 10), "picture"))
    view = add_view(home, made.id, MeetingView("/referrals", "Referrals"), "")
    action = Action("Look at it", "Service manager", date(2026, 8, 1), target="40 %")
    record_decision(
        home,
        Decision(
            made.id,
            view.id,
            "Steady for two years.",
            "Case file audit",
            "fairly sure",
            joint=True,
            indicator="5.1",
            shows=Shows.STRENGTH,
            actions=(action,),
        ),
    )
    record_decision(home, Decision(made.id, "", "Fewer are welfare", indicator="5.1"))
    one = found(home)
    found(home, date(2026, 3, 3), one.id)
    done = record_finding(
        home,
        Raised("Chronologies are missing", "inspection", date(2026, 1, 5)),
        place="T01",
    )
    close_finding(home, done.id, date(2026, 6, 1), "A template is in use.")
    return statement_of(home, TODAY, {"T01": "Northfield"})


def test_findings_stand_under_their_quality_indicator(tmp_path: Path) -> None:
    statement = full_statement(tmp_path)
    assert [section.title for section in statement.sections] == [
        "5.1 Recognition and response to initial concerns",
        "5.4 Involving individual children, young people and families",
        "Under no quality indicator",
    ]
    lines = list(statement.lines)
    assert (
        "Steady for two years (fairly sure). Evidence of several services together."
        " Seen in Referrals, Group, 10 Apr 2026."
        " Known also by: Case file audit."
    ) in lines
    assert (
        f"{WHAT} Raised twice, first on 12 Sep 2025, 14 months ago."
        " Last in Audit: Case file audit, autumn."
    ) in lines
    assert (
        "Chronologies are missing. Raised once, on 5 Jan 2026, 10 months ago. Inspection."
        " About Northfield. Closed on 1 Jun 2026: A template is in use."
    ) in lines
    assert statement.pictures == ("picture",)
    assert [part.title for section in statement.sections for part in section.parts] == [
        *("Strengths", "What we see", "What we will do"),
        *("Findings that are open", "Findings that were put right"),
    ]


@pytest.mark.parametrize("marking", ["", "OFFICIAL – SENSITIVE"])
def test_the_document_says_what_the_statement_says(
    tmp_path: Path, marking: str
) -> None:
    statement = full_statement(tmp_path)
    content = as_docx(statement, Look("Group of councils", marking), TODAY)
    assert lines_of(content) == list(statement.lines)
    paper = Document(io.BytesIO(content))
    styles = {p.text: p.style.name for p in paper.paragraphs if p.style}
    assert styles["Position statement"] == "Title"
    assert styles["5.1 Recognition and response to initial concerns"] == "Heading 1"
    assert styles["What we will do"] == "Heading 2"
    assert [n for n in styles.values() if n == "List Bullet"] == ["List Bullet"] * 4
    assert len(paper.tables) == 1
    assert "w:tblHeader" in paper.tables[0].rows[0]._tr.xml
    page = paper.sections[0]
    assert page.header.paragraphs[0].text == marking
    foot = page.footer.paragraphs[0]._p.xml
    assert "Group of councils" in foot
    assert 'w:instr="PAGE"' in foot and 'w:instr="NUMPAGES"' in foot
    assert paper.core_properties.title == "Position statement"


def test_joint_evidence_stands_before_that_of_one_service(tmp_path: Path) -> None:
    made = save_meeting(tmp_path, Meeting("Group", TODAY, "picture"))
    for seen, joint in (("Alone", False), ("Together", True)):
        record_decision(
            tmp_path,
            Decision(made.id, "", seen, joint=joint, shows=Shows.TO_IMPROVE),
        )
    (section,) = statement_of(tmp_path, TODAY).sections
    (part,) = section.parts
    assert part.title == "What is to be improved"
    assert isinstance(part, Listing)
    assert ["".join(words.text for words in item) for item in part.items] == [
        "Together. Evidence of several services together.",
        "Alone. Evidence of one service.",
    ]


def test_an_empty_statement_says_so(tmp_path: Path) -> None:
    statement = statement_of(tmp_path, TODAY)
    assert statement.lines[-1] == NOTHING
    assert lines_of(as_docx(statement, Look("Ours"), TODAY)) == list(statement.lines)
