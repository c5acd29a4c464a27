"""The home's own notes without the child's numbers: file names, reasons, words, records.

An id or a day of a picture is never touched: only what people wrote or named.
"""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dashboard.access.audit import blot
from dashboard.intake.sought import Sought
from dashboard.partnership.blotting import blot_records, write_afresh
from dashboard.warehouse.durable import write_whole

# What no person wrote: ids, days, hashes. A short number of a child's may be part of one.
_OURS = frozenset(
    {
        *("id", "snapshot", "before", "at", "as_at", "published_at", "build"),
        *("process", "withdrawn", "replaced", "replaces", "sha256", "happened"),
    }
)


def blot_notes(home: Path, sought: Sought, *, write: bool) -> int:
    """Take the child's numbers out of the notes of a home; how many files held any.

    Without `write` nothing is changed. The caller has the home to itself.
    """
    changed = 0
    for path in notes_of(home):
        text = path.read_text(encoding="utf-8")
        blotted = _blotted(path, text, sought)
        if blotted != text:
            changed += 1
            if write:
                write_whole(path, blotted)
    changed += blot_records(home, sought.blotted, write=write)
    of_the_record = blot(home, sought.blotted, write=write)
    if of_the_record and write:
        write_afresh(home)
    return changed + of_the_record


def notes_of(home: Path) -> Iterator[Path]:
    for pattern in (
        *("*.jsonl", "mappings.json", "pins.json", "snapshots/*/manifest.json"),
        *("codes/*.csv", "codes/*.jsonl"),
    ):
        yield from sorted(home.glob(pattern))


def _blotted(path: Path, text: str, sought: Sought) -> str:
    """The text as it stands where there is nothing to take out of it."""
    if not sought.is_in(text):
        return text
    if path.suffix == ".csv":
        return _code_list(text, sought)
    if path.suffix == ".jsonl":
        whole = text[: text.rfind("\n") + 1].splitlines()
        return "".join(_line(line, sought) for line in whole)
    found = json.loads(text)
    clean = _values(found, sought)
    return text if clean == found else json.dumps(clean, indent=1)


def _line(line: str, sought: Sought) -> str:
    found = json.loads(line)
    clean = _values(found, sought)
    same = clean == found
    return (line if same else json.dumps(clean, ensure_ascii=False)) + "\n"


def _values(found: Any, sought: Sought) -> Any:
    if isinstance(found, str):
        return sought.blotted(found)
    if isinstance(found, list):
        return [_values(one, sought) for one in found]
    if isinstance(found, dict):
        return {
            name if name in _OURS else sought.blotted(name): (
                value if name in _OURS else _values(value, sought)
            )
            for name, value in found.items()
        }
    return found


def _code_list(text: str, sought: Sought) -> str:
    """A row whose word holds a number of the child's goes: no other has that word."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    kept = [row for row in rows if all(sought.blotted(cell) == cell for cell in row)]
    if len(kept) == len(rows):
        return text
    out = io.StringIO(newline="")
    csv.writer(out).writerows(kept)
    return out.getvalue()
