"""Who took links or files from which picture, and which pictures something depends on."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from dashboard.warehouse.durable import write_whole
from dashboard.warehouse.history import OFFICER, History
from dashboard.warehouse.journal import Journal
from dashboard.warehouse.locking import exclusive


class What(StrEnum):
    LINK = "link"
    FILE = "file"


@dataclass(frozen=True)
class Taken:
    """A link that was copied from a picture, or a file of its numbers. `of`: what of."""

    at: datetime
    snapshot: str
    what: What
    who: str
    of: str = ""


def record_taken(
    home: Path, snapshot: str, what: What, who: str = OFFICER, of: str = ""
) -> None:
    _journal(home).append(
        {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "snapshot": snapshot,
            "what": what.value,
            "who": who,
            "of": of,
        }
    )


def taken_from(home: Path, snapshots: set[str] | frozenset[str]) -> list[Taken]:
    """What was taken from any of the pictures, the newest first.

    What was taken from one that a child was taken out of since is its replacement's.
    """
    replaced = History(home).replaced()
    wanted = {replaced.get(one, one) for one in snapshots}
    found = [
        Taken(
            at=datetime.fromisoformat(entry["at"]),
            snapshot=replaced.get(entry["snapshot"], entry["snapshot"]),
            what=What(entry["what"]),
            who=entry["who"],
            of=entry["of"],
        )
        for entry in _journal(home).read()
        if replaced.get(entry["snapshot"], entry["snapshot"]) in wanted
    ]
    return found[::-1]


def pin(home: Path, snapshot: str, by: str) -> None:
    """Keep a picture for as long as something, a meeting say, depends on it."""
    with exclusive(home):
        pins = _pins(home)
        pins[snapshot] = sorted({*pins.get(snapshot, []), by})
        write_whole(home / "pins.json", json.dumps(pins, indent=1))


def pinned(home: Path) -> frozenset[str]:
    """Pictures that are pinned, or that a copied link points to."""
    links = {
        entry["snapshot"]
        for entry in _journal(home).read()
        if entry["what"] == What.LINK
    }
    replaced = History(home).replaced()
    return frozenset(replaced.get(one, one) for one in links | _pins(home).keys())


def _pins(home: Path) -> dict[str, list[str]]:
    try:
        text = (home / "pins.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    found: dict[str, list[str]] = json.loads(text)
    return found


def _journal(home: Path) -> Journal:
    return Journal(home / "taken.jsonl")
