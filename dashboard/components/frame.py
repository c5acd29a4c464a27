"""What every linked page has around its panels: filters, chips, choices, words, definition.

The address is the only state; the callback of `linked_view` fills the frame from it.
"""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.access.doors import Kind
from dashboard.access.viewer import Viewer
from dashboard.answers import contents, home_of
from dashboard.components.filter_bar import filter_bar
from dashboard.components.panels import Panel
from dashboard.components.reading import RECORDED
from dashboard.components.ways import is_open


def view_frame(
    viewer: Viewer,
    *,
    kind: str,
    measure: str,
    panels: Sequence[Panel],
    body: Sequence[Any],
    choices: Sequence[tuple[str, str]] = (),
    units: bool = False,
) -> html.Div:
    """The frame of a page of `kind` about `measure`; `choices` are (measure, words)."""
    held = contents(viewer)
    page = {"kind": kind, "measure": measure, "panels": [p.name for p in panels]}
    return html.Div(
        [
            dcc.Store(id="view-store"),
            dcc.Store(id="view-page", data=page),
            dcc.Store(id=RECORDED, data=0),
            filter_bar(held, home_of(viewer.home).settings.area_level, measure),
            _chip_row(),
            _choice_bar(choices, units=units),
            html.Div(id="view-newer", className="newer"),
            html.Div(
                [
                    html.H1(id="view-headline", className="headline"),
                    html.P(id="view-change", className="change"),
                ],
                **{"aria-live": "polite"},
            ),
            html.Div(id="view-notes", className="notes"),
            html.Div(id="view-scrutiny"),
            *body,
            html.P(id="view-foot", className="foot"),
            html.Details(
                [
                    html.Summary("How is this worked out?"),
                    html.Div(id="view-definition"),
                ],
                className="worked-out",
            ),
        ],
        className=f"linked-view {kind}",
    )


def _chip_row() -> html.Div:
    return html.Div(
        [
            html.Div(
                id="view-chips",
                className="chips",
                **{"aria-label": "Filters that are on"},
            ),
            html.Div(
                [
                    _button("Copy link", id="view-copy"),
                    _button("Copy sentence", id="view-sentence"),
                    *_to_meeting(),
                    html.Span(id="view-follow"),
                    _pack_links(),
                ],
                className="packs",
            ),
        ],
        className="chip-row d-print-none",
    )


def _button(words: str, **named: Any) -> html.Button:
    return html.Button(words, type="button", className="btn btn-link btn-sm", **named)


def _to_meeting() -> list[html.A]:
    """Put what is on the screen on a meeting's agenda; the script knows its address."""
    if not is_open(Kind.PAGE, "/meetings/add"):
        return []
    return [
        html.A(
            "Add to meeting",
            href="/meetings/add",
            className="btn btn-link btn-sm",
            **{"data-of-address": "/meetings/add?of="},
        )
    ]


def _pack_links() -> html.Span:
    """The page as a file; the script puts the address that is looked at into each link."""
    forms = (("pptx", "PowerPoint"), ("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"))
    links = [
        html.A(
            words,
            href=f"/pack.{form}",
            className="btn btn-link btn-sm",
            **{"data-pack": f"/pack.{form}"},
        )
        for form, words in forms
    ]
    pictures = [
        _button(words, **{"data-picture": words.lower()}) for words in ("PNG", "SVG")
    ]
    return html.Span(
        [html.Span("Take away:", className="filter-name"), *links, *pictures],
        className="packs",
        role="group",
        **{"aria-label": "Take this page away as a file"},
    )


def _choice_bar(choices: Sequence[tuple[str, str]], *, units: bool) -> html.Nav:
    counted = (
        ("referrals", "Referrals"),
        ("children", "Children"),
        ("incidents", "Incidents"),
    )
    groups = [
        choice_group("What is shown", "measure", choices, named=False),
        choice_group("Places", "places", (("size", "By size"), ("bars", "In rows"))),
    ]
    # Shown or not by the script: how places are compared, and what a count counts.
    groups[1]["data-compared"] = "true"
    if units:
        groups.append(choice_group("Count", "unit", counted))
        groups[2]["data-units"] = "true"
    return html.Nav(
        [html.Div(**group) for group in groups],
        className="choice-bar d-print-none",
        **{"aria-label": "Measure"},
    )


def choice_group(
    words: str, name: str, options: Sequence[tuple[str, str]], *, named: bool = True
) -> dict[str, Any]:
    """A group of buttons that put `name=value` into the address."""
    buttons = [
        html.Button(
            label,
            type="button",
            className="choice",
            **{"data-choice": f"{name}={value}"},
        )
        for value, label in options
    ]
    title = [html.Span(words, className="filter-name")] if named else []
    return {
        "children": [*title, *buttons],
        "className": "choices units" if named else "choices",
        "role": "group",
        "aria-label": words,
    }
