"""Draws what wellbeing tools say of some pupils and writes their extracts.

Pupils about whom somebody is worried: a teacher, a parent and the young person fill in
the SDQ, some have a Boxall Profile, and some are asked again later. Nothing helps or
harms any of them; that many are better the second time is how they were chosen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.demo.area import Area
from dashboard.demo.partnership import Chance, Settings
from dashboard.demo.school_year import SchoolYear, school_year, session_of
from dashboard.demo.schooling import Schooling, Spell
from dashboard.demo.window import uk_date
from dashboard.demo.writing import Row, write_csv

# The short names by which the 25 items go, in the order of the questionnaire. `+` marks
# the five where "certainly true" is the good answer of a difficulty, `*` the prosocial ones.
ITEMS = (
    *("consid*", "restles", "somatic", "shares*", "tantrum", "loner", "obeys+"),
    *("worries", "caring*", "fidgety", "friend+", "fights", "unhappy", "popular+"),
    *("distrac", "clingy", "kind*", "lies", "bullied", "helpout*", "reflect+"),
    *("steals", "oldbest", "afraid", "attends+"),
)
SCALES = (
    ("somatic", "worries", "unhappy", "clingy", "afraid"),
    ("tantrum", "obeys", "fights", "lies", "steals"),
    ("restles", "fidgety", "distrac", "reflect", "attends"),
    ("loner", "friend", "popular", "bullied", "oldbest"),
    ("consid", "shares", "caring", "kind", "helpout"),
)
PUPIL = ("SCN", "SeedCode", "StudentStage")
TEACHERS = (
    *PUPIL,
    *("Date Completed", "Informant", "SDQ Version"),
    *(item.rstrip("+*") for item in ITEMS),
)
FAMILIES = (
    *("SCN", "StudentStage", "Date Completed", "Informant"),
    *("Emotional Score", "Conduct Score", "Hyperactivity Score", "Peer Score"),
    *("Prosocial Score", "Total Difficulties"),
)
BOXALL = (*PUPIL, "Assessment Date", "Strand", "Strand Score")
WHEEL = (
    *(*PUPIL, "Completed On", "Indicator", "Indicator Score"),
    *("Scale Min", "Scale Max", "Direction"),
)
BETTER_HIGH, BETTER_LOW = "ABCDEFGHIJ", "QRSTUVWXYZ"
INDICATORS = (
    *("Safe", "Healthy", "Achieving", "Nurtured"),
    *("Active", "Respected", "Responsible", "Included"),
)
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A pupil on the day on which others were asked about them.

    `worry` is how things are: about 0 for most pupils, 1 or 2 for a few.
    """

    spell: Spell
    day: int
    worry: float

    def pupil(self, schooling: Schooling) -> tuple[str, str, str]:
        spell = self.spell
        return schooling.scn[spell.child], spell.school.seed, spell.stage(self.day)


def ask(area: Area, schooling: Schooling, year: SchoolYear) -> list[Asked]:
    """Some pupils of each session, once or twice, in the order of the days."""
    chance = area.chance("pupils asked about with wellbeing tools")
    window = area.window
    asked = [
        one
        for spell in schooling.spells
        for session in _sessions(area, spell)
        for one in _in_session(chance, area, year, spell, session)
        if window.first_day <= one.day <= min(one.spell.ends, window.taken)
    ]
    kept = {(one.spell.child, one.day): one for one in asked}
    return sorted(kept.values(), key=lambda one: (one.day, one.spell.child))


def _sessions(area: Area, spell: Spell) -> range:
    first = max(session_of(spell.begins), session_of(area.window.first_day))
    return range(first, session_of(min(spell.ends, area.window.taken)) + 1)


def _in_session(
    chance: Chance, area: Area, year: SchoolYear, spell: Spell, session: int
) -> Iterator[Asked]:
    """Asked about because things are bad that day; later they are as usual."""
    settings = area.settings["wellbeing"]
    share = settings["asked_by_quintile"][area.quintile[spell.child] - 1]
    is_asked, is_asked_again = chance.random(2) < (share, settings["asked_again"])
    usual, that_day, later = chance.normal(0, 1, 3)
    usual = settings["usual_worry"] + settings["worry_spread"] * usual
    day = year.opens(session) + int(chance.integers(*settings["days_into_session"]))
    again = day + int(chance.integers(*settings["days_until_again"]))
    until = min(spell.ends, area.window.taken)
    if is_asked and spell.begins <= day <= until:
        yield Asked(spell, _school_day(year, day), usual + abs(that_day))
        if is_asked_again and again <= until:
            yield Asked(spell, _school_day(year, again), usual + later)


def _school_day(year: SchoolYear, day: int) -> int:
    """The day itself, or the next on which schools are open."""
    day = year.next_open(day)
    while not year.is_open(day):
        day += 1
    return day


def write_wellbeing(directory: Path, area: Area, schooling: Schooling) -> None:
    asked = ask(area, schooling, school_year(area.partnership))
    _write_teachers(directory, area, schooling, asked)
    _write_families(directory, area, schooling, asked)
    _write_boxall(directory, area, schooling, asked)
    _write_wheels(directory, area, schooling, asked)


