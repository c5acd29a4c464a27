"""One page to send to whoever runs a report: which columns, why each, an example."""

from typing import Any

import dash
from dash import dcc, html

from dashboard.answers import home_of
from dashboard.components.viewing import current_viewer
from dashboard.intake.profiles import Column, Profile, read_profiles
from dashboard.reports.templates import asked_columns

dash.register_page(
    __name__,
    path_template="/data/request/<kind>",
    name="Request",
    title="A request for an extract · Sightline",
)


def layout(kind: str = "", **_: Any) -> html.Div:
    settings = home_of(current_viewer().home).settings
    profile = read_profiles(settings.profile_folders).get(kind)
    if profile is None:
        return html.Div(
            [
                html.H1("There is no such extract"),
                dcc.Link("See every extract that may be sent", href="/data/first-day"),
            ]
        )
    return html.Div(
        [
            html.P(
                [
                    html.A("Blank template", href=f"/data/template/{kind}.xlsx"),
                    dcc.Link("All extracts", href="/data/first-day"),
                    html.Span("To send this page, print it or save it as PDF."),
                ],
                className="request-links d-print-none",
            ),
            *_request(profile, settings.partnership),
        ],
        className="request-page",
    )


def _request(profile: Profile, partnership: str) -> list[Any]:
    return [
        html.H1(f"Please send: {profile.title}"),
        html.P(
            [
                html.Strong("For: "),
                f"{_holder(profile)}. ",
                html.Strong("From: "),
                f"the data officer of {partnership}.",
            ]
        ),
        html.P(
            [html.Strong("What it makes visible: "), profile.makes_visible],
        ),
        html.P([html.Strong("One row is: "), profile.grain]),
        html.Div(_columns(profile), className="table-frame", tabIndex="0"),
        html.H2("How to send it"),
        html.Ul(
            [
                html.Li(
                    f"{profile.sent_as} "
                    "Any of your own names for them will do: we match them once, and they "
                    "are remembered."
                ),
                html.Li(
                    "Every row of the last three years the first time; the same report "
                    "each month after that. Send all of it each time rather than only "
                    "what is new: corrections then come through by themselves."
                ),
                html.Li("By your usual secure route. Never by ordinary e-mail."),
            ]
        ),
        html.H2("What is done with it"),
        html.Ul(
            [
                html.Li(
                    "Ids become codes made with a key that only this partnership holds. "
                    "The ids themselves are not kept."
                ),
                html.Li(
                    "Names and addresses are not asked for; where they are in the file, "
                    "they are dropped before anything is kept. Dates of birth become age "
                    "bands, postcodes small areas."
                ),
                html.Li(
                    "The file is deleted once it has been published. What is kept is "
                    "still personal data, and is held as such."
                ),
            ]
        ),
    ]


def _holder(profile: Profile) -> str:
    if profile.system == "PARTNERSHIP":
        return "whoever keeps this list in our own partnership"
    return f"whoever runs reports from {profile.system}"


def _columns(profile: Profile) -> html.Table:
    heads = ("Column", "Needed", "Why", "Example")
    return html.Table(
        [
            html.Caption("Columns"),
            html.Thead(html.Tr([html.Th(words, scope="col") for words in heads])),
            html.Tbody([_column(column) for column in asked_columns(profile)]),
        ],
        className="request-columns",
    )


def _column(column: Column) -> html.Tr:
    return html.Tr(
        [
            html.Th(column.aliases[0], scope="row"),
            html.Td("needed" if column.needed else "if you hold it"),
            html.Td(column.why),
            html.Td(column.example),
        ]
    )
