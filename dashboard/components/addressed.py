"""A view by its address alone: what the page of that address shows, without the page.

For what is made of several views: a meeting, its presentation.
"""

from urllib.parse import unquote, urlsplit

from dashboard.access.viewer import Viewer
from dashboard.answers import catalogue, contents
from dashboard.components.listed_pages import listed_pages
from dashboard.components.panels import panel_named, panels_of
from dashboard.components.thresholds import thresholds_of
from dashboard.components.view import View, view_of
from dashboard.errors import UnknownName
from dashboard.measures import measure_named

MEASURE = "/measure/"


def is_view(address: str) -> bool:
    """Whether the page of an address is one view: linked charts about one measure."""
    path = urlsplit(address).path
    listed = {page.path for page in listed_pages()}
    return path in listed | {"/thresholds"} or path.startswith(MEASURE)


def view_at(address: str, viewer: Viewer) -> View:
    """Raises UnknownName or NoSnapshot, in words, where the address has no view."""
    parts = urlsplit(address)
    search = f"?{parts.query}"
    if parts.path == "/thresholds":
        return thresholds_of(search, viewer)
    if parts.path.startswith(MEASURE):
        name = unquote(parts.path.removeprefix(MEASURE))
        measure = measure_named(catalogue(viewer), name)
        panels = panels_of(measure, contents(viewer))
        return view_of(search, panels, viewer, measure.name)
    page = next((one for one in listed_pages() if one.path == parts.path), None)
    if page is None:
        raise UnknownName(
            "This page is no view of one measure.",
            what_to_do="Open it by itself: it cannot be shown inside another.",
        )
    panels = [panel_named(name) for name in page.panels]
    return view_of(search, panels, viewer, page.measures[0][0])
