"""Places by their size as points of the slide's own, with the lines that chance gives."""

from collections.abc import Sequence
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE

from dashboard.answers import Answer
from dashboard.charts.by_size import Limit, limits_of, size_in_words
from dashboard.charts.theme import DARK_BLUE, FAINT, GREY, ORANGE
from dashboard.points import Point
from dashboard.reports.axes import nice_step
from dashboard.reports.native_look import (
    Native,
    Stroke,
    font,
    marked,
    number_format,
    plain,
    stroked,
)
from dashboard.reports.native_rows import stands_out
from dashboard.reports.pack import PackPanel
from dashboard.reports.tables import as_written
from dashboard.wording import value_in_words

PLACES, APART = "Places", "Places that stand out"
_STROKES = {
    "dash": Stroke(GREY, 1.5, MSO_LINE.DASH),
    "dot": Stroke(GREY, 1.5, MSO_LINE.ROUND_DOT),
    "solid": Stroke(FAINT, 1.5),
}


def by_size(panel: PackPanel, answer: Answer) -> Native:
    """The lines first, for LibreOffice draws no more points than the first series has."""
    judged = set(answer.judgement.difference.keys)
    points = [point for point in answer.points if point.key in judged]
    apart = [point for point in points if stands_out(panel, answer, point)]
    groups = [(PLACES, [point for point in points if point not in apart])]
    groups = [group for group in (*groups, (APART, apart)) if group[1]]
    limits = limits_of(answer)
    data = _data(answer, limits, groups)

    def look(chart: Chart) -> None:
        plain(chart, answer)
        made = list(chart.plots[0].series)
        for one, limit in zip(made, limits, strict=False):
            one.marker.style = XL_MARKER_STYLE.NONE
            one.smooth = False
            stroked(one, _STROKES[limit.dash])
        for one, (name, group) in zip(made[len(limits) :], groups, strict=True):
            _places(one, group, apart=name == APART)
            if name == APART:
                _named(one, group, max(p.denominator for p in points) / 2)
        _axes(chart, answer, points)

    return Native(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data, look, _key(answer))


def _data(
    answer: Answer,
    limits: Sequence[Limit],
    groups: Sequence[tuple[str, Sequence[Point]]],
) -> XyChartData:
    data = XyChartData(number_format=number_format(answer))
    for limit in limits:
        series = data.add_series(_name(limit))
        for size, value in zip(limit.sizes, limit.values, strict=True):
            if value is not None:
                series.add_data_point(size, as_written(value))
    for name, group in groups:
        series = data.add_series(name)
        for point in group:
            series.add_data_point(
                as_written(point.denominator), as_written(point.value)
            )
    return data


def _name(limit: Limit) -> str:
    if limit.level is None:
        return "All"
    return f"Range that chance gives, {limit.level * 100:g} %"


def _key(answer: Answer) -> str:
    value = value_in_words(answer.measure, answer.whole.value if answer.whole else None)
    return (
        f"Dashed: all, {value}. Dotted and pale: the range that chance gives 95 and 99.8 times in "
        "100. What stands out is a diamond with its name."
    )


def _places(series: Any, group: Sequence[Point], *, apart: bool) -> None:
    style = XL_MARKER_STYLE.DIAMOND if apart else XL_MARKER_STYLE.CIRCLE
    marked(series, style, 12 if apart else 9, ORANGE if apart else DARK_BLUE, "#ffffff")
    series.format.line.fill.background()


def _named(series: Any, group: Sequence[Point], middle: float) -> None:
    """Names on the side where there is room."""
    for place, point in enumerate(group):
        label = series.points[place].data_label
        label.has_text_frame = True
        label.text_frame.text = point.label
        right = point.denominator <= middle
        label.position = XL_LABEL_POSITION.RIGHT if right else XL_LABEL_POSITION.LEFT
        font(label.text_frame.paragraphs[0].runs[0].font)


def _axes(chart: Chart, answer: Answer, points: Sequence[Point]) -> None:
    """From nought, to where every place is seen: the lines open without end at none."""
    across: Any = chart.category_axis
    across.has_major_gridlines = False
    across.minimum_scale = 0
    across.maximum_scale = _above(max(p.denominator for p in points) * 1.1)
    across.tick_labels.number_format = "#,##0"
    across.tick_labels.number_format_is_linked = False
    across.has_title = True
    across.axis_title.text_frame.text = size_in_words(answer)
    words = across.axis_title.text_frame.paragraphs[0].runs[0].font
    font(words)
    words.bold = False
    top = _above(max((p.value or 0.0 for p in points), default=0.0) * 1.35)
    chart.value_axis.maximum_scale = min(top, 1.0) if answer.measure.is_share else top


def _above(value: float) -> float:
    """The next end of a step above a value, so that the axis ends on a number."""
    step = nice_step(value or 1.0, 5)
    return round(-(-(value or 1.0) // step) * step, 10)
