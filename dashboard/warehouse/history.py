"""What happened to the pictures of a home: who, when, which files; never a row of them.

The log outlives the pictures and is never deleted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from dashboard.warehouse.journal import Journal
from dashboard.warehouse.locking import still_runs
from dashboard.warehouse.manifest import Manifest

# Until there is sign-in, the page cannot know more.
OFFICER = "the officer at the page"


class Happened(StrEnum):
    BEGUN = "begun"
    REFUSED = "refused"
    STOPPED = "stopped"
    READY = "ready"
    PUBLISHED = "published"
    OVERTAKEN = "overtaken"
    LET_GO = "let_go"
    UNDONE = "undone"
    CUT_OFF = "cut_off"
    NO_LONGER_KEPT = "no_longer_kept"
    TRACED = "traced"
    ERASED = "erased"
    RESTORED = "restored"


# After one of these, a publish that was begun is at its end.
_ENDS = {
    Happened.REFUSED,
    Happened.STOPPED,
    Happened.PUBLISHED,
    Happened.OVERTAKEN,
    Happened.LET_GO,
    Happened.CUT_OFF,
}


@dataclass(frozen=True)
class Event:
    """`build` names one publish from begun to its end; `snapshot` the picture it made.

    `files` are names; `manifest` is told with what was published. Of an undo,
    `snapshot` is what is served again and `withdrawn` what no longer is. `replaced` are
    (picture, the one that stands for it), where a child was taken out.
    """

    happened: Happened
    at: datetime
    who: str = OFFICER
    build: str = ""
    snapshot: str = ""
    process: str = ""
    files: tuple[str, ...] = ()
    manifest: Manifest | None = None
    withdrawn: tuple[str, ...] = ()
    why: str = ""
    replaced: tuple[tuple[str, str], ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """As plain values, without what is empty."""
        kept = {
            "happened": self.happened.value,
            "at": self.at.isoformat(timespec="seconds"),
            "who": self.who,
            "build": self.build,
            "snapshot": self.snapshot,
            "process": self.process,
            "files": list(self.files),
            "manifest": self.manifest.values if self.manifest else None,
            "withdrawn": list(self.withdrawn),
            "why": self.why,
            "replaced": [list(pair) for pair in self.replaced],
        }
        return {name: value for name, value in kept.items() if value}

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "Event":
        given = dict(values)
        manifest = given.pop("manifest", None)
        return cls(
            happened=Happened(given.pop("happened")),
            at=datetime.fromisoformat(given.pop("at")),
            files=tuple(given.pop("files", ())),
            withdrawn=tuple(given.pop("withdrawn", ())),
            replaced=tuple((old, new) for old, new in given.pop("replaced", ())),
            manifest=Manifest.from_values(manifest) if manifest else None,
            **given,
        )


@dataclass(frozen=True)
class History:
    """The log of one home."""

    home: Path

    @property
    def _journal(self) -> Journal:
        return Journal(self.home / "history.jsonl")

    def events(self) -> list[Event]:
        """Every event, the oldest first."""
        return [Event.from_values(values) for values in self._journal.read()]

    def befores(self) -> dict[str, str | None]:
        """Picture → the one it was built upon, of every one that was ever published."""
        told = [event.manifest for event in self.events() if event.manifest]
        return {manifest.id: manifest.before for manifest in told}

    def replaced(self) -> dict[str, str]:
        """Picture that a child was taken out of → the one that stands for it now."""
        found = dict(pair for event in self.events() for pair in event.replaced)
        return {old: _last(found, new) for old, new in found.items()}

    def say(self, happened: Happened, **told: Any) -> Event:
        event = Event(happened, datetime.now(UTC), **told)
        self._journal.append(event.values)
        return event

    def say_cut_off(self, kept: Iterable[str]) -> None:
        """Say of every publish whose process has ended, and whose picture is not kept,
        that it was cut off."""
        for begun in self._unended(frozenset(kept)):
            self.say(
                Happened.CUT_OFF,
                who=begun.who,
                build=begun.build,
                files=begun.files,
                why=f"begun {begun.at:%d %b %Y, %H:%M} UTC",
            )

    def _unended(self, kept: frozenset[str]) -> Iterator[Event]:
        events = self.events()
        builds = {e.snapshot: e.build for e in events if e.happened is Happened.READY}
        ended = {
            e.build or builds.get(e.snapshot) for e in events if e.happened in _ENDS
        }
        waiting = {builds[snapshot] for snapshot in kept & builds.keys()}
        for event in events:
            if (
                event.happened is Happened.BEGUN
                and event.build not in ended | waiting
                and not still_runs(self.home, event.process)
            ):
                yield event


def _last(replaced: Mapping[str, str], picture: str) -> str:
    while picture in replaced:
        picture = replaced[picture]
    return picture


def in_words(event: Event, name: Callable[[str], str] = str) -> str:
    """One sentence for a log that people read; `name` says how a picture is called."""
    if event.happened is Happened.PUBLISHED and event.manifest and event.manifest.why:
        return f"Made anew as {name(event.snapshot)}: {event.manifest.why}."
    return _WORDS[event.happened].format(
        files=", ".join(event.files) or "its files",
        count=_files(event),
        pictures=_pictures(len(event.replaced)),
        snapshot=name(event.snapshot),
        withdrawn=", ".join(name(snapshot) for snapshot in event.withdrawn),
        why=f" Why: {event.why}" if event.why else "",
        begun=f" {event.why}" if event.why else "",
    )


def _files(event: Event) -> str:
    files = event.manifest.files if event.manifest else event.files
    return "1 file" if len(files) == 1 else f"{len(files)} files"


def _pictures(count: int) -> str:
    return "1 picture" if count == 1 else f"{count} pictures"


_WORDS = {
    Happened.BEGUN: "Began to read {count}: {files}.",
    Happened.REFUSED: "Not published: something must be put right or agreed to first; nothing changed.",
    Happened.STOPPED: "The reading of {count} could not go on; nothing changed.",
    Happened.READY: "Read and ready to publish.",
    Happened.PUBLISHED: "Published {count} as {snapshot}.",
    Happened.OVERTAKEN: "Not published: somebody else had published meanwhile; nothing changed.",
    Happened.LET_GO: "Let go before it was published; nothing changed.",
    Happened.UNDONE: "Went back to {snapshot}, from: {withdrawn}.{why}",
    Happened.CUT_OFF: "A publish of {count}{begun} was cut off; nothing changed.",
    Happened.TRACED: "Looked for the rows of {files} behind a figure of {snapshot}.{why}",
    Happened.ERASED: "One child was taken out: {pictures} made anew.{why}",
    Happened.RESTORED: "A backup was put back, of{begun}; served is {snapshot}.",
    Happened.NO_LONGER_KEPT: "{snapshot} is no longer kept.",
}
