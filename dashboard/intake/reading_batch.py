"""Read a batch: what the process of its own does, from files to report."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from dashboard.errors import ForTheUser, reference_for
from dashboard.filters import Filters
from dashboard.intake.batch import Batch
from dashboard.intake.publish import prepare_extracts, serve
from dashboard.intake.reading_report import report_of
from dashboard.intake.rules import Rules
from dashboard.intake.signing import Examined, SignOffNeeded, signed
from dashboard.intake.trace import trace
from dashboard.intake.wordlists import agree_word, with_word
from dashboard.settings import Settings
from dashboard.warehouse.history import OFFICER
from dashboard.warehouse.snapshots import OvertakenPublish, Snapshots


def read_batch(batch: Batch, settings: Settings) -> None:
    """Read the batch and say what was found, or why it could not be read.

    Files make the picture that waits, unless a question came with them (which rows are
    behind a figure); a word alone makes the picture that it would make.
    """
    work = _read
    if "measure" in batch.question:
        work = _looked_up
    elif "word" in batch.question:
        work = _meant
    elif "anew" in batch.question:
        work = _made_anew
    try:
        batch.say(work(batch, settings))
    except ForTheUser as error:
        batch.say({"stopped": [error.title, error.message, error.what_to_do]})
    except Exception as error:  # the process's last door: the page must hear of it
        batch.say(
            {
                "stopped": [
                    "Sorry: something went wrong that nobody foresaw.",
                    f"Quote {reference_for(error)}.",
                    "What was published before is still served.",
                ]
            }
        )


def _read(batch: Batch, settings: Settings) -> dict[str, Any]:
    prepared = prepare_extracts(
        batch.files(),
        settings,
        as_at=batch.as_at,
        progress=batch.move,
        decisions=batch.decisions,
    )
    return report_of(prepared)


def _looked_up(batch: Batch, settings: Settings) -> dict[str, Any]:
    """`traced`: for each table, its name, its kind and the numbers of its rows."""
    question = batch.question
    return {
        "traced": [
            asdict(traced)
            for path in batch.files()
            for traced in trace(
                path,
                settings,
                measure=question["measure"],
                filters=Filters.of(question["clauses"], question["period"]),
                snapshot=question["snapshot"],
            )
        ]
    }


def _meant(batch: Batch, settings: Settings) -> dict[str, Any]:
    """The served picture as it would be if a word meant what is proposed."""
    asked = batch.question
    snapshots = Snapshots(settings.home)
    rules = Rules.of(settings)
    meant = with_word(rules.codes, asked["list"], asked["word"], asked["code"])
    prepared = prepare_extracts(
        [],
        settings,
        as_at=snapshots.manifest(snapshots.current_id()).as_at,
        progress=batch.move,
        who=asked["who"],
        rules=replace(rules, codes=meant),
        marked=f"“{asked['word']}” counted as {asked['label']} from now on",
    )
    return report_of(prepared)


def _made_anew(batch: Batch, settings: Settings) -> dict[str, Any]:
    """The served picture made anew of the records as they are now, and served.

    Where another was published meanwhile, it is made anew of that one.
    """
    asked = batch.question
    snapshots = Snapshots(settings.home)
    while True:
        prepared = prepare_extracts(
            [],
            settings,
            as_at=snapshots.manifest(snapshots.current_id()).as_at,
            progress=batch.move,
            who=asked["who"],
            why=asked["anew"],
        )
        assert prepared.manifest is not None  # no file came that could be refused
        try:
            signed(prepared.release, "")
            serve(snapshots, prepared.manifest.id, asked["who"])
        except OvertakenPublish:
            snapshots.withdraw(prepared.manifest.id, asked["who"])
        except SignOffNeeded:
            snapshots.withdraw(prepared.manifest.id, asked["who"])
            raise
        else:
            return {"served": prepared.manifest.id}


def agree_word_of(batch: Batch, settings: Settings, who: str) -> None:
    """A leader's yes: the picture that was looked at is served, the word has its meaning.

    Raises OvertakenPublish where another picture was published since it was looked at.
    """
    asked = batch.question
    publish_batch(batch, settings, who)
    agree_word(settings.home, asked["list"], asked["word"], who)


def publish_batch(batch: Batch, settings: Settings, who: str = OFFICER) -> str:
    """Serve the picture that the batch made; returns its id. The files are let go.

    Raises ForTheUser where it is not ready, needs a yes, or was overtaken.
    """
    report = batch.report
    if not report.get("snapshot"):
        raise ForTheUser(
            "Not published: something must be put right first.",
            what_to_do="See what was found, below.",
        )
    if report["needs_yes"] and not batch.decisions.yes:
        raise ForTheUser(
            "Not published: something needs your yes first.",
            what_to_do="See what is asked, below.",
        )
    release, by = release_of(report), batch.decisions.signed_by
    signed(release, by)
    picture = str(report["snapshot"])
    serve(Snapshots(settings.home), picture, who, by if release else "")
    batch.delete()
    return picture


def release_of(report: Mapping[str, Any]) -> Examined | None:
    """What was found of the release that a report tells of."""
    found = report.get("release")
    return found and Examined(found["words"], tuple(found["exceptions"]))


def discard_batch(batch: Batch, settings: Settings) -> None:
    """Forget the batch, its files and the picture that waited."""
    withdraw_picture(batch, settings)
    batch.delete()


def withdraw_picture(batch: Batch, settings: Settings) -> None:
    if snapshot := batch.report.get("snapshot"):
        Snapshots(settings.home).withdraw(snapshot)
