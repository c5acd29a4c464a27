"""Who is asking: of which places, and how a number is protected for them.

A server is for an audience (its settings). What somebody sees there is no more than that,
and exact only by a decision that stands, for a role they hold, within its places.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from dashboard.access.access import Access, Assignment, access_of
from dashboard.access.grant import EVERYTHING, OWN, PLACES, Grain, Grant
from dashboard.access.grant import WHOLE as ALL_TOGETHER
from dashboard.access.person import DEMO_USER, TERMINAL, Person
from dashboard.access.roles import RIGHTS, Right, Role
from dashboard.access.scope import EVERYWHERE, WHOLE, Scope
from dashboard.disclosure import Audience
from dashboard.errors import DefinitionError, NotGranted
from dashboard.filters import Clauses
from dashboard.settings import Settings

_ALL = (Grain(),)


@dataclass(frozen=True)
class Viewer:
    """Who is asking, of which home. Part of the key of every cached answer.

    `grains` are how far an operational viewer's exact numbers reach. `who` is whom the
    record names; answers to two people with the same rights are the same.
    """

    home: Path
    audience: Audience = Audience.PARTNERSHIP
    grains: tuple[Grain, ...] = _ALL
    scope: Scope = EVERYWHERE
    who: str = field(default="", compare=False)

    def audience_of(self, clauses: Clauses, by: str | None) -> Audience:
        """Whom the answer to one question is made for."""
        exact = any(grain.covers(clauses, by) for grain in self.grains)
        if self.audience.protected or exact:
            return self.audience
        return Audience.PARTNERSHIP

    @property
    def sees_everything_exactly(self) -> bool:
        every = any(grain.word == EVERYTHING for grain in self.grains)
        return every and not self.audience.protected and self.scope.is_everything

    @property
    def contents_audience(self) -> Audience:
        """Whose file lists what there is to ask: the exact one for everything alone."""
        if self.audience.protected or self.sees_everything_exactly:
            return self.audience
        return Audience.PARTNERSHIP

    @property
    def sees_rows(self) -> bool:
        """Whether numbers of rows may be told: they are exact, and of everything."""
        return not self.contents_audience.protected


@dataclass(frozen=True)
class Entitlement:
    """What somebody may do and see here: their roles, with what each of them is for."""

    person: Person
    held: tuple[Assignment, ...]
    grants: tuple[tuple[Grant, Assignment], ...] = ()

    def may(self, right: Right, of: str = "") -> bool:
        """Whether they hold a right; `of` some `places`, or of `everything`."""
        scopes = [
            Scope.of(one.places) for one in self.held if right in RIGHTS[one.role]
        ]
        if of == EVERYTHING:
            return any(scope.is_everything for scope in scopes)
        return any(scope.places for scope in scopes) if of else bool(scopes)

    def scope(self, at: str = "") -> Scope:
        """The places of all the roles that see numbers."""
        sees = (one for one in self.held if Right.SEE in RIGHTS[one.role])
        return Scope.of((place for one in sees for place in one.places), at)


def entitlement_of(person: Person, settings: Settings) -> Entitlement:
    """What access.toml gives somebody today.

    Where it says nothing at all, whoever is at the machine's own terminal owns the files;
    of the invented partnership, whoever is at the machine.
    """
    access = access_of(settings.home)
    if _owns(person, access):
        held = tuple(_every_role(person))
        return Entitlement(person, held, tuple(_standing(access, held)))
    held = access.assigned_to(person)
    return Entitlement(person, held, tuple(_standing(access, held)))


def _owns(person: Person, access: Access) -> bool:
    if access.demo_user:
        return person.provider in (TERMINAL, DEMO_USER.provider)
    return person.provider == TERMINAL and not access.is_said


def _every_role(person: Person) -> Iterator[Assignment]:
    for role in Role:
        yield Assignment(role, person.provider, user=person.subject, places=(WHOLE,))


def _standing(
    access: Access, held: Iterable[Assignment]
) -> Iterator[tuple[Grant, Assignment]]:
    """The decisions that stand today, each with a role it is for."""
    for one in held:
        for grant in access.grants:
            if grant.role == one.role and grant.stands(date.today()):
                yield grant, one


def _reach(grant: Grant, held: Assignment) -> Iterator[Grain]:
    """How far a decision reaches for a role: never beyond the places it is held for."""
    everything = Scope.of(held.places).is_everything
    if grant.grain.word == ALL_TOGETHER or (everything and grant.grain.word != OWN):
        yield grant.grain
        return
    for place in held.places:
        words = [place.word]
        if place.dimension == "zone":
            words.append(f"zone_on_day:{place.code}")
        if place.dimension in PLACES and grant.grain.word in (EVERYTHING, OWN, *words):
            yield from map(Grain, words)


def grains_in_force(access: Access) -> tuple[Grain, ...]:
    """Each reach of exact numbers, short of everything, that anybody is granted today."""
    every = (g for pair in _standing(access, access.held) for g in _reach(*pair))
    return tuple(dict.fromkeys(grain for grain in every if grain.word != EVERYTHING))


def named_staff(home: Path) -> Viewer:
    """One to whom every exact number is shown: the product's own work, no person's."""
    return Viewer(home, Audience.OPERATIONAL, who="Sightline itself")


def viewer_of(
    person: Person, settings: Settings, wanted: str | None = None, at: str = ""
) -> Viewer:
    """What somebody sees: the audience that is wanted, or the server's; exact by grant.

    Without a grant that stands, exact numbers give way to protected ones. `at` is the
    word of the place that is stood at, where several were given.
    """
    entitled = entitlement_of(person, settings)
    audience = audience_of(settings, wanted)
    scope = entitled.scope(at)
    if not audience.protected:
        grains = dict.fromkeys(g for pair in entitled.grants for g in _reach(*pair))
        if grains:
            return Viewer(settings.home, audience, tuple(grains), scope, person.id)
        audience = Audience.PARTNERSHIP
    return Viewer(settings.home, audience, scope=scope, who=person.id)


def seen_by(viewer: Viewer, audience: Audience) -> Viewer:
    """The same viewer, with numbers no finer than an audience's: a room's, say."""
    every = tuple(Audience)
    if every.index(audience) <= every.index(viewer.audience):
        return viewer
    return replace(viewer, audience=audience, grains=_ALL)


def audience_of(settings: Settings, wanted: str | None = None) -> Audience:
    """Whom the server is for, or who is wanted. DefinitionError where that is nobody."""
    word = wanted or settings.audience
    if word not in set(Audience):
        raise DefinitionError(
            f"settings.toml: audience is one of {', '.join(Audience)}, not {word!r}"
        )
    return Audience(word)


def granted(person: Person, settings: Settings, wanted: str | None = None) -> Viewer:
    """As `viewer_of`, but NotGranted where what is asked for by name is not granted."""
    viewer = viewer_of(person, settings, wanted)
    if wanted and viewer.audience != wanted:
        raise NotGranted(
            "Exact numbers are not granted here.",
            "They need a recorded decision that stands: a [[grant]] in access.toml.",
            "data/access.toml shows what it holds.",
        )
    return viewer


def audiences(person: Person, settings: Settings) -> tuple[Audience, ...]:
    """Whom pages can be looked at as: one's own audience here, and wider ones.

    Never a narrower one: what a server is for is what may be seen on it.
    """
    every = tuple(Audience)
    return every[every.index(viewer_of(person, settings).audience) :]
