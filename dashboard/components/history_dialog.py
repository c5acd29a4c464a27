"""Before going back: what would be withdrawn, who took something from it, and why."""

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.components.history_list import picture_name, taken_list
from dashboard.warehouse.pictures import Picture


def going_back_dialog() -> html.Div:
    """The dialog, closed; `history-asked` holds what it is open for."""
    return html.Div(
        [
            dcc.Store(id="history-asked"),
            dbc.Modal(
                [
                    dbc.ModalHeader(
                        dbc.ModalTitle("Go back to this picture?", id="history-title")
                    ),
                    dbc.ModalBody(
                        [
                            html.Div(id="history-would"),
                            html.Label(
                                "Why? It is kept in the history. Name no child.",
                                htmlFor="history-why",
                            ),
                            dbc.Input(id="history-why", maxlength=200),
                        ]
                    ),
                    dbc.ModalFooter(
                        [
                            dbc.Button(
                                "Leave it as it is", id="history-leave", color="link"
                            ),
                            dbc.Button(
                                "Go back", id="history-confirm", color="primary"
                            ),
                        ]
                    ),
                ],
                id="history-dialog",
                labelledby="history-title",
                is_open=False,
                fade=False,
            ),
        ]
    )


def would_be(picture: Picture, withdrawn: Sequence[Picture]) -> list[Any]:
    """What going back to a picture would do."""
    said: list[Any] = [
        html.P(f"Everybody will see this picture: {picture_name(picture)}.")
    ]
    if withdrawn:
        said.append(html.P("These are withdrawn, and can be gone back to:"))
    for one in withdrawn:
        said += [html.P(html.Strong(picture_name(one))), *taken_list(one.taken)]
    return said
