"""What cubes are made of besides extracts: zones as they stand, and tools' items."""

from collections.abc import Iterable

from dashboard.partnership.tool_measures import items_of, labels_of
from dashboard.partnership.tools import Tool, read_tools
from dashboard.partnership.zones import zones_of
from dashboard.settings import Settings
from dashboard.warehouse.recorded import Recorded, RecordedMember


def recorded_of(settings: Settings, only: Iterable[Tool] | None = None) -> Recorded:
    """The records of a home as a publish takes them in; of `only` these tools, if said."""
    home = settings.home
    standing, gone = zones_of(home), zones_of(home, taken_back=True)
    tools = list(read_tools(settings).values() if only is None else only)
    return Recorded(
        zones=tuple(sorted({zone.name for zone in (*standing, *gone)})),
        members=tuple(
            RecordedMember(
                zone.name, zone.aim, one.kind, one.code, one.from_on, one.to_on
            )
            for zone in standing
            for one in zone.members
        ),
        items=tuple(items_of(home, tools)),
        labels=tuple(labels_of(home, tools)),
    )
