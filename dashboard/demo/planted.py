"""The few things that are really different or really change: what there is to find."""

from dataclasses import dataclass
from datetime import date

from dashboard.demo.decisions import Chances, chances
from dashboard.demo.partnership import Settings
from dashboard.demo.window import last_of_month


@dataclass(frozen=True)
class Planted:
    planted: Settings
    zone: Settings

    def to_ird(self, team: str) -> float:
        """The chance that screening leads to a discussion."""
        if team == self.planted["threshold_team"]:
            return float(self.planted["threshold_to_ird"])
        return float(self.planted["usual_to_ird"])

    def odds(self, decisions: Settings, team: str, school: str, day: int) -> Chances:
        """What is likely for a referral that a team takes, of a child at a school."""
        return chances(
            decisions,
            to_ird=self.to_ird(team),
            usual_to_ird=self.planted["usual_to_ird"],
            reclassified=self.reclassified(team, school, day),
        )

    def reclassified(self, team: str, school: str, day: int) -> float:
        """The chance that a decided referral turns out to be a wellbeing concern."""
        planted = self.planted
        if team in self.zone["teams"] or school in self.zone["schools"]:
            guided = day >= planted["guidance_on"].toordinal()
            return float(
                planted[f"zone_reclassified_{'after' if guided else 'before'}"]
            )
        joins = team in self.zone["teams_joining"]
        joins = joins or school in self.zone["schools_joining"]
        if joins and day >= self.zone["grows_on"].toordinal():
            return float(planted["zone_reclassified_after"])
        return float(planted["usual_reclassified"])

    def extra_absence(self, school: str, month: date) -> float:
        changed = month >= self.planted["attendance_from"]
        if school == self.planted["attendance_school"] and changed:
            return float(self.planted["attendance_fall"])
        return 0.0

    def referrals_are_missing(self, day: int) -> bool:
        return _in_month(day, self.planted["referrals_not_submitted"])

    def attendance_is_missing(self, month: date) -> bool:
        return bool(month == self.planted["attendance_not_submitted"])


def plant(settings: Settings) -> Planted:
    return Planted(settings["planted"], settings["zone"])


def _in_month(day: int, month: date) -> bool:
    return month.toordinal() <= day <= last_of_month(month).toordinal()
