"""Profiles: one TOML for each kind of extract, how it is recognised and what it fills."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from dashboard.errors import DefinitionError, UnknownName
from dashboard.intake.words import header_key, tidy

COLUMN_TYPES = frozenset(
    {
        "identifier",
        "birth_date",
        "postcode",
        "date",
        "month",
        "text",
        "code",
        "codes",
        "integer",
        "number",
        "percent",
        "band",
        "yes_no",
        "restricted",
        "ignored",
    }
)


@dataclass(frozen=True)
class Column:
    """One column of an extract: the headers it goes by, and how it is read.

    `blank = "allowed"` marks a column that must be there but may be empty. `marks` says
    what a mark in the place of a number means, before data/codes/marks.csv does. The type
    `restricted` marks rows that are left out: see `intake/restricted.py`.
    """

    name: str
    type: str
    aliases: tuple[str, ...]
    needed: bool = False
    blank: str = "refused"
    why: str = ""
    example: str = ""
    system: str = ""
    digits: int = 0
    parts: tuple[str, ...] = ()
    codes: str = ""
    map: Mapping[str, str] = field(default_factory=dict, hash=False)
    marks: Mapping[str, str] = field(default_factory=dict, hash=False)
    otherwise: str = ""
    separator: str = ";"

    @property
    def must_be_filled(self) -> bool:
        return self.needed and self.blank == "refused"


@dataclass(frozen=True)
class Wide:
    """Columns whose headers are values (ages, say) and which become rows."""

    header: str
    name: str
    value: str


@dataclass(frozen=True)
class Coverage:
    """By which date column a month counts as submitted.

    `sparse`: a month without rows between the first and the last is a real none.
    `closed_months`: months of the year in which nothing can happen (July in schools).
    `starts_with`: the rows are whole from the first month of that source on; where it
    is not there, from the first date in `from_column`.
    """

    column: str
    sparse: bool = False
    closed_months: tuple[int, ...] = ()
    from_column: str = ""
    starts_with: str = ""


@dataclass(frozen=True)
class Profile:
    """A kind of extract and the extract table that it fills.

    `speaks_of`: columns (school, say) of whose other values such an extract says nothing,
    so that one school's file takes away no other school's rows. `others = "not_needed"`:
    such a file has many more columns, all of them known to hold nothing that is used.
    `sent_as` says of what kind of file it is, to whoever is asked for it.
    """

    name: str
    title: str
    system: str
    table: str
    order: int
    grain: str
    makes_visible: str
    columns: tuple[Column, ...]
    coverage: Coverage | None = None
    constants: Mapping[str, str] = field(default_factory=dict, hash=False)
    derived: Mapping[str, str] = field(default_factory=dict, hash=False)
    from_name: Mapping[str, str] = field(default_factory=dict, hash=False)
    wide: Wide | None = None
    turning: str = ""
    speaks_of: tuple[str, ...] = ()
    others: str = "not_known"
    sent_as: str = (
        "As CSV or an Excel workbook, with the column names in the first row."
    )

    @cached_property
    def by_alias(self) -> dict[str, Column]:
        return {
            header_key(alias): column
            for column in self.columns
            for alias in column.aliases
        }

    @property
    def needed(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.needed)


Profiles = Mapping[str, Profile]


def read_profiles(folders: Iterable[Path]) -> dict[str, Profile]:
    """Read every profile, in the order in which a partnership would send them.

    Raises DefinitionError with the file's name where one is not valid.
    """
    paths = [
        p
        for folder in folders
        if folder.is_dir()
        for p in sorted(folder.glob("*.toml"))
    ]
    profiles = sorted(
        (read_profile(path) for path in paths), key=lambda profile: profile.order
    )
    return {profile.name: profile for profile in profiles}


def read_profile(path: Path) -> Profile:
    """Read one profile, and the `.sql` of the same name that turns its shape, if any."""
    turning = path.with_suffix(".sql")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        return _profile(
            path.stem, values, turning.read_text() if turning.exists() else ""
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise DefinitionError(f"profile {path.name}: {error}") from error


def profile_named(profiles: Profiles, name: str) -> Profile:
    try:
        return profiles[name]
    except KeyError:
        raise UnknownName(
            f"There is no profile called {name!r}.",
            what_to_do="The profiles are: " + ", ".join(sorted(profiles)) + ".",
        ) from None


def _profile(name: str, values: dict[str, Any], turning: str) -> Profile:
    columns = tuple(_column(key, entry) for key, entry in values.pop("columns").items())
    coverage = values.pop("coverage", None)
    wide = values.pop("wide", None)
    speaks_of = tuple(values.pop("speaks_of", ()))
    return Profile(
        name=name,
        columns=columns,
        coverage=_coverage(coverage) if coverage else None,
        wide=Wide(**wide) if wide else None,
        turning=turning,
        speaks_of=speaks_of,
        **values,
    )


def _coverage(values: dict[str, Any]) -> Coverage:
    return Coverage(
        column=values["column"],
        sparse=values.get("sparse", False),
        closed_months=tuple(values.get("closed_months", ())),
        from_column=values.get("from", ""),
        starts_with=values.get("starts_with", ""),
    )


def _column(name: str, values: dict[str, Any]) -> Column:
    kind = values["type"]
    if kind not in COLUMN_TYPES:
        raise ValueError(f"{name}: there is no column type {kind!r}")
    if kind == "identifier" and not values.get("system"):
        raise ValueError(f"{name}: an identifier says which system's it is")
    if kind in ("code", "codes", "restricted") and not (
        values.get("codes") or values.get("map")
    ):
        raise ValueError(f"{name}: a code names its code list or gives a map")
    return Column(
        name=name,
        **values
        | {
            "aliases": tuple(values["aliases"]),
            "parts": tuple(values.get("parts", ())),
            "map": {tidy(raw): code for raw, code in values.get("map", {}).items()},
        },
    )
