"""Everything that says how extracts are read: kinds, codes, checks, tables, measures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboard.intake.checks import Check, read_checks
from dashboard.intake.codes import CodeRows, read_codes
from dashboard.intake.mappings import Mappings
from dashboard.intake.profiles import Profile, Profiles, read_profiles
from dashboard.intake.restricted import takes_restricted
from dashboard.measures import Catalogue
from dashboard.partnership.tool_measures import whole_catalogue
from dashboard.partnership.tools import read_tools
from dashboard.releasing import protect_cells
from dashboard.settings import Settings
from dashboard.statistics.case_mix import fit_case_mix
from dashboard.warehouse.build import BuildPlan
from dashboard.warehouse.coverage import CoverageRule
from dashboard.warehouse.tables import ExtractTable, read_extract_tables


@dataclass(frozen=True)
class Rules:
    """The rules in force, read from files once a publish."""

    profiles: Profiles
    codes: dict[str, CodeRows]
    checks: tuple[Check, ...]
    tables: dict[str, ExtractTable]
    catalogue: Catalogue
    mappings: Mappings
    tools: tuple[str, ...]
    takes_restricted: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Rules":
        return cls(
            profiles=read_profiles(settings.profile_folders),
            codes=read_codes(settings.code_folders),
            checks=read_checks(settings.check_folders),
            tables=read_extract_tables(),
            catalogue=whole_catalogue(settings),
            tools=tuple(tool.measure for tool in read_tools(settings).values()),
            mappings=Mappings.of(settings.home),
            takes_restricted=takes_restricted(settings),
        )

    def plan(self, area_level: str) -> BuildPlan:
        return BuildPlan(
            fit=fit_case_mix,
            protect=protect_cells,
            catalogue=self.catalogue,
            coverage=(
                *_coverage_rules(self.profiles.values()),
                *tool_coverage(self.tools),
            ),
            area_level=area_level,
            table_of_source={
                name: profile.table for name, profile in self.profiles.items()
            }
            | {source: source for source in self.tools},
        )

    def coverage_of(self, profile: Profile) -> CoverageRule | None:
        return next(_coverage_rules([profile]), None)


def tool_coverage(sources: Iterable[str]) -> Iterator[CoverageRule]:
    """A tool's months run from its first form to today; one without a form is a none."""
    for source in sources:
        yield CoverageRule(
            source=source,
            table=source,
            column="about_on",
            sparse=True,
            closed_months=(),
            from_column="",
            held_in="recorded.tool_item",
        )


def _coverage_rules(profiles: Iterable[Profile]) -> Iterator[CoverageRule]:
    for profile in profiles:
        if profile.coverage:
            rule = profile.coverage
            yield CoverageRule(
                source=profile.name,
                table=profile.table,
                column=rule.column,
                sparse=rule.sparse,
                closed_months=rule.closed_months,
                from_column=rule.from_column,
                starts_with=rule.starts_with,
            )
