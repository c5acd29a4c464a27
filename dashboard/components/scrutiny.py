"""The questions to ask before a number is believed: they stand beside it."""

from dash import html

from dashboard.measures import Measure


def scrutiny(measure: Measure) -> html.Details | None:
    if not measure.scrutiny:
        return None
    return html.Details(
        [
            html.Summary("What would change our minds?"),
            html.Ul([html.Li(question) for question in measure.scrutiny]),
        ],
        className="scrutiny",
    )
