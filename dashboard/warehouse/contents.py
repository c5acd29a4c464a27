"""What a snapshot holds besides numbers: names, months, coverage, what happened.

Read once for each snapshot and kept; a snapshot never changes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from dashboard.warehouse.engine import Reader, open_reader
from dashboard.warehouse.lookup import holds


@dataclass(frozen=True)
class Dimension:
    """How a dimension is named on the screen."""

    name: str
    title: str
    one: str
    many: str
    unknown: str
    position: int


@dataclass(frozen=True)
class Event:
    """Something that happened on a date: `scope` is a zone, a team or Everywhere."""

    happened_on: date
    title: str
    kind: str
    scope: str
    note: str


@dataclass(frozen=True)
class SourceMonth:
    source: str
    month: date
    status: str
    rows: int | None


@dataclass(frozen=True)
class Definition:
    """How a measure was counted in a picture: its version, and its SQL."""

    version: int
    sql: str


@dataclass(frozen=True)
class ZoneMember:
    zone: str
    aim: str
    kind: str
    code: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Outline:
    """An area as it is drawn: its rings of longitude and latitude, and its middle."""

    rings: tuple[tuple[tuple[float, float], ...], ...]
    middle: tuple[float, float]


@dataclass(frozen=True)
class Odds:
    """How much likelier a level of a column makes it, with its interval."""

    column: str
    level: str
    ratio: float
    lower: float
    upper: float


@dataclass(frozen=True)
class CaseMixModel:
    """The case-mix model of a measure; `reason` says why there is none.

    `tenths` are (rows, expected, observed), the least likely rows first.
    """

    reason: str | None
    used: int
    unusable: int
    events: int
    concordance: float
    odds: tuple[Odds, ...]
    tenths: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True)
class Contents:
    """The names and months of one snapshot.

    `offered` are the tables that a release answers, (measure, combination, kind of
    period) → the share of it that is withheld; None of an exact file, which answers any.
    `bands` are those of days that a release counts durations in. `outlines` are by level,
    and then by code, where boundaries were sent.
    """

    as_at: date
    measures: frozenset[str]
    dimensions: dict[str, Dimension]
    labels: dict[tuple[str, str], str]
    positions: dict[tuple[str, str], tuple[int, str]]
    values: dict[tuple[str, str], tuple[str, ...]]
    months: dict[str, dict[date, str]]
    periods: dict[tuple[str, str], dict[date, tuple[date, ...]]]
    usual: dict[tuple[str, str], str]
    coverage: tuple[SourceMonth, ...]
    events: tuple[Event, ...]
    zone_members: tuple[ZoneMember, ...] = field(default_factory=tuple)
    ended: dict[tuple[str, str], date] = field(default_factory=dict)
    case_mix: dict[str, CaseMixModel] = field(default_factory=dict)
    offered: dict[tuple[str, str, str], float] | None = None
    bands: dict[str, tuple[int, ...]] = field(default_factory=dict)
    outlines: dict[str, dict[str, Outline]] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)

    def naming(
        self,
        dimension: Callable[[str], bool],
        value: Callable[[str, str, str], bool],
        measure: Callable[[str], bool],
    ) -> "Contents":
        """The same without the dimensions, values and measures that may not be named.

        `value` is asked of a dimension, a value and a measure, "" for its name alone.
        """

        def named(place: tuple[str, str]) -> bool:
            return dimension(place[0]) and value(*place, "")

        return replace(
            self,
            measures=frozenset(filter(measure, self.measures)),
            definitions={m: d for m, d in self.definitions.items() if measure(m)},
            dimensions={d: w for d, w in self.dimensions.items() if dimension(d)},
            labels={p: w for p, w in self.labels.items() if named(p)},
            positions={p: w for p, w in self.positions.items() if named(p)},
            values={
                (m, d): tuple(v for v in values if value(d, v, m))
                for (m, d), values in self.values.items()
                if dimension(d) and measure(m)
            },
            usual={p: grain for p, grain in self.usual.items() if dimension(p[1])},
            zone_members=tuple(
                z for z in self.zone_members if value("zone", z.zone, "")
            ),
            ended={p: day for p, day in self.ended.items() if named(p)},
            outlines={
                d: {code: o for code, o in outlines.items() if named((d, code))}
                for d, outlines in self.outlines.items()
            },
        )

    def label(self, dimension: str, code: str) -> str:
        """A value's name; its code where nobody has named it."""
        named = self.labels.get((dimension, code))
        if named:
            return named
        return self.title(dimension).unknown if code == "not_known" else code

    def title(self, dimension: str) -> Dimension:
        words = dimension.replace("_", " ")
        made_up = Dimension(
            dimension, words.capitalize(), words, f"{words}s", "Not known", 99
        )
        return self.dimensions.get(dimension, made_up)

    def position(self, dimension: str, code: str) -> tuple[int, str]:
        """Sorts values: the list's own order, then by name, the unknown last."""
        if code == "not_known":
            return (1_000, "")
        place = self.positions.get((dimension, code))
        return place or (500, self.label(dimension, code))

    def zone_kinds(self, zone: str) -> tuple[str, ...]:
        """The kinds of place that a zone is made of: how a child can be in it."""
        kinds = {member.kind for member in self.zone_members if member.zone == zone}
        return tuple(sorted(kinds))

    @property
    def zones(self) -> tuple[str, ...]:
        """Zones, the first begun first."""
        begun: dict[str, date] = {}
        for member in self.zone_members:
            begun[member.zone] = min(member.from_on, begun.get(member.zone, date.max))
        return tuple(sorted(begun, key=lambda zone: (begun[zone], zone)))


