"""First day: what to ask for, from whom, in which order."""

from typing import Any

import dash
from dash import html

from dashboard.components.first_day import first_day

dash.register_page(
    __name__,
    path="/data/first-day",
    name="First day",
    title="First day: what to ask for · Sightline",
)


def layout(**_: Any) -> html.Div:
    return html.Div(
        [html.H1("First day: what to ask for"), *first_day()],
        className="first-day-page",
    )
