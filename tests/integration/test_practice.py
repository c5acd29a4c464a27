"""What teams fill in: at once for themselves, on publish for all, and nobody pointed at."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.access.viewer import named_staff
from dashboard.answers import Answer, Question, ask, catalogue, home_of
from dashboard.filters import Filters
from dashboard.intake.decisions import Decisions
from dashboard.intake.practice import practice_picture
from dashboard.intake.publish import publish_extracts
from dashboard.partnership.tool_answers import Giver, leave_out, receive
from dashboard.partnership.tools import tool_named
from dashboard.points import Status
from dashboard.settings import read_settings
from tests.integration.social_work_extracts import Contact, write_social_work

AS_AT = date(2026, 10, 31)
TOOL = """
title = "Walks as intended"
question = "How many walks were as intended?"
kind = "fidelity"
filled_in_by = "Whoever walked"
how_often = "after each walk"
forms_a_month = 4.0
minutes = 1
better = "higher"
numerator = "Items as intended"
denominator = "Items that applied"
unit = "items"
why = "To try it."
[[questions]]
name = "lead"
text = "Was the lead on?"
kind = "yes_no"
[[questions]]
name = "mood"
text = "How was it?"
kind = "scale"
scale = ["Bad", "Fair", "Good"]
counts = ["Good"]
"""
# team, day, lead, mood: T1 three forms in May, T2 six, T3 six; T1 one more in June.
FORMS = (
    *(("T1", date(2026, 5, day), "yes", "Good") for day in (1, 8, 15)),
    *(("T2", date(2026, 5, day), "no", "Fair") for day in (1, 2, 3, 4, 5, 6)),
    *(("T3", date(2026, 5, day), "na", "Good") for day in (1, 2, 3, 4, 5, 6)),
    ("T1", date(2026, 6, 1), "no", "Bad"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partnership with a tool of its own, which is one TOML and no Python."""
    folder = tmp_path_factory.mktemp("practice")
    home = folder / "home"
    (home / "tools").mkdir(parents=True)
    (home / "tools" / "walks.toml").write_text(TOOL, encoding="utf-8")
    tool = tool_named(read_settings(home), "walks")
    for number, (team, on, lead, mood) in enumerate(FORMS):
        receive(
            home,
            tool,
            answer=f"form-{number:04}",
            giver=Giver(team=team),
            about_on=on,
            given={"lead": lead, "mood": mood},
            via="form",
        )
    path = folder / "organisation.csv"
    rows = [f"team,T{n},Team {n},," for n in (1, 2, 3)]
    path.write_text(
        "\n".join(["Kind,Code,Name,Parent,Sector", *rows]) + "\n", encoding="utf-8"
    )
    contact = Contact(person=1, received_on=date(2026, 5, 1), team="T1")
    publish_extracts(
        [path, *write_social_work(folder, [contact])],
        read_settings(home),
        as_at=AS_AT,
        decisions=Decisions(yes=True),
    )
    return home


def asked(home: Path, snapshot: str | None = None, **given: object) -> Answer:
    question = Question("tool_walks", Filters.of({}, "all"), snapshot=snapshot)
    return ask(replace(question, **given), named_staff(home))  # type: ignore[arg-type]


def own(home: Path) -> str:
    settings = home_of(home).settings
    return practice_picture(settings, tool_named(settings, "walks"))


def test_a_new_tool_is_a_measure_like_any_other(home: Path) -> None:
    """17 items counted of 26 that applied: T1 3+3 of 8, T2 0 of 12, T3 6 of 6."""
    whole = asked(home).whole
    assert whole is not None
    assert (whole.numerator, whole.denominator, whole.incidents) == (12, 26, 16)
    measure = catalogue(named_staff(home))["tool_walks"]
    assert {"team", "zone", "item", "answer_given"} <= set(measure.dimensions)


def test_what_few_say_is_for_their_own_team_alone(home: Path) -> None:
    months = Filters.of({"team": "T1"}, "month:2026-05")
    at_home = asked(home, own(home), filters=months).whole
    assert at_home is not None
    assert (at_home.numerator, at_home.denominator) == (6, 6)
    for_all = asked(home, filters=months).whole
    assert for_all is not None
    assert for_all.status is Status.FEW
    assert (for_all.value, for_all.numerator, for_all.rows) == (None, 0, 0)


def test_the_rest_does_not_give_away_the_one_that_is_hidden(home: Path) -> None:
    """T1's three of May are hidden, and with them the smaller of the others."""
    answer = asked(home, filters=Filters.of({}, "month:2026-05"), by="team")
    hidden = [p.key for p in answer.points if p.status is Status.FEW]
    assert "T1" in hidden
    assert len(hidden) == 2


def test_a_team_sees_its_form_at_once_and_all_of_it_on_publish(home: Path) -> None:
    """The practice picture's numbers are those of the published one, and newer."""
    for by in ("item", "answer_given", None):
        filters = Filters.of({"team": "T2"}, "all")
        ours = asked(home, own(home), filters=filters, by=by)
        theirs = asked(home, filters=filters, by=by)
        assert [(p.key, p.numerator, p.denominator) for p in ours.points] == [
            (p.key, p.numerator, p.denominator) for p in theirs.points
        ]
    before = own(home)
    tool = tool_named(read_settings(home), "walks")
    receive(
        home,
        tool,
        answer="form-9999",
        giver=Giver(team="T2"),
        about_on=date.today(),
        given={"lead": "yes", "mood": "Good"},
        via="form",
    )
    after = own(home)
    assert after != before
    through = asked(home, after, filters=Filters.of({"team": "T2"}), grain="month")
    newest = through.points[-1]
    assert newest.period == date.today().replace(day=1)
    assert (newest.numerator, newest.denominator) == (2, 2)
    assert newest.value == 1
    leave_out(home, "form-9999")
    assert own(home) not in (before, after) or own(home) == before


def test_scales_are_counted_by_their_words_in_their_order(home: Path) -> None:
    filters = Filters.of({"team": "T1", "item": "walks.mood"}, "all")
    answer = asked(home, own(home), filters=filters, by="answer_given")
    spread = [(p.label, p.denominator) for p in answer.points if p.denominator]
    assert spread == [("Bad", 1), ("Good", 3)]
