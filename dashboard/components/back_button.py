"""A button that takes something back (or puts it back), by the road of the forms."""

import json
from collections.abc import Mapping

from dash import html


def back_button(
    action: str, given: Mapping[str, str], words: str, ask: str = ""
) -> html.Button:
    """`ask` is a question to be sure by, where going back takes a while."""
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
