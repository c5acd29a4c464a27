"""One child is taken out of everything that is kept: adoption, protected identity, law.

A picture is never changed. Each that holds the child is made anew without, as a picture
of its own, and the old one's files are deleted; so are uploads and files that hold the
child. What was done is logged; of whom, nowhere.
"""

import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.errors import ForTheUser
from dashboard.intake.blotting import blot_notes
from dashboard.intake.codes import load_codes
from dashboard.intake.held import Held, Progress, details_of, held
from dashboard.intake.profiles import Profiles, read_profiles
from dashboard.intake.rules import Rules
from dashboard.intake.signing import examine, signed
from dashboard.intake.sought import (
    Kind,
    Sought,
    keys_of,
    kind_named,
    kinds_of,
    number_given,
    ways_of_writing,
)
from dashboard.intake.tidying import tidy
from dashboard.machine import sync_folder
from dashboard.partnership.copies import Why, copy_records
from dashboard.settings import Settings
from dashboard.warehouse.build import build
from dashboard.warehouse.child import (
    check_without,
    copy_without,
    joined,
)
from dashboard.warehouse.coverage import create_said_months
from dashboard.warehouse.durable import sync_tree, write_whole
from dashboard.warehouse.engine import open_building
from dashboard.warehouse.erasure import (
    Because,
    Erasure,
    Replaced,
    alone,
    commit,
    finish,
    is_cut_off,
)
from dashboard.warehouse.locking import exclusive
from dashboard.warehouse.pseudonyms import give_key, read_or_make_key
from dashboard.warehouse.rewriting import copy_anew
from dashboard.warehouse.room import room_needed
from dashboard.warehouse.snapshots import Manifest, Snapshots, new_id
from dashboard.warehouse.tables import create_extract_tables

WHY = "one child was taken out"
SEVERAL = "person_key"


class NotHeld(ForTheUser):
    """The number is in nothing that is kept."""

    def __init__(self, kind: Kind, number: str) -> None:
        fault = kind.fault(number)
        super().__init__(
            f"Nothing changed: nothing that is kept holds this number ({kind.name} of {kind.of}).",
            fault,
            "Check the number and its kind; the child may be known by another number.",
        )


class SeveralChildren(ForTheUser):
    """The look-up joins what may be more than one child."""

    def __init__(self, count: int) -> None:
        super().__init__(
            "Nothing changed: the look-up joins this number to"
            f" {count} numbers of social work, which may be as many children.",
            "What is taken out cannot be brought back, so it is not guessed.",
            "Take out each number by itself: --this-system-only.",
        )


class NotFinished(ForTheUser):
    """It has begun and cannot go on: the disk is full, or cannot be written."""

    def __init__(self) -> None:
        super().__init__(
            "The child is being taken out, and that is not done yet.",
            "The disk is full, or cannot be written.",
            "Make room and run this again: it goes on where it stopped.",
        )


@dataclass(frozen=True)
class Asked:
    """Which child, by a number of which kind, and why. The number is said nowhere."""

    kind: str
    number: str
    because: Because
    who: str
    this_system_only: bool = False
    signed_by: str = ""

    def __repr__(self) -> str:
        return f"Asked({self.kind})"


@dataclass(frozen=True)
class Joined:
    """How many numbers of each kind of column the look-up joins to the one given."""

    sought: Sought
    numbers: tuple[tuple[str, int], ...]


def sought_of(settings: Settings, asked: Asked) -> Joined:
    """The child by every pseudonym. Raises SeveralChildren where it may be several."""
    profiles = read_profiles(settings.profile_folders)
    kinds = kinds_of(profiles.values())
    kind = kind_named(kinds, asked.kind)
    number = number_given(asked.number)
    secret = read_key(settings.home)
    keys = keys_of(secret, kind, number)
    found: dict[str, set[str]] = {}
    if not asked.this_system_only:
        found = dict(joined(details_of(Snapshots(settings.home)).values(), keys))
    if len(found.get(SEVERAL, ())) > 1:
        raise SeveralChildren(len(found[SEVERAL]))
    systems = {kind.system} | _systems_of(profiles, found)
    sought = Sought(
        secret=secret,
        kinds=tuple(kinds[system] for system in sorted(systems)),
        keys=keys.union(*found.values()),
        words=ways_of_writing(kind, number),
    )
    return Joined(sought, tuple((name, len(ones)) for name, ones in found.items()))


