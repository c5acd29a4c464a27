"""The places that somebody has been given, and what may be asked within them.

A scope limits what is *named*. A question is about one place that was given, or about
the whole partnership, which is always there to compare with; a breakdown by places gives
those that were given and no other. Nothing given is nothing seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.errors import NotGranted
from dashboard.filters import Clauses, Filters

# Dimensions whose values are places, or stand for them; the rest describe children.
PLACE_DIMENSIONS = frozenset(
    {
        *("council", "locality", "ward", "intermediate_zone", "data_zone"),
        *("school", "cluster", "sector"),
        *("team", "health_team", "zone", "zone_on_day", "reported_place"),
    }
)
# One place in two readings: a zone as it has ever been, and as it was on the day.
_SAME = {"zone_on_day": "zone"}
_ASK = "Whoever looks after Sightline for you can give you more: ask the administrator."


@dataclass(frozen=True, order=True)
class Place:
    """A place that was given, and of which systems' numbers: none said is all.

    `dimension` is empty for the whole partnership, of certain systems alone.
    """

    dimension: str = ""
    code: str = ""
    sources: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """As access.toml has it: `team:T01`, or `everything`."""
        return f"{self.dimension}:{self.code}" if self.dimension else "everything"

    def tells(self, sources: Iterable[str]) -> bool:
        """Whether a measure of these extracts is within it: all of them must be.

        A system is named by how its extracts' names begin: `mosaic`, `seemis`.
        """
        return not self.sources or all(
            any(f"{source}_".startswith(f"{given}_") for given in self.sources)
            for source in sources
        )


WHOLE = Place()


@dataclass(frozen=True)
class Scope:
    """What was given, and the place that is stood at: questions are about that one."""

    places: tuple[Place, ...] = (WHOLE,)
    at: Place = WHOLE

    @classmethod
    def of(cls, places: Iterable[Place], at: str = "") -> "Scope":
        """The places given, standing at the one whose word is `at`, else the first."""
        given = tuple(sorted(set(places)))
        if WHOLE in given:
            return cls()
        chosen = next((place for place in given if place.word == at), None)
        return cls(given, chosen or (given[0] if given else WHOLE))

    @property
    def is_everything(self) -> bool:
        return WHOLE in self.places

    @property
    def named(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.dimension)

    @property
    def is_of_places(self) -> bool:
        """Whether it is of single places alone."""
        return not any(not place.dimension for place in self.places)

    def may_break_down(self, dimension: str) -> bool:
        """Whether a breakdown by it names nothing but what was given."""
        if dimension not in PLACE_DIMENSIONS or not self.is_of_places:
            return True
        return any(place.dimension == _one(dimension) for place in self.named)

    def holds(self, dimension: str, code: str, sources: Sequence[str] = ()) -> bool:
        """Whether a value may be named, and with a number of these extracts."""
        if dimension not in PLACE_DIMENSIONS or not self.is_of_places:
            return True
        return any(
            (place.dimension, place.code) == (_one(dimension), code)
            and place.tells(sources)
            for place in self.named
        )

    def narrowed(
        self,
        clauses: Clauses,
        by: str | None,
        *,
        everyone: bool,
        sources: Sequence[str],
    ) -> Clauses:
        """The clauses a question is asked with. NotGranted where it reaches beyond.

        A question that names no place is about the place stood at, unless it is about
        everyone or compares the places that were given.
        """
        if by is not None and not self.may_break_down(by):
            raise _beyond("You have not been given other places to compare.")
        places = self._named_in(clauses)
        compares = by is not None and _one(by) in {p.dimension for p in self.named}
        if self.is_of_places and not (places or everyone or compares):
            places = [(self.at.dimension, self.at.code)]
            clauses = tuple(sorted([*clauses, *places]))
        self._tells(places, sources)
        return clauses

    def about(self, filters: Filters) -> Filters:
        """What a page is about: the place it names, else the one that is stood at.

        NotGranted where it names another.
        """
        if self._named_in(filters.clauses) or not self.is_of_places:
            return filters
        return filters.having(self.at.dimension, self.at.code)

    def _named_in(self, clauses: Clauses) -> list[tuple[str, str]]:
        """The places that clauses name. NotGranted where one of them was not given."""
        if not self.places:
            raise NotGranted(
                "You have not been given any numbers yet.", what_to_do=_ASK
            )
        places = [clause for clause in clauses if clause[0] in PLACE_DIMENSIONS]
        crossed = self.is_of_places and len(places) > 1
        if crossed or not all(self.holds(*clause) for clause in places):
            raise _beyond("This is about a place that you have not been given.")
        return places

    def _tells(self, places: Sequence[tuple[str, str]], sources: Sequence[str]) -> None:
        """NotGranted where no place that the question may be of was given these systems."""
        of = [
            place
            for place in self.places
            if not place.dimension
            or not places
            or (place.dimension, place.code) == (_one(places[0][0]), places[0][1])
        ]
        if not any(place.tells(sources) for place in of):
            raise _beyond("You have not been given the numbers of this system.")

    def tells(self, sources: Sequence[str]) -> bool:
        """Whether any of it has a measure of these extracts."""
        return any(place.tells(sources) for place in self.places)


EVERYWHERE = Scope()


def _one(dimension: str) -> str:
    return _SAME.get(dimension, dimension)


def _beyond(said: str) -> NotGranted:
    return NotGranted(said, "The whole partnership is there to compare with.", _ASK)
