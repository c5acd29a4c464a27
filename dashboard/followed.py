"""What a person follows: which of it has a change that is new since the picture before.

Said once, of a publish. A figure that crossed a line by chance is none: only what the
chart itself claims, by the rules in force.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from dashboard.access.viewer import Viewer
from dashboard.answers import Question, catalogue, contents
from dashboard.errors import NotGranted, UnknownName
from dashboard.filters import Filters
from dashboard.since.change import Change, ChangeKind, address_of
from dashboard.since.pictures import Pair, grain_of, pairs
from dashboard.since.signals import named, signal_change
from dashboard.what_changed import WhatChanged


@dataclass(frozen=True)
class Followed:
    """A measure, and the filters it is followed with as an address has them."""

    measure: str
    filters: str = ""


@dataclass(frozen=True)
class Digest:
    """What is new for a person, `of` what they follow: none at all where nothing is."""

    lines: tuple[Change, ...] = ()
    of: tuple[Followed, ...] = ()

    @property
    def subject(self) -> str:
        """Without a measure, a place or a number: a subject is read by anybody."""
        many = "A change" if len(self.lines) == 1 else "Changes"
        return f"{many} in what you follow" if self.lines else ""


def digest_of(
    follows: Iterable[Followed], before: str, after: str, viewer: Viewer
) -> Digest:
    """What is new of what somebody follows, asked as that person may see it.

    What is no longer there, or no longer theirs to see, is left out: it is no news.
    NoSnapshot where either picture is no longer kept.
    """
    found = ((one, pair_of(one, before, after, viewer)) for one in follows)
    new = new_of([(one, pair) for one, pair in found if pair is not None])
    return Digest(tuple(new.values()), tuple(new))


def new_of(pairs_followed: Sequence[tuple[Followed, Pair]]) -> dict[Followed, Change]:
    """The new changes among the pairs, each once, in the order that they are followed."""
    found = {
        one: _placed(signal_change(pair, _address(one)), pair)
        for one, pair in dict(pairs_followed).items()
    }
    return {
        one: replace(change, followed=True)
        for one, change in found.items()
        if change and change.kind is ChangeKind.NEW_SIGNAL
    }


def put_first(
    found: WhatChanged, follows: Iterable[Followed], digest: Digest, viewer: Viewer
) -> WhatChanged:
    """What changed, for somebody: what they follow first, each thing once.

    The list is of everybody that the viewer may see, or of the place stood at; what is
    new elsewhere in what they follow comes from the `digest`.
    """
    about = dict(viewer.scope.about(Filters()).clauses)
    here = {one.measure for one in follows if dict(parse_qsl(one.filters)) == about}
    listed = [replace(c, followed=c.measure in here) for c in found.changes]
    told = {c.measure for c in listed if c.kind is ChangeKind.NEW_SIGNAL}
    more = [
        line
        for one, line in zip(digest.of, digest.lines, strict=True)
        if not (one.measure in here & told and dict(parse_qsl(one.filters)) == about)
    ]
    first = [*more, *(c for c in listed if c.followed)]
    return replace(found, changes=(*first, *(c for c in listed if not c.followed)))


def _placed(change: Change | None, pair: Pair) -> Change | None:
    """The same, saying of which place or children it is where that is not everybody."""
    if change is None or not pair.after.question.filters.clauses:
        return change
    title = named(pair.measure.title)
    where = f"{title} ({pair.after.filters_in_words})"
    sentence = change.sentence.replace(title, where, 1)
    return replace(change, sentence=sentence)


def pair_of(one: Followed, before: str, after: str, viewer: Viewer) -> Pair | None:
    """Its series in both pictures; None where either cannot be asked."""
    measure = catalogue(viewer).get(one.measure)
    if measure is None:
        return None
    try:
        filters = Filters.from_address(one.filters, measure.dimensions)
        for picture in (before, after):
            if measure.name not in contents(viewer, picture).measures:
                return None
        grain = grain_of(measure, filters, before, after, viewer)
        asked = Question(measure.name, filters, grain=grain)
        return pairs([asked], before, after, viewer)[0]
    except (NotGranted, UnknownName):
        return None


def _address(one: Followed) -> str:
    return address_of(one.measure, **dict(parse_qsl(one.filters.lstrip("?"))))
