"""Who is asking: the audience decides how a number is protected.

Until there is sign-in everyone holds the whole scope of their home.
"""

from dataclasses import dataclass
from pathlib import Path

from dashboard.disclosure import Audience


@dataclass(frozen=True)
class Viewer:
    """Who is asking, of which home. Part of the key of every cached answer."""

    home: Path
    audience: Audience = Audience.OPERATIONAL
