"""Words that decide a measure: a named leader sees what each would move, and decides."""

from typing import Any

import dash
from dash import ALL, Input, Output, State, ctx, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.access.audit import Deed
from dashboard.answers import home_of
from dashboard.components.viewing import current_viewer, name_for, recorded
from dashboard.components.words_waiting import (
    decided_words,
    looked_at,
    meaning_of,
    name_of,
    waiting_word,
    who_decides,
)
from dashboard.errors import ForTheUser
from dashboard.intake.batch import Batch
from dashboard.intake.reader_process import is_reading, start_reading
from dashboard.intake.reading_batch import agree_word_of, discard_batch
from dashboard.intake.wordlists import (
    WordDecision,
    refuse_word,
    waiting_words,
    word_decisions,
)
from dashboard.warehouse.history import OFFICER

dash.register_page(
    __name__, path="/data/words", name="Words", title="Words that decide · Sightline"
)
_LOOK_EVERY = 1_000  # milliseconds


def layout(**_: Any) -> html.Div:
    return html.Div(
        [
            html.H1("Words that decide a figure"),
            html.P(
                "A word that nobody has met, and that decides a figure, is counted as "
                "undecided until a named leader has said what it means.",
                className="lead-in",
            ),
            who_decides(),
            html.Div(id="words-refused", **{"aria-live": "assertive"}),
            html.Div(_cards(), id="words-waiting", **{"aria-live": "polite"}),
            dcc.Interval(
                id="words-clock", interval=_LOOK_EVERY, disabled=not _working()
            ),
        ],
        className="upload-page",
    )


def _cards() -> list[Any]:
    viewer = current_viewer()
    waiting = waiting_words(viewer.home)
    none = [html.P("No word waits for a decision.")]
    return [
        *([waiting_word(one, viewer) for one in waiting] or none),
        *decided_words(viewer.home, word_decisions(viewer.home)),
    ]


def _working() -> bool:
    home = current_viewer().home
    looks = [looked_at(home, one) for one in waiting_words(home)]
    return any(is_reading(look) for look in looks if look)


def _pressed() -> WordDecision:
    """The word whose button was pressed: one that was only drawn was not."""
    if not ctx.triggered or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    for waiting in waiting_words(current_viewer().home):
        if name_of(waiting) == ctx.triggered_id["word"]:
            return waiting
    raise ForTheUser("This word no longer waits.", what_to_do="Load the page again.")


@dash.callback(
    Output("words-waiting", "children", allow_duplicate=True),
    Output("words-clock", "disabled", allow_duplicate=True),
    Input({"type": "word-look", "word": ALL}, "n_clicks"),
    prevent_initial_call=True,
)
def look(_: Any) -> tuple[list[Any], bool]:
    waiting = _pressed()
    home = current_viewer().home
    if earlier := looked_at(home, waiting):
        discard_batch(earlier, home_of(home).settings)
    batch = Batch.begin(home)
    batch.ask(
        {
            "word": waiting.word,
            "list": waiting.list,
            "code": waiting.code,
            "label": meaning_of(home, waiting),
            "who": waiting.who,
        }
    )
    start_reading(batch)
    return _cards(), False


@dash.callback(
    Output("words-waiting", "children", allow_duplicate=True),
    Output("words-clock", "disabled", allow_duplicate=True),
    Input("words-clock", "n_intervals"),
    prevent_initial_call=True,
)
def see(_: Any) -> tuple[list[Any], bool]:
    return _cards(), not _working()


@dash.callback(
    Output("words-waiting", "children", allow_duplicate=True),
    Output("words-refused", "children", allow_duplicate=True),
    Input({"type": "word-yes", "word": ALL}, "n_clicks"),
    State("words-who", "value"),
    prevent_initial_call=True,
)
def agree(_: Any, who: str) -> tuple[list[Any], Any]:
    waiting, home = _pressed(), current_viewer().home
    found = looked_at(home, waiting)
    try:
        if found is None:
            raise ForTheUser("See first what it would move.")
        by = _named(who)
        recorded(Deed.DECIDED, f"{waiting.list}: “{waiting.word}” means {waiting.code}")
        agree_word_of(found, home_of(home).settings, by)
    except ForTheUser as error:
        return _cards(), _said(error)
    return _cards(), None


@dash.callback(
    Output("words-waiting", "children", allow_duplicate=True),
    Output("words-refused", "children", allow_duplicate=True),
    Input({"type": "word-no", "word": ALL}, "n_clicks"),
    State("words-who", "value"),
    prevent_initial_call=True,
)
def refuse(_: Any, who: str) -> tuple[list[Any], Any]:
    waiting, home = _pressed(), current_viewer().home
    try:
        by = _named(who)
        recorded(Deed.DECIDED, f"{waiting.list}: “{waiting.word}” stays as it is")
        refuse_word(home, waiting.list, waiting.word, by)
    except ForTheUser as error:
        return _cards(), _said(error)
    if found := looked_at(home, waiting):
        discard_batch(found, home_of(home).settings)
    return _cards(), None


def _named(who: str | None) -> str:
    name = name_for(who)
    if name == OFFICER:
        raise ForTheUser(
            "Say who decides.", what_to_do="Write your name above: the record keeps it."
        )
    return name


def _said(error: ForTheUser) -> html.P:
    words = " ".join(p for p in (error.title, error.message, error.what_to_do) if p)
    return html.P(words, className="said-no")
