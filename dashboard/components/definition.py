"""A measure's definition as a page shows it: what counts, when it is old enough, its SQL."""

from dash import html

from dashboard.measures import Measure
from dashboard.words import defined


def definition(measure: Measure) -> html.Div:
    """Everything its file says, in order of use, then the SQL itself."""
    return html.Div(
        [
            html.Dl(
                [
                    part
                    for name, words in defined(measure)
                    for part in (html.Dt(name), html.Dd(words))
                ]
            ),
            html.Details(
                [html.Summary("The SQL behind it"), html.Pre(html.Code(measure.sql))]
            ),
        ],
        className="definition",
    )
