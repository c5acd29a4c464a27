"""What changed since a meeting, as a list that reads without its colours."""

from dash import dcc, html

from dashboard.what_changed import Change, WhatChanged


def changed_list(found: WhatChanged, heading: str = "What changed") -> html.Section:
    """The summary in one line, then each change with its mark and its link.

    Where there is nothing to say the line is all there is.
    """
    said = html.P(found.summary, className="said")
    items = [_item(change) for change in found.changes]
    listed = [html.Ol(items, className="changed-list")] if items else []
    return html.Section(
        [html.H2(heading, className="asked"), said, *listed],
        className="what-changed",
        **{"aria-label": heading},
    )


def _item(change: Change) -> html.Li:
    """The mark is a word, so that it is seen in grey and heard by a screen reader."""
    link = dcc.Link(
        [
            html.Span(
                change.kind.in_words,
                className=f"changed-mark changed-{change.kind.value.replace('_', '-')}",
            ),
            html.Span(": ", className="visually-hidden"),
            html.Span(
                [*_followed(change), change.sentence], className="changed-sentence"
            ),
        ],
        href=change.address,
        className="changed-link",
    )
    return html.Li([link, *_as_it_was(change)])


def _followed(change: Change) -> list[html.B]:
    return [html.B("You follow this. ")] if change.followed else []


def _as_it_was(change: Change) -> list[dcc.Link]:
    """One key further: the same view in the earlier picture."""
    if change.then is None:
        return []
    hidden = html.Span(f": {change.sentence}", className="visually-hidden")
    return [
        dcc.Link(["As it was then", hidden], href=change.then, className="changed-then")
    ]
