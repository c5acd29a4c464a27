"""What of a home is in a backup, and the page at its end that says so."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard.settings import Settings
from dashboard.warehouse.snapshots import Snapshots

FORMAT = 1
# Its name in a backup; the last to be written, so that half a backup has none.
PAGE = "backup.json"
KEYS = "keys"
PICTURES = "snapshots"
# What a home has that nobody could make again. Not in it: files that wait to be published
# (they are sent again), pictures of single tools (made when they are asked for), copies.
_FILES = (
    *("access.toml", "access.seen", "settings.toml", "mappings.json", "pins.json"),
    "*.jsonl",
)
_FOLDERS = ("codes", "profiles", "tools", "measures", "checks")


@dataclass(frozen=True)
class Page:
    """`files` by name: bytes, and what SHA-256 gives of them. `erased` are the erasures
    that had been made when it was; `keys` those that the home had, in it or not."""

    made_at: datetime
    served: str
    pictures: tuple[str, ...]
    erased: tuple[str, ...]
    keys: tuple[str, ...]
    files: dict[str, tuple[int, str]]

    def to_json(self) -> str:
        told = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(told, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Page":
        """KeyError or ValueError where it is no such page."""
        said: dict[str, Any] = json.loads(text)
        if said["format"] != FORMAT:
            raise ValueError("another format")
        return cls(
            made_at=datetime.fromisoformat(said["made_at"]),
            served=said["served"],
            pictures=tuple(said["pictures"]),
            erased=tuple(said["erased"]),
            keys=tuple(said["keys"]),
            files={name: (size, sha) for name, (size, sha) in said["files"].items()},
        )


def kept_files(settings: Settings, *, keys: bool) -> Iterator[Path]:
    """The home's own files, but records and pictures."""
    home = settings.home
    for pattern in _FILES:
        yield from sorted(home.glob(pattern))
    for folder in (*_FOLDERS, *([KEYS] if keys else [])):
        yield from sorted(path for path in (home / folder).rglob("*") if _is_ours(path))
    if settings.logo:
        yield settings.logo


def _is_ours(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def kept_pictures(snapshots: Snapshots) -> list[str]:
    """Those that have been published; one that waits is read again from its files."""
    return sorted(name for name in snapshots.ids() if not snapshots.waits(name))
