"""The catalogue of measures: one SQL file each, with a TOML header in its comment.

A measure returns one row for each thing counted. Its columns `event_on`, `child_key`,
`incident_key`, `numerator`, `denominator`, `days` and `outcome` have meaning; every
other column is a dimension to filter and break down by. A file that does not hold to
this stops the start with its name and the reason: none is skipped.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from dashboard.errors import DefinitionError, UnknownName
from dashboard.filters import PLACE_LEVELS
from dashboard.populations import POPULATIONS, Population

RESERVED = frozenset(
    {
        "event_on",
        "child_key",
        "incident_key",
        "numerator",
        "denominator",
        "days",
        "outcome",
    }
)
_HEADER = re.compile(r"\A\s*/\*(?P<toml>.*?)\*/(?P<sql>.*)\Z", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9_]{1,60}\Z")


class Kind(StrEnum):
    COUNT = "count"
    PROPORTION = "proportion"
    RATE = "rate"
    STOCK = "stock"
    DURATION = "duration"
    RATIO = "ratio"


class Family(StrEnum):
    PROCESS = "process"
    FIDELITY = "fidelity"
    OUTCOME = "outcome"
    CAPACITY = "capacity"
    BALANCING = "balancing"


class About(StrEnum):
    CHILDREN = "children"
    PRACTICE = "practice"
    PUBLISHED = "published"


class Better(StrEnum):
    NEITHER = "neither"
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True)
class Measure:
    """One measure as its file defines it. `unit` is the plural noun that is counted.

    `case_mix` names the columns its case-mix model takes into account. One that says
    little by itself (a step of a flow, say) keeps off the board with `board = false`.
    Of practice, what fewer than `least_incidents` forms say is for their own team alone.
    A duration is counted in `bands` of days, by their first days; in a release, where each
    must be large enough to be told, in `released_bands`, which are some of them; what
    happens when one `ends` is a word. Only the
    measure of an answer from a release is `released`: its ratios are whole per cents.
    Where a child has several rows at once that hang together, `clusters` is the dimension
    that sets them apart: only by it is chance judged. One that is `yearly` is counted once a school year, and stands in its August. One that
    `needs` other extracts (a look-up, say, which has no months) has no months without them.
    Where others publish the same, `published_as` names the measure that has theirs, and
    `published_differs` says why ours is another number.
    """

    name: str
    sql: str
    columns: tuple[str, ...]
    title: str
    question: str
    kind: Kind
    about: About
    numerator: str
    unit: str
    family: Family
    sources: tuple[str, ...]
    counts: str
    does_not_count: str
    why: str
    matures_after_days: int = 0
    denominator: str = ""
    better: Better = Better.NEITHER
    population: str = ""
    bands: tuple[int, ...] = ()
    released_bands: tuple[int, ...] = ()
    caveats: str = ""
    scrutiny: tuple[str, ...] = field(default_factory=tuple)
    case_mix: tuple[str, ...] = field(default_factory=tuple)
    board: bool = True
    least_incidents: int = 0
    ends: str = "decided"
    clusters: str = ""
    yearly: bool = False
    needs: tuple[str, ...] = field(default_factory=tuple)
    published_as: str = ""
    published_differs: str = ""
    version: int = 1
    changed: tuple[str, ...] = field(default_factory=tuple)
    released: bool = False

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions a question may use, place levels and zone included, sorted."""
        found: set[str] = set()
        for column in self.columns:
            if column not in RESERVED:
                found.update(PLACE_LEVELS.get(column, (column,)))
        if {"school", "team", "area"} & set(self.columns):
            found.update(PLACE_LEVELS["zone"])
        return tuple(sorted(found))

    @property
    def over(self) -> Population | None:
        """What its rates are over; of other measures, nothing."""
        return POPULATIONS.get(self.population)

    @property
    def compares_places(self) -> bool:
        """Whether places are set against what chance alone gives them."""
        compared = self.over is None or self.over.compared
        return self.kind in (Kind.PROPORTION, Kind.RATE) and compared

    @property
    def is_share(self) -> bool:
        """True where the value lies between 0 and 1 and is said in per cent."""
        return self.kind in (Kind.PROPORTION, Kind.RATIO)

    @property
    def tables(self) -> tuple[str, ...]:
        """The canonical tables the SQL reads."""
        tree = sqlglot.parse_one(self.sql, read="duckdb")
        return tuple(sorted({table.name for table in tree.find_all(exp.Table)}))


Catalogue = Mapping[str, Measure]


def read_catalogue(folders: Iterable[Path]) -> dict[str, Measure]:
    """Read every measure of the folders, by name, families in their order.

    Raises DefinitionError naming the first file that is not a valid measure.
    """
    paths = [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.glob("*.sql"))
    ]
    measures = sorted((read_measure(path) for path in paths), key=order_of)
    return {measure.name: measure for measure in measures}


