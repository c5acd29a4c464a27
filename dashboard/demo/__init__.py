"""An invented partnership, with its extracts and with a few changes to find in them.

``build`` writes the files a real partnership would upload. The same seed gives the same
bytes; nothing depends on the clock. What is invented is in data/demo/partnership.toml.
"""

from pathlib import Path

from dashboard.demo.area import Area, settle
from dashboard.demo.attendance import write_attendance
from dashboard.demo.boundaries import write_boundaries
from dashboard.demo.caseload import take_referrals
from dashboard.demo.exclusions import exclude, write_exclusions
from dashboard.demo.health import review, write_reviews
from dashboard.demo.linkage import known, write_lookup
from dashboard.demo.meetings import write_meetings
from dashboard.demo.partnership import read_partnership
from dashboard.demo.planted import plant
from dashboard.demo.population import write_population
from dashboard.demo.pupils import circumstances, write_pupils
from dashboard.demo.reference import write_reference
from dashboard.demo.referrals import write_referrals
from dashboard.demo.registrations import write_registrations
from dashboard.demo.school_year import school_year
from dashboard.demo.schooling import Schooling, enrol
from dashboard.demo.social_work import SocialWork
from dashboard.demo.steps import write_steps
from dashboard.demo.tools import write_records
from dashboard.demo.truth import write_truth
from dashboard.demo.wellbeing import write_wellbeing
from dashboard.demo.zones import write_events, write_zone

__all__ = ["build"]


def build(
    directory: Path, *, children: int = 10_000, years: int = 5, seed: int = 1
) -> None:
    """Write the extracts of a partnership of so many children into a directory."""
    directory.mkdir(parents=True, exist_ok=True)
    area = settle(read_partnership(children, years, seed))
    planted = plant(area.settings)
    schooling = enrol(area, school_year(area.partnership))
    work = SocialWork(area, take_referrals(area, schooling, planted), planted)

    write_reference(directory, area)
    write_boundaries(directory, area)
    write_population(directory, area)
    write_zone(directory, area.settings)
    write_events(directory, area)
    write_records(directory, area)
    _write_social_work(directory, work)
    _write_schools(directory, work, schooling)
    _write_health_and_links(directory, work, schooling)


def _write_social_work(directory: Path, work: SocialWork) -> None:
    write_referrals(directory, work)
    write_steps(directory, work)
    write_meetings(directory, work)
    write_registrations(directory, work)


def _write_schools(directory: Path, work: SocialWork, schooling: Schooling) -> None:
    area = work.area
    write_pupils(directory, area, schooling, circumstances(area, work.in_care))
    excluded = exclude(area, schooling, school_year(area.partnership))
    write_exclusions(directory, schooling, excluded)
    write_attendance(directory, area, schooling, work.planted, excluded)
    write_wellbeing(directory, area, schooling)


def _write_health_and_links(
    directory: Path, work: SocialWork, schooling: Schooling
) -> None:
    area: Area = work.area
    reviews = review(area)
    write_reviews(directory, area, reviews)
    in_health = {found.child for found in reviews}
    numbers = known(area, schooling, in_health, work.known)
    write_lookup(directory, area, numbers)
    write_truth(directory, area, numbers)
