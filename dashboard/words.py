"""Words that people read, where they differ from the words of the code (USERS.md §7)."""

from dashboard.measures import Family, Kind, Measure

FAMILIES = {
    Family.PROCESS: "how the work flows",
    Family.FIDELITY: "done as intended",
    Family.OUTCOME: "what it does for children",
    Family.CAPACITY: "able to keep it going",
    Family.BALANCING: "what might have got worse",
}
KINDS = {
    Kind.COUNT: "a count",
    Kind.PROPORTION: "a share",
    Kind.RATE: "a rate",
    Kind.STOCK: "a count on a day",
    Kind.DURATION: "days, read at the middle one",
    Kind.RATIO: "one total out of another",
}
# Words of the code that may not stand on a page: each has a plain one.
NEVER_ON_SCREEN = (
    "immature",
    "special cause",
    "funnel",
    "scorecard",
    "outlier",
    "release",
    "suppressed",
    "pseudonymised",
    "natural key",
    "upsert",
    "staging",
    "null",
    "NaN",
    "undefined",
)


def defined(measure: Measure) -> list[tuple[str, str]]:
    """What a measure's file says of it, by the name of each part, in order of use."""
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
    return [(name, words) for name, words in rows if words]


def _kind(measure: Measure) -> str:
    said = KINDS[measure.kind]
    if measure.kind is Kind.RATE and measure.over:
        return f"{said}{measure.over.words}{measure.over.of}"
    return said


def _maturity(measure: Measure) -> str:
    if not measure.matures_after_days:
        return "A month counts once it is over."
    return f"A month counts once all of it is {measure.matures_after_days} days old; until then it is still being decided."
