"""One measure through time as a line chart of the slide's own, with its median or limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn

from dashboard.answers import Answer
from dashboard.charts.theme import DARK_BLUE, GREY, LIGHT_GREY, ORANGE, PURPLE, TEAL
from dashboard.charts.trend import is_counted, within
from dashboard.lines_in_words import line_named
from dashboard.measures import Kind
from dashboard.points import Point, Status
from dashboard.reports.axes import nice_step
from dashboard.reports.native_look import (
    Native,
    Stroke,
    font,
    level_words,
    marked,
    number_format,
    plain,
    stroked,
    with_key,
)
from dashboard.reports.pack import PackPanel
from dashboard.reports.tables import as_written
from dashboard.sentences import centre_in_words

OPEN = "Still being decided"
HAPPENED = "What happened (its letters)"
# A line as long as the value itself, downwards: a chart's own way to a line across it.
_DOWN = f"""<c:errBars xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:errDir val="y"/>
<c:errBarType val="minus"/><c:errValType val="percentage"/><c:noEndCap val="1"/>
<c:val val="100"/><c:spPr><a:ln w="9525"><a:solidFill>
<a:srgbClr val="{GREY.removeprefix("#").upper()}"/></a:solidFill>
<a:prstDash val="sysDot"/></a:ln></c:spPr></c:errBars>"""
_DECIDED = (Status.SHOWN, Status.PART)
_LIMITS = ("Range that chance gives, from", "Range that chance gives, to")
# About so many names have room along the months.
_NAMES = 9
_STEPS = (1, 2, 3, 6, 12)


@dataclass(frozen=True)
class _Series:
    name: str
    values: Sequence[float | int | None]
    stroke: Stroke


def trend(panel: PackPanel, answer: Answer) -> Native:
    """What is decided as a line, what is still being decided as pale marks beside it."""
    points = panel.points(answer)
    drawn = [answer.points.index(point) for point in points]
    series = [*_own(answer, points), *_lines(answer, drawn)]
    series += _set_lines(panel, answer, points)
    if not is_counted(answer):
        series += _beside(panel, points)
    by_day = answer.question.grain in ("month", "quarter")
    happened = _happened(panel, answer, points, series)
    series += [happened.series] if happened else []
    data = CategoryChartData(number_format=number_format(answer))
    data.categories = [p.period if by_day else p.period_label for p in points]
    for one in series:
        data.add_series(one.name, one.values)

    def look(chart: Chart) -> None:
        plain(chart, answer)
        if answer.measure.kind is Kind.RATIO:
            chart.value_axis.minimum_scale = None  # as on the page: from its lowest
        with_key(chart)
        for made, one in zip(chart.plots[0].series, series, strict=True):
            made.smooth = False
            stroked(made, one.stroke)
        _marks(chart, answer, drawn)
        _along(chart, points, by_day=by_day)
        if happened:
            _lettered(chart, happened)

    return Native(XL_CHART_TYPE.LINE_MARKERS, data, look)


def _own(answer: Answer, points: Sequence[Point]) -> list[_Series]:
    written = [as_written(point.value) for point in points]
    decided = [point.status in _DECIDED for point in points]
    told = [v if d else None for v, d in zip(written, decided, strict=True)]
    still = [None if d else v for v, d in zip(written, decided, strict=True)]
    made = [_Series(answer.measure.title, told, Stroke(DARK_BLUE, 2.5))]
    if any(value is not None for value in still):
        made.append(_Series(OPEN, still, Stroke(DARK_BLUE, 0)))
    return made


def _lines(answer: Answer, drawn: Sequence[int]) -> list[_Series]:
    change = answer.judgement.change
    if change is None:
        return []
    dotted = Stroke(GREY, 1.5, MSO_LINE.ROUND_DOT)
    given = [
        (_centre(answer), change.centre, Stroke(GREY, 1.5, MSO_LINE.DASH)),
        (_LIMITS[0], within(answer, change.lower), dotted),
        (_LIMITS[1], within(answer, change.upper), dotted),
    ]
    return [
        _Series(name, [as_written(values[n]) for n in drawn], stroke)
        for name, values, stroke in given
        if any(value is not None for value in values)
    ]


def _set_lines(
    panel: PackPanel, answer: Answer, points: Sequence[Point]
) -> Iterator[_Series]:
    """An aim or a limit, from the month on from which it holds."""
    for line in panel.lines:
        value = as_written(line.value)
        values = [value if p.period >= line.from_on else None for p in points]
        if any(one is not None for one in values):
            words = line_named(line, answer.measure).replace("<br>", " ")
            yield _Series(words, values, Stroke(PURPLE, 2, MSO_LINE.DASH))


def _centre(answer: Answer) -> str:
    words = centre_in_words(answer).replace("<br>", " ")
    return f"{words[:1].upper()}{words[1:]}" or "Median"


def _beside(panel: PackPanel, points: Sequence[Point]) -> list[_Series]:
    dashes = (MSO_LINE.ROUND_DOT, MSO_LINE.DASH_DOT)
    others = [(words, answer) for words, answer in panel.answers.items() if words]
    made = []
    for (words, other), dash in zip(others, dashes, strict=False):
        at = {point.period: as_written(point.value) for point in other.points}
        values = [at.get(point.period) for point in points]
        name = words[:1].upper() + words[1:]
        made.append(_Series(name, values, Stroke(TEAL, 1.5, dash)))
    return made


@dataclass(frozen=True)
class _Happened:
    """Lines from the top of a chart to its foot, with letters: `top` is where they begin."""

    series: _Series
    letters: dict[int, str]
    top: float


def _happened(
    panel: PackPanel,
    answer: Answer,
    points: Sequence[Point],
    series: Sequence[_Series],
) -> _Happened | None:
    """A series of nothing but what happened, at the point whose time it fell in."""
    letters: dict[int, str] = {}
    for event in panel.events:
        began = [n for n, point in enumerate(points) if point.period <= event.on]
        if began:
            letters[began[-1]] = " ".join(
                filter(None, (letters.get(began[-1]), event.letter))
            )
    highest = max((v for one in series for v in one.values if v is not None), default=0)
    if not letters or answer.measure.kind is Kind.RATIO or not highest:
        return None
    step = nice_step(highest * 1.15, 5)
    top = round(-(-highest * 1.15 // step) * step, 10)
    top = min(top, 1.0) if answer.measure.is_share else top
    values = [top if n in letters else None for n in range(len(points))]
    return _Happened(_Series(HAPPENED, values, Stroke(GREY, 0)), letters, top)


def _lettered(chart: Chart, happened: _Happened) -> None:
    """Letters at the top, each with a line down to nought; none of it in the key."""
    chart.value_axis.maximum_scale = happened.top
    made = chart.plots[0].series[-1]
    for place, letters in happened.letters.items():
        label = made.points[place].data_label
        label.has_text_frame = True
        label.text_frame.text = letters
        label.position = XL_LABEL_POSITION.RIGHT
        font(label.text_frame.paragraphs[0].runs[0].font)
    down = etree.fromstring(_DOWN)
    made._element.find(qn("c:cat")).addprevious(down)
    entry = etree.Element(qn("c:legendEntry"))
    etree.SubElement(entry, qn("c:idx")).set("val", str(len(chart.plots[0].series) - 1))
    etree.SubElement(entry, qn("c:delete")).set("val", "1")
    chart.legend._element.find(qn("c:legendPos")).addnext(entry)


def _marks(chart: Chart, answer: Answer, drawn: Sequence[int]) -> None:
    """Marks on the series itself; those of a signal point to its side, by their shape too."""
    first, *others = chart.plots[0].series
    marked(first, XL_MARKER_STYLE.CIRCLE, 7, DARK_BLUE, DARK_BLUE)
    for made in others:
        if made.name == OPEN:
            marked(made, XL_MARKER_STYLE.CIRCLE, 7, LIGHT_GREY, DARK_BLUE)
        else:
            made.marker.style = XL_MARKER_STYLE.NONE
    change = answer.judgement.change
    sides = change.marked if change else {}
    for place, position in enumerate(drawn):
        if side := sides.get(position):
            shape = XL_MARKER_STYLE.TRIANGLE if side > 0 else XL_MARKER_STYLE.DIAMOND
            marked(first.points[place], shape, 11, ORANGE, ORANGE)


def _along(chart: Chart, points: Sequence[Point], *, by_day: bool) -> None:
    """Months along the axis, as many as have room."""
    axis: Any = chart.category_axis
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    level_words(axis)
    if not by_day:
        return
    axis.tick_labels.number_format = "mmm yyyy"
    axis.tick_labels.number_format_is_linked = False
    months = (points[-1].period - points[0].period).days / 30.4
    step = next((n for n in _STEPS if months / n <= _NAMES), 24)
    element = axis._element
    for name, value in (
        ("c:baseTimeUnit", "months"),
        ("c:majorUnit", str(step)),
        ("c:majorTimeUnit", "months"),
    ):
        for old in element.findall(qn(name)):
            element.remove(old)
        etree.SubElement(element, qn(name)).set("val", value)
