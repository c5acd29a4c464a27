"""What the officer has decided about the files of one publish.

Files are known by their place in the list that was given. Nothing is decided by default:
a file is what its headers say, and what must be put right stops the publish.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from dashboard.warehouse.coverage import Said


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
    """Of all files; `yes` agrees that rows no longer in the extract are taken away, and
    that a month without rows, of which nothing is said, was not submitted.

    `months`: (kind of extract, month) → what is said of a month without rows.
    `signed_by` has put their name to a release that is an exception.
    """

    files: Mapping[int, FileDecisions] = field(default_factory=dict, hash=False)
    months: Mapping[tuple[str, date], Said] = field(default_factory=dict, hash=False)
    yes: bool = False
    signed_by: str = ""

    def of(self, number: int) -> FileDecisions:
        return self.files.get(number, NOTHING_DECIDED)

    def with_file(self, number: int, decided: FileDecisions) -> "Decisions":
        return replace(self, files={**self.files, number: decided})

    def with_month(self, source: str, month: date, said: Said) -> "Decisions":
        return replace(self, months={**self.months, (source, month): said})

    def to_json(self) -> str:
        files = {
            number: {
                "profile": decided.profile,
                "columns": dict(decided.columns),
                "left_out": sorted(decided.left_out),
            }
            for number, decided in self.files.items()
        }
        months = [
            [source, month.isoformat(), said.value]
            for (source, month), said in self.months.items()
        ]
        kept = {"yes": self.yes, "signed_by": self.signed_by}
        return json.dumps(kept | {"files": files, "months": months}, indent=1)

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
            months={
                (source, date.fromisoformat(month)): Said(said)
                for source, month, said in values.get("months", [])
            },
            yes=values["yes"],
            signed_by=values.get("signed_by", ""),
        )
