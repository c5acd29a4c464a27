"""Pictures kept as golden files, and how like them a picture of today must be.

Another release of a typeface's or a browser's drawing moves the edge of a letter, and is
let pass; what is cut off, gone, or moved by a hundredth of the width is not.
"""

import numpy as np
from PIL import Image, ImageFilter

_WIDE = 800
_GREYS = 16
# Compared at this width, in tiles a twentieth of it wide, when edges have been softened.
_COMPARED, _TILE, _SOFT = 480, 24, 1.5
# How much of the ink of any one tile may be elsewhere, when a little is let pass. Of the
# same pages drawn by another program it is up to 0.36; moved by 1.5 % of the width, at
# least 0.55 in the worst tile of the emptiest.
_LITTLE, _MOST = 4.0, 0.45


def kept(picture: Image.Image) -> Image.Image:
    """A picture as it is kept: grey and small, and the numbers on it can still be read."""
    grey = picture.convert("L")
    if grey.width > _WIDE:
        high = round(grey.height * _WIDE / grey.width)
        grey = grey.resize((_WIDE, high), Image.Resampling.LANCZOS)
    return grey.quantize(_GREYS, dither=Image.Dither.NONE)


def unlike(was: Image.Image, now: Image.Image) -> str:
    """In what a picture is not what it was; empty where it is."""
    if was.size != now.size:
        return f"it is {now.size} and was {was.size}"
    one, other = _softened(was), _softened(now)
    ink = np.maximum(_by_tile(255 - one), _by_tile(255 - other))
    apart = _by_tile(np.abs(one - other)) / (ink + _LITTLE)
    row, column = np.unravel_index(apart.argmax(), apart.shape)
    if apart.max() <= _MOST:
        return ""
    at = f"{row * 100 // len(apart)} % down, {column * 5} % across"
    return f"{apart.max():.0%} of what was there is not {at}"


def _by_tile(greys: np.ndarray) -> np.ndarray:
    high, wide = (length // _TILE for length in greys.shape)
    whole = greys[: high * _TILE, : wide * _TILE]
    tiles = whole.reshape(high, _TILE, wide, _TILE)
    return np.asarray(tiles.mean(axis=(1, 3)))


def _softened(picture: Image.Image) -> np.ndarray:
    grey = picture.convert("L")
    high = round(grey.height * _COMPARED / grey.width)
    small = grey.resize((_COMPARED, high), Image.Resampling.BOX)
    return np.asarray(small.filter(ImageFilter.GaussianBlur(_SOFT)), dtype=float)
