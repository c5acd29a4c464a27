"""Who is looking at this page: until there is sign-in, everyone of this home."""

from flask import current_app

from dashboard.access.viewer import Viewer

HOME = "SIGHTLINE_HOME"


def current_viewer() -> Viewer:
    """The viewer of the request that is being answered."""
    return Viewer(home=current_app.config[HOME])
