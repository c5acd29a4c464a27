"""What people record on the pages: plain HTTP beside Dash, a file for each kind of thing.

All of it goes by one road (`road.py`).
"""

from dashboard.recording import findings, follows, lines, meetings, tools, zones

ROADS = tuple(
    kind.routes for kind in (zones, tools, meetings, findings, follows, lines)
)
