"""The forms of a zone, an event and a cycle, filled with what is there already."""

from collections.abc import Iterable, Mapping
from datetime import date

from dash import html

from dashboard.components.form import Field, Option, form, who_records_it
from dashboard.components.places import scopes_of
from dashboard.filters import PLACE_LEVELS
from dashboard.measures import Measure
from dashboard.partnership.cycles import Act, Cycle
from dashboard.partnership.happenings import EVERYWHERE, KINDS
from dashboard.partnership.zones import Zone
from dashboard.warehouse.contents import Contents

_KINDS = ("school", "team", *PLACE_LEVELS["area"])


def places_of(held: Contents) -> list[Option]:
    """Every school, team and area that can join a zone, as (kind:code, words)."""
    found = [
        (kind, code, label)
        for (kind, code), label in held.labels.items()
        if kind in _KINDS and code not in ("not_known", "not_at_school")
    ]
    found.sort(key=lambda one: (_KINDS.index(one[0]), one[2]))
    return [(f"{k}:{c}", f"{held.title(k).title}: {label}") for k, c, label in found]


def measures_of(measures: Mapping[str, Measure]) -> list[Option]:
    """The measures that say something by themselves, as (name, title)."""
    return [
        (name, measure.title) for name, measure in measures.items() if measure.board
    ]


def zone_form(
    zone: Zone | None, held: Contents, measures: Mapping[str, Measure]
) -> html.Div:
    """Make a zone, or change one."""
    known = zone or Zone("", ())
    return form(
        "/records/zone",
        [
            Field("zone", "", "hidden", known.id),
            Field("name", "Name of the zone", value=known.name, needed=True),
            Field(
                "aim",
                "What it is for",
                "long",
                known.aim,
                needed=True,
                hint="One sentence: what should be different, for whom, by when.",
            ),
            Field(
                "how_much",
                "How much",
                value=known.how_much,
                hint="For example: from 5 in 10 to 3 in 10.",
            ),
            Field("by_when", "By when", "date", known.by_when or ""),
            Field("for_whom", "For whom", value=known.for_whom),
            Field(
                "members",
                "What is in it",
                "rows",
                [
                    {
                        "place": f"{m.kind}:{m.code}",
                        "from_on": m.from_on,
                        "to_on": m.to_on or "",
                    }
                    for m in known.members
                ],
                hint="A child is in a zone by attending one of its schools, by being held by one of "
                "its teams, or by living in one of its areas. The rest it is compared with "
                "is like it: a zone of schools is set beside pupils of other schools.",
                add="Add a school, team or area",
                fields=(
                    Field(
                        "place",
                        "School, team or area",
                        "choice",
                        options=[("", "Choose …"), *places_of(held)],
                        needed=True,
                    ),
                    Field("from_on", "Joined on", "date", needed=True),
                    Field("to_on", "Left on", "date"),
                ),
            ),
            Field(
                "targets",
                "What should it come to",
                "rows",
                [
                    {"measure": t.measure, "target": f"{t.target:g}"}
                    for t in known.targets
                ],
                hint="With a size aimed at, the zone's page says when its chart could show it.",
                add="Add a measure",
                fields=(
                    Field(
                        "measure",
                        "Measure",
                        "choice",
                        options=[("", "Choose …"), *measures_of(measures)],
                    ),
                    Field("target", "To (shares in per cent)", "number"),
                ),
            ),
            *who_records_it(),
        ],
        save="Save the zone",
        key=f"zone-{known.id or known.name or 'new'}",
    )


def event_form(held: Contents, zones: Iterable[str], scope: str = "") -> html.Div:
    """Record that something happened."""
    return form(
        "/records/event",
        [
            Field(
                "title",
                "What happened",
                needed=True,
                hint="A few words: they stand on charts.",
            ),
            Field("happened_on", "On", "date", needed=True),
            Field(
                "kind",
                "What kind",
                "choice",
                options=[(k, k.capitalize()) for k in KINDS],
            ),
            Field(
                "scope",
                "Where",
                "choice",
                scope or EVERYWHERE,
                options=scopes_of(held, zones),
            ),
            Field(
                "note",
                "Anything else",
                "long",
                hint="Name no child and no member of staff.",
            ),
            *who_records_it(),
        ],
        save="Record it",
        key="event",
    )


def cycle_form(
    cycle: Cycle,
    others: Iterable[Cycle],
    held: Contents,
    measures: Mapping[str, Measure],
    zones: Iterable[str],
) -> html.Div:
    """Record a cycle of change, or what came of one."""
    before = [
        (o.id, f"{o.title} ({o.begun_on:%b %Y})") for o in others if o.id != cycle.id
    ]
    return form(
        "/records/cycle",
        [
            Field("cycle", "", "hidden", cycle.id),
            Field("title", "What is tried", value=cycle.title, needed=True),
            Field(
                "scope", "Where", "choice", cycle.scope, options=scopes_of(held, zones)
            ),
            Field(
                "measure",
                "What it should move",
                "choice",
                cycle.measure,
                options=[("", "Not one measure"), *measures_of(measures)],
            ),
            Field("aim", "Aim", "long", cycle.aim),
            Field(
                "prediction",
                "Prediction",
                "long",
                cycle.prediction,
                needed=True,
                hint="What you think will happen. It will stand beside what did.",
            ),
            Field("plan", "Plan", "long", cycle.plan),
            Field("begun_on", "Began on", "date", cycle.begun_on, needed=True),
            Field("ended_on", "Ended on", "date", cycle.ended_on or ""),
            Field("do", "Do: what was done", "long", cycle.do),
            Field("study", "Study: what was learnt", "long", cycle.study),
            Field("result", "Result, beside the prediction", "long", cycle.result),
            Field(
                "act",
                "Act",
                "choice",
                cycle.act.value,
                options=[(act.value, act.in_words.capitalize()) for act in Act],
            ),
            Field("next_question", "The next question", value=cycle.next_question),
            Field(
                "follows",
                "Follows",
                "choice",
                cycle.follows or "",
                options=[("", "None: it is the first"), *before],
            ),
            Field("owner", "Who leads it", value=cycle.owner, hint="A role is enough."),
            *who_records_it(),
        ],
        save="Save the cycle",
        key=f"cycle-{cycle.id or 'new'}",
    )


def new_cycle(scope: str, today: date) -> Cycle:
    return Cycle("", today, scope=scope or EVERYWHERE)
