"""One child, as the child is looked for: by pseudonyms, and by the number that was given.

Of the other systems only pseudonyms are known. A word is the child's number of one of
them where its own pseudonym is one of the child's: the key tells, and keeps no list.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dashboard.errors import ForTheUser, UnknownName
from dashboard.intake.identifiers import chi_class, is_scn
from dashboard.intake.profiles import Profile
from dashboard.warehouse.pseudonyms import pseudonym_of
from dashboard.warehouse.tracing import CHILD_KEYS

TAKEN_OUT = "(taken out)"
LONGEST = 40
# A shorter number is many other things as well: it stays where people wrote freely.
SHORTEST = 5
# Excel drops the first noughts of a number; one that lost more was never whole.
_LOST = 3
_REMEMBERED = 1_000_000
_WORD = re.compile(r"[^\W_]+")
_JOINED_WORD = re.compile(r"[\w'’/-]+")
_SPACED_NUMBER = re.compile(r"\d(?:[ -]?\d){5,}")


@dataclass(frozen=True)
class Kind:
    """A kind of number that a system knows a child by; `name` is what its files call it."""

    system: str
    name: str
    of: str
    digits: int

    def as_kept(self, number: str) -> str:
        """As it is known: without spaces, and with the noughts that Excel drops."""
        plain = number.strip().removeprefix("=").strip('"').strip()
        if not self.digits:
            return plain
        plain = re.sub(r"[ -]", "", plain)
        return self.filled(plain)

    def may_be(self, word: str) -> bool:
        """Whether a word can be a number of this kind at all: most are of no kind."""
        short = self.digits - len(word)
        return not (self.digits and word.isdecimal()) or 0 <= short <= _LOST

    def filled(self, word: str) -> str:
        return word.zfill(self.digits) if word.isdecimal() else word

    def is_sure(self, number: str) -> bool:
        """Whether a word that looks like the number can be nothing else.

        Where it may be, uploads alone do not prove that the child is in them.
        """
        plain = re.sub(r"[ -]", "", number.strip())
        if not self.digits:
            return len(plain) >= SHORTEST
        return plain.isdecimal() and 0 <= self.digits - len(plain) <= _LOST

    def fault(self, number: str) -> str:
        """What is wrong with a number of this kind; empty where nothing is."""
        kept = self.as_kept(number)
        if not self.is_sure(number):
            right = f"{self.digits} figures" if self.digits else "more characters"
            return f"A number of this kind has {right}, and nothing else."
        if self.system == "scn" and not is_scn(kept):
            return "Its last figure does not fit the others: was it mistyped?"
        if self.system == "chi" and chi_class(kept) != "Valid CHI":
            return "Its date or its last figure does not fit: was it mistyped?"
        return ""


def kinds_of(profiles: Iterable[Profile]) -> dict[str, Kind]:
    """The kinds of number that any extract knows a child by."""
    found: dict[str, Kind] = {}
    for profile in profiles:
        for column in profile.columns:
            if column.type == "identifier" and column.name in CHILD_KEYS:
                named = Kind(
                    column.system, column.aliases[0], profile.system, column.digits
                )
                # The look-up names kinds of other systems than its own.
                if column.system not in found or found[column.system].of == "LOOKUP":
                    found[column.system] = named
    return found


def kind_named(kinds: Mapping[str, Kind], name: str) -> Kind:
    try:
        return kinds[name]
    except KeyError:
        told = [f"{kind.system} ({kind.name} of {kind.of})" for kind in kinds.values()]
        raise UnknownName(
            f"There is no kind of number called {name!r}.",
            what_to_do="The kinds are: " + ", ".join(told) + ".",
        ) from None


class NoNumber(ForTheUser):
    """Nothing was given that could be a child's number."""


def number_given(text: str) -> str:
    """The number as it was typed. Raises NoNumber where there is none."""
    number = text.strip()
    if not number or len(number) > LONGEST:
        raise NoNumber(
            "No number was given, or more than one.",
            what_to_do="Give one number of one child, and nothing else.",
        )
    return number


@dataclass(frozen=True)
class Sought:
    """The child. `words` are ways of writing the number that was given."""

    secret: bytes = field(repr=False)
    kinds: tuple[Kind, ...]
    keys: frozenset[str] = field(repr=False)
    words: frozenset[str] = field(repr=False)
    _known: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def is_childs(self, word: str) -> bool:
        """Whether a word is a number or a pseudonym of the child's."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            found = self._known[word] = self._is_childs(word)
        return found

    def _is_childs(self, word: str) -> bool:
        if not 1 < len(word) <= LONGEST:
            return False
        if word.upper() in self.words or word.lower() in self.keys:
            return True
        if not any(letter.isdecimal() for letter in word):
            return False
        return any(
            pseudonym_of(self.secret, kind.system, kind.filled(word)) in self.keys
            for kind in self.kinds
            if kind.may_be(word)
        )

    def is_in(self, text: str) -> bool:
        return any(self.is_childs(word) for word in words_of(text))

    def blotted(self, text: str) -> str:
        """A text with the child's numbers taken out of it."""
        for pattern in (_SPACED_NUMBER, _JOINED_WORD, _WORD):
            text = pattern.sub(self._blot, text)
        return text

    def _blot(self, match: re.Match[str]) -> str:
        word = match[0]
        long_enough = len(word) >= SHORTEST
        plain = re.sub(r"[ -]", "", word)
        childs = self.is_childs(word) or self.is_childs(plain)
        return TAKEN_OUT if long_enough and childs else word


def words_of(text: str) -> set[str]:
    """Everything in a text that could be a number: words, parts of them, spaced figures."""
    spaced = {re.sub(r"[ -]", "", number) for number in _SPACED_NUMBER.findall(text)}
    return spaced | set(_JOINED_WORD.findall(text)) | set(_WORD.findall(text))


def ways_of_writing(kind: Kind, number: str) -> frozenset[str]:
    kept = kind.as_kept(number)
    ways = {number.strip(), kept, kept.lstrip("0")}
    return frozenset(way.upper() for way in ways if len(way) > 1)


def keys_of(secret: bytes, kind: Kind, number: str) -> frozenset[str]:
    """The pseudonyms that a number can have been kept under.

    On reading one lost nought is put back, and no more; a number with spaces stays so.
    """
    kept = kind.as_kept(number)
    noughts = len(kept) - len(kept.lstrip("0")) if kind.digits else 0
    ways = {number.strip(), kept, *(kept[lost:] for lost in range(2, noughts + 1))}
    return frozenset(pseudonym_of(secret, kind.system, way) for way in ways if way)
