"""Answers as charts of the slide's own kind, which can be edited where they are shown.

The workbook inside a chart has the numbers of the CSV, to the same last digit. What may
not be told, or was not sent, is an empty cell and no nought.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.answers import Answer
from dashboard.charts.by_size import limits_of, size_in_words
from dashboard.charts.drawn_as import DrawnAs
from dashboard.charts.flow import COLOURS, WORDS, steps_of
from dashboard.charts.theme import (
    DARK_BLUE,
    GREY,
    GRID,
    INK,
    LIGHT_GREY,
    ORANGE,
    TEAL,
)
from dashboard.charts.trend import is_counted, within
from dashboard.measures import Kind
from dashboard.points import Point, Status
from dashboard.reports.pack import PackPanel
from dashboard.reports.tables import as_written
from dashboard.sentences import centre_in_words
from dashboard.wording import value_in_words, withheld_in_words

# Nothing on a slide is smaller: it is read from the end of a table.
SMALLEST = 12
# More rows than this do not fit one chart at that size.
MOST_ROWS = 20
# More points have no room for a name each.
_NAMES_THROUGH_TIME = 12


@dataclass(frozen=True)
class Native:
    """A chart of the slide's own: its kind, its data, and how it is made to look."""

    kind: XL_CHART_TYPE
    data: CategoryChartData | XyChartData
    look: Callable[[Chart], None]


def natives_of(panel: PackPanel) -> list[Native]:
    """The charts of a panel, more than one where its rows need it; none: a picture."""
    answer = panel.answer
    if answer is None or panel.drawn_as is DrawnAs.OTHER or not panel.figure["data"]:
        return []
    if panel.drawn_as is DrawnAs.TREND:
        return [_trend(panel, answer)]
    if panel.drawn_as is DrawnAs.FLOW:
        return [_flow(answer)]
    if panel.drawn_as is DrawnAs.BY_SIZE:
        return [_by_size(panel, answer)]
    points = panel.points(answer)
    every = range(0, len(points), MOST_ROWS)
    return [_rows(panel, answer, points[n : n + MOST_ROWS]) for n in every]


# -- through time -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Series:
    name: str
    values: Sequence[float | int | None]
    colour: str
    width: float = 1.5
    dash: MSO_LINE | None = None


_DECIDED = (Status.SHOWN, Status.PART)


def _trend(panel: PackPanel, answer: Answer) -> Native:
    points = panel.points(answer)
    drawn = [answer.points.index(point) for point in points]
    series = [*_through_time(answer, points), *_lines(answer, drawn)]
    if not is_counted(answer):
        series += _beside(panel, points)
    data = CategoryChartData(number_format=number_format(answer))
    data.categories = [point.period_label for point in points]
    for one in series:
        data.add_series(one.name, one.values)

    def look(chart: Chart) -> None:
        _plain(chart, answer)
        chart.has_legend = True
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        _font(chart.legend.font)
        for made, one in zip(chart.plots[0].series, series, strict=True):
            made.smooth = False
            _line(made, one)
        _points_through_time(chart, answer, drawn)
        _every_so_many(chart, len(points))

    return Native(XL_CHART_TYPE.LINE_MARKERS, data, look)


def _through_time(answer: Answer, points: Sequence[Point]) -> list[_Series]:
    """What is decided, and, hollow, what is still being decided: no line leads to it."""
    decided = [as_written(p.value) if p.status in _DECIDED else None for p in points]
    others = [as_written(p.value) if p.status not in _DECIDED else None for p in points]
    made = [_Series(answer.measure.title, decided, DARK_BLUE, 2.5)]
    if any(value is not None for value in others):
        made.append(_Series("Still being decided", others, DARK_BLUE, 0))
    return made


def _lines(answer: Answer, drawn: Sequence[int]) -> list[_Series]:
    change = answer.judgement.change
    if change is None:
        return []
    given = [
        (_centre_in_words(answer), change.centre, MSO_LINE.DASH),
        (
            "Range that chance gives, lower",
            within(answer, change.lower),
            MSO_LINE.ROUND_DOT,
        ),
        (
            "Range that chance gives, upper",
            within(answer, change.upper),
            MSO_LINE.ROUND_DOT,
        ),
    ]
    return [
        _Series(name, [as_written(values[n]) for n in drawn], GREY, 1.5, dash)
        for name, values, dash in given
        if any(value is not None for value in values)
    ]


