"""The frame of the page on thresholds: what is asked in which order, in a reader's words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.access.viewer import Viewer
from dashboard.answers import contents
from dashboard.components.frame import view_frame
from dashboard.components.map_choice import known_levels
from dashboard.components.panels import AREA, FLOW, SOURCE, TEAM, Panel, panel_section
from dashboard.components.thresholds import (
    AFTERWARDS,
    DEFAULT,
    MIX,
    OFFERED,
    PROFILE,
    SOON,
    STEPS,
)
from dashboard.warehouse.contents import Contents

CHOICES = (
    (DEFAULT, "Welfare concerns"),
    *((name, f"On {words}") for name, words in STEPS),
)
_QUESTIONS = (
    ("Where do referrals go?", (Panel(FLOW, "Step by step", ("ended",)),)),
    ("Are our thresholds the same?", ()),
    ("Is it the team or the mix?", (Panel(MIX, "With the same mix of referrals", ()),)),
    ("How soon do we know?", (Panel(SOON, "Decided by so many days", ()),)),
    (
        "What happened after?",
        (
            Panel(AFTERWARDS, "After each kind of decision", ()),
            Panel(OFFERED, "Offered instead", ()),
        ),
    ),
)
_PROFILE = Panel(
    PROFILE, "The share that goes on, step by step", ("team",), scrolls=True
)
# What each chart is called, wherever it is taken.
TITLES = {
    panel.name: panel.title
    for panel in (
        *(panel for _, panels in _QUESTIONS for panel in panels),
        *(_PROFILE, TEAM, AREA, SOURCE),
    )
}


def thresholds_frame(viewer: Viewer) -> html.Div:
    """The empty page; the callback of linked pages fills it for each address."""
    held = contents(viewer)
    every = [panel for _, panels in _QUESTIONS for panel in panels]
    return view_frame(
        viewer,
        kind="thresholds",
        measure=DEFAULT,
        panels=[*every, _PROFILE, TEAM, AREA, SOURCE],
        choices=CHOICES,
        body=[
            *[_question(words, panels, held) for words, panels in _QUESTIONS],
            html.Div(id="view-levels", hidden=True),
        ],
    )


def _area(held: Contents) -> Panel:
    measures = [measure for measure, _ in CHOICES]
    return replace(AREA, levels=known_levels(AREA, measures, held))


def _question(words: str, panels: Sequence[Panel], held: Contents) -> html.Section:
    inside: Any = [panel_section(panel, held, _size(panel)) for panel in panels]
    if not panels:
        inside = [
            *[panel_section(panel, held) for panel in (TEAM, _area(held), SOURCE)],
            panel_section(_PROFILE, held, "panel-wide"),
        ]
    return html.Section(
        [
            html.H2(words, className="asked"),
            html.Div(inside, className="panels by-size"),
        ],
        **{"aria-label": words},
    )


def _size(panel: Panel) -> str:
    return "panel-half" if panel.name in (AFTERWARDS, OFFERED) else "panel-wide"
