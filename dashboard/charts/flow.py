"""Where referrals go: referral, IRD, investigation, planning meeting, registered.

One bar a step: those that went on, those reclassified as a welfare concern there, those
closed another way, and those still to be decided.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.theme import (
    DARK_BLUE,
    GREY,
    INK,
    LIGHT_GREY,
    ORANGE,
    TEAL,
    Figure,
    axis,
    empty,
    layout,
)

COLOURS = {"on": DARK_BLUE, "welfare": TEAL, "closed": LIGHT_GREY, "open": "#ffffff"}
WORDS = {
    "on": "went on",
    "welfare": "welfare concern",
    "closed": "closed",
    "open": "still to be decided",
}
_INK_ON = {"on": "#ffffff", "welfare": "#ffffff", "closed": INK, "open": INK}


@dataclass(frozen=True)
class Part:
    """A part of one step's bar; `key` is the ending it filters by, None where it went on."""

    step: str
    sort: str
    count: float
    key: str | None


def steps_of(answer: Answer) -> list[Part]:
    """The parts of every step, from an answer of `where_referrals_go` by `ended`."""
    count = {point.key: point.numerator for point in answer.points}

    def of(*keys: str) -> float:
        return sum(count.get(key, 0.0) for key in keys)

    registered, meeting = of("registered"), of("registered", "not_registered")
    investigated = meeting + of(
        "welfare_investigation", "other_investigation", "in_progress"
    )
    discussed = investigated + of("welfare_ird", "other_ird")
    return [
        Part("Referral", "on", discussed, None),
        Part("Referral", "welfare", of("welfare_screening"), "welfare_screening"),
        Part("Referral", "closed", of("other_screening"), "other_screening"),
        Part("Referral", "open", of("undecided"), "undecided"),
        Part("IRD", "on", investigated, None),
        Part("IRD", "welfare", of("welfare_ird"), "welfare_ird"),
        Part("IRD", "closed", of("other_ird"), "other_ird"),
        Part("Investigation", "on", meeting, None),
        Part(
            "Investigation",
            "welfare",
            of("welfare_investigation"),
            "welfare_investigation",
        ),
        Part(
            "Investigation", "closed", of("other_investigation"), "other_investigation"
        ),
        Part("Investigation", "open", of("in_progress"), "in_progress"),
        Part("Planning meeting", "on", registered, "registered"),
        Part("Planning meeting", "closed", of("not_registered"), "not_registered"),
        Part("Registered", "on", registered, "registered"),
    ]


def flow(answer: Answer, chosen: str | None = None) -> Figure:
    """The figure of `where_referrals_go` by `ended`."""
    parts = steps_of(answer)
    total = sum(part.count for part in parts if part.step == "Referral")
    if not total:
        withheld = answer.share_withheld > 0
        said = "Too few to show" if withheld else "No referrals"
        return empty(f"{said} for this choice.", 100)
    # Of a step with a part that may not be told the length is not known, nor any share.
    shares = not answer.share_withheld
    return {
        "data": [_trace(sort, parts, total, chosen, shares=shares) for sort in COLOURS],
        "layout": layout(
            280,
            barmode="stack",
            bargap=0.3,
            xaxis=axis(range=[0, total * 1.02], nticks=6),
            yaxis=axis(
                type="category",
                autorange="reversed",
                showgrid=False,
                categoryorder="array",
                categoryarray=list(dict.fromkeys(part.step for part in parts)),
            ),
            margin={"l": 8, "r": 24, "t": 8, "b": 8, "pad": 4},
            meta={"dimension": "ended"},
        ),
    }


def _trace(
    sort: str, parts: list[Part], total: float, chosen: str | None, *, shares: bool
) -> dict[str, Any]:
    ours = [part for part in parts if part.sort == sort]
    of_step: Counter[str] = Counter()
    for part in parts:
        of_step[part.step] += int(part.count) if shares else 0
    outline = [ORANGE if part.key and part.key == chosen else GREY for part in ours]
    return {
        "type": "bar",
        "orientation": "h",
        "name": WORDS[sort],
        "y": [part.step for part in ours],
        "x": [part.count for part in ours],
        "customdata": [part.key for part in ours],
        "text": [_label(part, total, of_step[part.step]) for part in ours],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": _INK_ON[sort], "size": 13},
        "hovertext": [
            f"<b>{part.step}</b><br>{_words(part)}: {part.count:,.0f}"
            + (f" of {of_step[part.step]:,.0f}" if shares else "")
            for part in ours
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": COLOURS[sort],
            "line": {
                "color": outline,
                "width": [
                    3 if c == ORANGE else (1 if sort == "open" else 0) for c in outline
                ],
            },
        },
    }


def _words(part: Part) -> str:
    if part.step == "Planning meeting":
        return "registered" if part.sort == "on" else "not registered"
    return "registered" if part.step == "Registered" else WORDS[part.sort]


def _label(part: Part, total: float, of_step: float) -> str:
    """Words and share where they fit, else the number alone, else nothing."""
    room = part.count / total if total else 0
    share = f" ({part.count / of_step:.0%})".replace("%", " %") if of_step else ""
    words = f"{part.count:,.0f} {_words(part)}"
    for said in (words + share, words):
        if room * 75 > len(said):
            return said
    return f"{part.count:,.0f}" if room > 0.035 else ""
