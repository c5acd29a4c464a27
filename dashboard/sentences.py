"""What a chart says, in one sentence, made from its judgement and nothing else.

No claim without a signal; where nothing can be said, the sentence says why. The words
are plain: “more than chance usually gives”, “still being decided”.
"""

from collections.abc import Mapping, Sequence

from dashboard.answers import Answer
from dashboard.change import Change, Signal, SignalKind
from dashboard.difference import Difference
from dashboard.filters import ROLLING, Period, period_in_words
from dashboard.measures import Kind, Measure
from dashboard.method import Rules
from dashboard.points import Point, Status
from dashboard.soon import Soon
from dashboard.statistics.choice import Reason
from dashboard.statistics.controlchart import Chart, Note
from dashboard.statistics.funnel import NoFunnel
from dashboard.statistics.runchart import NoRules
from dashboard.warehouse.contents import CaseMixModel
from dashboard.wording import headline, number_in_words, value_in_words

ORDINARY = "Nothing here but ordinary variation."
BY_CHANCE = "more than chance usually gives. Ask what changed."


TOO_FINE = (
    "Too few to show so finely without pointing at a child. Take a filter away, or choose a "
    "longer period."
)
ADJUSTED = (
    "Numbers are adjusted so that no child can be pointed at; a total may not be the sum of its "
    "parts. “Few or none” is under ten, or none."
)
_GRAINS = {"month": "month", "quarter": "quarter", "school_year": "school year"}


def protected_in_words(series: Answer, asked_grain: str | None) -> list[str]:
    """What a reader of protected numbers must know; nothing where numbers are exact."""
    if not series.protected:
        return []
    said = [ADJUSTED]
    given = series.question.grain
    if asked_grain and given != asked_grain and series.offered:
        finer, coarser = (
            _GRAINS.get(asked_grain, asked_grain),
            _GRAINS.get(given or "", ""),
        )
        said.append(f"Too few to show by {finer}; shown by {coarser}.")
    return said


def other_period_in_words(whole: Answer, asked: Period) -> list[str]:
    """Protected numbers have no rolling periods: which one is given instead."""
    given = whole.question.filters.period
    if not whole.protected or not whole.offered or given == asked:
        return []
    the = "the " if asked.kind in ROLLING else ""
    return [f"In place of {the}{asked.in_words}: {given.in_words}."]


def other_months_in_words(answer: Answer, whole: Answer) -> str:
    """Before what a panel says, where its months are not those of the page it is on."""
    given, page = answer.question.filters.period, whole.question.filters.period
    if not answer.protected or not answer.offered or given == page:
        return ""
    few = page.in_words[:1].upper() + page.in_words[1:]
    return f"Of {answer.period_in_words}. {few} has too few to show here. "


def published_in_words(published: Answer | None, measure: Measure) -> list[str]:
    """What others publish of the same, and why ours is another number."""
    if published is None or published.whole is None or published.whole.value is None:
        return []
    value = value_in_words(published.measure, published.whole.value)
    when = published.period_in_words
    return [f"As published: {value}, {when}. {measure.published_differs}"]


def beside_in_words(counted: Mapping[str, Answer]) -> list[str]:
    """A zone's rest and everyone over the same months: “Beside it: the rest … 36 %, …”"""
    said = [
        f"{words} {value_in_words(a.measure, a.whole.value, counts_only=a.counts_only)}"
        + (
            f" ({a.whole.numerator:,.0f} of {a.whole.denominator:,.0f})"
            if a.measure.kind is Kind.PROPORTION
            else ""
        )
        for words, a in counted.items()
        if a.whole is not None and a.whole.value is not None
    ]
    return [f"Beside it over the same months: {'; '.join(said)}."] if said else []


def change_in_words(answer: Answer) -> str:
    """Whether a series has changed, and where; or why that cannot be said."""
    if not answer.offered:
        return TOO_FINE
    change = answer.judgement.change
    if change is None:
        return ""
    if change.reason is not None:
        few = any(point.status is Status.WITHHELD for point in answer.points)
        told = any(point.value is not None for point in answer.points)
        return TOO_FEW if few and not told else _CANNOT_SAY[change.reason]
    signal = change.told
    said = _SIGNALS[signal.kind](answer, change, signal) if signal else ORDINARY
    return " ".join([said, *_cautions(answer, change)])


