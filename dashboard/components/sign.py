"""The sign of a measure as a small picture with its words: shape as well as colour."""

from urllib.parse import quote

from dash import html

from dashboard.charts.theme import DARK_BLUE, GREY, ORANGE, PURPLE
from dashboard.signs import BETTER, SIGNS_IN_WORDS, WORSE
from dashboard.statistics.icons import Variation

SIZE = 26
_UP, _DOWN = "M13 6 L20 18 H6 Z", "M13 20 L6 8 H20 Z"
_WAVE = "M5 13 Q9 6 13 13 T21 13"


def sign(found: Variation) -> html.Img:
    """A triangle up or down where the last point is more than chance; else a wave or a dash."""
    picture = "data:image/svg+xml," + quote(_svg(found))
    words = SIGNS_IN_WORDS[found]
    return html.Img(
        src=picture, alt=words, title=words, width=SIZE, height=SIZE, className="sign"
    )


def _svg(found: Variation) -> str:
    colour = _colour(found)
    if found is Variation.CANNOT_SAY:
        mark = f'<path d="M8 13 H18" stroke="{GREY}" stroke-width="2"/>'
    elif found is Variation.COMMON:
        mark = f'<path d="{_WAVE}" fill="none" stroke="{GREY}" stroke-width="2"/>'
    else:
        shape = _UP if found.value.endswith("high") else _DOWN
        mark = f'<path d="{shape}" fill="{colour}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 26" width="{SIZE}" '
        f'height="{SIZE}"><circle cx="13" cy="13" r="12" fill="none" stroke="{colour}" '
        f'stroke-width="1.5"/>{mark}</svg>'
    )


def _colour(found: Variation) -> str:
    if found in BETTER:
        return DARK_BLUE
    if found in WORSE:
        return ORANGE
    return GREY if found in (Variation.COMMON, Variation.CANNOT_SAY) else PURPLE
