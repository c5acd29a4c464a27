"""What audits, inspections and surveys found: open first, how old and how often raised."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash
from dash import html

from dashboard.access.doors import Kind
from dashboard.access.viewer import Viewer
from dashboard.answers import contents
from dashboard.components.back_button import back_button
from dashboard.components.finding_forms import closing_finding_form, finding_form
from dashboard.components.places import places_in_words, scopes_of
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.components.ways import is_open, way
from dashboard.dates import day
from dashboard.errors import NoSnapshot
from dashboard.partnership.finding_kinds import finding_kinds
from dashboard.partnership.findings import (
    Finding,
    Raised,
    findings_of,
    open_findings,
)
from dashboard.partnership.quality_indicators import UNCHECKED, quality_indicators
from dashboard.partnership.zones import zones_of

dash.register_page(
    __name__,
    path="/findings",
    name="Findings",
    title="Findings · Sightline",
    order=9,
)
EMPTY = (
    "No finding is recorded yet. When an audit, an inspection or a survey finds "
    "something, record it here: if it is found again, this page says so."
)


def layout(done: str = "", **_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        contents(viewer)
    except NoSnapshot as error:
        return empty_home(error)
    every = findings_of(viewer.home)
    still = [one for one in every if one.closed_on is None]
    closed = [one for one in every if one.closed_on]
    told = _Told.of(viewer)
    return html.Div(
        [
            html.H1("Findings"),
            html.P(
                "What audits, inspections, surveys and our own evaluation found. A finding "
                "stays open until somebody says what was done; found again, it is the same "
                "finding, raised once more. The oldest stand first.",
                className="lead-in",
            ),
            html.P("Saved." if done else "", role="status"),
            html.P(
                [
                    way("Position statement", "/position"),
                    way("Meetings", "/meetings"),
                    html.Button(
                        "Print",
                        type="button",
                        className="choice",
                        **{"data-print": "true"},
                    ),
                ],
                className="ways d-print-none",
            ),
            *_listed("Open", still, told),
            *_listed("Closed", closed, told),
            *([] if every else [html.P(EMPTY)]),
            html.P(UNCHECKED, className="note") if every else None,
            *_recording(viewer),
        ],
        className="findings-page",
    )


class _Told:
    """The words of kinds, indicators and places."""

    def __init__(
        self,
        kinds: Mapping[str, str],
        indicators: Mapping[str, str],
        places: Mapping[str, str],
    ) -> None:
        self.kinds, self.indicators, self.places = kinds, indicators, places

    @classmethod
    def of(cls, viewer: Viewer) -> "_Told":
        return cls(
            finding_kinds(viewer.home),
            dict(quality_indicators(viewer.home)),
            places_in_words(viewer),
        )

    def whence(self, raised: Raised) -> str:
        kind = self.kinds.get(raised.kind, raised.kind)
        which = f": {raised.reference}" if raised.reference else ""
        return f"{kind}{which}, {day(raised.raised_on)}"

    def about(self, finding: Finding) -> str:
        where = self.places.get(finding.place, finding.place)
        under = self.indicators.get(finding.indicator, finding.indicator)
        parts = (under and f"Quality indicator {under}", where and f"About {where}")
        return ". ".join(part for part in parts if part)


def _listed(words: str, findings: Sequence[Finding], told: _Told) -> list[Any]:
    if not findings:
        return []
    return [
        html.H2(f"{words} ({len(findings)})"),
        *[_finding(one, told) for one in findings],
    ]


def _finding(finding: Finding, told: _Told) -> html.Article:
    about = told.about(finding)
    return html.Article(
        [
            html.H3(finding.what),
            html.P(f"{finding.how_often(date.today())}.", className="how-often"),
            html.Ul([html.Li(_raised(one, finding, told)) for one in finding.raised]),
            html.P(f"{about}.") if about else None,
            *_ending(finding),
        ],
        className="panel found",
    )


def _raised(raised: Raised, finding: Finding, told: _Told) -> list[Any]:
    """Each time with its own words, where those were other ones."""
    words = "" if raised.what == finding.what else f": “{raised.what}”"
    last = finding.times == 1
    ask = "Take this finding off the list?" if last else "Was this another finding?"
    return [
        f"{told.whence(raised)}{words} ",
        back_button("/records/finding/back", {"raised": raised.id}, "Take back", ask),
    ]


def _ending(finding: Finding) -> list[Any]:
    if finding.closed_on:
        return [
            html.P(
                [
                    html.Span("closed", className="standing-of-action done"),
                    f" On {day(finding.closed_on)}: {finding.closed_with}",
                ]
            ),
            back_button(
                "/records/finding/open", {"finding": finding.id}, "Open it again"
            ),
        ]
    if not is_open(Kind.ROUTE, "POST /records/finding/close"):
        return []
    return [
        html.Details(
            [html.Summary("Close it"), closing_finding_form(finding)],
            className="d-print-none",
        )
    ]


def _recording(viewer: Viewer) -> list[Any]:
    if not is_open(Kind.ROUTE, "POST /records/finding"):
        return []
    zones = [zone.name for zone in zones_of(viewer.home)]
    return [
        html.Section(
            [
                html.H2("Record a finding"),
                finding_form(
                    open_findings(viewer.home),
                    finding_kinds(viewer.home),
                    quality_indicators(viewer.home),
                    scopes_of(contents(viewer), zones),
                    date.today(),
                ),
            ],
            className="d-print-none",
        )
    ]
