"""What an address that leads nowhere shows."""

from typing import Any

import dash
from dash import dcc, html

dash.register_page(__name__, title="Not found · Sightline", in_menu=False, order=99)


def layout(**_: Any) -> html.Div:
    return html.Div(
        [
            html.H1("There is no such page"),
            html.P("The address may be mistyped, or the page may have gone."),
            dcc.Link("Go to Where we are", href="/"),
        ]
    )
