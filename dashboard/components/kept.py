"""Views that were worked out, kept for as long as all that they are made of is the same.

A picture never changes, so that a view is made of its address, of what its viewer may see,
and of what the partnership has set and recorded: those are what it is kept by, as they are
now. Nothing has to be told when one of them changes.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from dashboard.access.viewer import Viewer
from dashboard.answers import made_of, one_picture, record_asked_again
from dashboard.questions import Question

# Each holds its figures and tables: about a fifth of a megabyte.
MOST = 256


class WorkedOut(Protocol):
    """What was worked out by asking."""

    @property
    def asked(self) -> Sequence[Question]: ...


_W = TypeVar("_W", bound=WorkedOut)


@dataclass
class _Place:
    view: Any = None


def kept(viewer: Viewer, address: Hashable, work_out: Callable[[], _W]) -> _W:
    """What is kept for a viewer at an address, or is worked out now.

    What was asked for it is in the record each time, before it is given.
    """
    with one_picture(viewer.home):
        made = made_of(viewer)
        place = _place(viewer, made, address)
        if place.view is not None:
            record_asked_again(place.view.asked, viewer)
            view: _W = place.view
            return view
        view = work_out()
        # What came while it was worked out is in it, and may be taken back tomorrow.
        if made_of(viewer) == made:
            place.view = view
        return view


@lru_cache(maxsize=MOST)
def _place(viewer: Viewer, made: Hashable, address: Hashable) -> _Place:
    """Where it is kept; empty the first time."""
    return _Place()