TOO_FEW = "Too few to say whether it has changed."
_CANNOT_SAY: dict[NoRules | Note, str] = {
    NoRules.NO_POINTS: "Nothing is old enough yet to say whether it has changed.",
    NoRules.NO_BASELINE: "Nothing is old enough yet to say whether it has changed.",
    NoRules.TOO_FEW_POINTS: "Too few points to say whether it has changed.",
    NoRules.TOO_MANY_ON_MEDIAN: "Too many points are the same to say whether it has changed.",
    Note.NO_POINTS: "Nothing is old enough yet to say whether it has changed.",
    Note.TOO_FEW_POINTS: "Too few points to say whether it has changed.",
}


def _run_in_words(answer: Answer, change: Change, run: Signal) -> str:
    line = "median" if change.chart is None else "average"
    side = "above" if run.side > 0 else "below"
    return (
        f"{_so_many(answer, run)} in a row {side} the {line}, "
        f"{_stretch(answer, change, run)}: {BY_CHANCE}"
    )


def _trend_in_words(answer: Answer, change: Change, trend: Signal) -> str:
    way = "rising" if trend.side > 0 else "falling"
    return (
        f"{_so_many(answer, trend)} in a row {way}, "
        f"{_stretch(answer, change, trend)}: {BY_CHANCE}"
    )


def _outside_in_words(answer: Answer, change: Change, signal: Signal) -> str:
    where = "above" if signal.side > 0 else "below"
    if signal.length == 1:
        when = _when(answer, signal.start)
        return f"{when[:1].upper()}{when[1:]} lies {where} the range that chance usually gives. Ask what happened."
    return (
        f"{_so_many(answer, signal)} in a row {where} the range that chance usually gives, "
        f"{_stretch(answer, change, signal)}. Ask what changed."
    )


def _close_in_words(answer: Answer, change: Change, signal: Signal) -> str:
    edge = "upper" if signal.side > 0 else "lower"
    return (
        f"Two of three {_noun(answer, 3)}, the latest {_when(answer, signal.end)}, lie near the "
        f"{edge} edge of the range that chance gives: {BY_CHANCE}"
    )


def _crossings_in_words(answer: Answer, change: Change, level: Signal) -> str:
    said = (
        f"It stays on one side of its median for longer than chance usually gives: "
        f"{number_in_words(level.crossings)} crossings in {number_in_words(change.judged)} "
        f"{_noun(answer, change.judged)}, where chance gives {number_in_words(level.fewest)} or more. "
    )
    if level.stands:
        side = "above" if level.side > 0 else "below"
        said += (
            f"The latest {number_in_words(level.length)}, from {_when(answer, level.start)}, "
            f"lie {side} it. "
        )
    return said + "Ask what changed."


_SIGNALS = {
    SignalKind.RUN: _run_in_words,
    SignalKind.TREND: _trend_in_words,
    SignalKind.OUTSIDE: _outside_in_words,
    SignalKind.TWO_IN_THREE: _close_in_words,
    SignalKind.CROSSINGS: _crossings_in_words,
}


def _so_many(answer: Answer, signal: Signal) -> str:
    noun = _noun(answer, signal.length)
    return f"{number_in_words(signal.length).capitalize()} {noun}"


def _stretch(answer: Answer, change: Change, signal: Signal) -> str:
    begin = f"from {_when(answer, signal.start)}"
    if signal.end == change.last:
        return begin
    return f"{begin} until {_when(answer, signal.end)}{_since(answer, change, signal)}"


def _since(answer: Answer, change: Change, signal: Signal) -> str:
    """After a run that has ended: whether the points since lie mostly on the other side."""
    if signal.kind is not SignalKind.RUN:
        return ""
    later = [
        value - centre
        for position in sorted(change.positions)
        if position > signal.end
        and (value := answer.points[position].value) is not None
        and (centre := change.centre[position]) is not None
    ]
    other = sum(1 for off in later if off * signal.side < 0)
    if len(later) < 3 or other < len(later) * 2 / 3:
        return ""
    return f", and mostly {'below' if signal.side > 0 else 'above'} it since"


