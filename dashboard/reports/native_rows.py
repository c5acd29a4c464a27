"""Places one below the other as bars of the slide's own, each with its interval."""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn

from dashboard.answers import Answer
from dashboard.charts.theme import DARK_BLUE, GREY, ORANGE
from dashboard.measures import Kind
from dashboard.points import Point, Status
from dashboard.reports.axes import nice_step
from dashboard.reports.native_look import (
    Native,
    filled,
    font,
    number_format,
    plain,
)
from dashboard.reports.pack import PackPanel
from dashboard.reports.tables import as_written
from dashboard.wording import value_in_words, withheld_in_words

# More rows than this do not fit one chart at a size that is read.
MOST_ROWS = 18
_FEW_ROWS = 5
_THIN = "19050"


def in_rows(panel: PackPanel, answer: Answer, points: Sequence[Point]) -> Native:
    """Bars from nought, in the order of the page; orange is chosen, or differs."""
    data = CategoryChartData(number_format=number_format(answer))
    few = withheld_in_words(answer.measure)
    data.categories = [
        f"{p.label} ({few})" if p.status is Status.WITHHELD else p.label for p in points
    ]
    data.add_series(answer.measure.title, [as_written(p.value) for p in points])
    ranged = any(point.lower is not None for point in points)

    def look(chart: Chart) -> None:
        plain(chart, answer)
        chart.category_axis.reverse_order = True
        chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        chart.category_axis.has_major_gridlines = False
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        _along(chart, answer, points)
        plot = chart.plots[0]
        plot.gap_width = 50 if len(points) > _FEW_ROWS else 140
        filled(plot.series[0], DARK_BLUE)
        for place, point in enumerate(points):
            if stands_out(panel, answer, point):
                filled(plot.series[0].points[place], ORANGE)
        if ranged:
            _around(plot.series[0], points)
        else:
            _labelled(plot, answer)

    return Native(XL_CHART_TYPE.BAR_CLUSTERED, data, look, _key(answer, ranged=ranged))


def _along(chart: Chart, answer: Answer, points: Sequence[Point]) -> None:
    """Few numbers along the axis, so that they stay apart; a share ends at all."""
    ends = [max(point.value or 0.0, point.upper or 0.0) for point in points]
    top = max(ends, default=0.0) or 1.0
    step = nice_step(top, 5)
    chart.value_axis.major_unit = step
    if answer.measure.is_share:
        chart.value_axis.maximum_scale = min(1.0, round(-(-top // step) * step, 10))


def stands_out(panel: PackPanel, answer: Answer, point: Point) -> bool:
    """Whether a place is orange: what is chosen, else what chance alone would not give."""
    if panel.chosen is not None:
        return point.key == panel.chosen
    return point.key in answer.judgement.difference.unusual


def _key(answer: Answer, *, ranged: bool) -> str:
    """What the thin lines are, and the whole's own value: a bar chart has no line for it."""
    whole, counts = answer.whole, (Kind.COUNT, Kind.STOCK)
    said = "Thin lines: what each could be by chance." if ranged else ""
    told = whole is not None and whole.value is not None
    if whole is None or not told or answer.measure.kind in counts or answer.counts_only:
        return said
    return f"All: {value_in_words(answer.measure, whole.value)}. {said}".strip()


def _labelled(plot: Any, answer: Answer) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format = number_format(answer)
    labels.number_format_is_linked = False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    font(labels.font)


def _around(series: Any, points: Sequence[Point]) -> None:
    """The interval around each bar, from the answer; the workbook keeps the values."""
    bars = etree.Element(qn("c:errBars"))
    for name, value in (
        ("c:errBarType", "both"),
        ("c:errValType", "cust"),
        ("c:noEndCap", "1"),
    ):
        etree.SubElement(bars, qn(name)).set("val", value)
    _lengths(bars, "c:plus", [(p.upper, p.value) for p in points])
    _lengths(bars, "c:minus", [(p.value, p.lower) for p in points])
    shape = etree.SubElement(bars, qn("c:spPr"))
    line = etree.SubElement(shape, qn("a:ln"))
    line.set("w", _THIN)
    fill = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"))
    fill.set("val", GREY.removeprefix("#").upper())
    series._element.find(qn("c:cat")).addprevious(bars)


def _lengths(
    bars: Any, name: str, ends: Sequence[tuple[float | None, float | None]]
) -> None:
    numbers = etree.SubElement(etree.SubElement(bars, qn(name)), qn("c:numLit"))
    etree.SubElement(numbers, qn("c:formatCode")).text = "General"
    etree.SubElement(numbers, qn("c:ptCount")).set("val", str(len(ends)))
    for place, (more, less) in enumerate(ends):
        if more is not None and less is not None:
            point = etree.SubElement(numbers, qn("c:pt"))
            point.set("idx", str(place))
            etree.SubElement(point, qn("c:v")).text = f"{more - less:.6f}"
