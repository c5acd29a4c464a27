"""Read a batch: what the process of its own does, from files to report."""

from dataclasses import asdict
from typing import Any

from dashboard.errors import ForTheUser, reference_for
from dashboard.filters import Filters
from dashboard.intake.batch import Batch
from dashboard.intake.publish import prepare_extracts
from dashboard.intake.reading_report import report_of
from dashboard.intake.trace import trace
from dashboard.settings import Settings
from dashboard.warehouse.snapshots import Snapshots


def read_batch(batch: Batch, settings: Settings) -> None:
    """Read the batch and say what was found, or why it could not be read.

    Files that come with a question are looked up; others make the picture that waits.
    """
    try:
        batch.say(
            _looked_up(batch, settings) if batch.question else _read(batch, settings)
        )
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


def publish_batch(batch: Batch, settings: Settings) -> str:
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
    Snapshots(settings.home).publish(report["snapshot"])
    batch.delete()
    return str(report["snapshot"])


def discard_batch(batch: Batch, settings: Settings) -> None:
    """Forget the batch, its files and the picture that waited."""
    withdraw_picture(batch, settings)
    batch.delete()


def withdraw_picture(batch: Batch, settings: Settings) -> None:
    if snapshot := batch.report.get("snapshot"):
        Snapshots(settings.home).withdraw(snapshot)
