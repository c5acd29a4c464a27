"""Looking for identifiers: what is looked for, and in what.

The forms of a value are itself, itself without leading noughts, and the plain hashes of
both. A value is found where it stands as a word of a text; a number is read as text.
"""

import hashlib
import re
from typing import Any

KINDS = ("chi", "scn", "mosaic", "surname")
HASHES = ("md5", "sha1", "sha256", "sha512")
OF_EACH_KIND = 250


def identifiers_of(truth: dict[str, Any]) -> frozenset[str]:
    """Every form of 250 values of each kind that the invented extracts hold."""
    values = {
        str(value)
        for kind in KINDS
        for value in truth["identifiers"][kind][:OF_EACH_KIND]
    }
    return frozenset(form for value in values for form in _forms_of(value))


def found_in_text(text: str, wanted: frozenset[str]) -> set[str]:
    """The wanted forms that are words of a text: all between what no identifier has."""
    words = set(re.split(r"[^\w'’-]+", text))
    plain = set(re.split(r"[\W_]+", text))
    return (words | plain) & wanted


def _forms_of(value: str) -> set[str]:
    plain = {value, value.lstrip("0")}
    hashed = {
        getattr(hashlib, name)(form.encode()).hexdigest()
        for form in plain
        for name in HASHES
    }
    return plain | hashed | {digest.upper() for digest in hashed}
