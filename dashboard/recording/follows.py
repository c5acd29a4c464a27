"""What somebody follows: kept by the forms' road.

POST /records/follow | follow/stop | follow/mail
"""

from dashboard.access.person import Person
from dashboard.answers import catalogue, contents, home_of
from dashboard.components.viewing import current_person, current_viewer
from dashboard.errors import NotGranted, UnknownName
from dashboard.filters import Filters
from dashboard.mail_server import mail_server_of
from dashboard.measures import measure_named
from dashboard.partnership.digests import Told, take, told
from dashboard.partnership.follows import (
    filters_of,
    follow,
    set_mail,
    stop_following,
)
from dashboard.recording.road import given, road, text_of

routes = road("following")


def _person() -> Person:
    person: Person | None = current_person()
    if person is None:
        raise NotGranted("You are not signed in.", what_to_do="Sign in, and try again.")
    return person


@routes.post("/follow")
def follow_this() -> dict[str, str]:
    """Follow a measure in a scope, from the picture on that is served now."""
    asked = given()
    viewer = current_viewer()
    measure = measure_named(catalogue(viewer), text_of(asked, "measure"))
    filters = Filters.from_address(text_of(asked, "filters"), measure.dimensions)
    held = contents(viewer)
    for dimension, value in filters.clauses:
        if value not in held.values.get((measure.name, dimension), ()):
            raise UnknownName(f"There is no {held.title(dimension).one} {value!r}.")
    within = viewer.scope.narrowed(
        filters.clauses, None, everyone=False, sources=measure.sources
    )
    current = home_of(viewer.home).snapshots.current_id()
    follow(viewer.home, _person(), measure.name, filters_of(within), current)
    return {"said": "You follow this."}


@routes.post("/follow/stop")
def follow_stop() -> dict[str, str]:
    asked = given()
    home = current_viewer().home
    measure, filters = text_of(asked, "measure"), text_of(asked, "filters")
    stop_following(home, _person(), measure, filters)
    return {"href": "/following?done=1"}


@routes.post("/follow/mail")
def follow_mail() -> dict[str, str]:
    """Where to be written to. What is new already stands on the page: no mail of it."""
    home, person = current_viewer().home, _person()
    settings = home_of(home).settings
    server = mail_server_of(settings)
    set_mail(home, person, text_of(given(), "mail"), server.domains if server else ())
    current = home_of(home).snapshots.current_id()
    if take(home, person, current):
        told(home, person, current, Told.NOTHING)
    return {"href": "/following?done=1"}
