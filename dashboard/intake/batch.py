"""A batch: the files that an officer sends together, what was decided, what was read.

A folder in the home's `uploads`, so that a browser closed half-way loses nothing and a
process that ends leaves what it had said. Each file of it is replaced in one step.
"""

import json
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from dashboard.errors import ForTheUser
from dashboard.intake.decisions import Decisions

MOST_BYTES = 2 << 30
_CHUNK = 1 << 20
_LONGEST_NAME = 120


class UploadRefused(ForTheUser):
    """A file that cannot be taken, before it is read."""


@dataclass(frozen=True)
class Batch:
    """One batch of a home. Its id is the name of its folder."""

    folder: Path

    @classmethod
    def begin(cls, home: Path) -> "Batch":
        folder = home / "uploads" / secrets.token_hex(8)
        (folder / "files").mkdir(parents=True, mode=0o700)
        return cls(folder)

    @classmethod
    def of(cls, home: Path, batch: str) -> "Batch":
        """The batch of an id. Raises UploadRefused where there is none."""
        folder = home / "uploads" / batch
        if not re.fullmatch(r"[0-9a-f]{16}", batch) or not folder.is_dir():
            raise UploadRefused(
                "These files are no longer here.", what_to_do="Send them again."
            )
        return cls(folder)

    @property
    def id(self) -> str:
        return self.folder.name

    def files(self) -> list[Path]:
        """The files that have arrived whole, in the order in which they were sent."""
        arrived = [p for p in self.folder.glob("files/*/*") if p.suffix != ".part"]
        return sorted(arrived, key=lambda path: int(path.parent.name))

    def receive(self, name: str, stream: IO[bytes], size: int) -> Path:
        """Write a file as it comes in; it has its name only once it is whole.

        Raises UploadRefused where it is too large, or ends before `size` bytes.
        """
        if size > MOST_BYTES:
            raise UploadRefused(
                f"{safe_name(name)} is larger than 2 GB.",
                what_to_do="Send it in parts: a year at a time, say.",
            )
        place = self._next_place()
        target = place / safe_name(name)
        part = target.with_name(target.name + ".part")
        try:
            received = self._write(part, stream, size)
        except OSError as error:
            shutil.rmtree(place, ignore_errors=True)
            raise UploadRefused(
                f"{target.name} could not be kept: the disk is full or cannot be written.",
                what_to_do="Ask whoever looks after Sightline to make room, and send it again.",
            ) from error
        if received != size:
            shutil.rmtree(place, ignore_errors=True)
            raise UploadRefused(
                f"{target.name} did not arrive whole.", what_to_do="Send it again."
            )
        part.replace(target)
        return target

    def _next_place(self) -> Path:
        """A folder of its own for each file: two may have the same name."""
        number = len(list(self.folder.glob("files/*")))
        while True:
            place = self.folder / "files" / str(number)
            try:
                place.mkdir()
            except FileExistsError:
                number += 1
            else:
                return place

    @staticmethod
    def _write(part: Path, stream: IO[bytes], size: int) -> int:
        received = 0
        with part.open("wb") as file:
            while received < size and (
                chunk := stream.read(min(_CHUNK, size - received))
            ):
                received += len(chunk)
                file.write(chunk)
        return received

    # What is decided and said of it

    @property
    def as_at(self) -> date:
        found = self._read("batch.json").get("as_at")
        return date.fromisoformat(found) if found else date.today()

    def set_as_at(self, as_at: date) -> None:
        self._keep("batch.json", {"as_at": as_at.isoformat()})

    @property
    def decisions(self) -> Decisions:
        kept = self.folder / "decisions.json"
        return (
            Decisions.from_json(kept.read_text(encoding="utf-8"))
            if kept.exists()
            else Decisions()
        )

    def decide(self, decisions: Decisions) -> None:
        self._keep("decisions.json", json.loads(decisions.to_json()))

    @property
    def question(self) -> dict[str, Any]:
        """What is asked, where the files are not sent to be published.

        `measure`, `clauses`, `period` and `snapshot` of the figure whose rows are looked
        for; or the `word`, its `list`, the `code` and `label` of what it would mean, and
        `who` proposes it; or why the picture is made `anew`, and `who` changed what.
        """
        return self._read("question.json")

    def ask(self, question: dict[str, Any]) -> None:
        self._keep("question.json", question)

    @property
    def report(self) -> dict[str, Any]:
        """What was read: see `reading_report`. Empty while it has not been."""
        return self._read("report.json")

    def say(self, report: dict[str, Any]) -> None:
        self._keep("report.json", report)

    @property
    def progress(self) -> dict[str, Any]:
        """`what`, `done`, `of` and the `pid` of the process that reads."""
        return self._read("progress.json")

    def move(self, what: str, done: int, of: int) -> None:
        step = {"what": what, "done": done, "of": of, "pid": os.getpid()}
        self._keep("progress.json", step)

    def forget_reading(self) -> None:
        for name in ("report.json", "progress.json"):
            (self.folder / name).unlink(missing_ok=True)

    def delete(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self, name: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(
                (self.folder / name).read_text(encoding="utf-8")
            )
        except FileNotFoundError:
            return {}
        return found

    def _keep(self, name: str, values: dict[str, Any]) -> None:
        new = self.folder / f".{name}.{os.getpid()}.{secrets.token_hex(3)}"
        new.write_text(json.dumps(values), encoding="utf-8")
        new.replace(self.folder / name)


def batches(home: Path) -> Iterator[Batch]:
    """Every batch that is still kept."""
    for folder in (home / "uploads").glob("*"):
        if re.fullmatch(r"[0-9a-f]{16}", folder.name):
            yield Batch(folder)


def safe_name(name: str) -> str:
    """A file's own name without folders, control characters or a leading point."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*')
    return shown.strip(" .")[-_LONGEST_NAME:] or "file"