def _centre_in_words(answer: Answer) -> str:
    words = centre_in_words(answer).replace("<br>", " ")
    return f"{words[:1].upper()}{words[1:]}" or "Median"


def _beside(panel: PackPanel, points: Sequence[Point]) -> list[_Series]:
    dashes = (MSO_LINE.ROUND_DOT, MSO_LINE.DASH_DOT)
    others = [(words, a) for words, a in panel.answers.items() if words]
    made = []
    for (words, other), dash in zip(others, dashes, strict=False):
        at = {point.period: as_written(point.value) for point in other.points}
        values = [at.get(point.period) for point in points]
        made.append(_Series(words[:1].upper() + words[1:], values, TEAL, 1.5, dash))
    return made


def _points_through_time(chart: Chart, answer: Answer, drawn: Sequence[int]) -> None:
    """Marks on the series itself; those of a signal point to its side."""
    first, *others = chart.plots[0].series
    _marker(first, XL_MARKER_STYLE.CIRCLE, 7, DARK_BLUE, DARK_BLUE)
    for made in others:
        if made.name == "Still being decided":
            _marker(made, XL_MARKER_STYLE.CIRCLE, 7, "#ffffff", DARK_BLUE)
        else:
            made.marker.style = XL_MARKER_STYLE.NONE
    change = answer.judgement.change
    for place, position in enumerate(drawn):
        if change is not None and position in change.marked:
            point = first.points[place]
            # A triangle for what lies high, a diamond for what lies low: not colour alone.
            high = change.marked[position] > 0
            style = XL_MARKER_STYLE.TRIANGLE if high else XL_MARKER_STYLE.DIAMOND
            _marker(point, style, 11, ORANGE, ORANGE)


