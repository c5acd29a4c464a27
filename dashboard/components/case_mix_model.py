"""The case-mix model behind a measure: what it takes into account, and how well it fits."""

from dash import html

from dashboard.sentences import no_model_in_words
from dashboard.warehouse.contents import CaseMixModel, Contents


def case_mix_model(model: CaseMixModel | None, held: Contents) -> html.Details | None:
    """Its size, its odds, and expected beside observed; or why there is none."""
    if model is None:
        return None
    summary = html.Summary("The model of the mix of referrals")
    if model.reason is not None:
        return html.Details([summary, html.P(no_model_in_words(model.reason))])
    return html.Details(
        [
            summary,
            html.P(
                f"One logistic model, made with this picture from {model.used:,} referrals of months old "
                f"enough, {model.events:,} of them counted; {model.unusable:,} could not be used. Of two "
                "referrals, one counted and one not, it puts the right one first in "
                f"{model.concordance * 100:.0f} of 100 pairs (50 is chance). It knows nothing of teams."
            ),
            html.H4("How much likelier, by odds"),
            _odds(model, held),
            html.H4("Expected beside observed, from the least likely tenth"),
            _tenths(model),
        ],
        className="definition",
    )


def _odds(model: CaseMixModel, held: Contents) -> html.Div:
    return _table(
        ("What", "Odds", "Range that chance gives"),
        [
            (
                f"{held.title(o.column).title}: {held.label(o.column, o.level)}",
                f"{o.ratio:.2f}",
                f"{o.lower:.2f} to {o.upper:.2f}",
            )
            for o in model.odds
        ],
    )


def _tenths(model: CaseMixModel) -> html.Div:
    return _table(
        ("Tenth", "Referrals", "Expected", "Observed"),
        [
            (str(number), f"{rows:,}", f"{expected:.1f}", f"{observed:,.0f}")
            for number, (rows, expected, observed) in enumerate(model.tenths, start=1)
        ],
    )


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> html.Div:
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in columns]))
    body = [
        html.Tr([html.Th(row[0], scope="row"), *[html.Td(cell) for cell in row[1:]]])
        for row in rows
    ]
    table = html.Table([head, html.Tbody(body)], className="numbers")
    return html.Div(table, className="table-frame")