def is_there(exact: Path) -> bool:
    """Whether a snapshot's file is there still, whole, as it was opened."""
    return open_reader(exact).is_there()


@lru_cache(maxsize=8)
def contents_of(exact: Path) -> Contents:
    """Read the contents of a snapshot's exact file."""
    reader = open_reader(exact)
    labels, positions = _labels(reader)
    return Contents(
        as_at=reader.rows("select as_at from run")[0][0],
        measures=frozenset(name for (name,) in reader.rows("select name from measure")),
        dimensions={
            row[0]: Dimension(*row)
            for row in reader.rows(
                "select dimension, title, one, many, unknown, position from dimension"
            )
        },
        labels=labels,
        positions=positions,
        values=_values(reader),
        months=_months(reader),
        periods=_periods(reader),
        usual={
            (measure, dimension): grain
            for measure, dimension, grain in reader.rows(
                "select measure, dimension, grain from usual"
            )
        },
        coverage=tuple(
            SourceMonth(*row)
            for row in reader.rows(
                "select source, month, status, rows from coverage order by 1, 2"
            )
        ),
        events=tuple(
            Event(*row)
            for row in reader.rows(
                "select happened_on, title, coalesce(kind, ''), coalesce(scope, ''), coalesce(note, '')"
                " from event order by 1"
            )
        ),
        zone_members=tuple(
            ZoneMember(*row)
            for row in reader.rows(
                "select zone, aim, member_kind, member, from_on, to_on from zone_member"
                " order by zone, from_on, member"
            )
        ),
        ended={
            (dimension, code): to_on
            for dimension, code, to_on in reader.rows(
                "select dimension, code, to_on from place, run where to_on <= as_at"
            )
        },
        case_mix=_case_mix(reader) if holds(exact, "case_mix") else {},
        offered=_offered(reader) if holds(exact, "offered") else None,
        bands=_bands(reader) if holds(exact, "band") else {},
        outlines=_outlines(reader) if holds(exact, "outline") else {},
        definitions={
            name: Definition(version, sql)
            for name, version, sql in reader.rows(
                "select name, version, sql from measure"
            )
        },
    )


def _outlines(reader: Reader) -> dict[str, dict[str, Outline]]:
    found: dict[str, dict[str, Outline]] = {}
    for level, code, rings, (lon, lat) in reader.rows(
        "select area_level, area_code, rings, middle from outline order by 1, 2"
    ):
        drawn = tuple(tuple((x, y) for x, y in ring) for ring in rings)
        found.setdefault(level, {})[code] = Outline(drawn, (lon, lat))
    return found


def _bands(reader: Reader) -> dict[str, tuple[int, ...]]:
    rows = reader.rows("select measure, days from band where len(days) > 0")
    return {measure: tuple(days) for measure, days in rows}


def _offered(reader: Reader) -> dict[tuple[str, str, str], float]:
    rows = reader.rows(
        "select measure, combination, period_kind, withheld from offered"
    )
    return {(m, c, k): withheld for m, c, k, withheld in rows}


def _case_mix(reader: Reader) -> dict[str, CaseMixModel]:
    odds: dict[str, list[Odds]] = {}
    for measure, *each in reader.rows("from case_mix_odds"):
        odds.setdefault(measure, []).append(Odds(*each))
    tenths: dict[str, list[tuple[int, float, float]]] = {}
    for measure, _, rows, expected, observed in reader.rows(
        "from case_mix_tenth order by measure, number"
    ):
        tenths.setdefault(measure, []).append((rows, expected, observed))
    rows = reader.rows(
        "select measure, reason, used, unusable, events, concordance from case_mix"
    )
    return {
        row[0]: CaseMixModel(
            reason=row[1],
            used=row[2],
            unusable=row[3],
            events=row[4],
            concordance=row[5],
            odds=tuple(odds.get(row[0], ())),
            tenths=tuple(tenths.get(row[0], ())),
        )
        for row in rows
    }


def _labels(
    reader: Reader,
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], tuple[int, str]]]:
    labels: dict[tuple[str, str], str] = {}
    positions: dict[tuple[str, str], tuple[int, str]] = {}
    for dimension, code, label in reader.rows(
        "select dimension, code, label from place"
    ):
        labels[dimension, code] = label
    for dimension, code, label, position in reader.rows(
        "select dimension, code, label, position from label"
    ):
        labels.setdefault((dimension, code), label)
        positions[dimension, code] = (position, label)
    return labels, positions


def _values(reader: Reader) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for measure, dimension, value in reader.rows(
        "select measure, dimension, value from value"
    ):
        found.setdefault((measure, dimension), []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def _months(reader: Reader) -> dict[str, dict[date, str]]:
    found: dict[str, dict[date, str]] = {}
    for measure, month, status in reader.rows(
        "select measure, month, status from measure_month order by 1, 2"
    ):
        found.setdefault(measure, {})[month] = status
    return found


def _periods(reader: Reader) -> dict[tuple[str, str], dict[date, tuple[date, ...]]]:
    found: dict[tuple[str, str], dict[date, list[date]]] = {}
    for measure, kind, period, month in reader.rows(
        "select measure, period_kind, period, month from period_month order by 1, 2, 3, 4"
    ):
        found.setdefault((measure, kind), {}).setdefault(period, []).append(month)
    return {
        key: {period: tuple(months) for period, months in periods.items()}
        for key, periods in found.items()
    }
