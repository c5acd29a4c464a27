"""Pictures that people may have seen and that were withdrawn, with when and why."""

from collections.abc import Iterator

from dashboard.answers import home_of
from dashboard.dates import day
from dashboard.since.change import Change, ChangeKind
from dashboard.since.pictures import TwoPictures
from dashboard.warehouse.pictures import Picture, pictures

_HISTORY = "/data/history"


def withdrawals(two: TwoPictures) -> Iterator[Change]:
    """The two pictures, and those published between them; the newest first."""
    first, last = sorted((two.before.published_at, two.after.published_at))
    for picture in pictures(home_of(two.viewer.home).snapshots):
        if picture.undone and first <= picture.manifest.published_at <= last:
            yield Change(ChangeKind.WITHDRAWN, _words(two, picture), _HISTORY)


def _words(two: TwoPictures, picture: Picture) -> str:
    assert picture.undone is not None
    which = {
        two.before.id: "The picture of then",
        two.after.id: "The picture this is made from",
    }.get(picture.id, "A picture")
    why = f": {picture.undone.why.rstrip('.')}" if picture.undone.why else ""
    return (
        f"{which}, published on {day(picture.manifest.published_at)}, was withdrawn on "
        f"{day(picture.undone.at)}{why}."
    )
