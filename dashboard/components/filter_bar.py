"""The filter bar: a choice for each dimension and the period, all native and keyboard-able.

It is filled from the newest picture; the script keeps it and the address the same.
"""

import json
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.filters import period_in_words
from dashboard.warehouse.contents import Contents

FIRST = ("zone", "locality", "school", "team")
MORE = (
    *("source_agency", "concern", "age_band", "stage", "sex", "simd_quintile"),
    "health_team",
)
# What a choice holds when it narrows nothing; an empty value would show as blank.
ANY = "any"
_YEARS = ("school_year", "financial_year", "calendar_year")


def filter_bar(
    held: Contents, area_level: str, measure: str = "referrals"
) -> html.Form:
    first = [area_level if name == "locality" else name for name in FIRST]
    return html.Form(
        [
            *[
                _choice(name, held, measure)
                for name in first
                if held.values.get((measure, name))
            ],
            _period_choice(held, measure),
            html.Details(
                [
                    html.Summary("More filters"),
                    html.Div(
                        [
                            _choice(name, held, measure)
                            for name in MORE
                            if held.values.get((measure, name))
                        ],
                        className="filter-row",
                    ),
                ],
                className="more-filters",
            ),
        ],
        className="filter-bar d-print-none",
        **{"aria-label": "Filters"},
    )


def _choice(name: str, held: Contents, measure: str) -> html.Div:
    values = sorted(
        held.values.get((measure, name), ()), key=lambda v: held.position(name, v)
    )
    options = [{"label": "All", "value": ANY}]
    options += [{"label": held.label(name, value), "value": value} for value in values]
    return _labelled(
        held.title(name).title, {"type": "view-filter", "dimension": name}, options
    )


def _labelled(
    title: str, ident: dict[str, str], options: list[dict[str, Any]]
) -> html.Div:
    return html.Div(
        [
            html.Label(title, htmlFor=in_page(ident), className="filter-name"),
            dbc.Select(id=ident, options=options, value=ANY, size="sm"),
        ],
        className="filter",
    )


def in_page(ident: dict[str, str]) -> str:
    """A component's dictionary id as Dash writes it into the page."""
    return json.dumps(ident, sort_keys=True, separators=(",", ":"))


def _period_choice(held: Contents, measure: str) -> html.Div:
    rolling = [
        {"label": "Last 12 months", "value": ANY},
        {"label": "Last 24 months", "value": "last24"},
        {"label": "Last 36 months", "value": "last36"},
        {"label": "All months held", "value": "all"},
    ]
    years = [
        {
            "label": _capital(period_in_words(kind, start)),
            "value": f"{kind}:{start:%Y-%m}",
        }
        for kind in _YEARS
        for start in sorted(held.periods.get((measure, kind), {}), reverse=True)
    ]
    months: list[date] = sorted(held.periods.get((measure, "month"), {}), reverse=True)[
        :24
    ]
    latest = [
        {"label": f"{month:%B %Y}", "value": f"month:{month:%Y-%m}"} for month in months
    ]
    return _labelled(
        "Period",
        {"type": "view-filter", "dimension": "period"},
        rolling + years + latest,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
