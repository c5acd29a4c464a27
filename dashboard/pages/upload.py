"""Send files: one page from the files to what everybody sees.

`assets/upload.js` sends the files and watches the reading; the decisions are made here.
A batch is in the address, so that a page that is left half-way goes on.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import dash
from dash import ALL, Input, Output, State, clientside_callback, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.access.audit import Deed
from dashboard.answers import home_of
from dashboard.components.upload_buttons import (
    pressed,
    profiles_of_home,
    settings_of_home,
)
from dashboard.components.upload_decisions import remember
from dashboard.components.upload_steps import not_published, published, steps, verdict
from dashboard.components.upload_waiting import waiting_files
from dashboard.components.viewing import current_viewer, name_for, recorded
from dashboard.errors import ForTheUser
from dashboard.intake.batch import MOST_BYTES, Batch
from dashboard.intake.mappings import Mappings
from dashboard.intake.reader_process import is_reading
from dashboard.intake.reading_batch import discard_batch, publish_batch

dash.register_page(
    __name__, path="/data/upload", name="Send files", title="Send files · Sightline"
)


def layout(batch: str = "", published: str = "", **_: Any) -> html.Div:
    found, said = _opened(batch, published)
    reading = bool(found and is_reading(found))
    as_at = found.as_at if found else date.today()
    return html.Div(
        [
            html.H1("Send files"),
            html.P(
                "Extracts as CSV or workbooks, boundaries as GeoJSON, one or many at once. "
                "Nothing changes for anybody until you publish.",
                className="lead-in",
            ),
            dcc.Store(id="upload-batch", data=found.id if found else None),
            dcc.Store(id="upload-reading", data=1 if reading else 0),
            dcc.Store(id="upload-read"),
            dcc.Store(id="upload-shown"),
            dcc.Store(id="upload-published"),
            html.Div(
                id="upload-control",
                **{"data-as-at": as_at.isoformat(), "data-most": str(MOST_BYTES)},
            ),
            html.Div(id="upload-refused", **{"aria-live": "assertive"}),
            html.Div(said, id="upload-steps"),
            waiting_files(current_viewer().home, found.id if found else ""),
        ],
        className="upload-page",
    )


def _opened(batch: str, snapshot: str) -> tuple[Batch | None, list[Any]]:
    """The batch of the address, if it is still kept, and what is to be seen of it."""
    viewer = current_viewer()
    try:
        if snapshot:
            return None, published(home_of(viewer.home).snapshots.manifest(snapshot))
        if batch:
            found = Batch.of(viewer.home, batch)
            return found, steps(found, profiles_of_home())
    except ForTheUser as error:
        return None, [verdict(f"{error.title} {error.what_to_do}")]
    return None, []


clientside_callback(
    dash.ClientsideFunction("sightlineUpload", "watch"),
    Output("upload-control", "title"),
    Input("upload-batch", "data"),
    Input("upload-reading", "data"),
    Input("upload-published", "data"),
)
clientside_callback(
    dash.ClientsideFunction("sightlineUpload", "shown"),
    Output("upload-shown", "data"),
    Input("upload-steps", "children"),
)


@dash.callback(
    Output("upload-steps", "children", allow_duplicate=True),
    Output("upload-refused", "children", allow_duplicate=True),
    Input("upload-read", "data"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def show(_: Any, batch: str | None) -> tuple[list[Any], None]:
    if not batch:
        raise PreventUpdate
    return steps(Batch.of(current_viewer().home, batch), profiles_of_home()), None


@dash.callback(
    Output("upload-published", "data"),
    Output("upload-refused", "children", allow_duplicate=True),
    Input({"type": "upload-publish", "of": ALL}, "n_clicks"),
    State({"type": "upload-yes", "of": ALL}, "value"),
    State({"type": "upload-signed", "of": ALL}, "value"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def publish(
    _: Any, yes: list[bool], signed: list[str | None], batch: str | None
) -> tuple[Any, Any]:
    found = pressed(batch)
    settings = settings_of_home()
    report = found.report
    typed = next((name for name in signed if name), "")
    by = name_for(typed) if typed else ""
    names = ", ".join(file["name"] for file in report.get("files", ()))
    signing = f", its release signed off by {by}" if by else ""
    recorded(Deed.PUBLISHED, f"{names}{signing}", report.get("snapshot") or "")
    found.decide(replace(found.decisions, yes=any(yes), signed_by=by))
    remembered = found.decisions
    try:
        snapshot = publish_batch(found, settings, name_for())
    except ForTheUser as error:
        said = not_published(error.title, error.message, error.what_to_do)
        return dash.no_update, said
    remember(remembered, report, Mappings.of(settings.home), name_for())
    return snapshot, None


@dash.callback(
    Output("upload-steps", "children", allow_duplicate=True),
    Output("upload-batch", "data", allow_duplicate=True),
    Input({"type": "upload-discard", "of": ALL}, "n_clicks"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def discard(_: Any, batch: str | None) -> tuple[Any, None]:
    discard_batch(pressed(batch), settings_of_home())
    return [verdict("Discarded. What was published before is still served.")], None
