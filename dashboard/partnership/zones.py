"""Transformation zones: named sets of schools, teams and areas, each in it from a day.

A zone that is changed keeps its id; one that is taken back can be put back. What cubes
are made of is `recorded_zones`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from dashboard.dates import day
from dashboard.errors import ForTheUser
from dashboard.filters import REST
from dashboard.partnership.records import Records, now
from dashboard.partnership.tables import ZONE, ZONE_MEMBER, ZONE_TARGET
from dashboard.warehouse.history import OFFICER

Place = tuple[str, str]
# How a child is in a zone, by the kind of the place: shown wherever the zone is.
HOW = {
    "school": "attends one of its schools",
    "team": "is held by one of its teams",
    "area": "lives in one of its areas",
}


@dataclass(frozen=True)
class Member:
    """A place in a zone from a day, and perhaps to one: on that day it is in it no more."""

    kind: str
    code: str
    from_on: date
    to_on: date | None = None

    @property
    def place(self) -> Place:
        return (self.kind, self.code)

    def overlaps(self, other: "Member") -> bool:
        """Whether it is the same place, on the same days."""
        return (
            self.place == other.place
            and self.from_on < (other.to_on or date.max)
            and other.from_on < (self.to_on or date.max)
        )


@dataclass(frozen=True)
class Target:
    """What a measure should come to: of a share in per cent, else as it is counted."""

    measure: str
    target: float


@dataclass(frozen=True)
class Zone:
    """`aim` in a sentence; `how_much`, `by_when` and `for_whom` are its parts."""

    name: str
    members: tuple[Member, ...]
    aim: str = ""
    how_much: str = ""
    by_when: date | None = None
    for_whom: str = ""
    targets: tuple[Target, ...] = ()
    id: str = ""
    who: str = ""


def how_a_child_is_in(kinds: Sequence[str]) -> str:
    """“attends one of its schools, or is held by one of its teams”"""
    ways = [HOW.get(kind, HOW["area"]) for kind in kinds]
    return ", or ".join(dict.fromkeys(ways))


def how_of_rest(how: str) -> str:
    """The same of those outside it: “attends another school, or is held by another team”"""
    for ours, theirs in (
        ("one of its schools", "another school"),
        ("one of its teams", "another team"),
        ("one of its areas", "another area"),
    ):
        how = how.replace(ours, theirs)
    return how


def save_zone(home: Path, zone: Zone) -> Zone:
    """Keep a zone, new or changed. ForTheUser says what is wrong; nothing is lost by it."""
    named = replace(
        zone,
        name=" ".join(zone.name.split()),
        id=zone.id or uuid4().hex,
        who=" ".join(zone.who.split()) or OFFICER,
    )
    _check(named, zones_of(home))
    row = {
        "id": named.id,
        "name": named.name,
        "aim": named.aim.strip(),
        "how_much": named.how_much.strip(),
        "by_when": named.by_when,
        "for_whom": named.for_whom.strip(),
        "who": named.who,
        "at": now(),
        "gone_at": None,
    }
    with Records(home).writing() as connection:
        for table in (ZONE_MEMBER, ZONE_TARGET):
            connection.execute(table.delete().where(table.c.zone == named.id))
        changed = connection.execute(
            ZONE.update().where(ZONE.c.id == named.id).values(row)
        )
        if not changed.rowcount:
            connection.execute(ZONE.insert(), row)
        connection.execute(
            ZONE_MEMBER.insert(), [_row(named.id, one) for one in named.members]
        )
        if named.targets:
            connection.execute(
                ZONE_TARGET.insert(),
                [
                    {"id": uuid4().hex, "zone": named.id, **asdict(one)}
                    for one in named.targets
                ],
            )
    return named


def _row(zone: str, member: Member) -> dict[str, object]:
    return {
        "id": uuid4().hex,
        "zone": zone,
        "kind": member.kind,
        "code": member.code,
        "from_on": member.from_on,
        "to_on": member.to_on,
    }


def _check(zone: Zone, others: Sequence[Zone]) -> None:
    if not zone.name:
        raise ForTheUser(
            "A zone needs a name.", what_to_do="Give it one, and save again."
        )
    if zone.name.startswith(REST) or len(zone.name) > 80:
        raise ForTheUser(
            f"“{zone.name[:80]}” cannot be a zone's name.",
            what_to_do=f"Use at most 80 letters, and do not begin with “{REST}”.",
        )
    for other in others:
        if other.id != zone.id and other.name.casefold() == zone.name.casefold():
            raise ForTheUser(
                f"There is a zone called “{other.name}” already.",
                what_to_do="Choose another name, or change that zone.",
            )
    if not zone.members:
        raise ForTheUser(
            "A zone needs at least one school, team or area.",
            what_to_do="Choose one, and the day it joined.",
        )
    for member in zone.members:
        if member.to_on and member.to_on <= member.from_on:
            raise ForTheUser(
                f"{member.code} leaves the zone on {day(member.to_on)}, and joins it on "
                f"{day(member.from_on)}: it would be in it on no day.",
                what_to_do="One of the two days is wrong: put it right, and save again.",
            )


def take_back_zone(home: Path, zone: str) -> None:
    """The zone is no longer one; it can be put back."""
    Records(home).write(ZONE.update().where(ZONE.c.id == zone).values(gone_at=now()))


def put_back_zone(home: Path, zone: str) -> None:
    Records(home).write(ZONE.update().where(ZONE.c.id == zone).values(gone_at=None))


def zones_of(home: Path, *, taken_back: bool = False) -> tuple[Zone, ...]:
    """The zones that stand (or those taken back), by name, members in order of joining."""
    records = Records(home)
    gone = ZONE.c.gone_at.is_not(None) if taken_back else ZONE.c.gone_at.is_(None)
    zones = records.rows(ZONE.select().where(gone).order_by("name", "at", "id"))
    targets: dict[str, list[Target]] = {}
    for row in records.rows(ZONE_TARGET.select().order_by("measure")):
        one = Target(row["measure"], row["target"])
        targets.setdefault(row["zone"], []).append(one)
    members: dict[str, list[Member]] = {}
    ordered = ZONE_MEMBER.select().order_by("from_on", "kind", "code")
    for row in records.rows(ordered):
        member = Member(row["kind"], row["code"], row["from_on"], row["to_on"])
        members.setdefault(row["zone"], []).append(member)
    return tuple(
        Zone(
            name=row["name"],
            members=tuple(members.get(row["id"], ())),
            aim=row["aim"],
            how_much=row["how_much"],
            by_when=row["by_when"],
            for_whom=row["for_whom"],
            targets=tuple(targets.get(row["id"], ())),
            id=row["id"],
            who=row["who"],
        )
        for row in zones
    )


def remarks(
    zone: Zone,
    others: Sequence[Zone],
    *,
    today: date,
    names: Mapping[Place, str],
    ended: Mapping[Place, date],
) -> list[str]:
    """What to know of a zone that is none the less right; one sentence each.

    `names` are the places of the newest picture, `ended` those that are no more.
    """
    said = []
    for member in zone.members:
        name = names.get(member.place, member.code)
        if member.from_on > today:
            said.append(
                f"{name} joins on {day(member.from_on)}: it counts from that day on."
            )
        if member.place not in names:
            said.append(
                f"{name} is not a place that the newest picture knows: nothing of it is "
                "counted. If it was renamed or merged, choose it by its code of today."
            )
        elif member.place in ended:
            said.append(
                f"{name} is no more since {day(ended[member.place])}. What it did counts; "
                "add the place it became, from that day."
            )
        said += [
            f"{name} is in “{other.name}” too on some of these days: a child there counts in "
            "both zones, and once in the whole partnership."
            for other in others
            if other.id != zone.id and any(member.overlaps(m) for m in other.members)
        ]
    return said
