"""Writes mosaic_registrations.csv: each time a child was on the register."""

from itertools import count
from pathlib import Path

from dashboard.demo.partnership import Chance
from dashboard.demo.register import Registration
from dashboard.demo.social_work import SocialWork
from dashboard.demo.window import uk_date
from dashboard.demo.writing import Row, write_csv

HEADER = (
    "REGISTRATION_ID",
    "PERSON_ID",
    "REFERRAL_ID",
    "REGISTRATION_START_DATE",
    "DEREGISTRATION_DATE",
    "Deregistration Reason",
    "Temporary",
    "Transfer In From",
    "Areas of Concern",
    "DOB",
    "Gender",
    "Postcode",
    "Responsible Team",
)
NO_DATE = "01/01/1900"  # how the database writes that there is none


def write_registrations(directory: Path, work: SocialWork) -> None:
    chance = work.area.chance("registration extract")
    numbers = count(55_000_001)
    rows = (_row(chance, work, next(numbers), entry) for entry in work.registrations)
    write_csv(directory / "mosaic_registrations.csv", HEADER, rows)


def _row(chance: Chance, work: SocialWork, number: int, entry: Registration) -> Row:
    share = work.area.settings["register"]["null_date_share"]
    no_date = NO_DATE if chance.random() < share else ""
    over = entry.ends <= work.window.taken
    return (
        number,
        work.children.person_id[entry.child],
        work.referral_id(entry.contact),
        uk_date(entry.begins),
        uk_date(entry.ends) if over else no_date,
        entry.reason if over else "",
        "Y" if entry.temporary else "N",
        entry.transferred_from,
        "; ".join(entry.concerns),
        work.born_as_known(entry.child, entry.begins),
        work.gender_as_known(entry.child, entry.begins),
        work.postcode(chance, entry.child),
        entry.team,
    )
