"""What every page of one tool has: the tool found, or a sentence why it is not."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from dashboard.answers import contents, home_of
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser
from dashboard.partnership.tools import Tool, tool_named
from dashboard.warehouse.contents import Contents

Body = Callable[[Tool, Contents], list[Any]]


def tool_page(name: str, heading: str, body: Body) -> html.Div:
    """A page about the tool of a name; `body` fills it."""
    viewer = current_viewer()
    try:
        tool = tool_named(home_of(viewer.home).settings, name)
        return html.Div(
            [html.H1(heading.format(tool.title)), *body(tool, contents(viewer))],
            className="tool-page",
        )
    except ForTheUser as error:
        return empty_home(error)


def results_link(tool: Tool, of: str, words: str = "Results") -> dcc.Link:
    return dcc.Link(words, href=results_address(tool, of), className="choice")


def results_address(tool: Tool, of: str, **more: str) -> str:
    return "/tools/results?" + urlencode({"tool": tool.name, "of": of} | more)
