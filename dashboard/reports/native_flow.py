"""Where referrals go as stacked bars of the slide's own, a bar a step."""

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION

from dashboard.answers import Answer
from dashboard.charts.flow import COLOURS, WORDS, steps_of
from dashboard.charts.theme import GREY
from dashboard.points import Status
from dashboard.reports.native_look import Native, filled, plain, rgb, with_key
from dashboard.reports.tables import as_written


def flow(answer: Answer) -> Native:
    """An ending that may not be told is an empty cell; a step may be longer than its bar."""
    parts = steps_of(answer)
    steps = list(dict.fromkeys(part.step for part in parts))
    untold = {p.key for p in answer.points if p.status is Status.WITHHELD}
    data = CategoryChartData(number_format="#,##0")
    data.categories = steps
    for sort, words in WORDS.items():
        at = {
            part.step: None if part.key in untold else as_written(part.count)
            for part in parts
            if part.sort == sort
        }
        data.add_series(words[:1].upper() + words[1:], [at.get(step) for step in steps])

    def look(chart: Chart) -> None:
        plain(chart, answer)
        chart.value_axis.tick_labels.number_format = "#,##0"
        chart.category_axis.reverse_order = True
        chart.category_axis.has_major_gridlines = False
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 40, 100
        for series, sort in zip(plot.series, WORDS, strict=True):
            filled(series, COLOURS[sort])
            series.format.line.color.rgb = rgb(GREY)
        with_key(chart)

    return Native(XL_CHART_TYPE.BAR_STACKED, data, look)
