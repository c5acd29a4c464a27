"""A tool opened by a link: one form, no account, nothing else of Sightline."""

from typing import Any

import dash
from dash import html

from dashboard.answers import contents
from dashboard.components.tool_form import giver_in_words, tool_form
from dashboard.components.viewing import current_settings, viewer_by_link
from dashboard.errors import ForTheUser
from dashboard.partnership.tool_links import link_of
from dashboard.partnership.tools import tool_named

dash.register_page(
    __name__, path_template="/answer/<word>", name="Answer", title="A short form"
)


def layout(word: str = "", sent: str = "", **_: Any) -> html.Div:
    settings = current_settings()
    try:
        link = link_of(settings.home, word)
        tool = tool_named(settings, link.tool)
        viewer = viewer_by_link(link.giver.dimension, link.giver.code)
        of = giver_in_words(link.giver, contents(viewer))
    except ForTheUser as error:
        words = f"{error.message} {error.what_to_do}".strip()
        return html.Div([html.H1(error.title), html.P(words)], className="tool-page")
    return html.Div(
        [
            html.H1(tool.title),
            html.P(
                "Thank you: it is sent. You can send another." if sent else "",
                role="status",
            ),
            html.P(
                f"About {of}. Nobody is asked who they are. Name no child.",
                className="lead-in",
            ),
            tool_form(tool, action=f"/records/answer/{word}", of=str(link.giver)),
        ],
        className="tool-page",
    )
