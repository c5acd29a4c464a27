"""The forms of findings and barriers, and of what may go into the public update."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dash import html

from dashboard.components.form import Field, Option, form, who_records_it
from dashboard.partnership.barriers import Barrier
from dashboard.partnership.findings import Finding

_LONG = 90


def finding_form(
    still: Sequence[Finding],
    kinds: Mapping[str, str],
    indicators: Sequence[tuple[str, str]],
    places: Sequence[Option],
    on: date,
) -> html.Div:
    """Record what was found, as new or as one of those that are `still` open."""
    before = [(one.id, _again(one, on), one.indicator) for one in still]
    return form(
        "/records/finding",
        [
            Field(
                "what",
                "What was found",
                "long",
                needed=True,
                hint="In plain words, so that somebody who was not there understands it.",
            ),
            Field(
                "kind",
                "Found by",
                "choice",
                needed=True,
                options=[("", "Choose …"), *kinds.items()],
            ),
            Field(
                "reference", "Which one", hint="For example: Case file audit, spring."
            ),
            Field("raised_on", "Raised on", "date", on, needed=True),
            Field(
                "indicator",
                "Quality indicator",
                "choice",
                options=[("", "None"), *indicators],
            ),
            Field(
                "before",
                "It was found before",
                "choice",
                options=[("", "No, it is new"), *before],
                near="indicator",
                hint="Those that are open, of the same quality indicator first. If it is the "
                "same, choose it: it stays one finding, raised once more, where it stood.",
            )
            if before
            else Field("before", "", "hidden"),
            Field("place", "About", "choice", options=list(places)),
            *who_records_it(),
        ],
        save="Record the finding",
        key="finding",
    )


def _again(finding: Finding, on: date) -> str:
    often = finding.how_often(on)
    return f"{_short(finding.what)} ({often[:1].lower()}{often[1:]})"


def _short(words: str) -> str:
    return words if len(words) <= _LONG else f"{words[:_LONG].rstrip()} …"


def closing_finding_form(finding: Finding) -> html.Div:
    return form(
        "/records/finding/close",
        [
            Field("finding", "", "hidden", finding.id),
            Field("closed_on", "Put right on", "date", date.today(), needed=True),
            Field("closed_with", "What was done", "long", needed=True),
        ],
        save="Close the finding",
        key=f"close-finding-{finding.id}",
    )


def barrier_form(scopes: Iterable[Option], back: str) -> html.Div:
    """Ask the group to take something out of the way; `back` is the page to come back to."""
    return form(
        "/records/barrier",
        [
            Field("back", "", "hidden", back),
            Field("scope", "Whose way it is in", "choice", options=list(scopes)),
            Field(
                "what",
                "What is in the way",
                "long",
                needed=True,
                hint="One thing that you cannot change yourselves, and the group can.",
            ),
            Field("asked_on", "Asked on", "date", date.today(), needed=True),
            *who_records_it(),
        ],
        save="Ask the group",
        key=f"barrier-{back}",
    )


def answer_form(barrier: Barrier, back: str) -> html.Div:
    return form(
        "/records/barrier/answer",
        [
            Field("barrier", "", "hidden", barrier.id),
            Field("back", "", "hidden", back),
            Field(
                "answer",
                "The answer",
                "long",
                needed=True,
                hint="What will be done, or why it cannot be.",
            ),
            Field(
                "owner", "Whose answer it is", needed=True, hint="A role, not a name."
            ),
            Field("answered_on", "Answered on", "date", date.today(), needed=True),
        ],
        save="Answer it",
        key=f"answer-{barrier.id}",
    )


def public_form(kind: str, record: str, words: str, back: str) -> html.Div:
    """A yes to the very words that the public update will have; `words` are a beginning."""
    return form(
        "/records/public",
        [
            Field("kind", "", "hidden", kind),
            Field("record", "", "hidden", record),
            Field("back", "", "hidden", back),
            Field(
                "words",
                "The words for the update",
                "long",
                words,
                needed=True,
                hint="Anybody may read them. Short sentences, no number under ten, and no "
                "place so small that a child could be known.",
            ),
        ],
        save="Put these words into the update",
        key=f"public-{record}",
    )