def _when(answer: Answer, position: int) -> str:
    point: Point = answer.points[position]
    grain = answer.question.grain or "month"
    words = period_in_words(grain, point.period)
    return f"the quarter {words}" if grain == "quarter" else words


def _noun(answer: Answer, number: int) -> str:
    grain = answer.question.grain or "month"
    noun = {"month": "month", "quarter": "quarter"}.get(grain, "year")
    return noun if number == 1 else noun + "s"


def _cautions(answer: Answer, change: Change) -> list[str]:
    """What makes the claim weaker than its rules would have it."""
    return [words for note, words in _CAUTIONS.items() if note in change.notes]


_CAUTIONS = {
    Note.NO_VARIATION: "Every value is the same, so there is no range to draw.",
    Note.TRIAL_LIMITS: "Fewer than twelve points: the range may still move.",
    Note.APPROXIMATE: "With so few children a point, the range is approximate.",
    Note.NOT_SCREENED: "The values jump too much for the usual screening, so the range is wide.",
    Note.AUTOCORRELATED: (
        "Each value carries on from the one before, so chance alone gives this more often: "
        "look at how many start and end as well."
    ),
}


# -- how it is read ---------------------------------------------------------------------

RULES_IN_WORDS = {
    Rules.ANHOEJ: "run chart: long runs, few crossings",
    Rules.SIX_AND_FIVE: "run chart: six in a row, or five rising or falling (Scottish)",
    Rules.MAKING_DATA_COUNT: "XmR chart, with the NHS Making Data Count rules",
    Rules.CONTROL: "the control chart that suits the measure",
}
CHARTS_IN_WORDS = {
    Chart.XMR: "XmR chart",
    Chart.P: "p chart (shares)",
    Chart.P_PRIME: "p′ chart (shares that vary more than children explain)",
    Chart.U: "u chart (rates)",
    Chart.U_PRIME: "u′ chart (rates that vary more than children explain)",
    Chart.C: "c chart (counts)",
    Chart.I_PRIME: "I′ chart",
    Chart.T: "t chart",
    Chart.G: "g chart",
}


def reading_in_words(answer: Answer, usual: str) -> str:
    """How the series was read where that is not the partnership's usual way, and why."""
    change = answer.judgement.change
    if change is None:
        return ""
    if change.rules.value == usual and answer.question.method.chart is None:
        return ""
    return f"Read another way than usual here: {_named(answer, change)}."


def how_it_was_read(answer: Answer) -> str:
    """How a series was read, whether that is usual or not; nothing where it was not."""
    change = answer.judgement.change
    return "" if change is None else _capital(_named(answer, change))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def suggestion_in_words(answer: Answer) -> str:
    """Where a new level might start, as a question to those who know."""
    change = answer.judgement.change
    if change is None or change.suggested is None:
        return ""
    return (
        f"The points look like a level of their own from {_when(answer, change.suggested)}. If you know what "
        "changed then, a new level can be recorded there (under “Read it another way”)."
    )


def _named(answer: Answer, change: Change) -> str:
    if change.rules is not Rules.CONTROL:
        return RULES_IN_WORDS[change.rules]
    chosen = CHARTS_IN_WORDS[change.chart] if change.chart else "run chart"
    if change.choice is None:
        return f"{chosen}, chosen by hand"
    return f"{chosen}, because {REASONS_IN_WORDS[change.choice]}"


REASONS_IN_WORDS = {
    Reason.FEW_POINTS: "there are fewer than twelve points",
    Reason.TOO_RARE: "there is less than one a point",
    Reason.SHARE: "it is a share of children",
    Reason.SHARE_VARIES_MORE: "it is a share that varies more than its children explain",
    Reason.RATE: "it is a rate",
    Reason.RATE_VARIES_MORE: "it is a rate that varies more than its events explain",
    Reason.COUNT: "it is a count",
    Reason.COUNT_VARIES_MORE: "it is a count that varies more than counts do by chance",
    Reason.SINGLE_VALUES: "it is a single value a point",
}


