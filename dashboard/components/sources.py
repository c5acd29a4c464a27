"""Which sources are in, to when, and which months are missing."""

from collections.abc import Mapping
from datetime import date

from dash import html

from dashboard.dates import day
from dashboard.warehouse.contents import Contents, SourceMonth
from dashboard.wording import STATUS_WORDS

NAMES = {
    "mosaic_referrals": "Referrals",
    "mosaic_steps": "Steps (screening, IRD, investigation)",
    "mosaic_meetings": "Planning meetings",
    "mosaic_registrations": "Child protection register",
    "seemis_attendance": "Attendance",
    "seemis_exclusions": "Exclusions",
    "chsp_reviews": "Child health reviews",
    "sdq": "SDQ questionnaires",
    "boxall": "Boxall Profiles",
    "wellbeing_wheel": "Wellbeing Wheels",
    "population": "Population",
    "nrs_population": "Population",
    "cin_referrals": "Referrals (English census)",
}


def sources_in_words(held: Contents) -> str:
    """“As at 14 Nov 2026 · Referrals to Nov 2026 (Aug 2023 not sent) · …”"""
    said = [f"As at {day(held.as_at)}"]
    for source in ("mosaic_referrals", "seemis_attendance", "chsp_reviews"):
        if words := source_in_words(source, held):
            said.append(words)
    return " · ".join(said)


def source_in_words(source: str, held: Contents) -> str:
    """“Referrals to Nov 2026 (Aug 2023 not sent)”; nothing of what has no months."""
    months = {row.month: row.status for row in held.coverage if row.source == source}
    sent = [month for month, status in months.items() if status == "submitted"]
    if not sent:
        return ""
    last = max(sent)
    missing = [
        f"{m:%b %Y}" for m, status in months.items() if status == "not_submitted"
    ]
    told = f" ({', '.join(missing)} not sent)" if missing else ""
    return f"{NAMES.get(source, source)} to {last:%b %Y}{told}"


def _name(source: str, titles: Mapping[str, str]) -> str:
    return NAMES.get(source, titles.get(source, source))


def coverage_matrix(held: Contents, titles: Mapping[str, str]) -> html.Div:
    """Source by month, newest years first: sent, nothing happened, not sent.

    `titles` are of the measures: a tool is a source of its own name.
    """
    told = {row.source for row in held.coverage} - {"population", "nrs_population"}
    order = list(NAMES)
    sources = sorted(
        told, key=lambda s: (order.index(s) if s in order else len(order), s)
    )
    found = {(row.source, row.month): row for row in held.coverage}
    months = sorted({row.month for row in held.coverage if row.source in sources})
    years = sorted({month.year for month in months}, reverse=True)
    return html.Div(
        [
            html.Div(
                html.Table(
                    [
                        html.Caption(f"{year}"),
                        html.Thead(
                            html.Tr(
                                [
                                    html.Th("Extract", scope="col"),
                                    *[
                                        html.Th(f"{date(year, m, 1):%b}", scope="col")
                                        for m in range(1, 13)
                                    ],
                                ]
                            )
                        ),
                        html.Tbody(
                            [
                                _source_row(source, _name(source, titles), year, found)
                                for source in sources
                            ]
                        ),
                    ],
                    className="coverage",
                ),
                className="table-frame",
            )
            for year in years
        ]
    )


def _source_row(
    source: str,
    name: str,
    year: int,
    found: Mapping[tuple[str, date], SourceMonth],
) -> html.Tr:
    cells = []
    for month in range(1, 13):
        row = found.get((source, date(year, month, 1)))
        if row is None:
            cells.append(html.Td("", className="cover-outside"))
        else:
            counted = row.status == "submitted" and row.rows is not None
            shown = f"{row.rows:,}" if counted else STATUS_WORDS[row.status]
            cells.append(html.Td(shown, className=f"cover-{row.status}"))
    return html.Tr([html.Th(name, scope="row"), *cells])
