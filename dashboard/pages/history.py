"""What has been published: every picture, going back to one, comparing two."""

from typing import Any

import dash
from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update

from dashboard.access.audit import Deed
from dashboard.answers import home_of
from dashboard.comparison import compare
from dashboard.components.history_compare import compare_form, comparison_tables
from dashboard.components.history_dialog import going_back_dialog, would_be
from dashboard.components.history_list import BACK, log_of, picture_list, picture_name
from dashboard.components.mounted import placed
from dashboard.components.viewing import current_viewer, name_for, recorded
from dashboard.intake.profiles import read_profiles
from dashboard.warehouse.pictures import (
    Picture,
    pictures,
    withdrawn_by_serving,
)
from dashboard.warehouse.pictures import (
    State as Now,
)

PATH = "/data/history"

dash.register_page(
    __name__, path=PATH, name="History", title="What has been published · Sightline"
)


def layout(**given: Any) -> html.Div:
    home = home_of(current_viewer().home)
    found = pictures(home.snapshots)
    return html.Div(
        [
            html.H1("What has been published"),
            *(_held(found, given) if found else _empty()),
            compare_form(found),
            log_of(home.snapshots.history.events(), found),
            going_back_dialog(),
            dcc.Location(id="history-reload", refresh=True),
        ],
        className="history-page",
    )


def _held(found: list[Picture], given: dict[str, Any]) -> list[Any]:
    return [
        html.P(_done(found) if "done" in given else "", role="status"),
        html.P(
            "Each publish makes a picture of its own, and any that is kept can be gone back to. "
            "Nothing is lost by it.",
            className="lead-in",
        ),
        html.H2("The pictures, newest first"),
        picture_list(found, _kinds(), counted=current_viewer().sees_rows),
    ]


def _done(found: list[Picture]) -> str:
    served = next(one for one in found if one.state is Now.SERVED)
    return f"Done. Everybody sees this picture now: {picture_name(served)}."


def _empty() -> list[Any]:
    return [
        html.P("Nothing has been published yet."),
        dcc.Link("Send the first extracts", href="/data/upload"),
    ]


def _kinds() -> dict[str, str]:
    """Kind of extract → its name on the screen."""
    settings = home_of(current_viewer().home).settings
    profiles = read_profiles(settings.profile_folders)
    return {name: profile.title for name, profile in profiles.items()}


@callback(
    Output("history-dialog", "is_open"),
    Output("history-would", "children"),
    Output("history-asked", "data"),
    Input({"type": BACK, "picture": ALL}, "n_clicks"),
    Input("history-leave", "n_clicks"),
    prevent_initial_call=True,
)
def open_dialog(clicks: list[int | None], _leave: int | None) -> tuple[Any, Any, Any]:
    if not isinstance(ctx.triggered_id, dict):
        return False, no_update, None
    if not any(clicks):
        return no_update, no_update, no_update
    snapshots = home_of(current_viewer().home).snapshots
    chosen = ctx.triggered_id["picture"]
    picture = next(one for one in pictures(snapshots) if one.id == chosen)
    asked = {"to": chosen, "served": snapshots.current_id()}
    return True, would_be(picture, withdrawn_by_serving(snapshots, chosen)), asked


@callback(
    Output("history-reload", "href"),
    Input("history-confirm", "n_clicks"),
    State("history-asked", "data"),
    State("history-why", "value"),
    prevent_initial_call=True,
)
def go_back(clicks: int | None, asked: dict[str, str] | None, why: str | None) -> Any:
    """A change that another made meanwhile is told, and nothing is done."""
    if not clicks or not asked:
        return no_update
    recorded(Deed.WENT_BACK, (why or "").strip(), asked["to"])
    home_of(current_viewer().home).snapshots.undo(
        asked["to"], who=name_for(), why=(why or "").strip(), served=asked["served"]
    )
    return placed(f"{PATH}?done=1")


@callback(
    Output("history-compared", "children"),
    Input("history-compare", "n_clicks"),
    State("history-before", "value"),
    State("history-after", "value"),
    prevent_initial_call=True,
)
def show_comparison(_clicks: int | None, before: str, after: str) -> list[Any]:
    viewer = current_viewer()
    return comparison_tables(
        compare(before, after, viewer), _kinds(), counted=viewer.sees_rows
    )
