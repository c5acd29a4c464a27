"""Writes seemis_pupils.csv: one row for each pupil at each school."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from dashboard.demo.area import Area
from dashboard.demo.partnership import Settings, pick_many
from dashboard.demo.schooling import Schooling, Spell
from dashboard.demo.window import uk_date
from dashboard.demo.writing import WINDOWS, Row, date_if_by, untidy, write_csv

HEADER = (
    "SCN",
    "Forename",
    "Surname",
    "DOB",
    "Gender",
    "StudentStage",
    "SeedCode",
    "School.Name",
    "Registration Class",
    "PostCode",
    "StudentStatus",
    "AdmissionDate",
    "LeavingDate",
    "FreeSchoolMealRegistered",
    "StudentLookedAfter",
    "ASN",
    "LevelOfEnglish",
    "EthnicBackground",
)
AT_HOME, AWAY, NOT_LOOKED_AFTER = "01", "02", "99"
CLASSES = "ABC"


@dataclass(frozen=True)
class Circumstances:
    """What a school records about each child, the same at every school."""

    free_meals: list[str]
    looked_after: list[str]
    support: list[str]
    english: list[str]
    ethnic: list[str]


def circumstances(area: Area, in_care: Collection[int]) -> Circumstances:
    settings = area.settings["schooling"]
    chance = area.chance("circumstances")
    household = area.children.household
    count = len(household)
    families = chance.random(int(household.max()) + 1)
    meals = area.by_deprivation(settings["free_meals_by_quintile"])
    support = chance.random(count) < settings["additional_support"]
    return Circumstances(
        free_meals=["1" if gets else "0" for gets in families[household] < meals],
        looked_after=[
            AWAY if child in in_care else _looked_after(settings, luck)
            for child, luck in enumerate(chance.random(count))
        ],
        support=["Y" if needs else "N" for needs in support],
        english=pick_many(chance, settings["english"], count),
        ethnic=pick_many(chance, settings["ethnic"], count),
    )


def _looked_after(settings: Settings, luck: float) -> str:
    if luck < settings["looked_after_at_home"]:
        return AT_HOME
    if luck < settings["looked_after_at_home"] + settings["looked_after_away"]:
        return AWAY
    return NOT_LOOKED_AFTER


def write_pupils(
    directory: Path, area: Area, schooling: Schooling, known: Circumstances
) -> None:
    chance = area.chance("pupil extract")
    children, settings, taken = area.children, area.settings, area.window.taken
    share = settings["geography"]["untidy_postcodes"]

    def row(spell: Spell) -> Row:
        child = spell.child
        stage = spell.stage(min(spell.ends, taken))
        left = spell.ends <= taken
        return (
            schooling.scn[child],
            children.forename[child],
            children.surname[child],
            uk_date(int(children.born[child])),
            "F" if children.girl[child] else "M",
            stage,
            spell.school.seed,
            spell.school.name,
            stage + CLASSES[int(chance.integers(len(CLASSES)))],
            untidy(chance, children.postcode[child], share),
            settings["schooling"]["status_left" if left else "status_on_roll"],
            uk_date(spell.begins),
            date_if_by(spell.ends, taken),
            known.free_meals[child],
            known.looked_after[child],
            known.support[child],
            known.english[child],
            known.ethnic[child],
        )

    rows = (row(spell) for spell in schooling.spells)
    write_csv(directory / "seemis_pupils.csv", HEADER, rows, encoding=WINDOWS)
