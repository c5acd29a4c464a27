"""What a snapshot is made of; the only thing known about it without opening it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class SourceFile:
    """One file that went into a snapshot, by its hash; never its name's folder.

    `rows` were read and may be taken in; of them `repeated` say what another row says.
    `columns` are (header, column of ours); `left_out_for` the (check, column) by whose
    decision rows were left out. `restricted` rows were left out by the partnership's
    settings: rows in the file are those taken, left out and restricted.
    """

    name: str
    profile: str
    sha256: str
    rows: int
    repeated: int
    left_out: int = 0
    columns: tuple[tuple[str, str], ...] = ()
    left_out_for: tuple[tuple[str, str], ...] = ()
    restricted: int = 0

    @property
    def rows_in(self) -> int:
        return self.rows + self.left_out + self.restricted

    @property
    def rows_out(self) -> int:
        return self.rows - self.repeated

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "SourceFile":
        pairs = {
            name: tuple((first, second) for first, second in values.get(name, ()))
            for name in ("columns", "left_out_for")
        }
        return cls(**{**values, **pairs})


@dataclass(frozen=True)
class Manifest:
    """`before` is the picture that it was built upon; `why` says of one that no file
    came in with why it was made anew; `signed_by` of one whose release was an exception
    who signed it off; `replaces` names those that it stands for since a child was taken
    out, and which are no longer there."""

    id: str
    as_at: date
    published_at: datetime
    before: str | None
    files: tuple[SourceFile, ...] = field(default_factory=tuple)
    who: str = ""
    why: str = ""
    signed_by: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """As plain values: what is kept of it, and what the command line tells."""
        return {
            **asdict(self),
            "as_at": self.as_at.isoformat(),
            "published_at": self.published_at.isoformat(),
        }

    def to_json(self) -> str:
        return json.dumps(self.values, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        return cls.from_values(json.loads(text))

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Manifest":
        return cls(
            id=values["id"],
            as_at=date.fromisoformat(values["as_at"]),
            published_at=datetime.fromisoformat(values["published_at"]),
            before=values["before"],
            files=tuple(SourceFile.from_values(entry) for entry in values["files"]),
            who=values.get("who", ""),
            why=values.get("why", ""),
            signed_by=values.get("signed_by", ""),
            replaces=tuple(values.get("replaces", ())),
        )