def _write_teachers(
    directory: Path, area: Area, schooling: Schooling, asked: list[Asked]
) -> None:
    """An export of the answers, some of which are blank."""
    chance, settings = area.chance("SDQ of teachers"), area.settings["wellbeing"]

    def row(one: Asked) -> Row:
        answers = _answers(chance, settings, one.worry)
        blank = chance.random(len(ITEMS)) < settings["blank_answers"]
        if chance.random() < settings["given_up"]:
            blank[len(ITEMS) // 2 :] = True
        given = ["" if b else str(a) for a, b in zip(answers, blank, strict=True)]
        day = uk_date(one.day)
        return (*one.pupil(schooling), day, "Teacher", "Four bands", *given)

    rows = (row(one) for one in asked)
    write_csv(directory / "sdq_teachers.csv", TEACHERS, rows)


def _answers(chance: Chance, settings: Settings, worry: float) -> list[int]:
    """0, 1 or 2 for each item, as it is written on the form."""
    likely = min(max(settings["point"] + settings["point_a_worry"] * worry, 0.03), 0.97)
    points = chance.binomial(2, likely, len(ITEMS))
    return [
        2 - int(point) if item[-1] in "+*" else int(point)
        for item, point in zip(ITEMS, points, strict=True)
    ]


def _write_families(
    directory: Path, area: Area, schooling: Schooling, asked: list[Asked]
) -> None:
    """Scores alone, from a system that knows no school: parents, then young people.

    Each sees it in their own way.
    """
    settings, rows = area.settings["wellbeing"], []
    for who in ("Parent", "Young person"):
        chance = area.chance(f"SDQ: {who}")
        answering = chance.random(len(asked)) < settings["answering"][who]
        for one, yes in zip(asked, answering, strict=True):
            scn, _, stage = one.pupil(schooling)
            if yes and (who == "Parent" or stage.startswith("S")):
                worry = one.worry + settings["seen_differently"] * chance.normal()
                scores = _scores(_answers(chance, settings, worry))
                given = (*scores, sum(scores[:4]))
                rows.append((scn, stage, uk_date(one.day), who, *given))
    write_csv(directory / "sdq_families.csv", FAMILIES, rows)


def _scores(answers: list[int]) -> list[int]:
    """The five scales, in the order of their columns."""
    points = {
        item.rstrip("+*"): 2 - answer if item.endswith("+") else answer
        for item, answer in zip(ITEMS, answers, strict=True)
    }
    return [sum(points[item] for item in scale) for scale in SCALES]


def _write_boxall(
    directory: Path, area: Area, schooling: Schooling, asked: list[Asked]
) -> None:
    """Of pupils of a few primary schools, which have a nurture group."""
    chance, settings = area.chance("Boxall Profiles"), area.settings["wellbeing"]
    primaries = sorted(school.seed for school in area.places.in_sector("Primary"))
    nurturing = set(primaries[:: settings["nurture_group_every"]])
    rows = (
        (*one.pupil(schooling), uk_date(one.day), strand, score)
        for one in asked
        if one.spell.school.seed in nurturing
        for strand, score in _strands(chance, settings, one.worry)
    )
    write_csv(directory / "boxall_profiles.csv", BOXALL, rows)


def _strands(
    chance: Chance, settings: Settings, worry: float
) -> Iterator[tuple[str, int]]:
    """Invented: what a strand can score at most is not known here."""
    most, slope = settings["strand_most"], settings["strand_a_worry"]
    for strands, usual, turn in (
        (BETTER_HIGH, settings["strand_high"], -slope),
        (BETTER_LOW, settings["strand_low"], slope),
    ):
        likely = min(max((usual + turn * worry) / most, 0.02), 0.98)
        yield from (
            (strand, int(score))
            for strand, score in zip(
                strands, chance.binomial(most, likely, len(strands)), strict=True
            )
        )


def _write_wheels(
    directory: Path, area: Area, schooling: Schooling, asked: list[Asked]
) -> None:
    chance, settings = area.chance("wellbeing wheels"), area.settings["wellbeing"]
    filled_in = chance.random(len(asked)) < settings["wheels"]
    scale = (LOWEST, HIGHEST, "Higher is better")
    rows = (
        (*one.pupil(schooling), uk_date(one.day), indicator, score, *scale)
        for one, yes in zip(asked, filled_in, strict=True)
        if yes
        for indicator, score in _indicators(chance, settings, one.worry)
    )
    write_csv(directory / "wellbeing_wheels.csv", WHEEL, rows)


def _indicators(
    chance: Chance, settings: Settings, worry: float
) -> Iterator[tuple[str, int]]:
    for indicator in INDICATORS:
        usual = settings["indicators"].get(indicator, settings["indicator"])
        likely = min(max(usual - settings["indicator_a_worry"] * worry, 0.03), 0.97)
        yield indicator, LOWEST + int(chance.binomial(HIGHEST - LOWEST, likely))
