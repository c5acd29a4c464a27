"""Answers as charts of the slide's own kind, which can be edited where they are shown.

The workbook inside a chart has the numbers of the CSV, to the same last digit. What may
not be told, or was not sent, is an empty cell and no nought.
"""

from dashboard.charts.drawn_as import DrawnAs
from dashboard.reports.native_by_size import by_size
from dashboard.reports.native_flow import flow
from dashboard.reports.native_look import Native
from dashboard.reports.native_rows import MOST_ROWS, in_rows
from dashboard.reports.native_trend import trend
from dashboard.reports.pack import PackPanel


def natives_of(panel: PackPanel) -> list[Native]:
    """The charts of a panel, more than one where its rows need it; none: a picture."""
    answer = panel.answer
    if answer is None or panel.drawn_as is DrawnAs.OTHER or not panel.figure["data"]:
        return []
    if panel.drawn_as is DrawnAs.TREND:
        return [trend(panel, answer)]
    if panel.drawn_as is DrawnAs.FLOW:
        return [flow(answer)]
    if panel.drawn_as is DrawnAs.BY_SIZE:
        return [by_size(panel, answer)]
    points = panel.points(answer)
    every = range(0, len(points), MOST_ROWS)
    return [in_rows(panel, answer, points[n : n + MOST_ROWS]) for n in every]
