"""Barriers as the pages list them: asked when and by whom, answered or waiting."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.access.doors import Kind
from dashboard.components.back_button import back_button
from dashboard.components.finding_forms import answer_form
from dashboard.components.ways import is_open
from dashboard.dates import day
from dashboard.partnership.barriers import Barrier

WAITING = "Waiting for an answer from the group"


def barrier_in_words(barrier: Barrier, places: Mapping[str, str]) -> str:
    """“Asked on 3 Feb 2026 by Northfield: …”"""
    whose = places.get(barrier.scope, barrier.scope)
    return f"Asked on {day(barrier.asked_on)} by {whose}: {barrier.what}"


def answer_in_words(barrier: Barrier) -> str:
    """“Answered on 20 Feb 2026, by the Head of education: …”; "" where it waits."""
    if barrier.answered_on is None:
        return ""
    return (
        f"Answered on {day(barrier.answered_on)}, by {barrier.owner}: {barrier.answer}"
    )


def waiting_listed(
    waiting: Sequence[Barrier], places: Mapping[str, str], back: str
) -> list[Any]:
    """What stands before the group, each with the form that answers it."""
    if not waiting:
        return []
    return [
        html.H2(f"{WAITING} ({len(waiting)})"),
        html.Ul(
            [html.Li(barrier_listed(one, places, back)) for one in waiting],
            className="barriers",
        ),
    ]


def barrier_listed(barrier: Barrier, places: Mapping[str, str], back: str) -> list[Any]:
    """One barrier, its answer or that it waits, and what whoever looks may do with it."""
    said = answer_in_words(barrier)
    stands = "answered" if said else "waiting"
    return [
        html.P(
            [
                html.Span(stands, className=f"standing-of-action {stands}"),
                f" {barrier_in_words(barrier, places)}",
            ]
        ),
        html.P(said) if said else None,
        *_ways(barrier, back),
    ]


def _ways(barrier: Barrier, back: str) -> list[Any]:
    given = {"barrier": barrier.id, "back": back}
    if barrier.answered_on:
        return [
            back_button(
                "/records/barrier/again",
                given,
                "Take the answer back",
                "Take the answer back? The group is then asked again.",
            )
        ]
    if not is_open(Kind.ROUTE, "POST /records/barrier/answer"):
        return []
    return [
        html.Details(
            [html.Summary("Answer it"), answer_form(barrier, back)],
            className="d-print-none",
        ),
        back_button(
            "/records/barrier/back",
            given,
            "Take back",
            "Take this off the list, without an answer?",
        ),
    ]
