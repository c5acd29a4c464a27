"""What of a meeting may go into the public update: a yes for each, by its very words."""

from typing import Any

from dash import html

from dashboard.access.doors import Kind
from dashboard.components.back_button import back_button
from dashboard.components.finding_forms import public_form
from dashboard.components.meeting_shown import MeetingShown
from dashboard.components.update_shown import answered_for
from dashboard.components.ways import is_open
from dashboard.dates import day
from dashboard.partnership.barriers import Barrier
from dashboard.partnership.decisions import Action, Decision

Spoken = Decision | Action | Barrier


def public_listed(shown: MeetingShown) -> list[Any]:
    """Each decision, action and answered barrier, with its words for the update or the
    form to choose them; nothing for whoever may not record."""
    if not is_open(Kind.ROUTE, "POST /records/public"):
        return []
    spoken: list[Spoken] = [*shown.decisions]
    spoken += [one for decision in shown.decisions for one in decision.actions]
    spoken += answered_for(shown.meeting, shown.viewer.home)
    if not spoken:
        return []
    back = f"/meeting/{shown.meeting.id}?done=1"
    return [
        html.Section(
            [
                html.H2("What may go into the update for everybody"),
                html.P(
                    "Nothing does until you say so, one by one, in words that anybody may "
                    "read."
                ),
                html.Ul([html.Li(_one(one, back)) for one in spoken]),
            ],
            className="for-the-update d-print-none",
        )
    ]


def _one(spoken: Spoken, back: str) -> list[Any]:
    kind, title, words = _told(spoken)
    given = {"kind": kind, "record": spoken.id, "back": back}
    if spoken.public_words:
        return [
            html.P([html.Strong("In the update: "), spoken.public_words]),
            back_button("/records/public/back", given, "Leave it out"),
        ]
    return [
        html.P([html.Strong("Not in the update: "), title]),
        html.Details(
            [
                html.Summary("Choose the words"),
                public_form(kind, spoken.id, words, back),
            ]
        ),
    ]


def _told(spoken: Spoken) -> tuple[str, str, str]:
    """Its kind, what it is, and words to begin with."""
    if isinstance(spoken, Decision):
        return "decision", spoken.seen, spoken.seen
    if isinstance(spoken, Action):
        by = f"{spoken.what}. {spoken.owner} will do it by {day(spoken.due_on)}."
        return "action", spoken.what, by
    asked = f"We were asked: {spoken.what} We answered: {spoken.answer}"
    return "barrier", spoken.what, asked
