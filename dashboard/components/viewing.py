"""Who is looking at this page: until there is sign-in, everyone of this home."""

from flask import current_app

from dashboard.access.viewer import Viewer
from dashboard.disclosure import Audience

HOME = "SIGHTLINE_HOME"
AUDIENCE = "SIGHTLINE_AUDIENCE"


def current_viewer() -> Viewer:
    """The viewer of the request that is being answered."""
    return Viewer(current_app.config[HOME], Audience(current_app.config[AUDIENCE]))
