"""The page of one zone: its aim, and whether it is done, kept going and helping."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote, urlencode

import dash
from dash import dcc, html

from dashboard.access.doors import Kind
from dashboard.answers import Answer, events_touching
from dashboard.charts.joined import joined
from dashboard.charts.quadrant import quadrant
from dashboard.charts.trend import events_in_words, trend
from dashboard.components.barriers_listed import barrier_listed
from dashboard.components.finding_forms import barrier_form
from dashboard.components.panels import GRAPH, alternative_text, table_of
from dashboard.components.places import places_in_words
from dashboard.components.shell import empty_home
from dashboard.components.tables import plain_table
from dashboard.components.viewing import current_viewer
from dashboard.components.ways import is_open, way
from dashboard.components.zone_view import Aimed, Side, ZoneView, zone_view
from dashboard.dates import day
from dashboard.errors import ForTheUser
from dashboard.filters import Filters
from dashboard.joining import Joining
from dashboard.partnership.barriers import barriers_of
from dashboard.partnership.cycles import Cycle
from dashboard.partnership.tools import Tool
from dashboard.partnership.zones import how_a_child_is_in
from dashboard.recording.zones import zone_named
from dashboard.sentences import change_in_words
from dashboard.wording import value_in_words
from dashboard.words import FAMILIES

dash.register_page(
    __name__,
    path_template="/zone/<name>",
    name="Zone",
    title="A transformation zone · Sightline",
    order=9,
)


def layout(name: str = "", done: str = "", **_: Any) -> html.Div:
    try:
        view = zone_view(zone_named(unquote(name)), current_viewer())
    except ForTheUser as error:
        return empty_home(error)
    return html.Div(
        [
            *_head(view),
            html.P("Saved." if done else "", role="status"),
            html.Div(
                [_side(side, view) for side in view.sides], className="four-kinds"
            ),
            _key(view),
            *_worse(view.worse),
            _when(view.aimed),
            *_joinings(view.joinings),
            *_quadrant(view),
            _collecting(view),
            _cycles(view.cycles),
            _in_the_way(view),
        ],
        className="zone-page",
    )


def _head(view: ZoneView) -> list[Any]:
    zone = view.zone
    kinds = sorted({member.kind for member in zone.members})
    begun = min(member.from_on for member in zone.members)
    aim = [
        html.Span(f"{words}: {value}. ")
        for words, value in (
            ("How much", zone.how_much),
            ("By when", day(zone.by_when) if zone.by_when else ""),
            ("For whom", zone.for_whom),
        )
        if value
    ]
    ways = (
        ("Change the zone", "/zones/edit?" + urlencode({"zone": zone.name})),
        ("Record a cycle", "/zones/cycle?" + urlencode({"scope": zone.name})),
        ("Record what happened", "/zones/event?" + urlencode({"scope": zone.name})),
        ("Referrals of the zone", "/referrals?" + urlencode({"zone": zone.name})),
    )
    return [
        html.H1(zone.name),
        html.P(zone.aim, className="zone-aim"),
        html.P(aim),
        html.P(
            f"{len(zone.members)} places since {day(begun)}; a child is in it who {how_a_child_is_in(kinds)}. "
            "Charts through time are of the places that have ever joined it, over their whole history."
        ),
        html.P(
            [way(words, href) for words, href in ways],
            className="ways d-print-none",
        ),
        *(
            [html.P([html.Strong("The next question: "), view.next_question])]
            if view.next_question
            else []
        ),
    ]


def _side(side: Side, view: ZoneView) -> html.Section:
    words = FAMILIES[side.family]
    parts: list[Any] = [html.H2(words[:1].upper() + words[1:], className="panel-title")]
    if side.drawn is None:
        parts.append(html.P("Nothing is collected for this yet."))
    else:
        parts += _drawn(side.drawn, side.beside, view)
    parts += [_said(answer, view) for answer in side.others]
    return html.Section(parts, className="panel", **{"data-family": side.family.value})


def _drawn(answer: Answer, beside: Mapping[str, Answer], view: ZoneView) -> list[Any]:
    events = events_touching(Filters.of({"zone": view.zone.name}), current_viewer())
    title = f"{answer.measure.title}, through time"
    return [
        html.P(dcc.Link(answer.measure.title, href=_href(answer, view))),
        html.P(change_in_words(answer), className="said"),
        html.Div(
            dcc.Graph(
                figure=trend(
                    answer, events, narrow=True, span=view.span, beside=beside
                ),
                config=GRAPH,
            ),
            role="img",
            **{"aria-label": alternative_text(answer, title)},
        ),
        plain_table(table_of(answer, None, "Period", beside)),
    ]


def _href(answer: Answer, view: ZoneView) -> str:
    return f"/measure/{answer.measure.name}?" + urlencode({"zone": view.zone.name})


def _said(answer: Answer, view: ZoneView) -> html.P:
    return html.P(
        [
            dcc.Link(answer.measure.title, href=_href(answer, view)),
            f": {change_in_words(answer)}",
        ],
        className="also",
    )


def _key(view: ZoneView) -> html.P:
    """The letters are the same on all four charts: they share their months."""
    main = next((side.drawn for side in view.sides if side.drawn), None)
    if main is None:
        return html.P()
    events = events_touching(Filters.of({"zone": view.zone.name}), current_viewer())
    told = events_in_words(main, events, view.span)
    words = [f"{e['letter']} {e['date']}: {e['title']}" for e in told]
    return html.P(" · ".join(words), className="events-key")


def _worse(worse: Sequence[Answer]) -> list[Any]:
    if not worse:
        return []
    return [
        html.H2("What might have got worse", className="panel-title"),
        *[html.P(f"{a.measure.title}: {change_in_words(a)}") for a in worse],
    ]


def _when(aimed: Sequence[Aimed]) -> html.Section:
    rows = [html.Li(_knowing(one)) for one in aimed]
    none = html.P(
        "No size is aimed at yet. Change the zone to say what a measure should come to."
    )
    return html.Section(
        [
            html.H2("When could we know?", className="panel-title"),
            html.P(
                "If a measure came to its aim now and stayed there, half of such charts would show "
                "it by the day below. Earlier than that, a chart that does not move says nothing."
            ),
            html.Ul(rows) if rows else none,
        ],
        className="panel",
    )


def _knowing(one: Aimed) -> str:
    measure = one.series.measure
    aim = f"{measure.title}, to {value_in_words(measure, one.target)}: "
    knowing = one.knowing
    if knowing.on:
        return f"{aim}about {knowing.on:%B %Y} ({knowing.points} more points)."
    return aim + {
        "shown": "its chart shows a change already.",
        "few": "too few points so far to say.",
        "never": "not within five years at this size; look at a larger group, or at what is done.",
    }.get(knowing.reason, "this kind of measure cannot say.")


def _joinings(joinings: Sequence[Joining]) -> list[Any]:
    if not joinings:
        return []
    return [
        html.Section(
            [
                html.H2("Before and after each place joined", className="panel-title"),
                html.P(
                    "Places that joined at different times, lined up at the month each joined, in "
                    "steps of three months. It shows before and after. Whatever else changed in "
                    "those months is in it too, so it does not say why."
                ),
                html.Div(
                    [_joining(joining) for joining in joinings], className="two-charts"
                ),
            ],
            className="panel",
        )
    ]


def _joining(joining: Joining) -> html.Div:
    measure, around = joining.measure, joining.around
    before = value_in_words(measure, around.before_median)
    after = value_in_words(measure, around.after_median)
    said = f"Median before {before} ({around.before_points} steps), after {after} ({around.after_points})."
    if not joining.comparable:
        said = (
            f"Steps that every place has: {around.before_points} before and {around.after_points} "
            "after; too few to set beside each other yet."
        )
    rows = [
        {
            "label": f"{step.offset * 3:+d} months",
            "cells": [value_in_words(measure, step.value), str(step.members)],
            "note": "",
        }
        for step in joining.lined
    ]
    columns = ["Since joining", "Value", "Places"]
    return html.Div(
        [
            html.P(f"{measure.title}. {said}", className="said"),
            html.Div(
                dcc.Graph(figure=joined(joining), config=GRAPH),
                role="img",
                **{"aria-label": f"{measure.title}, before and after joining. {said}"},
            ),
            plain_table({"caption": measure.title, "columns": columns, "rows": rows}),
        ]
    )


def _quadrant(view: ZoneView) -> list[Any]:
    found = view.quadrant
    if found is None:
        return []
    across, up = found.across.whole, found.up.whole
    if across is None or up is None or across.value is None or up.value is None:
        return []
    figure = quadrant(
        found.placed, found.across, found.up, wholes=(across.value, up.value)
    )
    rows = [
        {
            "label": place.label,
            "cells": [
                value_in_words(found.across.measure, place.across),
                value_in_words(found.up.measure, place.up),
            ],
            "note": "in the zone" if place.inside else "",
        }
        for place in found.placed
    ]
    columns = ["Place", found.across.measure.title, found.up.measure.title]
    return [
        html.Section(
            [
                html.H2(
                    "Is it done as intended, and is it helping?",
                    className="panel-title",
                ),
                html.P(
                    f"Each place over the {found.across.period_in_words.split(':')[0]}; diamonds are in the zone. "
                    "Two numbers side by side, each with its own chance: it does not say that one makes the other."
                ),
                html.Div(
                    dcc.Graph(figure=figure, config=GRAPH),
                    role="img",
                    **{
                        "aria-label": "Each place by both measures; the table has the numbers."
                    },
                ),
                plain_table(
                    {"caption": "Each place", "columns": columns, "rows": rows}
                ),
            ],
            className="panel",
        )
    ]


def _collecting(view: ZoneView) -> html.Section:
    missing: list[Tool] = [tool for side in view.sides for tool in side.not_collected]
    hours = view.minutes / 60
    return html.Section(
        [
            html.H2("What is collected, and what it costs", className="panel-title"),
            html.P(
                f"Filling in every tool as often as it asks takes about {hours:.0f} hours a month in the "
                f"zone's {len(view.zone.members)} places together."
            ),
            html.P(
                "Not being collected: "
                + "; ".join(tool.title for tool in missing)
                + "."
            )
            if missing
            else html.P("Every tool has been filled in lately."),
            dcc.Link("The tools", href="/tools"),
        ],
        className="panel",
    )


def _cycles(cycles: Sequence[Cycle]) -> html.Section:
    if not cycles:
        return html.Section(
            [
                html.H2("Cycles", className="panel-title"),
                html.P("None is recorded yet."),
            ]
        )
    columns = ("What was tried", "When", "Predicted", "Result", "Act")
    titles = {cycle.id: cycle.title for cycle in cycles}
    rows = [
        html.Tr(
            [
                html.Th(
                    way(c.title, f"/zones/cycle?cycle={quote(c.id)}", "") or c.title,
                    scope="row",
                ),
                html.Td(
                    day(c.begun_on)
                    + (f" to {day(c.ended_on)}" if c.ended_on else " on")
                ),
                html.Td(c.prediction),
                html.Td(c.result or "not written yet"),
                html.Td(
                    c.act.in_words
                    + (
                        f"; follows “{titles[c.follows]}”"
                        if c.follows in titles
                        else ""
                    )
                ),
            ]
        )
        for c in cycles
    ]
    return html.Section(
        [
            html.H2("Cycles: prediction beside result", className="panel-title"),
            html.Div(
                html.Table(
                    [
                        html.Thead(html.Tr([html.Th(w, scope="col") for w in columns])),
                        html.Tbody(rows),
                    ],
                    className="numbers told-table",
                ),
                className="table-frame",
                tabIndex="0",
                role="region",
                **{"aria-label": "Cycles of the zone"},
            ),
        ],
        className="panel",
    )


def _in_the_way(view: ZoneView) -> html.Section:
    """What the zone and its places asked of the group, and what came of it."""
    viewer = current_viewer()
    names = places_in_words(viewer)
    ours = [m.code for m in view.zone.members if m.kind in ("team", "school")]
    scopes = [(view.zone.name, view.zone.name), *((c, names.get(c, c)) for c in ours)]
    asked = [one for one in barriers_of(viewer.home) if one.scope in dict(scopes)]
    back = f"/zone/{quote(view.zone.name, safe='')}?done=1"
    listed = html.Ul(
        [html.Li(barrier_listed(one, names, back)) for one in asked],
        className="barriers",
    )
    return html.Section(
        [
            html.H2("In the way, for the group to remove", className="panel-title"),
            listed if asked else html.P("Nothing has been asked of the group yet."),
            *_asking(scopes, back),
        ],
        className="panel in-the-way",
    )


def _asking(scopes: Sequence[tuple[str, str]], back: str) -> list[Any]:
    if not is_open(Kind.ROUTE, "POST /records/barrier"):
        return []
    return [
        html.Details(
            [html.Summary("Ask the group"), barrier_form(scopes, back)],
            className="d-print-none",
        )
    ]
