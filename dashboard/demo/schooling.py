"""Which school each child attends, and when."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.demo.area import Area
from dashboard.demo.identifiers import scn_numbers
from dashboard.demo.partnership import Chance, Settings
from dashboard.demo.places import DataZone, Places, School
from dashboard.demo.school_year import FIRST_SECONDARY, STAGES, SchoolYear, session_of
from dashboard.demo.window import birthday

MARCH = 3
LEAVING_AGE = 16
SPECIAL_STAGE = "SP"


@dataclass(frozen=True, slots=True)
class Spell:
    """One pupil at one school, without a break; `ends` is the last day there."""

    child: int
    school: School
    first_session: int  # in which the pupil was in P1
    begins: int
    ends: int

    def stage(self, day: int) -> str:
        if self.school.sector == "Special":
            return SPECIAL_STAGE
        year = session_of(day) - self.first_session
        return STAGES[min(max(year, 0), len(STAGES) - 1)]


@dataclass(frozen=True)
class Schooling:
    spells: tuple[Spell, ...]
    scn: dict[int, str]
    by_child: dict[int, list[Spell]] = field(default_factory=dict)

    def school_of(self, child: int, day: int) -> str:
        """The code of the school attended that day, blank if none."""
        for spell in self.by_child.get(child, []):
            if spell.begins <= day <= spell.ends:
                return spell.school.seed
        return ""


@dataclass(frozen=True)
class Choices:
    """What a family would choose, as chances from 0 to 1."""

    special: float
    primary: float
    leaving: float
    moves_early: float
    moves_late: float
    when: float
    other: float


def enrol(area: Area, year: SchoolYear) -> Schooling:
    draws = area.chance("schooling").random((len(area.children), 7))
    window = area.window
    spells = [
        spell
        for child, numbers in enumerate(draws)
        for spell in _spells(area, year, child, Choices(*numbers))
        if spell.ends >= window.first_day and spell.begins <= window.taken
    ]
    scn = _scn(area.chance("candidate numbers"), spells)
    by_child: dict[int, list[Spell]] = {}
    for spell in spells:
        by_child.setdefault(spell.child, []).append(spell)
    return Schooling(tuple(spells), scn, by_child)


def _scn(chance: Chance, spells: list[Spell]) -> dict[int, str]:
    years = {spell.child: spell.first_session for spell in spells}
    numbers = scn_numbers(chance, list(years.values()))
    return dict(zip(years, numbers, strict=True))


def first_session(born: int) -> int:
    """P1 begins in the August of the year from March in which a child turns five."""
    birth = date.fromordinal(born)
    return birth.year + (5 if birth.month >= MARCH else 4)


def _spells(area: Area, year: SchoolYear, child: int, choices: Choices) -> list[Spell]:
    """Each stay at a school, cut to the time the family lives here."""
    children = area.children
    born, arrives = int(children.born[child]), int(children.arrives[child])
    leaves = int(children.leaves[child]) - 1
    spells = []
    for school, begins, ends in _stays(area, year, born, area.home(child), choices):
        first = year.next_open(arrives) if arrives > begins else begins
        last = min(ends, leaves)
        if first <= last:
            spells.append(Spell(child, school, first_session(born), first, last))
    return spells


Stay = tuple[School, int, int]


def _stays(
    area: Area, year: SchoolYear, born: int, home: DataZone, choices: Choices
) -> list[Stay]:
    """School, first and last day, as if the child had always lived here."""
    settings, places = area.settings["schooling"], area.places
    start = first_session(born)
    begins, last = year.opens(start), _last_day(settings, year, born, choices)
    if choices.special < settings["special"]:
        return [(places.in_sector("Special")[0], begins, last)]
    primary = _primary(settings, places, home.primary, choices)
    secondary = places.schools[primary.cluster]
    moves_up = start + FIRST_SECONDARY
    early = (primary, begins, year.closes(moves_up - 1))
    late = (secondary, year.opens(moves_up), last)
    rate = settings["moves_a_year"]
    return [
        *_moved(places, year, early, choices, moves=choices.moves_early < 7 * rate),
        *_moved(places, year, late, choices, moves=choices.moves_late < 5 * rate),
    ]


def _primary(settings: Settings, places: Places, home: str, choices: Choices) -> School:
    if choices.primary < settings["catchment"]:
        return places.schools[home]
    cluster = places.schools[home].cluster
    near = [s for s in places.in_sector("Primary") if s.cluster == cluster]
    return near[int(choices.other * len(near))]


def _moved(
    places: Places, year: SchoolYear, stay: Stay, choices: Choices, *, moves: bool
) -> list[Stay]:
    """The stay itself, or that stay broken by a move to another school."""
    school, begins, ends = stay
    if not moves:
        return [stay]
    day = begins + 1 + int(choices.when * (ends - begins - 1))
    day = year.next_open(day)
    others = [s for s in places.in_sector(school.sector) if s != school]
    new = others[int(choices.other * len(others))]
    return [(school, begins, min(day - 1, ends)), (new, day, ends)]


def _last_day(settings: Settings, year: SchoolYear, born: int, choices: Choices) -> int:
    """The end of S4, S5 or S6, never before the sixteenth birthday."""
    start = first_session(born)
    after_s4 = settings["leaves_after_s4"]
    after_s5 = after_s4 + (1 - after_s4) * settings["leaves_after_s5"]
    if choices.leaving >= after_s5:
        return year.closes(start + 12)
    if choices.leaving >= after_s4:
        return year.closes(start + 11)
    end_of_s4 = year.closes(start + 10)
    if birthday(born, LEAVING_AGE) <= end_of_s4:
        return end_of_s4
    return date(start + 11, 12, 20).toordinal()
