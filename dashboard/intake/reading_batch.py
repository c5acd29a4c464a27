"""Read a batch: what the process of its own does, from files to report."""

from dashboard.errors import ForTheUser, reference_for
from dashboard.intake.batch import Batch
from dashboard.intake.publish import prepare_extracts
from dashboard.intake.reading_report import report_of
from dashboard.settings import Settings
from dashboard.warehouse.snapshots import Snapshots


def read_batch(batch: Batch, settings: Settings) -> None:
    """Prepare the batch's picture and say what was found, or why it could not be read."""
    try:
        prepared = prepare_extracts(
            batch.files(),
            settings,
            as_at=batch.as_at,
            progress=batch.move,
            decisions=batch.decisions,
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
    else:
        batch.say(report_of(prepared))


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
