"""Pictures kept as golden files, and how like them a picture of today must be.

Another release of a typeface's or a browser's drawing moves the edge of a letter, and is
let pass; what is cut off, gone, or moved by a hundredth of the width is not.
"""

import numpy as np
from PIL import Image, ImageFilter

_WIDE = 800
_GREYS = 16
# Compared at this width, in tiles a twentieth of it wide, when edges have been softened.
_COMPARED, _TILE, _SOFT = 480, 24, 2.0
# How far from what it was, of 255 greys: the whole picture, and any one tile. The same
# pages drawn by another program differ by up to 2.4 and 10.7; moved by 1.5 % of the
# width, the emptiest of them differs by 12.9 in its worst tile.
_MOST, _MOST_OF_A_TILE = 2.6, 11.5


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
    apart = np.abs(_softened(was) - _softened(now))
    high, wide = (length // _TILE * _TILE for length in apart.shape)
    tiles = apart[:high, :wide].reshape(high // _TILE, _TILE, wide // _TILE, _TILE)
    by_tile = tiles.mean(axis=(1, 3))
    row, column = np.unravel_index(by_tile.argmax(), by_tile.shape)
    if apart.mean() > _MOST:
        return f"all of it is {apart.mean():.1f} greys from what it was"
    if by_tile.max() > _MOST_OF_A_TILE:
        at = f"{row * 100 // len(by_tile)} % down, {column * 5} % across"
        return f"{by_tile.max():.1f} greys from what it was {at}"
    return ""


def _softened(picture: Image.Image) -> np.ndarray:
    grey = picture.convert("L")
    high = round(grey.height * _COMPARED / grey.width)
    small = grey.resize((_COMPARED, high), Image.Resampling.BOX)
    return np.asarray(small.filter(ImageFilter.GaussianBlur(_SOFT)), dtype=float)
