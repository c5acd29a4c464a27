"""The data that are shipped: beside the package in a clone, inside it in a wheel.

The same two places as the product's own (dashboard/settings.py), of which the demo
imports nothing.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_IN_A_WHEEL = _PACKAGE / "project" / "data"
DATA = _IN_A_WHEEL if _IN_A_WHEEL.is_dir() else _PACKAGE.parent / "data"
