"""Links and buttons that are there only for whoever may use them.

What is behind them checks again; this is so that nobody is sent to a closed door.
"""

from urllib.parse import urlsplit

from dash import dcc

from dashboard.access.doors import Kind, door
from dashboard.components.viewing import current_entitlement


def is_open(kind: Kind, name: str) -> bool:
    """Whether a door opens for whoever is looking."""
    return door(kind, name).opens_for(current_entitlement())


def way(words: str, href: str, class_name: str = "choice") -> dcc.Link | None:
    """A link to a page, where that opens for whoever is looking."""
    if not is_open(Kind.PAGE, urlsplit(href).path):
        return None
    return dcc.Link(words, href=href, className=class_name)
