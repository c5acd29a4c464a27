"""How every chart of a slide's own looks: white, light grid, words that are read from afar."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.answers import Answer
from dashboard.charts.theme import GRID, INK, LIGHT_GREY
from dashboard.measures import Kind

# Points of type: nothing on a slide is smaller, for it is read from the end of a table.
SMALLEST = 12


@dataclass(frozen=True)
class Native:
    """A chart of the slide's own: its kind, its data, how it looks, and a key in words."""

    kind: XL_CHART_TYPE
    data: CategoryChartData | XyChartData
    look: Callable[[Chart], None]
    key: str = ""


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn; of no width it is not."""

    colour: str
    width: float = 1.5
    dash: MSO_LINE | None = None


def number_format(answer: Answer) -> str:
    """As the pages write the measure's values: whole per cents, or so many decimals."""
    measure = answer.measure
    if measure.is_share:
        finely = measure.kind is Kind.RATIO and not measure.released
        return "0.0 %" if finely else "0 %"
    if measure.over and not answer.counts_only and measure.over.decimals:
        return f"#,##0.{'0' * measure.over.decimals}"
    return "#,##0"


def plain(chart: Chart, answer: Answer) -> None:
    chart.has_title = chart.has_legend = False
    font(chart.font)
    values = chart.value_axis
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb(GRID)
    values.format.line.fill.background()
    values.tick_labels.number_format = number_format(answer)
    values.tick_labels.number_format_is_linked = False
    values.minimum_scale = 0
    level_words(values)
    chart.category_axis.format.line.color.rgb = rgb(LIGHT_GREY)


def with_key(chart: Chart) -> None:
    """The names of the lines and colours, below."""
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    font(chart.legend.font)


def level_words(axis: Any) -> None:
    """The names along an axis stay horizontal, however many there are."""
    axis.tick_labels.font.size = Pt(SMALLEST)
    body = axis._element.find(qn("c:txPr")).find(qn("a:bodyPr"))
    body.set("rot", "0")
    body.set("vert", "horz")


def font(given: Any) -> None:
    given.size = Pt(SMALLEST)
    given.color.rgb = rgb(INK)


def rgb(colour: str) -> RGBColor:
    made: RGBColor = RGBColor.from_string(colour.removeprefix("#").upper())
    return made


def filled(shape: Any, colour: str) -> None:
    shape.format.fill.solid()
    shape.format.fill.fore_color.rgb = rgb(colour)


def stroked(series: Any, stroke: Stroke) -> None:
    line = series.format.line
    if not stroke.width:
        line.fill.background()
        return
    line.color.rgb = rgb(stroke.colour)
    line.width = Pt(stroke.width)
    if stroke.dash is not None:
        line.dash_style = stroke.dash


def marked(shape: Any, style: XL_MARKER_STYLE, size: int, fill: str, edge: str) -> None:
    shape.marker.style = style
    shape.marker.size = size
    filled(shape.marker, fill)
    shape.marker.format.line.color.rgb = rgb(edge)
