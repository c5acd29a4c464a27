"""Files from earlier that were sent and neither published nor discarded."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dash import html

from dashboard.intake.batch import Batch, batches

_NAMED = 3


def waiting_files(home: Path, opened: str) -> html.Div:
    """A link to each other batch that still holds files to publish."""
    found = [
        batch
        for batch in batches(home)
        if batch.id != opened and batch.files() and not batch.question
    ]
    if not found:
        return html.Div()
    found.sort(key=lambda batch: batch.folder.stat().st_mtime, reverse=True)
    return html.Div(
        [
            html.H2("Files waiting from earlier"),
            html.Ul([_waiting(batch) for batch in found]),
        ],
        className="upload-waiting",
    )


def _waiting(batch: Batch) -> html.Li:
    names = [path.name for path in batch.files()]
    more = len(names) - _NAMED
    told = ", ".join(names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
    touched = datetime.fromtimestamp(batch.folder.stat().st_mtime, UTC)
    link: Any = html.A(told, href=f"/data/upload?batch={batch.id}")
    return html.Li([link, f", last touched {touched:%d %b %Y, %H:%M} UTC"])
