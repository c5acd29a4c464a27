"""What happened: plain events that a partnership records, drawn on the charts they touch.

Recorded on the page, come with an extract, or national and shipped with their source
(off by a switch); wherever from, they are drawn at once and in one way.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from dashboard.errors import ForTheUser
from dashboard.partnership.records import Records, now
from dashboard.partnership.tables import HAPPENING
from dashboard.settings import Settings
from dashboard.warehouse.contents import Event
from dashboard.warehouse.history import OFFICER

EVERYWHERE = "Everywhere"
KINDS = ("guidance", "form", "staffing", "recording", "training", "other")
NATIONAL = "national"


@dataclass(frozen=True)
class Happening:
    """`scope` is a zone's name, a team's or a school's code, or Everywhere."""

    happened_on: date
    title: str
    kind: str = "other"
    scope: str = EVERYWHERE
    note: str = ""
    id: str = ""
    who: str = ""

    @property
    def event(self) -> Event:
        return Event(self.happened_on, self.title, self.kind, self.scope, self.note)


def record_happening(home: Path, happening: Happening) -> Happening:
    """Keep an event. ForTheUser where it does not say what happened."""
    kept = replace(
        happening,
        title=" ".join(happening.title.split()),
        id=happening.id or uuid4().hex,
        who=" ".join(happening.who.split()) or OFFICER,
    )
    if not kept.title:
        raise ForTheUser(
            "Say what happened.",
            what_to_do="A few words are enough: they stand on charts.",
        )
    row = {
        "id": kept.id,
        "happened_on": kept.happened_on,
        "title": kept.title,
        "kind": kept.kind,
        "scope": kept.scope or EVERYWHERE,
        "note": kept.note.strip(),
        "who": kept.who,
        "at": now(),
    }
    Records(home).put(HAPPENING, [row])
    return kept


def take_back_happening(home: Path, happening: str) -> None:
    gone = HAPPENING.update().where(HAPPENING.c.id == happening).values(gone_at=now())
    Records(home).write(gone)


def happenings_of(home: Path) -> tuple[Happening, ...]:
    """What is recorded and stands, the earliest first."""
    standing = HAPPENING.select().where(HAPPENING.c.gone_at.is_(None))
    return tuple(
        Happening(
            row["happened_on"],
            row["title"],
            row["kind"],
            row["scope"],
            row["note"],
            row["id"],
            row["who"],
        )
        for row in Records(home).rows(
            standing.order_by("happened_on", "title", "at", "id")
        )
    )


def national_events(settings: Settings) -> tuple[Event, ...]:
    """National events with their sources, where the partnership has them on."""
    if not settings.national_events:
        return ()
    return _shipped(settings.code_folders)


@lru_cache(maxsize=4)
def _shipped(folders: Sequence[Path]) -> tuple[Event, ...]:
    """A home's own list stands in place of the one that ships."""
    paths = [folder / "national_event.csv" for folder in folders]
    path = next(path for path in reversed(paths) if path.exists())
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Event(
                date.fromisoformat(row["happened_on"]),
                row["title"],
                NATIONAL,
                EVERYWHERE,
                row["source"],
            )
            for row in csv.DictReader(file)
        )
