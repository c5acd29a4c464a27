"""A button that takes something back (or puts it back), by the road of the forms."""

import json
from collections.abc import Mapping

from dash import html

from dashboard.access.doors import Kind
from dashboard.components.ways import is_open


def back_button(
    action: str, given: Mapping[str, str], words: str, ask: str = ""
) -> html.Button | None:
    """None where it is not for whoever is looking. `ask` is a question to be sure by, where going back takes a while."""
    if not is_open(Kind.ROUTE, f"POST {action}"):
        return None
    return html.Button(
        words,
        type="button",
        className="choice",
        **{
            "data-post": action,
            "data-given": json.dumps(dict(given), ensure_ascii=False),
            "data-ask": ask,
        },
    )
