"""What whoever is looking follows: the button on a view, and what is new of it."""

import json
from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.access.doors import Kind
from dashboard.access.viewer import Viewer
from dashboard.answers import Answer, home_of
from dashboard.components.reading import RECORDED
from dashboard.components.viewing import current_person, current_viewer
from dashboard.components.ways import is_open
from dashboard.errors import NoSnapshot
from dashboard.followed import Digest, Followed, digest_of
from dashboard.partnership.follows import Follow, filters_of, follower

BEGIN, STOP = "/records/follow", "/records/follow/stop"


def follows_here() -> tuple[Follow, ...]:
    """What whoever is looking follows."""
    person = current_person()
    known = follower(current_viewer().home, person) if person else None
    return known.follows if known else ()


def as_followed(follows: Sequence[Follow]) -> list[Followed]:
    return [Followed(one.measure, one.filters) for one in follows]


def follow_button(series: Answer | None) -> list[html.Button]:
    """Begin or stop to follow what a view is about; none where that is not for them."""
    if series is None or not is_open(Kind.ROUTE, f"POST {BEGIN}"):
        return []
    measure = series.measure.name
    filters = filters_of(series.question.filters.clauses)
    on = any((f.measure, f.filters) == (measure, filters) for f in follows_here())
    return [_button(measure, filters, on=on)]


def _button(measure: str, filters: str, *, on: bool) -> html.Button:
    """The view is drawn anew, and the focus stays on the button."""
    return html.Button(
        "Stop following" if on else "Follow this",
        type="button",
        className="btn btn-link btn-sm",
        **{
            "data-post": STOP if on else BEGIN,
            "data-given": json.dumps({"measure": measure, "filters": filters}),
            "data-redraw": RECORDED,
        },
    )


def new_of_served(follows: Sequence[Follow], viewer: Viewer) -> Digest:
    """What is new of it in the served picture since the one that it is built upon."""
    snapshots = home_of(viewer.home).snapshots
    try:
        current = snapshots.current_id()
        before = snapshots.manifest(current).before
        if before is None:
            return Digest()
        return digest_of(as_followed(follows), before, current, viewer)
    except NoSnapshot:
        return Digest()  # the picture before is no longer kept


def new_listed(digest: Digest) -> list[Any]:
    """Its lines, each a link, or that there is nothing new."""
    if not digest.lines:
        return [html.P("Nothing is new in what you follow.")]
    return [
        html.Ul(
            [
                html.Li(dcc.Link(line.sentence, href=line.address))
                for line in digest.lines
            ],
            className="followed-new",
        )
    ]