# -- between places ---------------------------------------------------------------------


def difference_in_words(answer: Answer) -> str:
    """Which places of a breakdown differ from the whole by more than chance gives."""
    if not answer.offered:
        return TOO_FINE
    difference, by = answer.judgement.difference, answer.question.by
    if not by:
        return ""
    if difference.funnel is None:
        return _CANNOT_COMPARE.get(difference.reason, "")
    names = {point.key: point.label for point in answer.points}
    told = [f"{names[key]} (higher)" for key in difference.high]
    told += [f"{names[key]} (lower)" for key in difference.low]
    if not told:
        return (
            f"No difference here that chance alone would not give.{_spread(difference)}"
        )
    return (
        f"Different by more than chance usually gives: {', '.join(told)}."
        f"{_spread(difference)}"
    )


_CANNOT_COMPARE: dict[NoFunnel | None, str] = {
    NoFunnel.TOO_FEW_UNITS: "Too few places to compare.",
    NoFunnel.NOBODY: "There are no children here to compare.",
    NoFunnel.ALL_OR_NONE: "All of them or none: there is no difference to look for.",
}


def _spread(difference: Difference) -> str:
    """Where places differ more than children explain, the range is wider, and said so."""
    funnel = difference.funnel
    if funnel is None or funnel.dispersion is None or not funnel.dispersion.applies:
        return ""
    return " They differ from each other more than their size explains, so the range is wider."


def sentence(answer: Answer) -> str:
    """One sentence for a whole answer, whichever shape it has."""
    if answer.question.grain:
        return f"{answer.measure.title}, {answer.filters_in_words}. {change_in_words(answer)}".strip()
    said = [headline(answer)]
    if answer.question.by:
        said.append(difference_in_words(answer))
    return " ".join(part for part in said if part)


def centre_in_words(answer: Answer) -> str:
    """“median 38 %”, or the average of a control chart, as it stands at its end."""
    change = answer.judgement.change
    if change is None:
        return ""
    level = next((c for c in reversed(change.centre) if c is not None), None)
    if level is None:
        return ""
    name = "median" if change.chart is None else "average"
    value = value_in_words(answer.measure, level, counts_only=answer.counts_only)
    return f"{name}<br>{value}"


# -- thresholds -------------------------------------------------------------------------


def left_undrawn_in_words(answer: Answer) -> str:
    """Of bars with parts that may not be told: a step is not as short as it looks."""
    if not answer.share_withheld:
        return ""
    return " Endings of few or none are not drawn: a step may be longer than its bar."


def flow_in_words(answer: Answer, up: Answer | None) -> str:
    """Where reclassification happens, of all that were received, and the way back up."""
    count = {point.key: point.numerator for point in answer.points}
    withheld = {p.key for p in answer.points if p.status is Status.WITHHELD}
    total = sum(count.values())
    if not total:
        return f"{'Too few to show' if withheld else 'No referrals'} for this choice."
    at = {
        words: None if key in withheld else count.get(key, 0) / total
        for key, words in (
            ("welfare_screening", "at screening"),
            ("welfare_ird", "at the IRD"),
            ("welfare_investigation", "after the investigation"),
        )
    }
    where = ", ".join(
        f"few or none {words}" if share is None else f"{share * 100:.0f} % {words}"
        for words, share in at.items()
    )
    said = (
        f"Of {'about ' if answer.protected else ''}{total:,.0f} {answer.measure.unit}, {where} became a welfare concern. Blue went on, teal "
        "became a welfare concern, grey was closed, white is still to be decided. Only months old enough "
        f"for a meeting to have been held: {answer.period_in_words}."
        f"{left_undrawn_in_words(answer)}"
    )
    if up is not None and up.whole and up.whole.value is not None:
        value = value_in_words(up.measure, up.whole.value)
        said += (
            f" The way back up: {value} of welfare concerns ({up.whole.numerator:,.0f} of "
            f"{up.whole.denominator:,.0f}) were taken up as child protection."
        )
    return said