def _systems_of(profiles: Profiles, columns: Iterable[str]) -> set[str]:
    """Whose numbers the look-up holds in these columns."""
    wanted = set(columns)
    return {
        column.system
        for profile in profiles.values()
        if profile.table == "identity"
        for column in profile.columns
        if column.name in wanted
    }


def read_key(home: Path) -> bytes:
    """The key. An empty home is given none: there is nothing in it to look for."""
    if not (home / "keys" / "pseudonym.key").exists():
        raise ForTheUser(
            "Nothing changed: there is no key here, so nothing was ever read.",
            what_to_do="Is this the right home? Name it: --home, or SIGHTLINE_HOME.",
        )
    return read_or_make_key(home)


def look_for(
    settings: Settings, asked: Asked, progress: Progress
) -> tuple[Joined, Held]:
    """What an erasure would touch; nothing is changed. Raises NotHeld."""
    found = sought_of(settings, asked)
    where = held(settings.home, found.sought, progress)
    kind = kind_asked(settings, asked)
    sure = where.pictures or where.waiting or kind.is_sure(asked.number)
    if not (where.anywhere and sure):
        raise NotHeld(kind, asked.number)
    return found, where


def kind_asked(settings: Settings, asked: Asked) -> Kind:
    kinds = kinds_of(read_profiles(settings.profile_folders).values())
    return kind_named(kinds, asked.kind)


def finish_cut_off(settings: Settings) -> bool:
    """Finish an erasure that was cut off after it had begun; whether there was one."""
    cut_off = is_cut_off(settings.home)
    _finish(settings.home)
    return cut_off


def _finish(home: Path) -> None:
    try:
        finish(home)
    except OSError as error:
        raise NotFinished from error


def erase(settings: Settings, asked: Asked, progress: Progress) -> Held:
    """Take the child out. Raises NotHeld; BeingRead where somebody reads files now."""
    tidy(settings)
    with room_needed(), alone(settings.home):
        _, where = look_for(settings, asked, progress)
        with ExitStack() as places:
            made = _Making(settings, where.sought, progress).all(where, places)
            _sign(settings, made, asked.signed_by)
            _write_afresh(settings, where)
            with exclusive(settings.home):
                # Once more: a file may have come in while pictures were built.
                _, where = look_for(settings, asked, progress)
                blot_notes(settings.home, where.sought, write=True)
                commit(settings.home, _plan(asked, where, made))
                _finish(settings.home)
    copy_records(settings.home, Why.ERASURE)
    return where


def is_finished(settings: Settings) -> bool:
    """Whether every old file is gone: one that is being read may not be, on Windows."""
    return not is_cut_off(settings.home)


@dataclass(frozen=True)
class _Made:
    """A picture without the child, in the folder where it was built."""

    old: Manifest
    new: Manifest
    place: Path


