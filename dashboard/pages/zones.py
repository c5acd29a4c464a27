"""Transformation zones: all of them, what is tried in them, and what happened."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

import dash
from dash import Input, Output, callback, dcc, html, no_update

from dashboard.answers import contents
from dashboard.components.back_button import back_button
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.components.ways import way
from dashboard.dates import day
from dashboard.errors import NoSnapshot
from dashboard.intake.rebuilding import being_made, stopped
from dashboard.partnership.cycles import Cycle, cycles_of
from dashboard.partnership.happenings import Happening, happenings_of
from dashboard.partnership.zones import Zone, how_a_child_is_in, remarks, zones_of
from dashboard.recording.zones import zone_named
from dashboard.warehouse.contents import Contents

dash.register_page(
    __name__,
    path="/zones",
    name="Zones",
    title="Transformation zones · Sightline",
    order=3,
    in_menu=True,
)
_LOOK_EVERY = 1_500  # milliseconds


def layout(saved: str = "", done: str = "", **_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        held = contents(viewer)
    except NoSnapshot as error:
        return empty_home(error)
    recorded = zones_of(viewer.home)
    names = dict.fromkeys([*(zone.name for zone in recorded), *held.zones])
    gone = zones_of(viewer.home, taken_back=True)
    zones = [
        zone_named(name) for name in names if name not in {zone.name for zone in gone}
    ]
    return html.Div(
        [
            html.H1("Transformation zones"),
            html.P(
                "A zone is a named set of schools, teams and areas that try something new. Every "
                "page can show it, the rest that is like it, and everyone.",
                className="lead-in",
            ),
            html.Div(_making(saved), id="zones-making", role="status"),
            html.P("Saved." if done else "", role="status"),
            dcc.Interval(
                id="zones-clock",
                interval=_LOOK_EVERY,
                disabled=being_made(viewer.home) is None,
            ),
            *[_card(zone, zones, held) for zone in zones],
            *([] if zones else [html.P("There is no zone yet.")]),
            _ways(),
            *_taken_back(gone),
            _cycles(cycles_of(viewer.home), held),
            _happenings(happenings_of(viewer.home), held),
        ],
        className="zones-page",
    )


def _making(saved: str = "") -> list[Any]:
    """What becomes of the picture that a saved zone is counted in."""
    home = current_viewer().home
    if batch := being_made(home):
        step = batch.progress
        how_far = f" ({step['done']} of {step['of']})" if step else ""
        return [
            html.P(
                f"The numbers are being worked out anew for the zones as they are now{how_far}. "
                "Until then pages show the picture of before."
            )
        ]
    if failed := stopped(home):
        return [html.P(" ".join(failed.report["stopped"]), className="said-no")]
    if not saved:
        return []
    return [html.P(f"“{saved}” is saved, and in every number from now on.")]


@callback(
    Output("zones-making", "children"),
    Output("zones-clock", "disabled"),
    Input("zones-clock", "n_intervals"),
    prevent_initial_call=True,
)
def look(_: int) -> tuple[Any, Any]:
    """How far the new picture is; the page says when it is there."""
    if being_made(current_viewer().home):
        return _making(), no_update
    failed = _making()
    ready = "The numbers are worked out anew: the zones are in them as they are now."
    return failed or [html.P([ready, " ", html.A("Show", href="/zones")])], True


def _ways() -> html.P:
    return html.P(
        [
            way("Make a zone", "/zones/edit", "btn btn-primary"),
            way("Record a cycle", "/zones/cycle"),
            way("Record what happened", "/zones/event"),
        ],
        className="ways d-print-none",
    )


def _card(zone: Zone, others: Sequence[Zone], held: Contents) -> html.Article:
    kinds = sorted({member.kind for member in zone.members})
    notes = remarks(
        zone, others, today=date.today(), names=held.labels, ended=held.ended
    )
    return html.Article(
        [
            html.H2(
                dcc.Link(zone.name, href=f"/zone/{quote(zone.name, safe='')}"),
                className="zone-name",
            ),
            html.P(zone.aim or "No aim is recorded.", className="zone-aim"),
            html.P(f"A child is in it who {how_a_child_is_in(kinds)}."),
            html.Ul([html.Li(_member_in_words(m, held)) for m in zone.members]),
            *[html.P(note, className="zone-remark") for note in notes],
            html.P(
                [
                    way("Change", "/zones/edit?" + urlencode({"zone": zone.name})),
                    back_button(
                        "/records/zone/back",
                        {"zone": zone.id, "name": zone.name},
                        "Take back",
                        f"Take back “{zone.name}”? It can be put back.",
                    ),
                ],
                className="ways d-print-none",
            ),
        ],
        className="zone-card",
    )


def _member_in_words(member: Any, held: Contents) -> str:
    left = f" to {day(member.to_on)}" if member.to_on else ""
    return f"{held.label(member.kind, member.code)}, from {day(member.from_on)}{left}"


def _taken_back(gone: Sequence[Zone]) -> list[Any]:
    if not gone:
        return []
    return [
        html.H2("Taken back"),
        html.Ul(
            [
                html.Li(
                    [
                        f"{zone.name} ",
                        back_button(
                            "/records/zone/back",
                            {"zone": zone.id, "name": zone.name, "undo": "yes"},
                            "Put back",
                        ),
                    ]
                )
                for zone in gone
            ]
        ),
    ]


def _cycles(cycles: Sequence[Cycle], held: Contents) -> html.Section:
    return html.Section(
        [
            html.H2("Cycles of change"),
            html.Ol([html.Li(_cycle(one, held)) for one in reversed(cycles)])
            if cycles
            else html.P("No cycle is recorded yet."),
        ]
    )


def _cycle(cycle: Cycle, held: Contents) -> list[Any]:
    ended = f" to {day(cycle.ended_on)}" if cycle.ended_on else ", still running"
    return [
        html.Strong(cycle.title),
        f" · {_where(cycle.scope, held)} · {day(cycle.begun_on)}{ended} · {cycle.act.in_words}. ",
        html.Span(["Predicted: ", cycle.prediction, " "]),
        html.Span(["Result: ", cycle.result or "not written yet", " "]),
        way("Open", "/zones/cycle?" + urlencode({"cycle": cycle.id}), ""),
    ]


def _happenings(happenings: Sequence[Happening], held: Contents) -> html.Section:
    return html.Section(
        [
            html.H2("What happened"),
            html.Ul([html.Li(_happening(one, held)) for one in reversed(happenings)])
            if happenings
            else html.P(
                "Nothing is recorded on this page. What came with an extract is on the charts."
            ),
        ]
    )


def _happening(one: Happening, held: Contents) -> list[Any]:
    return [
        f"{day(one.happened_on)}: {one.title} · {_where(one.scope, held)} ",
        back_button("/records/event/back", {"what": one.id}, "Take back"),
    ]


def _where(scope: str, held: Contents) -> str:
    return (
        held.labels.get(("team", scope)) or held.labels.get(("school", scope)) or scope
    )
