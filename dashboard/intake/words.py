"""How words typed by people are compared: case, spaces and dashes do not matter.

The same rule stands as an SQL macro in `warehouse/macros.sql`, for a million rows.
"""

import re

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = re.compile("[\u2018\u2019\u02bc]")
_SPACES = re.compile(r"[\s_\u00a0]+")
_NOTE_MARK = re.compile(r"\s*(?:\[\s*notes?\b[^\]]*\]|\(\s*\d{1,2}\s*\)$)")


def tidy(text: str) -> str:
    """`" Wellbeing\u00a0Concern \u2013 TATC"` and `"wellbeing concern - tatc"` are one."""
    text = _QUOTES.sub("'", _DASHES.sub("-", text))
    return _SPACES.sub(" ", text).strip().lower()


def header_key(header: str) -> str:
    """How column names are compared: a mark of a note belongs to no name.

    `Pupil roll(1)`, `Pupil roll [Note 1]` and `Pupil roll` are one.
    """
    return _NOTE_MARK.sub("", tidy(header))
