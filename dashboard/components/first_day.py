"""First day: which extracts to ask for, in order, and what each lets people see."""

from collections.abc import Iterable
from typing import Any

from dash import dcc, html

from dashboard.answers import home_of, manifests
from dashboard.components.viewing import current_viewer
from dashboard.components.ways import way
from dashboard.intake.profiles import Profile, read_profiles
from dashboard.warehouse.snapshots import Manifest


def first_day() -> list[Any]:
    """Every kind of extract with its request and its template, in order."""
    viewer = current_viewer()
    profiles = read_profiles(home_of(viewer.home).settings.profile_folders)
    come = kinds_come(manifests(viewer))
    return [
        html.P(
            "Ask for these, in this order: each makes more visible. Three years of history "
            "is a good start; more can follow. Send them to Sightline as they come.",
            className="lead-in",
        ),
        html.P(
            way("Send files", "/data/upload", "btn btn-primary"),
        ),
        html.Div(
            _table(profiles.values(), come), className="table-frame", tabIndex="0"
        ),
    ]


def kinds_come(found: Iterable[Manifest]) -> frozenset[str]:
    """The kinds of extract of which a file has been published."""
    return frozenset(file.profile for manifest in found for file in manifest.files)


def _table(profiles: Iterable[Profile], come: frozenset[str]) -> html.Table:
    heads = ("No.", "Extract", "What it makes visible", "Has it come?", "To ask for it")
    return html.Table(
        [
            html.Caption("Extracts, in the order to ask for them"),
            html.Thead(html.Tr([html.Th(words, scope="col") for words in heads])),
            html.Tbody(
                [
                    _row(number, profile, profile.name in come)
                    for number, profile in enumerate(profiles, start=1)
                ]
            ),
        ],
        className="first-day",
    )


def _row(number: int, profile: Profile, come: bool) -> html.Tr:
    return html.Tr(
        [
            html.Td(str(number), className="first-day-number"),
            html.Th(profile.title, scope="row"),
            html.Td(profile.makes_visible),
            html.Td(
                "✓ has come" if come else "not yet",
                className="has-come" if come else "not-come",
            ),
            html.Td(
                [
                    dcc.Link(
                        [
                            "Request to send",
                            html.Span(
                                f": {profile.title}", className="visually-hidden"
                            ),
                        ],
                        href=f"/data/request/{profile.name}",
                    ),
                    html.A(
                        [
                            "Blank template",
                            html.Span(
                                f": {profile.title}", className="visually-hidden"
                            ),
                        ],
                        href=f"/data/template/{profile.name}.xlsx",
                    ),
                ],
                className="first-day-links",
            ),
        ]
    )
