"""A tool's measure: its items as rows, and the SELECT that every measure is.

A row is one item of one form. Of a share, items that do not apply are in neither number;
of a number that is added up, the row is the number. Scales are counted by their words
(`answer_given`), never averaged.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from dashboard.measures import (
    About,
    Catalogue,
    Measure,
    order_of,
    read_catalogue,
)
from dashboard.measures import Kind as MeasureKind
from dashboard.partnership.tool_answers import ToolAnswer, answers_of
from dashboard.partnership.tool_versions import Versions, ever_asked, versions_of
from dashboard.partnership.tools import (
    NOT_APPLICABLE,
    SUM,
    Asked,
    Kind,
    Tool,
    read_tools,
)
from dashboard.settings import Settings
from dashboard.warehouse.recorded import ToolItem, ToolLabel

_SELECT = """select
    cast(null as varchar) as child_key,
    form as incident_key,
    about_on as event_on,
    team,
    school,
    item{columns},
    counted as numerator{denominator}
from tool_item
where tool = '{tool}'"""


def whole_catalogue(settings: Settings) -> Catalogue:
    """Every measure: the files', and one of each tool."""
    measures = _of_files(settings.measure_folders)
    made = {tool.measure: measure_of(tool) for tool in read_tools(settings).values()}
    return dict(sorted((measures | made).items(), key=lambda pair: order_of(pair[1])))


@lru_cache(maxsize=8)
def _of_files(folders: tuple[Path, ...]) -> dict[str, Measure]:
    """The measures of files, read once a process: a changed file needs a new start."""
    return read_catalogue(folders)


@lru_cache(maxsize=256)
def measure_of(tool: Tool) -> Measure:
    """The measure of a tool."""
    columns = ["section"] if any(asked.section for asked in tool.questions) else []
    columns += ["answered_by"] if tool.breakdown else []
    columns += ["answer_given"] if _has_scale(tool) else []
    sql = _SELECT.format(
        columns="".join(f",\n    {name}" for name in columns),
        denominator="" if tool.added_up else ",\n    1 as denominator",
        tool=tool.name,
    )
    names = ["child_key", "incident_key", "event_on", "team", "school", "item"]
    names += [*columns, "numerator", *([] if tool.added_up else ["denominator"])]
    return Measure(
        name=tool.measure,
        sql=sql,
        columns=tuple(names),
        title=tool.title,
        question=tool.question,
        kind=MeasureKind.COUNT if tool.added_up else MeasureKind.PROPORTION,
        about=About.PRACTICE,
        numerator=tool.numerator,
        denominator=tool.denominator,
        unit=tool.unit,
        family=tool.kind,
        better=tool.better,
        sources=(tool.measure,),
        counts=f"What is filled in by: {tool.filled_in_by}, {tool.how_often}. {tool.numerator}.",
        does_not_count="Items that do not apply, and forms that were taken out.",
        why=tool.why,
        caveats=tool.shared_as,
        scrutiny=tool.scrutiny,
        least_incidents=tool.least_respondents,
    )


def _has_scale(tool: Tool) -> bool:
    return any(asked.kind in (Kind.SCALE, Kind.SCALE3) for asked in tool.questions)


def items_of(home: Path, tools: Iterable[Tool]) -> Iterator[ToolItem]:
    """The rows of the tools' measures, each form read as the version it was filled in."""
    by_name = {tool.name: tool for tool in tools}
    versions = {name: versions_of(home, tool) for name, tool in by_name.items()}
    for answer in answers_of(home, by_name):
        tool = versions[answer.tool].get(answer.version, by_name[answer.tool])
        yield from _items(tool, answer)


def _items(tool: Tool, answer: ToolAnswer) -> Iterator[ToolItem]:
    respondent = answer.given.get(tool.breakdown.name, "") if tool.breakdown else ""
    for asked in tool.questions:
        given = answer.given.get(asked.name, "")
        if not asked.counts or given in ("", NOT_APPLICABLE):
            continue
        counted = int(given) if SUM in asked.counts else int(given in asked.counts)
        yield ToolItem(
            tool=tool.name,
            form=answer.id,
            about_on=answer.about_on,
            team=answer.giver.team,
            school=answer.giver.school,
            item=code_of(tool, asked.name),
            section=code_of(tool, asked.section) if asked.section else None,
            answered_by=code_of(tool, respondent) if respondent else None,
            answer_given=code_of(tool, given),
            counted=counted,
        )


def code_of(tool: Tool, value: str) -> str:
    """A value's code: the same words in two tools are two things."""
    return f"{tool.name}.{value}"


def labels_of(home: Path, tools: Iterable[Tool]) -> Iterator[ToolLabel]:
    """What the codes are called, in the order of the tool."""
    for tool in tools:
        yield from _labels(tool, versions_of(home, tool))


def _labels(tool: Tool, versions: Versions) -> Iterator[ToolLabel]:
    seen: set[tuple[str, str]] = set()
    for position, asked in enumerate(ever_asked(tool, versions), start=1):
        now = tool.asked(asked.name) is not None
        words = asked.text if now else f"{asked.text} (no longer asked)"
        found = [("item", asked.name, words), ("section", asked.section, asked.section)]
        found += _answers(asked)
        for place, (dimension, code, label) in enumerate(found):
            if code and (dimension, code) not in seen:
                seen.add((dimension, code))
                at = position * 100 + place
                yield ToolLabel(dimension, code_of(tool, code), label, at)


def _answers(asked: Asked) -> list[tuple[str, str, str]]:
    dimension = "answered_by" if asked.breakdown else "answer_given"
    return [(dimension, value, words) for value, words in asked.options]
