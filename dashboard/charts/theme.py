"""Colour, type and spacing of every figure, in one place.

The Scottish Government Design System's data visualisation palette, in its order: one
dark-blue series, one orange accent for what is chosen or unusual, grey for context.
"""

from typing import Any

DARK_BLUE = "#002d54"
TEAL = "#2b9c93"
PURPLE = "#6a2063"
ORANGE = "#e5682a"
GREY = "#5e6b75"
LIGHT_GREY = "#c9d0d6"
# As pale as a line may be that somebody must see: three to one on white.
FAINT = "#87929b"
PALE = "#e9edf0"
GRID = "#e3e7ea"
INK = "#1a2530"
FONT = "Roboto, 'Helvetica Neue', Arial, sans-serif"
SIZE = 14
LINE = 2.5
ROW_HEIGHT = 27

Figure = dict[str, Any]


def layout(height: int, **changes: Any) -> dict[str, Any]:
    """The layout every figure starts from: white, light grid, horizontal text."""
    return {
        "height": height,
        "font": {"family": FONT, "size": SIZE, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "margin": {"l": 8, "r": 16, "t": 12, "b": 8, "pad": 4},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": "#ffffff",
            "bordercolor": DARK_BLUE,
            "font": {"color": INK},
        },
        "dragmode": False,
        "xaxis": axis(),
        "yaxis": axis(),
    } | changes


def axis(**changes: Any) -> dict[str, Any]:
    return {
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": LIGHT_GREY,
        "automargin": True,
        "fixedrange": True,
        "tickfont": {"size": SIZE - 1, "color": INK},
    } | changes


def empty(words: str, height: int = 180) -> Figure:
    """A figure that says why there is nothing to draw."""
    return {
        "data": [],
        "layout": layout(
            height,
            xaxis={"visible": False},
            yaxis={"visible": False},
            annotations=[
                {
                    "text": words,
                    "showarrow": False,
                    "xref": "paper",
                    "yref": "paper",
                    "x": 0.5,
                    "y": 0.5,
                    "font": {"size": SIZE, "color": GREY},
                }
            ],
        ),
    }


# At the end of a table in front of a screen 1920 wide, six metres away.
FAR = 20
_GROWS = FAR / SIZE


def from_afar(figure: Figure) -> Figure:
    """The same figure for a room: no letter of it smaller than `FAR` pixels.

    Its lines, its marks and what letters stand in, beside and above grow with them. It is
    as high as what it stands in.
    """
    grown: Figure = _grown(figure)
    margin = {
        side: round(space * _GROWS)
        for side, space in grown["layout"].get("margin", {}).items()
    }
    font = {**grown["layout"].get("font", {}), "size": FAR}
    grown["layout"] |= {"autosize": True, "margin": margin, "font": font}
    grown["layout"].pop("height", None)
    return grown


def _grown(part: Any) -> Any:
    if isinstance(part, list | tuple):
        return [_grown(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {name: _grown_of(name, value) for name, value in part.items()}


def _grown_of(name: str, value: Any) -> Any:
    if name.endswith("font") and isinstance(value, dict):
        size = round(value.get("size", SIZE) * _GROWS)
        return {**value, "size": max(FAR, size)}
    if name in ("xshift", "yshift"):
        return round(value * _GROWS)
    if name == "line" and isinstance(value, dict):
        return _times(value, "width")
    if name == "marker" and isinstance(value, dict):
        marker: dict[str, Any] = _grown(value)
        return marker if "sizemode" in value else _times(marker, "size")
    return _grown(value)


def _times(style: dict[str, Any], name: str) -> dict[str, Any]:
    if name not in style:
        return style
    given = style[name]
    many = isinstance(given, list | tuple)
    return {**style, name: [v * _GROWS for v in given] if many else given * _GROWS}


def label_at_end(words: str, at: float | None, colour: str) -> dict[str, Any]:
    """The name of a line at its end, where a legend would send the eye away."""
    return {
        "text": words,
        "xref": "paper",
        "x": 1.01,
        "xanchor": "left",
        "y": at,
        "showarrow": False,
        "align": "left",
        "font": {"size": SIZE - 1, "color": colour},
    }
