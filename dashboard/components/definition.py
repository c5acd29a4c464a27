"""A measure's definition as a page shows it: what counts, when it is old enough, its SQL."""

from dash import html

from dashboard.measures import Kind, Measure
from dashboard.words import FAMILIES

KINDS = {
    Kind.COUNT: "a count",
    Kind.PROPORTION: "a share",
    Kind.RATE: "a rate",
    Kind.STOCK: "a count on a day",
    Kind.DURATION: "days, read at the middle one",
    Kind.RATIO: "one total out of another",
}


def definition(measure: Measure) -> html.Div:
    """Everything its file says, in order of use, then the SQL itself."""
    rows = [
        ("It answers", measure.question),
        ("It is", f"{_kind(measure)}: {FAMILIES[measure.family]}"),
        ("Number", measure.numerator),
        ("Out of", measure.denominator),
        ("What counts", measure.counts),
        ("What does not", measure.does_not_count),
        ("Why it matters", measure.why),
        ("Mind", measure.caveats),
        ("Old enough", _maturity(measure)),
        ("Made from", ", ".join(measure.sources)),
        ("Ask", " ".join(measure.scrutiny)),
        (
            "Version",
            f"{measure.version}" + "".join(f"; {change}" for change in measure.changed),
        ),
    ]
    return html.Div(
        [
            html.Dl(
                [
                    part
                    for name, words in rows
                    if words
                    for part in (html.Dt(name), html.Dd(words))
                ]
            ),
            html.Details(
                [html.Summary("The SQL behind it"), html.Pre(html.Code(measure.sql))]
            ),
        ],
        className="definition",
    )


def _kind(measure: Measure) -> str:
    said = KINDS[measure.kind]
    if measure.kind is Kind.RATE and measure.over:
        return f"{said}{measure.over.words}{measure.over.of}"
    return said


def _maturity(measure: Measure) -> str:
    if not measure.matures_after_days:
        return "A month counts once it is over."
    return f"A month counts once all of it is {measure.matures_after_days} days old; until then it is still being decided."
