"""Numbers in words: values, headlines, and what stands at the foot of a chart."""

from dashboard.answers import Answer
from dashboard.dates import day
from dashboard.measures import About, Kind, Measure
from dashboard.points import Point, Status, Unit

STATUS_WORDS = {
    "submitted": "sent",
    "nothing": "none",
    "closed": "closed",
    "not_submitted": "not sent",
    "immature": "still being decided",
}
# What a measure cannot do without and has no months of its own.
NEEDED = {
    "identity_lookup": "the approved look-up of which numbers are one child",
}


def about(answer: Answer) -> str:
    """What stands before a protected number."""
    protected = answer.protected and answer.measure.about is About.CHILDREN
    return "About " if protected else ""


def value_in_words(
    measure: Measure, value: float | None, *, counts_only: bool = False
) -> str:
    """`38 %`, `16.3 per 1,000`, `61`, `4 days`; a dash where there is no value."""
    if value is None:
        return "–"
    if measure.is_share:
        finely = measure.kind is Kind.RATIO and not measure.released
        return f"{value * 100:.1f} %" if finely else f"{value * 100:.0f} %"
    if measure.kind is Kind.DURATION:
        days = f"{value:.0f}"
        return f"{days} day" if days == "1" else f"{days} days"
    if measure.over and not counts_only:
        return f"{value:.{measure.over.decimals}f}{measure.over.words}"
    return f"{value:,.0f}"


def withheld_in_words(measure: Measure) -> str:
    """A share is withheld where few have it, and where nearly all have."""
    if measure.kind is Kind.DURATION:
        return "too few to say"
    return "few or nearly all" if measure.is_share else "few or none"


def whole_in_words(answer: Answer) -> str:
    """“301”, “29 %”; of what is withheld “few or none”, or for a share “few or nearly all”."""
    whole = answer.whole
    if whole is not None and whole.status is Status.WITHHELD:
        return withheld_in_words(answer.measure)
    return value_in_words(
        answer.measure,
        whole.value if whole else None,
        counts_only=answer.counts_only,
    )


def headline(answer: Answer) -> str:
    """The main number of an answer about one place and period, as a sentence."""
    whole, measure = answer.whole, answer.measure
    if not answer.offered:
        return f"{measure.title}: too few to show so finely."
    if whole is not None and whole.status is Status.WITHHELD:
        return f"{measure.title}: {withheld_in_words(measure)}."
    if whole is None or whole.status is Status.NOT_SUBMITTED:
        if measure.needs and not answer.months:
            needed = " and ".join(NEEDED.get(name, name) for name in measure.needs)
            return f"{measure.title}: this needs {needed}, which has not been sent."
        return f"{measure.title}: nothing has been sent for this time."
    if whole.value is None:
        return f"{measure.title}: there were none to count."
    said, roughly = _of_what(answer, whole), about(answer)
    return f"{roughly}{_lower_first(said) if roughly else said}."


def _of_what(answer: Answer, whole: Point) -> str:
    measure = answer.measure
    value = value_in_words(measure, whole.value, counts_only=answer.counts_only)
    if measure.kind in (Kind.COUNT, Kind.STOCK) and not measure.population:
        return f"{value} {_counted(answer)}"
    if measure.kind is Kind.PROPORTION:
        part = f"{whole.numerator:,.0f} of {whole.denominator:,.0f}"
        return f"{value}: {measure.title[0].lower() + measure.title[1:]} ({part} {measure.unit})"
    if measure.kind is Kind.DURATION:
        return f"Half were {measure.ends} within {value} (of {whole.rows:,} {measure.unit})"
    if measure.over and answer.counts_only:
        return f"{value} {measure.unit} (a count: {measure.over.why_counts})"
    if measure.over:
        kind = " of any kind" if answer.not_in_population else ""
        of = f"{measure.over.of}{kind}"
        return f"{value}{of} ({whole.numerator:,.0f} {measure.unit})"
    return f"{value}: {measure.title[0].lower() + measure.title[1:]}"


def _counted(answer: Answer) -> str:
    unit = answer.question.unit
    if unit is Unit.CHILDREN:
        return f"children ({answer.measure.title.lower()})"
    if unit is Unit.INCIDENTS:
        return f"incidents ({answer.measure.title.lower()}; a sibling group is one)"
    return _lower_first(answer.measure.title)


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def number_in_words(number: int) -> str:
    words = [
        "nought",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    return words[number] if 0 <= number < len(words) else f"{number:,}"


def foot(answer: Answer) -> str:
    """n, the filters, the period, which months are missing, as at, and how protected."""
    parts = [_size(answer), answer.filters_in_words, answer.period_in_words]
    if answer.left_out_months:
        named = ", ".join(f"{month:%b %Y}" for month, _ in answer.left_out_months)
        parts.append(f"not sent: {named}")
    if answer.not_in_population:
        people = answer.measure.over.of if answer.measure.over else ""
        parts.append(
            f"per 1,000 of all{people} there, whatever their {' and '.join(answer.not_in_population)}"
        )
    parts += [answer.protection, f"as at {day(answer.as_at)}"]
    return " · ".join(part for part in parts if part)


def _size(answer: Answer) -> str:
    whole = answer.whole
    if whole is None:
        shown = [p for p in answer.points if p.status in (Status.SHOWN, Status.PART)]
        n = sum(p.denominator or p.numerator for p in shown)
        return (
            f"n = {n:,.0f} {answer.measure.unit}"
            if answer.measure.kind is not Kind.STOCK
            else ""
        )
    if whole.status is Status.WITHHELD:
        return withheld_in_words(answer.measure)
    if answer.protected and answer.measure.kind is Kind.RATIO:
        return ""  # whole per cents, and nothing of what they are of
    n = (
        whole.denominator
        if answer.measure.kind in (Kind.PROPORTION, Kind.RATIO)
        else whole.numerator
    )
    extra = ""
    if answer.measure.kind in (Kind.COUNT, Kind.PROPORTION) and whole.incidents:
        of_them = {"children": whole.children, "incidents": whole.incidents}
        told = [f"{number:,} {unit}" for unit, number in of_them.items() if number]
        extra = f" ({', '.join(told)})"
        if answer.measure.about is About.PRACTICE:
            extra = f" (in {whole.incidents:,} forms)"
    return f"n = {n:,.0f} {answer.measure.unit}{extra}"
