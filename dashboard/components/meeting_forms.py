"""The forms of a meeting: itself, a view that is added, a decision, an action that closes."""

from collections.abc import Mapping, Sequence
from datetime import date

from dash import html

from dashboard.components.form import Field, form, who_records_it
from dashboard.components.zone_forms import measures_of
from dashboard.dates import day
from dashboard.disclosure import Audience
from dashboard.measures import Measure
from dashboard.partnership.decisions import CONFIDENCE, Action, Shows
from dashboard.partnership.meetings import Meeting

FOR_WHOM = {
    Audience.OPERATIONAL: "Named staff, with exact numbers",
    Audience.PARTNERSHIP: "The partnership’s groups, with protected numbers",
    Audience.PUBLIC: "Anybody: numbers for publication",
}


def meeting_form(may: Sequence[Audience], meeting: Meeting | None = None) -> html.Div:
    """Make a meeting, or change one; `may` are whom its screen can be for."""
    known = meeting.audience if meeting else Audience.PARTNERSHIP
    chosen = known if known in may else may[0]
    return form(
        "/records/meeting",
        [
            Field("meeting", "", "hidden", meeting.id if meeting else ""),
            Field(
                "name",
                "What the group is called",
                value=meeting.name if meeting else "",
                needed=True,
            ),
            Field(
                "held_on",
                "Meets on",
                "date",
                meeting.held_on if meeting else "",
                needed=True,
            ),
            Field(
                "audience",
                "Whom the screen in the room is for",
                "choice",
                chosen.value,
                options=[(one.value, FOR_WHOM[one]) for one in may],
                hint="Whoever presents may see more; the room sees this.",
            ),
            *who_records_it(),
        ],
        save="Save the meeting",
        key=f"meeting-{meeting.id if meeting else 'new'}",
    )


def next_form(meeting: Meeting) -> html.Div:
    """The meeting after this one: its views again, of the newest picture."""
    return form(
        "/records/meeting/next",
        [
            Field("meeting", "", "hidden", meeting.id),
            Field("held_on", "It meets on", "date", needed=True),
            *who_records_it(),
        ],
        save="Make the next meeting from this one",
        key=f"next-{meeting.id}",
    )


def view_form(meetings: Sequence[Meeting], address: str, title: str) -> html.Div:
    """Add the view of an address to a meeting."""
    options = [(one.id, f"{one.name}, {day(one.held_on)}") for one in meetings]
    return form(
        "/records/meeting/view",
        [
            Field("address", "", "hidden", address),
            Field("meeting", "Meeting", "choice", meetings[0].id, options=options),
            Field(
                "title",
                "Title",
                value=title,
                needed=True,
                hint="What the group should look at. Over it stands what the chart says.",
            ),
            Field("note", "Note", "long", hint="Why it is on the agenda."),
            *who_records_it(),
        ],
        save="Add to the meeting",
        key=f"view-{address}",
    )


def decision_form(
    meeting: Meeting,
    view: str,
    measures: Mapping[str, Measure],
    indicators: Sequence[tuple[str, str]],
    *,
    measure: str = "",
    back: str = "",
) -> html.Div:
    """How good are we now, how do we know, what will we do: beside a view."""
    action = (
        Field(
            "what", "What will be done", hint="One thing, that can be seen to be done."
        ),
        Field("owner", "Whose it is", hint="A role, not a name."),
        Field("due_on", "By", "date"),
        Field(
            "measure",
            "What should move",
            "choice",
            measure,
            options=[("", "Not one measure"), *measures_of(measures)],
        ),
        Field("target", "To what"),
        Field("priority", "Which priority of the plan it serves"),
    )
    return form(
        "/records/decision",
        [
            Field("meeting", "", "hidden", meeting.id),
            Field("view", "", "hidden", view),
            Field("back", "", "hidden", back),
            Field("seen", "What we see: how good are we now?", "long", needed=True),
            Field(
                "known",
                "How we know, besides this view",
                "long",
                hint="Audits, what children and families say, other reports.",
            ),
            Field(
                "joint",
                "Whose evidence it is",
                "choice",
                options=[("single", "One service’s"), ("joint", "Several together")],
            ),
            Field(
                "confidence",
                "How sure we are",
                "choice",
                options=[(one, one.capitalize() or "Not said") for one in CONFIDENCE],
            ),
            Field(
                "shows",
                "What it is",
                "choice",
                options=[(one.value, one.in_words) for one in Shows],
            ),
            Field(
                "indicator",
                "Quality indicator",
                "choice",
                options=[("", "None"), *indicators],
            ),
            Field(
                "actions",
                "What we will do",
                "rows",
                fields=action,
                add="Add an action",
            ),
            *who_records_it(),
        ],
        save="Record it",
        key=f"decision-{meeting.id}-{view}",
    )


def closing_form(action: Action, shown: str) -> html.Div:
    """An action closes with what the data show; `shown` is what its measure says."""
    return form(
        "/records/action/close",
        [
            Field("action", "", "hidden", action.id),
            Field("closed_on", "Done on", "date", date.today(), needed=True),
            Field("closed_with", "What the data show", "long", shown, needed=True),
        ],
        save="Close the action",
        key=f"close-{action.id}",
    )
