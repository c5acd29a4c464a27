"""Where a record is about: a zone's name, or a team or school by the name people know."""

from collections.abc import Iterable

from dashboard.access.viewer import Viewer
from dashboard.answers import contents
from dashboard.components.form import Option
from dashboard.errors import NoSnapshot
from dashboard.partnership.happenings import EVERYWHERE
from dashboard.warehouse.contents import Contents

_KINDS = ("team", "school")


def places_in_words(viewer: Viewer) -> dict[str, str]:
    """Code → name of each team and school of the newest picture; none without one."""
    try:
        held = contents(viewer)
    except NoSnapshot:
        return {}
    return {code: label for (k, code), label in held.labels.items() if k in _KINDS}


def scopes_of(held: Contents, zones: Iterable[str]) -> list[Option]:
    """Everywhere, each zone, team and school, as (scope, words)."""
    names = dict.fromkeys([*zones, *held.zones])
    found = [(EVERYWHERE, "Everywhere"), *[(name, name) for name in names]]
    for kind in _KINDS:
        codes = sorted(
            (label, code) for (k, code), label in held.labels.items() if k == kind
        )
        title = held.title(kind).title
        found += [(code, f"{title}: {label}") for label, code in codes]
    return found
