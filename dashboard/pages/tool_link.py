"""A link that opens one tool for one team or school, without an account."""

from datetime import date, timedelta
from typing import Any

import dash
import flask
from dash import html

from dashboard.components.back_button import back_button
from dashboard.components.form import Field, form, who_records_it
from dashboard.components.mounted import placed
from dashboard.components.tool_form import giver_in_words, givers_of
from dashboard.components.tool_page import tool_page
from dashboard.components.viewing import current_viewer
from dashboard.dates import day
from dashboard.partnership.tool_links import links_of
from dashboard.partnership.tools import Tool
from dashboard.warehouse.contents import Contents

dash.register_page(
    __name__, path="/tools/link", name="Link", title="A link to send · Sightline"
)
_USUALLY = timedelta(days=30)


def layout(tool: str = "", word: str = "", **_: Any) -> html.Div:
    return tool_page(
        tool, "{}: a link to send", lambda found, held: _body(found, held, word)
    )


def _body(tool: Tool, held: Contents, word: str) -> list[Any]:
    links = links_of(current_viewer().home, tool.name)
    return [
        html.P(
            "Whoever has the link can fill the tool in, without an account and without a name, "
            "until the day it ends.",
            className="lead-in",
        ),
        *_made(word),
        form(
            "/records/link",
            [
                Field("tool", "", "hidden", tool.name),
                Field(
                    "of",
                    "Of which team or school",
                    "choice",
                    needed=True,
                    options=[("", "Choose …"), *givers_of(held)],
                ),
                Field(
                    "expires_on",
                    "Ends on",
                    "date",
                    date.today() + _USUALLY,
                    needed=True,
                ),
                *who_records_it(),
            ],
            save="Make the link",
            key=f"link-{tool.name}",
        ),
        html.H2("Links that are good"),
        html.Ul(
            [
                html.Li(
                    [
                        f"{giver_in_words(link.giver, held)}, until {day(link.expires_on)} ",
                        back_button(
                            "/records/link/back",
                            {"link": link.id, "tool": tool.name},
                            "Take back",
                        ),
                    ]
                )
                for link in links
            ]
        )
        if links
        else html.P("There is none."),
    ]


def _made(word: str) -> list[Any]:
    if not word:
        return []
    address = f"/answer/{word}"
    whole = flask.request.host_url.rstrip("/") + placed(address)
    return [
        html.P("This is the link. It is shown once: copy it now.", role="status"),
        html.P(html.A(whole, href=address, id="made-link")),
    ]