def profile_in_words(answers: Sequence[Answer], steps: Sequence[str]) -> str:
    """Which teams differ at which step; or which steps cannot be compared."""
    told = []
    for answer, step in zip(answers, steps, strict=True):
        names = {point.key: point.label for point in answer.points}
        difference = answer.judgement.difference
        told += [f"{names[key]}, on {step} (higher)" for key in difference.high]
        told += [f"{names[key]}, on {step} (lower)" for key in difference.low]
    if not any(answer.judgement.difference.judged for answer in answers):
        return "Too few to compare teams."
    if not told:
        some = any(answer.share_withheld for answer in answers if answer.protected)
        teams = "team that can be shown" if some else "team"
        return f"No {teams} differs at any step by more than chance usually gives."
    return f"Different by more than chance usually gives: {'; '.join(told)}."


def mix_in_words(answer: Answer, model: CaseMixModel | None) -> str:
    """What is left of the difference between teams once their mix is the same."""
    found = answer.judgement.mix
    # Protected numbers come with what is expected, and without the model itself.
    if model is None and found is None:
        return "This measure has no model of the mix of referrals."
    if model is not None and model.reason is not None:
        return no_model_in_words(model.reason)
    if found is None:
        return "Too few referrals here to compare with the mix of all."
    names = {point.key: point.label for point in answer.points}
    before, after = set(answer.judgement.difference.unusual), set(found.unusual)
    said = "Hollow: as it is. Solid: as it would be if each team had the mix of all. "
    if not before | after:
        said += "Neither way does a team differ by more than chance usually gives."
    else:
        said += " ".join(
            f"{words}: {', '.join(sorted(names[key] for key in keys))}."
            for words, keys in (
                ("Still different with the same mix", before & after),
                ("Explained by the mix", before - after),
                ("Different only with the same mix", after - before),
            )
            if keys
        )
    if found.unusable:
        said += (
            f" {found.unusable:,} of {int(answer.whole.denominator) if answer.whole else 0:,} could not "
            "be used: their source, concern, age or earlier involvement is not known."
        )
    return said


def no_model_in_words(reason: str) -> str:
    return _NO_MODEL[reason]


_NO_MODEL = {
    "too few events": (
        "Too few to tell the team from the mix: a model needs ten of each outcome for each thing it takes "
        "into account."
    ),
    "no fit": "The mix explains too much or too little for a model to be trusted here, so there is none.",
}


def soon_in_words(
    every: Soon, recent: Soon | None, answer: Answer, latest: Answer | None
) -> str:
    """How soon it is known, and whether the latest quarter runs ahead or behind so far."""
    if not every.days:
        return "Too few referrals to say how soon."
    within = _by_day(every, 7)
    said = f"Received in the {answer.period_in_words}. "
    if within is not None:
        said += f"Within a week {within * 100:.0f} % are known to be a welfare concern"
        month = _by_day(every, 28)
        said += (
            f", within four weeks {month * 100:.0f} %. " if month is not None else ". "
        )
    shared = [day for day in every.days if recent and day in recent.days]
    if recent and latest and shared:
        day = shared[-1]
        now, before = _by_day(recent, day), _by_day(every, day)
        said += (
            f"Dashed: those of {latest.period_in_words.split(':')[0]}, at the same age: "
            f"{(now or 0) * 100:.0f} % by day {day}, where all together had {(before or 0) * 100:.0f} %"
        )
        # The interval knows nothing of protection: of protected numbers nothing is claimed.
        chance = "" if answer.protected else f": {_chance_of(recent, day, before or 0)}"
        said += f"{chance}."
    if answer.protected:
        said += (
            " Days by which few or none were decided are left out: a curve may lie low."
        )
    return said


def _chance_of(recent: Soon, day: int, share: float) -> str:
    around = recent.around[recent.days.index(day)]
    if around is None or around[0] <= share <= around[1]:
        return "a difference that chance alone may give"
    return "more than chance usually gives"


def _by_day(found: Soon, day: int) -> float | None:
    shares = found.shares["reclassified"]
    return shares[found.days.index(day)] if day in found.days else None