def order_of(measure: Measure) -> tuple[int, str]:
    """Families in their order, then names."""
    return (list(Family).index(measure.family), measure.name)


def read_measure(path: Path) -> Measure:
    """Read one measure file. Raises DefinitionError with the file's name and the reason."""
    try:
        return _measure(path.stem, *split_header(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError, ParseError) as error:
        raise DefinitionError(f"{path.name}: {error}") from error


def split_header(text: str) -> tuple[dict[str, Any], str]:
    """Split an SQL file into its TOML header and its statement."""
    match = _HEADER.match(text)
    if match is None:
        raise ValueError("the file must open with a /* TOML header */")
    return tomllib.loads(match["toml"]), match["sql"].strip().rstrip(";")


def measure_named(catalogue: Catalogue, name: str) -> Measure:
    """The measure of that name; UnknownName says which there are."""
    try:
        return catalogue[name]
    except KeyError:
        raise UnknownName(
            f"There is no measure called {name!r}.",
            what_to_do="The measures are: " + ", ".join(sorted(catalogue)) + ".",
        ) from None


def _measure(name: str, header: dict[str, Any], sql: str) -> Measure:
    if not _NAME.match(name):
        raise ValueError("a measure's file name is lower case letters, digits and _")
    measure = Measure(
        name=name,
        sql=sql,
        columns=_columns(sql),
        **header
        | {
            "kind": Kind(header["kind"]),
            "about": About(header["about"]),
            "family": Family(header["family"]),
            "better": Better(header.get("better", "neither")),
            "sources": tuple(header["sources"]),
            "bands": tuple(header.get("bands", ())),
            "released_bands": tuple(header.get("released_bands", ())),
            "scrutiny": tuple(header.get("scrutiny", ())),
            "case_mix": tuple(header.get("case_mix", ())),
            "needs": tuple(header.get("needs", ())),
            "changed": tuple(header.get("changed", ())),
        },
    )
    _check_contract(measure)
    return measure


@cache
def _columns(sql: str) -> tuple[str, ...]:
    statements = [
        tree for tree in sqlglot.parse(sql, read="duckdb") if tree is not None
    ]
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise ValueError("a measure is one select")
    query = statements[0]
    if any(isinstance(node, exp.Div) for node in query.find_all(exp.Div)):
        raise ValueError(
            "a measure never divides: answers looks up first, then divides"
        )
    if query.find(exp.Star) and any(s.is_star for s in query.selects):
        raise ValueError("a measure names its columns, it does not select *")
    return tuple(query.named_selects)


def _check_contract(measure: Measure) -> None:
    needed = {"event_on", "child_key", "numerator"}
    if measure.kind in (Kind.PROPORTION, Kind.RATIO):
        needed.add("denominator")
    if measure.kind is Kind.DURATION:
        needed = {"event_on", "child_key", "days", "outcome"}
        _check_bands(measure)
    missing = sorted(needed - set(measure.columns))
    if missing:
        raise ValueError(f"a {measure.kind} needs the columns {', '.join(missing)}")
    if measure.kind in (Kind.PROPORTION, Kind.RATIO) and not measure.denominator:
        raise ValueError(f"a {measure.kind} says its denominator in words")
    if measure.kind is Kind.RATE and not measure.population:
        raise ValueError(
            'a rate names a population, for example population = "lives_in"'
        )
    if measure.population and measure.over is None:
        raise ValueError(f"population is one of {', '.join(POPULATIONS)}")
    _check_beside(measure)


def _check_beside(measure: Measure) -> None:
    """What a header says besides its kind."""
    if measure.clusters and measure.clusters not in measure.columns:
        raise ValueError("clusters names a column of the measure")
    if bool(measure.published_as) != bool(measure.published_differs):
        raise ValueError(
            "published_as needs published_differs, and the other way round"
        )
    if measure.case_mix:
        _check_case_mix(measure)


def _check_bands(measure: Measure) -> None:
    if not measure.bands:
        raise ValueError("a duration has bands")
    if sorted(set(measure.bands)) != list(measure.bands):
        raise ValueError("bands are whole days, rising")
    released = measure.released_bands
    if list(released) != [day for day in measure.bands if day in released]:
        raise ValueError("released_bands are some of the bands, rising")
    if released and released[0] != measure.bands[0]:
        raise ValueError("released_bands begin where the bands do")


def _check_case_mix(measure: Measure) -> None:
    if measure.kind is not Kind.PROPORTION:
        raise ValueError("only a proportion has a case mix")
    if unknown := sorted(set(measure.case_mix) - set(measure.columns)):
        raise ValueError(f"the case mix names no column of it: {', '.join(unknown)}")
