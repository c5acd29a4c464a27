"""Column mappings that an officer has made, kept for the next file of the same shape.

A shape is the kind of extract and its set of headers, so that last month's mapping
meets this month's file and no other.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboard.intake.words import tidy


@dataclass(frozen=True)
class Mappings:
    """The mappings of one home, in `mappings.json`: who made each, and when."""

    path: Path

    @classmethod
    def of(cls, home: Path) -> "Mappings":
        return cls(home / "mappings.json")

    def of_shape(self, profile: str, header: Sequence[str]) -> Mapping[str, str]:
        """Header → column for a shape; empty where nobody has mapped it."""
        found = self._read().get(_shape(profile, header), {})
        return dict(found.get("columns", {}))

    def remember(
        self, profile: str, header: Sequence[str], columns: Mapping[str, str], who: str
    ) -> None:
        kept = self._read()
        entry: dict[str, Any] = {
            "profile": profile,
            "columns": dict(columns),
            "who": who,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        kept[_shape(profile, header)] = entry
        new = self.path.with_suffix(f".{os.getpid()}.new")
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        new.replace(self.path)

    def _read(self) -> dict[str, dict[str, Any]]:
        if not self.path.exists():
            return {}
        found: dict[str, dict[str, Any]] = json.loads(
            self.path.read_text(encoding="utf-8")
        )
        return found


def _shape(profile: str, header: Sequence[str]) -> str:
    headers = "\n".join(sorted({tidy(cell) for cell in header}))
    return f"{profile}:{hashlib.sha256(headers.encode()).hexdigest()[:16]}"
