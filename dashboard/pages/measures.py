"""All measures, by what they are for: each its sign, a sparkline and its latest value."""

from itertools import groupby
from typing import Any
from urllib.parse import quote

import dash
from dash import Input, Output, callback, dcc, html

from dashboard.access.viewer import Viewer
from dashboard.answers import contents, home_of, one_picture
from dashboard.charts.sparkline import HEIGHT, WIDTH, sparkline_svg
from dashboard.components.board import Standing, board, standings_of
from dashboard.components.filter_bar import filter_bar
from dashboard.components.shell import empty_home
from dashboard.components.sign import sign
from dashboard.components.view import asked_for
from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser, NoSnapshot
from dashboard.filters import PLACE_LEVELS
from dashboard.sentences import change_in_words
from dashboard.words import FAMILIES

dash.register_page(
    __name__,
    path="/measures",
    name="All measures",
    title="All measures · Sightline",
    order=2,
    in_menu=True,
)


def layout(**_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        held = contents(viewer)
    except NoSnapshot as error:
        return empty_home(error)
    return html.Div(
        [
            html.H1("All measures"),
            html.P(
                "The value is for the period chosen; the line is the last three years. The sign is of the "
                "latest point: a triangle where it is more than chance usually gives.",
                className="lead-in",
            ),
            dcc.Store(id="measures-store"),
            filter_bar(held, home_of(viewer.home).settings.area_level),
            html.Div(id="measures-all", **{"aria-live": "polite"}),
        ],
        className="all-measures",
    )


@callback(
    output={
        "every": Output("measures-all", "children"),
        "store": Output("measures-store", "data"),
    },
    inputs={"search": Input("address", "search")},
)
def draw_measures(search: str | None) -> dict[str, Any]:
    """The board and the cards of every measure that knows the filters of the address."""
    viewer = current_viewer()
    with one_picture(viewer.home):
        return _drawn(search, viewer)


def _drawn(search: str | None, viewer: Viewer) -> dict[str, Any]:
    held = contents(viewer)
    store = {
        "rivals": {
            level: list(group) for group in PLACE_LEVELS.values() for level in group
        },
        "dimensions": list(held.dimensions),
        "levels": {},
    }
    try:
        filters = asked_for(search, held, viewer)
        standings = standings_of(filters, viewer)
    except ForTheUser as error:
        return {"every": html.P(str(error)), "store": store}
    return {
        "every": [board(standings, filters.to_address()), *_families(standings)],
        "store": store,
    }


def _families(standings: list[Standing]) -> list[html.Section]:
    return [
        html.Section(
            [
                html.H2(FAMILIES[family].capitalize()),
                html.Div([_card(standing) for standing in group], className="cards"),
            ]
        )
        for family, group in groupby(standings, key=lambda s: s.measure.family)
    ]


def _card(standing: Standing) -> html.Article:
    measure = standing.measure
    svg = sparkline_svg(standing.series)
    picture = html.Img(
        src="data:image/svg+xml," + quote(svg),
        alt="",
        width=WIDTH,
        height=HEIGHT,
        className="spark",
    )
    return html.Article(
        [
            html.H3(
                [
                    sign(standing.sign),
                    dcc.Link(measure.title, href=f"/measure/{measure.name}"),
                ],
                className="card-title",
            ),
            html.P(
                [
                    html.Span(
                        standing.value,
                        className="card-value" if standing.is_told else "card-few",
                    ),
                    picture if svg else None,
                ],
                className="card-line",
            ),
            html.P(change_in_words(standing.series), className="said"),
        ],
        className="card-measure",
    )


dash.clientside_callback(
    dash.ClientsideFunction("linking", "fill"), Input("measures-store", "data")
)