def _every_so_many(chart: Chart, points: int) -> None:
    axis = chart.category_axis
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if points <= _NAMES_THROUGH_TIME:
        return
    step = str(-(-points // _NAMES_THROUGH_TIME))
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        made = etree.SubElement(axis._element, qn(name))
        made.set("val", step)
        after = axis._element.find(qn("c:noMultiLvlLbl"))
        if after is not None:
            after.addprevious(made)


# -- places -----------------------------------------------------------------------------


def _rows(panel: PackPanel, answer: Answer, points: Sequence[Point]) -> Native:
    data = CategoryChartData(number_format=number_format(answer))
    few = withheld_in_words(answer.measure)
    data.categories = [
        f"{p.label} ({few})" if p.status is Status.WITHHELD else p.label for p in points
    ]
    data.add_series(answer.measure.title, [as_written(p.value) for p in points])
    ranged = any(point.lower is not None for point in points)

    def look(chart: Chart) -> None:
        _plain(chart, answer)
        chart.category_axis.reverse_order = True
        chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        chart.category_axis.has_major_gridlines = False
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        chart.has_legend = False
        plot = chart.plots[0]
        plot.gap_width = 50
        _fill(plot.series[0], DARK_BLUE)
        for place, point in enumerate(points):
            if _stands_out(panel, answer, point):
                _fill(plot.series[0].points[place], ORANGE)
        if ranged:
            _around(plot.series[0], points)
        else:
            _labelled(plot, answer)

    return Native(XL_CHART_TYPE.BAR_CLUSTERED, data, look)


def _stands_out(panel: PackPanel, answer: Answer, point: Point) -> bool:
    if panel.chosen is not None:
        return point.key == panel.chosen
    return point.key in answer.judgement.difference.unusual


def _labelled(plot: Any, answer: Answer) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format = number_format(answer)
    labels.number_format_is_linked = False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    _font(labels.font)


def _around(series: Any, points: Sequence[Point]) -> None:
    """The interval around each bar, from the answer; the workbook keeps the values."""
    bars = etree.Element(qn("c:errBars"))
    for name, value in (
        ("c:errBarType", "both"),
        ("c:errValType", "cust"),
        ("c:noEndCap", "1"),
    ):
        etree.SubElement(bars, qn(name)).set("val", value)
    for name, lengths in (
        ("c:plus", [(p.upper, p.value) for p in points]),
        ("c:minus", [(p.value, p.lower) for p in points]),
    ):
        numbers = etree.SubElement(etree.SubElement(bars, qn(name)), qn("c:numLit"))
        etree.SubElement(numbers, qn("c:formatCode")).text = "General"
        etree.SubElement(numbers, qn("c:ptCount")).set("val", str(len(lengths)))
        for place, (more, less) in enumerate(lengths):
            if more is not None and less is not None:
                point = etree.SubElement(numbers, qn("c:pt"))
                point.set("idx", str(place))
                etree.SubElement(point, qn("c:v")).text = f"{more - less:.6f}"
    bars.append(_thin_line(GREY))
    series._element.find(qn("c:cat")).addprevious(bars)


def _thin_line(colour: str) -> Any:
    shape = etree.Element(qn("c:spPr"))
    line = etree.SubElement(shape, qn("a:ln"))
    line.set("w", "19050")
    fill = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"))
    fill.set("val", colour.removeprefix("#").upper())
    return shape


# -- by size ----------------------------------------------------------------------------


def _by_size(panel: PackPanel, answer: Answer) -> Native:
    judged = set(answer.judgement.difference.keys)
    points = [p for p in answer.points if p.key in judged]
    apart = [p for p in points if _stands_out(panel, answer, p)]
    ordinary = [p for p in points if p not in apart]
    data = XyChartData(number_format=number_format(answer))
    groups = [
        (name, group)
        for name, group in (("Places", ordinary), (_apart_in_words(panel), apart))
        if group
    ]
    for name, group in groups:
        series = data.add_series(name)
        for point in group:
            series.add_data_point(
                as_written(point.denominator), as_written(point.value)
            )
    lines = limits_of(answer)
    for limit in lines:
        series = data.add_series(_limit_in_words(answer, limit.level))
        for x, y in zip(limit.sizes, limit.values, strict=True):
            if y is not None:
                series.add_data_point(x, y)

    def look(chart: Chart) -> None:
        _plain(chart, answer)
        made = list(chart.plots[0].series)
        for one, (name, group) in zip(made, groups, strict=False):
            plain = name == "Places"
            colour = DARK_BLUE if plain else ORANGE
            style = XL_MARKER_STYLE.CIRCLE if plain else XL_MARKER_STYLE.DIAMOND
            _marker(one, style, 9 if plain else 12, colour, "#ffffff")
            one.format.line.fill.background()
            if not plain:
                _named(one, group)
        for one, limit in zip(made[len(groups) :], lines, strict=True):
            one.marker.style = XL_MARKER_STYLE.NONE
            one.smooth = False
            _line(one, _Series("", (), *_LIMITS[limit.dash]))
        _sized(chart, answer, points)
        chart.has_legend = True
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        _font(chart.legend.font)
        _once_in_legend(chart, [one.name for one in made])

    return Native(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data, look)


_LIMITS = {
    "dash": (GREY, 1.5, MSO_LINE.DASH),
    "dot": (GREY, 1.5, MSO_LINE.ROUND_DOT),
    "solid": (LIGHT_GREY, 1.5, None),
}


def _apart_in_words(panel: PackPanel) -> str:
    return "Chosen" if panel.chosen else "Differs by more than chance gives"


def _limit_in_words(answer: Answer, level: float | None) -> str:
    if level is None:
        value = answer.whole.value if answer.whole else None
        return f"All: {value_in_words(answer.measure, value)}"
    return f"Range that chance gives, {level * 100:g} %"


def _named(series: Any, group: Sequence[Point]) -> None:
    for place, point in enumerate(group):
        label = series.points[place].data_label
        label.has_text_frame = True
        label.text_frame.text = point.label
        label.position = XL_LABEL_POSITION.ABOVE
        _font(label.text_frame.paragraphs[0].runs[0].font)


def _sized(chart: Chart, answer: Answer, points: Sequence[Point]) -> None:
    """The axes: from nought, to where every place is seen."""
    across = chart.category_axis
    across.has_major_gridlines = False
    across.minimum_scale = 0
    across.maximum_scale = _rounded_up(max(p.denominator for p in points) * 1.08)
    across.tick_labels.number_format = "#,##0"
    across.tick_labels.number_format_is_linked = False
    across.has_title = True
    across.axis_title.text_frame.text = size_in_words(answer)
    _font(across.axis_title.text_frame.paragraphs[0].runs[0].font)
    values = [p.value for p in points if p.value is not None]
    top = max(values) * 1.3
    bound = 1.0 if answer.measure.is_share else top
    chart.value_axis.maximum_scale = min(_rounded_up(top), bound) if top else None


def _rounded_up(value: float) -> float:
    power = 10.0 ** (len(f"{int(value)}") - 2) if value >= 10 else 0.1
    return -(-value // power) * power


def _once_in_legend(chart: Chart, names: Sequence[str]) -> None:
    """The two sides of one range are one line of the key."""
    legend = chart.legend._element
    before = legend.find(qn("c:legendPos"))
    for place, name in reversed(list(enumerate(names))):
        if name in names[:place]:
            entry = etree.Element(qn("c:legendEntry"))
            etree.SubElement(entry, qn("c:idx")).set("val", str(place))
            etree.SubElement(entry, qn("c:delete")).set("val", "1")
            before.addnext(entry)


# -- where referrals go -----------------------------------------------------------------


def _flow(answer: Answer) -> Native:
    parts = steps_of(answer)
    steps = list(dict.fromkeys(part.step for part in parts))
    untold = {p.key for p in answer.points if p.status is Status.WITHHELD}
    data = CategoryChartData(number_format="#,##0")
    data.categories = steps
    for sort, words in WORDS.items():
        at = {
            part.step: None if part.key in untold and part.key else part.count
            for part in parts
            if part.sort == sort
        }
        data.add_series(
            words[:1].upper() + words[1:], [as_written(at.get(s)) for s in steps]
        )

    def look(chart: Chart) -> None:
        _plain(chart, answer)
        chart.category_axis.reverse_order = True
        chart.category_axis.has_major_gridlines = False
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 40, 100
        for series, sort in zip(plot.series, WORDS, strict=True):
            _fill(series, COLOURS[sort])
            series.format.line.color.rgb = _rgb(GREY)
        chart.has_legend = True
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        _font(chart.legend.font)

    return Native(XL_CHART_TYPE.BAR_STACKED, data, look)


# -- the look of all --------------------------------------------------------------------


def number_format(answer: Answer) -> str:
    """As the pages write the measure's values: whole per cents, or so many decimals."""
    measure = answer.measure
    if measure.is_share:
        finely = measure.kind is Kind.RATIO and not measure.released
        return "0.0 %" if finely else "0 %"
    if measure.over and not answer.counts_only and measure.over.decimals:
        return f"#,##0.{'0' * measure.over.decimals}"
    return "#,##0"


def _plain(chart: Chart, answer: Answer) -> None:
    """White, light grid, horizontal words, nothing smaller than is read from afar."""
    chart.has_title = False
    _font(chart.font)
    values = chart.value_axis
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _rgb(GRID)
    values.format.line.fill.background()
    values.tick_labels.number_format = number_format(answer)
    values.tick_labels.number_format_is_linked = False
    if answer.measure.kind is not Kind.RATIO:
        values.minimum_scale = 0
    chart.category_axis.format.line.color.rgb = _rgb(LIGHT_GREY)


def _font(font: Any) -> None:
    font.size = Pt(SMALLEST)
    font.color.rgb = _rgb(INK)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#").upper())


def _fill(shape: Any, colour: str) -> None:
    shape.format.fill.solid()
    shape.format.fill.fore_color.rgb = _rgb(colour)


def _line(series: Any, given: _Series) -> None:
    line = series.format.line
    if not given.width:
        line.fill.background()
        return
    line.color.rgb = _rgb(given.colour)
    line.width = Pt(given.width)
    if given.dash is not None:
        line.dash_style = given.dash


def _marker(
    shape: Any, style: XL_MARKER_STYLE, size: int, fill: str, edge: str
) -> None:
    shape.marker.style = style
    shape.marker.size = size
    shape.marker.format.fill.solid()
    shape.marker.format.fill.fore_color.rgb = _rgb(fill)
    shape.marker.format.line.color.rgb = _rgb(edge)
