"""Which profile a file is of, by its headers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.errors import ForTheUser
from dashboard.intake.profiles import Column, Profile, Profiles
from dashboard.intake.words import header_key, tidy


class NotRecognised(ForTheUser):
    """No profile knows this file's headers."""


@dataclass(frozen=True)
class Recognition:
    """A profile, which of its columns each header is, and how sure (0 to 1)."""

    profile: Profile
    columns: dict[int, Column]
    sure: float
    unread: tuple[str, ...]
    missing: tuple[Column, ...]

    def position(self, name: str) -> int | None:
        for index, column in self.columns.items():
            if column.name == name:
                return index
        return None


@dataclass(frozen=True)
class HeaderScorer:
    """How much a row looks like the header of any known extract: cells recognised."""

    profiles: Profiles

    def __call__(self, cells: Sequence[str]) -> float:
        known = {header_key(cell) for cell in cells}
        return max(
            (
                len(known & profile.by_alias.keys())
                for profile in self.profiles.values()
            ),
            default=0,
        )


def recognise(file: str, header: Sequence[str], profiles: Profiles) -> Recognition:
    """The profile whose needed columns are all there and which knows most headers.

    Raises NotRecognised, naming the nearest profile and what it misses.
    """
    matches = [_match(header, profile) for profile in profiles.values()]
    matches = [match for match in matches if match.columns]
    whole = [match for match in matches if not match.missing]
    if whole:
        return max(whole, key=lambda match: match.sure)
    raise _not_recognised(file, matches)


def as_profile(
    file: str, header: Sequence[str], profile: Profile, columns: Mapping[str, str]
) -> Recognition:
    """Read the headers as the officer has said: as a profile, and some as a column.

    `columns`: header → name of a column, or "" for not read. Raises NotRecognised where
    a needed column is still missing.
    """
    match = _match(header, profile, columns)
    if match.missing:
        raise _not_recognised(file, [match])
    return match


def _match(
    header: Sequence[str], profile: Profile, chosen: Mapping[str, str] | None = None
) -> Recognition:
    columns: dict[int, Column] = {}
    unread = []
    named = {column.name: column for column in profile.columns}
    said = {tidy(cell): named.get(name) for cell, name in (chosen or {}).items()}
    taken = {column.name for column in said.values() if column}
    for index, cell in enumerate(header):
        column = profile.by_alias.get(header_key(cell))
        if column is not None and column.name in taken:
            column = None
        if tidy(cell) in said:
            column = said[tidy(cell)]
        if column is None or column in columns.values():
            unread.append(cell)
        else:
            columns[index] = column
    if profile.wide:
        unread = [cell for cell in unread if not _is_wide(cell, profile)]
    missing = tuple(
        column for column in profile.needed if column not in columns.values()
    )
    if profile.others == "not_needed" and not missing:
        unread = []
    known = len(header) - len(unread)
    sure = (
        known / max(len(header), 1) * (1 - len(missing) / max(len(profile.needed), 1))
    )
    return Recognition(profile, columns, sure, tuple(unread), missing)


def _is_wide(cell: str, profile: Profile) -> bool:
    return bool(profile.wide and re.match(profile.wide.header, tidy(cell)))


def _not_recognised(file: str, matches: Sequence[Recognition]) -> NotRecognised:
    nearest = max(
        matches, key=lambda match: match.sure + 0.01 * len(match.columns), default=None
    )
    if nearest is None or len(nearest.columns) < 2:
        return NotRecognised(
            f"{file} is not an extract that Sightline knows.",
            "None of its column names is one of an extract's.",
            "Check that it is the right file. If it is a new kind of extract, ask whoever looks after Sightline to add it.",
        )
    names = ", ".join(f"{column.aliases[0]!r}" for column in nearest.missing)
    return NotRecognised(
        f"{file} looks like “{nearest.profile.title}”, but it has no column {names}.",
        what_to_do="Say which of its columns that is, or export it again with it.",
    )
