"""What was decided, and what will be done, as lists."""

from datetime import date
from typing import Any

from dash import html

from dashboard.components.back_button import back_button
from dashboard.dates import day
from dashboard.partnership.decisions import Action, Decision


def decision_listed(decision: Decision, of: str = "") -> list[Any]:
    """What is seen, how it is known, and each action; `of` is the view's title."""
    sure = f" ({decision.confidence})" if decision.confidence else ""
    whose = "several services together" if decision.joint else "one service"
    known = f" Known also by: {decision.known}" if decision.known else ""
    shows = f"{decision.shows.in_words}. " if decision.shows else ""
    return [
        html.P(
            [html.Strong(f"{of}: ") if of else None, decision.seen, sure],
            className="decision",
        ),
        html.P(f"{shows}Evidence of {whose}.{known}", className="note"),
        html.Ul([html.Li(action_listed(one)) for one in decision.actions]),
        back_button(
            "/records/decision/back",
            {"decision": decision.id, "meeting": decision.meeting},
            "Take back",
            "Take this decision and its actions off the record’s page?",
        ),
    ]


def action_listed(action: Action) -> list[Any]:
    """What, whose, by when and how it stands; in words, not by colour alone."""
    standing = action.standing(date.today()).value
    target = f", to {action.target}" if action.target else ""
    parts = [
        html.Span(standing, className=f"standing-of-action {standing}"),
        f" {action.what}{target}. {action.owner}, by {day(action.due_on)}.",
    ]
    if action.closed_on:
        parts.append(f" Done on {day(action.closed_on)}: {action.closed_with}")
    return parts