@dataclass(frozen=True)
class _Making:
    """Makes pictures anew without the child."""

    settings: Settings
    sought: Sought
    progress: Progress

    def all(self, where: Held, places: ExitStack) -> list[_Made]:
        """The oldest first, so that each can name what it is built upon now."""
        snapshots = Snapshots(self.settings.home)
        rules = Rules.of(self.settings)
        new_ids: dict[str, str] = {}
        made = []
        for number, name in enumerate(reversed(where.pictures), start=1):
            self.progress("Making pictures anew", number, len(where.pictures))
            old = snapshots.manifest(name)
            new = self._manifest(old, new_ids)
            new_ids[old.id] = new.id
            place = places.enter_context(snapshots.building())
            self._build(snapshots.detail(name), place, rules)
            write_whole(place / "manifest.json", new.to_json())
            sync_tree(place)
            made.append(_Made(old, new, place))
        return made

    def _manifest(self, old: Manifest, new_ids: dict[str, str]) -> Manifest:
        before = old.before
        files = tuple(
            replace(
                file,
                name=self.sought.blotted(file.name),
                columns=tuple(
                    (self.sought.blotted(header), column)
                    for header, column in file.columns
                ),
            )
            for file in old.files
        )
        why = (
            old.why
            if old.why.endswith(WHY)
            else "; ".join(filter(None, (old.why, WHY)))
        )
        return replace(
            old,
            id=new_id(old.as_at),
            before=new_ids.get(before, before) if before else None,
            files=files,
            why=why,
            replaces=(*old.replaces, old.id),
        )

    def _build(self, detail: Path, place: Path, rules: Rules) -> None:
        """As a publish does, of the rows that are kept and of the words of that day."""
        scratch = place / "scratch"
        scratch.mkdir(mode=0o700)
        connection = open_building(place / "detail.duckdb", scratch=scratch)
        try:
            give_key(connection, self.sought.secret)
            create_extract_tables(connection, rules.tables.values())
            create_said_months(connection)
            load_codes(connection, rules.codes)
            copy_without(connection, detail, self.sought.keys)
            plan = rules.plan(self.settings.area_level)
            build(connection, place / "exact.duckdb", plan, lambda *_: None)
            connection.execute("checkpoint")
        finally:
            connection.close()
        shutil.rmtree(scratch)
        for name in ("detail", "exact", "release"):
            check_without(place / f"{name}.duckdb", self.sought.keys)


def _sign(settings: Settings, made: Iterable[_Made], by: str) -> None:
    """The picture that will be served is examined, where the partnership asks for it.

    Raises SignOffNeeded.
    """
    snapshots = Snapshots(settings.home)
    current = snapshots.current_or_none()
    for one in made:
        if settings.sign_off and one.old.id == current:
            examined = examine(
                one.place / "exact.duckdb",
                one.place / "release.duckdb",
                snapshots.release(one.old.id),
                Rules.of(settings).catalogue,
            )
            signed(examined, by)
            if examined.exceptions:
                told = replace(one.new, signed_by=by.strip())
                write_whole(one.place / "manifest.json", told.to_json())


def _write_afresh(settings: Settings, where: Held) -> None:
    """Of pictures without the child that were built upon one with: the free blocks."""
    snapshots = Snapshots(settings.home)
    ids = frozenset(snapshots.ids())
    holding = {*where.pictures, *where.waiting}
    for name in sorted(ids - holding):
        built_on = snapshots.lineage(name)[1:]
        if any(one in holding or one not in ids for one in built_on):
            with snapshots.building() as place:
                fresh = place / "detail.duckdb"
                detail = snapshots.detail(name)
                # What it was built upon may have held the child, in blocks now free.
                copy_anew(detail, fresh, place)
                sync_tree(place)
                os.replace(fresh, detail)
                sync_folder(detail.parent)


def _plan(asked: Asked, where: Held, made: Iterable[_Made]) -> Erasure:
    """What is to be done; a picture that was let go of meanwhile is not made anew."""
    files = [f"uploads/{batch}" for batch in where.uploads]
    for batch in where.unread:
        files += [
            f"uploads/{batch}/{name}" for name in ("report.json", "progress.json")
        ]
    return Erasure(
        id=secrets.token_hex(4),
        because=asked.because,
        who=asked.who,
        replaced=tuple(
            Replaced(one.old.id, one.new.id, one.place.name)
            for one in made
            if one.old.id in where.pictures
        ),
        going=where.waiting,
        files=(*files, *where.files),
    )
