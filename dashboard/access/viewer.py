"""Who is asking: the audience decides how a number is protected.

Until there is sign-in everyone holds the whole scope of their home, and the audience is
the server's: what its settings say, and no finer than a grant that stands.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.access.grant import EVERYTHING, Grain, Grant, grant_of
from dashboard.disclosure import Audience
from dashboard.errors import DefinitionError, NotGranted
from dashboard.filters import Clauses
from dashboard.settings import Settings

_ALL = Grain()


@dataclass(frozen=True)
class Viewer:
    """Who is asking, of which home. Part of the key of every cached answer.

    `grain` is how far an operational viewer's exact numbers reach.
    """

    home: Path
    audience: Audience = Audience.PARTNERSHIP
    grain: Grain = _ALL

    def audience_of(self, clauses: Clauses, by: str | None) -> Audience:
        """Whom the answer to one question is made for."""
        if self.audience.protected or self.grain.covers(clauses, by):
            return self.audience
        return Audience.PARTNERSHIP

    @property
    def contents_audience(self) -> Audience:
        """Whose file lists what there is to ask: the exact one for everything alone."""
        if self.audience.protected or self.grain.word == EVERYTHING:
            return self.audience
        return Audience.PARTNERSHIP

    @property
    def sees_rows(self) -> bool:
        """Whether numbers of rows may be told: they are exact, and of everything."""
        return not self.contents_audience.protected


def named_staff(home: Path) -> Viewer:
    """One to whom every exact number is shown."""
    return Viewer(home, Audience.OPERATIONAL)


def viewer_of(settings: Settings, wanted: str | None = None) -> Viewer:
    """Who asks here: the audience that is wanted, or the settings'; exact by grant alone.

    Without a grant that stands, exact numbers give way to protected ones.
    """
    word = wanted or settings.audience
    if word not in set(Audience):
        raise DefinitionError(
            f"settings.toml: audience is one of {', '.join(Audience)}, not {word!r}"
        )
    audience = Audience(word)
    if audience.protected:
        return Viewer(settings.home, audience)
    grant = standing_grant(settings)
    if grant is None:
        return Viewer(settings.home, Audience.PARTNERSHIP)
    return Viewer(settings.home, audience, grant.grain)


def granted(settings: Settings, wanted: str | None = None) -> Viewer:
    """As `viewer_of`, but NotGranted where what is asked for by name is not granted."""
    viewer = viewer_of(settings, wanted)
    if wanted and viewer.audience != wanted:
        raise NotGranted(
            "Exact numbers are not granted here.",
            "They need a recorded decision that stands: [grant] in settings.toml.",
            "data/settings.toml shows what it holds.",
        )
    return viewer


def standing_grant(settings: Settings) -> Grant | None:
    """The grant of this server, if there is one and its day of review is not past."""
    grant = grant_of(settings.values)
    return grant if grant and grant.stands(date.today()) else None


def audiences(settings: Settings) -> tuple[Audience, ...]:
    """Whom pages can be looked at as here: this server's own audience, and wider ones.

    Never a narrower one: what a server is for is what may be seen on it.
    """
    every = tuple(Audience)
    return every[every.index(viewer_of(settings).audience) :]
