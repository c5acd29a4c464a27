"""What the officer has decided about the files of one publish.

Files are known by their place in the list that was given. Nothing is decided by default:
a file is what its headers say, and what must be put right stops the publish.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class FileDecisions:
    """Of one file: the kind of extract, which column each header is, rows left out.

    `columns`: header → name of a column, or "" for not read. `left_out`: (check, column)
    whose rows at fault are not taken in.
    """

    profile: str = ""
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    left_out: frozenset[tuple[str, str]] = frozenset()


NOTHING_DECIDED = FileDecisions()


@dataclass(frozen=True)
class Decisions:
    """Of all files; `yes` agrees that rows no longer in the extract are taken away."""

    files: Mapping[int, FileDecisions] = field(default_factory=dict, hash=False)
    yes: bool = False

    def of(self, number: int) -> FileDecisions:
        return self.files.get(number, NOTHING_DECIDED)

    def with_file(self, number: int, decided: FileDecisions) -> "Decisions":
        return replace(self, files={**self.files, number: decided})

    def to_json(self) -> str:
        files = {
            number: {
                "profile": decided.profile,
                "columns": dict(decided.columns),
                "left_out": sorted(decided.left_out),
            }
            for number, decided in self.files.items()
        }
        return json.dumps({"yes": self.yes, "files": files}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Decisions":
        values = json.loads(text)
        return cls(
            files={
                int(number): FileDecisions(
                    profile=decided["profile"],
                    columns=decided["columns"],
                    left_out=frozenset(
                        (check, column) for check, column in decided["left_out"]
                    ),
                )
                for number, decided in values["files"].items()
            },
            yes=values["yes"],
        )
