"""All measures, by what they are for: each a sparkline and its latest value in words."""

from itertools import groupby
from typing import Any
from urllib.parse import quote

import dash
from dash import dcc, html

from dashboard.answers import (
    Answer,
    Question,
    ask_all,
    catalogue,
    contents,
    usual_grain,
)
from dashboard.charts.sparkline import HEIGHT, WIDTH, sparkline_svg
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.errors import NoSnapshot
from dashboard.filters import Filters
from dashboard.sentences import change_in_words
from dashboard.wording import value_in_words
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
    measures = [m for m in catalogue(viewer).values() if m.name in held.measures]
    asked = [Question(m.name, grain=usual_grain(m, Filters(), held)) for m in measures]
    latest = ask_all([Question(m.name) for m in measures], viewer)
    pairs = list(zip(ask_all(asked, viewer), latest, strict=True))
    return html.Div(
        [
            html.H1("All measures"),
            html.P(
                "The value is for the last 12 months; the line is the last three years. An orange mark: more than chance usually gives.",
                className="lead-in",
            ),
            *[
                html.Section(
                    [
                        html.H2(FAMILIES[family].capitalize()),
                        html.Div([_card(*pair) for pair in group], className="cards"),
                    ]
                )
                for family, group in groupby(
                    pairs, key=lambda pair: pair[0].measure.family
                )
            ],
        ],
        className="all-measures",
    )


def _card(series: Answer, latest: Answer) -> html.Article:
    measure = series.measure
    whole = latest.whole
    svg = sparkline_svg(series)
    picture = html.Img(
        src="data:image/svg+xml," + quote(svg),
        alt="",
        width=WIDTH,
        height=HEIGHT,
        className="spark",
    )
    return html.Article(
        [
            html.H3(dcc.Link(measure.title, href=f"/measure/{measure.name}")),
            html.P(
                [
                    html.Span(
                        value_in_words(measure, whole.value if whole else None),
                        className="card-value",
                    ),
                    picture if svg else None,
                ],
                className="card-line",
            ),
            html.P(change_in_words(series), className="said"),
        ],
        className="card-measure",
    )
