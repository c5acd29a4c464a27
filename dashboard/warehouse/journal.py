"""A log of one JSON line an event, which is only ever added to.

A line that a power cut tore is not read, and is taken away before the next is added.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from dashboard.warehouse.locking import exclusive


@dataclass(frozen=True)
class Journal:
    """The log in one file of a home."""

    path: Path

    def append(self, entry: Mapping[str, Any]) -> None:
        line = json.dumps(entry, ensure_ascii=False, default=str) + "\n"
        with exclusive(self.path.parent), self.path.open("a+b") as file:
            _mend(file)
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> list[dict[str, Any]]:
        """Every whole line, the oldest first."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return []
        whole = text[: text.rfind(b"\n") + 1]
        return [json.loads(line) for line in whole.splitlines() if line.strip()]


def _mend(file: IO[bytes]) -> None:
    file.seek(0)
    text = file.read()
    if text and not text.endswith(b"\n"):
        file.truncate(text.rfind(b"\n") + 1)
