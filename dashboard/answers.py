"""ask(): the only door between data and people.

Screens, exports, packs and the command line all ask here, so that a number is filtered,
looked up, protected, divided and worded in one place and is the same everywhere.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from dashboard.access.audit import Deed, record
from dashboard.access.scope import Scope
from dashboard.access.viewer import Viewer
from dashboard.arithmetic import Quotient, Sums, divide
from dashboard.crossing import Crossing, crossing_of
from dashboard.disclosure import Audience, noise_variance, protection_in_words
from dashboard.errors import DefinitionError, NoSnapshot, UnknownName
from dashboard.filters import (
    PLACE_LEVELS,
    REST,
    ROLLING,
    Filters,
    Period,
    period_in_words,
    rivals,
)
from dashboard.judgement import Judgement, judge_places, judge_series
from dashboard.measures import About, Catalogue, Kind, Measure, measure_named
from dashboard.method import Method, Rules
from dashboard.offers import (
    as_offered,
    for_publication,
    in_whole_years,
    is_offered,
    is_useful,
)
from dashboard.partnership.cycles import cycles_of
from dashboard.partnership.happenings import (
    EVERYWHERE,
    happenings_of,
    national_events,
)
from dashboard.partnership.levels import Level, levels_of
from dashboard.partnership.lines import Line, lines_of
from dashboard.partnership.tool_measures import whole_catalogue
from dashboard.partnership.zones import how_a_child_is_in, how_of_rest
from dashboard.points import Point, Status, Unit
from dashboard.questions import Question as Question
from dashboard.releasing import as_seen
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.contents import Contents, Event, contents_of, is_there
from dashboard.warehouse.lookup import (
    ROLLING_START,
    Cell,
    Lookup,
    look_up,
)
from dashboard.warehouse.people import People, look_up_people
from dashboard.warehouse.snapshots import PRACTICE, Manifest, Snapshots

_CellKey = tuple[str | None, date]
GRAINS = ("month", "quarter", "school_year", "financial_year", "calendar_year")
_FULL = {
    "month": 1,
    "quarter": 3,
    "school_year": 12,
    "financial_year": 12,
    "calendar_year": 12,
}


@dataclass(frozen=True)
class Answer:
    """The points of one question, its whole, and what a page must say with them."""

    question: Question
    measure: Measure
    points: tuple[Point, ...]
    whole: Point | None
    judgement: Judgement
    snapshot: str
    as_at: date
    filters_in_words: str
    period_in_words: str
    months: tuple[date, ...]
    left_out_months: tuple[tuple[date, str], ...]
    not_in_population: tuple[str, ...]
    counts_only: bool
    audience: Audience
    offered: bool = True

    def point(self, key: str | None) -> Point | None:
        return next((point for point in self.points if point.key == key), None)

    @property
    def protected(self) -> bool:
        return self.audience.protected

    @property
    def protection(self) -> str:
        """What a page says of whom the numbers are for."""
        return protection_in_words(self.audience)

    @property
    def share_withheld(self) -> float:
        """Of its points, how many say few or none; all where it is not offered."""
        if not self.offered:
            return 1.0
        withheld = sum(point.status is Status.WITHHELD for point in self.points)
        return withheld / max(1, len(self.points))

    @property
    def drawn(self) -> tuple[Point, ...]:
        """Through time, the points from the first that is judged on."""
        change = self.judgement.change
        return self.points[change.first :] if change else self.points


@dataclass(frozen=True)
class Home:
    """One partnership's home, as answers need it: settings, catalogue, snapshots."""

    settings: Settings
    snapshots: Snapshots

    @property
    def catalogue(self) -> Catalogue:
        """Every measure; a tool that was made on a page has one at once."""
        return whole_catalogue(self.settings)

    def file(self, snapshot: str, audience: Audience) -> Path:
        """What an audience is answered from: the release, or for named staff the exact."""
        if snapshot.startswith(PRACTICE):
            return self._practice(snapshot)
        self.snapshots.manifest(snapshot)
        if audience.protected:
            return self._release(snapshot)
        return self.snapshots.exact(snapshot)

    def _release(self, snapshot: str) -> Path:
        path = self.snapshots.release(snapshot)
        if not path.exists():
            raise NoSnapshot(
                "This picture has no protected numbers.",
                "It was made before numbers were protected.",
                "Ask for the newest, or publish again.",
            )
        return path

    def _practice(self, picture: str) -> Path:
        path = self.snapshots.practice(picture)
        if not path.exists():
            raise NoSnapshot(
                "More was filled in since.", what_to_do="Load the page again."
            )
        return path


@lru_cache(maxsize=8)
def home_of(folder: Path) -> Home:
    """Settings of a home, read once a process."""
    settings = read_settings(folder)
    home = Home(settings, Snapshots(folder))
    assert home.catalogue  # a definition that is not valid stops the start, here
    return home


# The picture that everything of one page is asked of: (home, picture).
_ONE: ContextVar[tuple[Path, str] | None] = ContextVar("one picture", default=None)


@contextmanager
def one_picture(folder: Path) -> Iterator[None]:
    """All that is asked inside is asked of the picture that is served when it is entered.

    A page asks many times, and a publish may come between two of them: a page of two
    pictures would add up to neither.
    """
    current = Snapshots(folder).current_or_none()
    token = _ONE.set(_ONE.get() or (current and (folder, current)) or None)
    try:
        yield
    finally:
        _ONE.reset(token)


def _served(home: Home) -> str:
    """The picture that is served, or the one that was when the page was begun."""
    one = _ONE.get()
    if one and one[0] == home.snapshots.home:
        return one[1]
    return home.snapshots.current_id()


def contents(viewer: Viewer, snapshot: str | None = None) -> Contents:
    """Names, months and coverage of a snapshot: no numbers about children in it.

    Of places only those that the viewer was given.
    """
    home = home_of(viewer.home)
    wanted = snapshot or _served(home)
    return _held(home, wanted, viewer.contents_audience, viewer.scope)


def can_be_read(folder: Path) -> bool:
    """Whether the files that a server answers from are there, whole: the release, and the
    exact one where it shows exact numbers to anybody. Raises what `contents` does.
    """
    home = home_of(folder)
    current = home.snapshots.current_id()
    audiences = {Audience.PARTNERSHIP, Audience(home.settings.audience)}
    files = {home.file(current, audience) for audience in audiences}
    return all(contents_of(file) and is_there(file) for file in files)


def contents_about(
    filters: Filters, viewer: Viewer, snapshot: str | None = None
) -> Contents:
    """The same of the file that answers questions with these filters.

    To whoever is granted one place exactly, that place's numbers are of another file.
    """
    home = home_of(viewer.home)
    wanted = snapshot or _served(home)
    audience = viewer.audience_of(filters.clauses, None)
    return _held(home, wanted, audience, viewer.scope)


def _held(home: Home, snapshot: str, audience: Audience, scope: Scope) -> Contents:
    """What an audience may ask of a snapshot: for publication, a fixed set besides."""
    file = home.file(snapshot, audience)
    held = contents_of(file)
    if audience is Audience.PUBLIC:
        held = _held_by_anybody(file, home.settings.public_breakdowns)
    return held if scope.is_everything else _named_within(home, held, scope)


def _named_within(home: Home, held: Contents, scope: Scope) -> Contents:
    """What is held, naming no place and no system's measure that was not given."""
    measures = home.catalogue

    def sources(measure: str) -> Sequence[str]:
        return measures[measure].sources if measure in measures else ()

    return held.naming(
        scope.may_break_down,
        lambda dimension, value, measure: scope.holds(
            dimension, value, sources(measure)
        ),
        lambda measure: scope.tells(sources(measure)),
    )


@lru_cache(maxsize=8)
def _held_by_anybody(file: Path, breakdowns: tuple[str, ...]) -> Contents:
    held = contents_of(file)
    if held.offered is None:
        return held
    return replace(held, offered=for_publication(held.offered, breakdowns))


def events_touching(
    filters: Filters, viewer: Viewer, snapshot: str | None = None
) -> list[Event]:
    """What happened that touches a view, the earliest first.

    Everywhere's, and those of the zone, team or school it is narrowed to. Where it is
    narrowed to nothing, every zone's too: a zone is part of the partnership.
    """
    held = contents(viewer, snapshot)
    home = viewer.home
    every = [
        *held.events,
        *(happening.event for happening in happenings_of(home)),
        *(cycle.event for cycle in cycles_of(home)),
        *national_events(home_of(home).settings),
    ]
    chosen = {filters.value(d) for d in ("zone", "zone_on_day", "team", "school")}
    if not filters.clauses:
        chosen |= set(held.zones)
    found = [
        event
        for event in every
        if event.scope.lower() in (EVERYWHERE.lower(), "")
        or (event.scope in chosen and may_be_named(event.scope, viewer.scope))
    ]
    return sorted(found, key=lambda event: (event.happened_on, event.title))


def may_be_named(place: str, scope: Scope) -> bool:
    """Whether what happened there may be told: its zone, team or school was given."""
    return any(
        scope.holds(dimension, place) for dimension in ("zone", "team", "school")
    )


def manifests(viewer: Viewer) -> list[Manifest]:
    """The snapshots a viewer may go back to, the newest first."""
    return home_of(viewer.home).snapshots.all()


def ask(question: Question, viewer: Viewer) -> Answer:
    """Answer one question. UnknownName where it names what does not exist."""
    return ask_all((question,), viewer)[0]


def ask_all(questions: Sequence[Question], viewer: Viewer) -> tuple[Answer, ...]:
    """Answer the questions of a page together: their look-ups are one query.

    NoSnapshot where nothing has been published, UnknownName where a question names a
    measure, dimension, value or period that does not exist, NotGranted where it reaches
    beyond what the viewer was given. What is asked of exact numbers is in the record
    before it is answered: NotRecorded where it cannot be.
    """
    pinned = _pinned(questions, viewer)
    _record_exact(pinned, viewer)
    return _answered(pinned, viewer)


def record_asked_again(questions: Sequence[Question], viewer: Viewer) -> None:
    """What was kept of earlier answers is given again: the same entry, and NoSnapshot or
    NotGranted where there would be no answer now. NotRecorded: do not give it."""
    pinned = _pinned(questions, viewer)
    home = home_of(viewer.home)
    for snapshot, audience in {(q.snapshot, _audience(q, viewer)) for q in pinned}:
        home.file(snapshot or "", audience)
    _record_exact(pinned, viewer)


def made_of(viewer: Viewer) -> tuple[Hashable, ...]:
    """What views are made of, as it is now: the picture that is served, the measures, and
    what the partnership has set and recorded. Two that are equal give the same view."""
    home = home_of(viewer.home)
    return (
        _served(home),
        tuple(home.catalogue.values()),
        levels_of(viewer.home),
        lines_of(viewer.home),
        happenings_of(viewer.home),
        cycles_of(viewer.home),
        national_events(home.settings),
    )


def _pinned(questions: Sequence[Question], viewer: Viewer) -> tuple[Question, ...]:
    """The questions as they are asked: of which picture, within which places, how read."""
    home = home_of(viewer.home)
    current = _served(home)
    levels = levels_of(viewer.home)
    return tuple(
        replace(
            q,
            snapshot=q.snapshot or current,
            method=_method(q, home.settings, levels),
        )
        for q in _within(questions, viewer.scope, home)
    )


def _within(
    questions: Sequence[Question], scope: Scope, home: Home
) -> Sequence[Question]:
    """The questions, each with the clause of the place it may be about."""
    if scope.is_everything:
        return questions
    catalogue = home.catalogue
    return [_placed(question, scope, catalogue) for question in questions]


def _placed(question: Question, scope: Scope, catalogue: Catalogue) -> Question:
    """One question with its clause. NotGranted where it reaches beyond what was given."""
    sources = measure_named(catalogue, question.measure).sources
    clauses = scope.narrowed(
        question.filters.clauses,
        question.by,
        everyone=question.everyone,
        sources=sources,
    )
    return replace(question, filters=replace(question.filters, clauses=clauses))


def _record_exact(questions: Sequence[Question], viewer: Viewer) -> None:
    """Who asks for exact numbers, of which slices of which pictures: once for a page."""
    slices: dict[str, list[str]] = {}
    for question in questions:
        if not _audience(question, viewer).protected:
            slices.setdefault(question.snapshot or "", []).append(question.in_words)
    for snapshot, asked in slices.items():
        of = "; ".join(dict.fromkeys(asked))
        record(viewer.home, viewer.who, Deed.ASKED, of, snapshot)


def _audience(question: Question, viewer: Viewer) -> Audience:
    return viewer.audience_of(question.filters.clauses, question.by)


def _method(question: Question, settings: Settings, levels: Sequence[Level]) -> Method:
    """How the question is read, the partnership's own rules and new levels put in."""
    method = question.method
    try:
        rules = method.rules or Rules(settings.rules)
    except ValueError:
        raise DefinitionError(
            f"settings.toml: rules is one of {', '.join(Rules)}, not {settings.rules!r}"
        ) from None
    starts = method.starts
    if starts is None:
        starts = tuple(
            level.start
            for level in levels
            if level.measure == question.measure
            and level.clauses == question.filters.clauses
        )
    return replace(method, rules=rules, starts=starts)


def levels_on(answer: Answer, viewer: Viewer) -> tuple[Level, ...]:
    """The recorded levels that an answer was read with."""
    question = answer.question
    return tuple(
        level
        for level in levels_of(viewer.home)
        if level.measure == question.measure
        and level.clauses == question.filters.clauses
        and level.start in (question.method.starts or ())
    )


def lines_held(viewer: Viewer) -> tuple[Line, ...]:
    """Every line that the partnership has set and holds to."""
    return lines_of(viewer.home)


def lines_on(answer: Answer, viewer: Viewer) -> tuple[Line, ...]:
    """The lines that hold for a series: of its measure and filters, and of what is drawn.

    A line of a count is of months, say, and of no quarters; one of a rate is of no count.
    """
    question, measure = answer.question, answer.measure
    if answer.counts_only or question.unit is not Unit.REFERRALS:
        return ()
    return tuple(
        line
        for line in lines_of(viewer.home)
        if line.measure == measure.name
        and line.clauses == question.filters.clauses
        and line.grain in ("", question.grain)
    )


def crossing_on(answer: Answer, line: Line) -> Crossing:
    """Whether the latest point of a series keeps a line, and if by more than chance."""
    change = answer.judgement.change
    if change is None:
        return Crossing()
    return crossing_of(
        answer.measure,
        answer.points,
        change,
        line=line.value,
        from_on=line.from_on,
        noise_variance=noise_variance(answer.audience),
    )


@lru_cache(maxsize=512)
def _answered(questions: tuple[Question, ...], viewer: Viewer) -> tuple[Answer, ...]:
    """Snapshots never change, so an answer to a viewer's question can be kept."""
    home = home_of(viewer.home)
    wanted = {q: (q.snapshot or "", _audience(q, viewer)) for q in questions}
    answers: dict[Question, Answer] = {}
    for snapshot, audience in set(wanted.values()):
        ours = [q for q, whence in wanted.items() if whence == (snapshot, audience)]
        found = _ask_snapshot(home, snapshot, ours, audience, viewer.scope)
        answers |= dict(zip(ours, found, strict=True))
    return tuple(answers[question] for question in questions)


def kept_answers() -> tuple[int, int]:
    """How many answers of a page came from memory, and how many from a picture."""
    told = _answered.cache_info()
    return told.hits, told.misses


def _ask_snapshot(
    home: Home,
    snapshot: str,
    questions: Sequence[Question],
    audience: Audience,
    scope: Scope,
) -> list[Answer]:
    file = home.file(snapshot, audience)
    held = _held(home, snapshot, audience, scope)
    measures = home.catalogue  # read once: it looks at the tools of today
    asked = [_Asked.of(question, measures, held) for question in questions]
    lookups = [lookup for one in asked for lookup in one.lookups]
    found = iter(look_up(file, home.settings.area_level, lookups))
    answers = []
    for one in asked:
        cells = [as_seen(next(found), one.measure, audience) for _ in one.lookups]
        people = [look_up_people(file, lookup) for lookup in one.lookups]
        answers.append(one.answer(snapshot, cells, people, audience))
    return answers


@dataclass(frozen=True)
class _Asked:
    """A question with what is needed to look it up and word it."""

    question: Question
    measure: Measure
    held: Contents
    period: Period

    @classmethod
    def of(cls, question: Question, catalogue: Catalogue, held: Contents) -> "_Asked":
        measure = measure_named(catalogue, question.measure)
        if measure.name not in held.measures:
            raise UnknownName(
                f"“{measure.title}” is not in this picture.",
                what_to_do="It was added after the extracts were published: publish them again.",
            )
        _check_dimensions(question, measure, held)
        if held.offered is not None:
            bands = held.bands.get(measure.name, measure.bands)
            measure = replace(measure, bands=bands, released=True)
        asked = as_offered(in_whole_years(question, measure, held), measure, held)
        return cls(asked, measure, held, asked.filters.period)

    @property
    def offered(self) -> bool:
        """Whether it is among the questions that protected numbers answer."""
        return is_offered(self.question, self.held)

    @property
    def kind(self) -> str:
        return self.question.grain or self.period.kind

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        """The breakdown, and the whole that it is a breakdown of."""
        if not self.offered:
            return ()
        whole = self._lookup(None)
        return (self._lookup(self.question.by), whole) if self.question.by else (whole,)

    def _lookup(self, by: str | None) -> Lookup:
        start = None if self.question.grain else (self.period.start or ROLLING_START)
        return Lookup(self.measure, self.question.filters.clauses, by, self.kind, start)

    def answer(
        self,
        snapshot: str,
        cells: Sequence[Sequence[Cell]],
        people: Sequence[Sequence[People]],
        audience: Audience,
    ) -> Answer:
        points: tuple[Point, ...] = ()
        whole: tuple[Point, ...] = ()
        if self.offered:
            points = self._points(self.question.by, cells[0], people[0])
            whole = self._points(None, cells[-1], people[-1])
        single = whole[0] if whole and not self.question.grain else None
        months = (
            self._months(self.period.start or ROLLING_START)
            if not self.question.grain
            else ()
        )
        return Answer(
            question=self.question,
            measure=self.measure,
            points=points,
            whole=single,
            judgement=self._judgement(points, single, audience),
            snapshot=snapshot,
            as_at=self.held.as_at,
            filters_in_words=filters_in_words(
                self.question.filters, self.held, self.measure
            ),
            period_in_words=self._period_in_words(months),
            months=months,
            left_out_months=self._left_out(months),
            not_in_population=self._not_in_population(),
            counts_only=self._counts_only(self.question.by),
            audience=audience,
            offered=self.offered,
        )

    def _judgement(
        self, points: Sequence[Point], whole: Point | None, audience: Audience
    ) -> Judgement:
        noise = noise_variance(audience)
        method = self.question.method
        if not self.question.grain:
            told = whole if self._is_judged(self.question.by) else None
            return judge_places(self.measure, points, told, noise_variance=noise)
        return judge_series(
            self.measure,
            points,
            method,
            rules=method.rules or Rules.ANHOEJ,
            noise_variance=noise,
        )

    def _points(
        self, by: str | None, cells: Sequence[Cell], people: Sequence[People]
    ) -> tuple[Point, ...]:
        sums = Sums.by_cell(cells)
        persons = {(p.key, p.period): p for p in people}
        few = self._too_few(sums)
        made = []
        for key in self._keys(by):
            counted_as = key if by in self._known_by else None
            for period, status in self._periods():
                found = sums.get((key, period), self._missing)
                among = persons.get((counted_as, period))
                made.append(
                    self._point(
                        by,
                        key,
                        period,
                        status,
                        found,
                        among,
                        few=(key, period) in few,
                    )
                )
        return tuple(made)

    def _point(
        self,
        by: str | None,
        key: str | None,
        period: date,
        status: Status,
        sums: Sums,
        people: People | None,
        *,
        few: bool,
    ) -> Point:
        quotient = divide(
            self.measure,
            sums,
            people if not self._counts_only(by) else None,
            unit=self.question.unit.value,
            counts_only=self._counts_only(by),
        )
        if not self._stands_apart(by):
            quotient = replace(quotient, lower=None, upper=None)
        if (
            status in (Status.SHOWN, Status.PART, Status.IMMATURE)
            and quotient.value is None
        ):
            status = self._without_value(sums)
        if status in (Status.NOT_SUBMITTED, Status.CLOSED):
            quotient = quotient.withheld()
        if self._is_withheld(sums) and status not in (
            Status.NOT_SUBMITTED,
            Status.CLOSED,
        ):
            status, quotient = Status.WITHHELD, quotient.withheld()
        if few:
            status, sums, quotient = Status.FEW, Sums(), Quotient(0.0, 0.0, None)
        return Point(
            key=key,
            label=self.held.label(by, key) if by and key is not None else "",
            period=period,
            period_label=period_in_words(
                self.kind, None if self.kind in ROLLING else period
            ),
            status=status,
            numerator=quotient.numerator,
            denominator=quotient.denominator,
            value=quotient.value,
            lower=quotient.lower,
            upper=quotient.upper,
            rows=sums.rows,
            children=sums.children,
            incidents=sums.incidents,
            months=self._months(period),
            expected=sums.expected,
            modelled=sums.modelled,
            modelled_numerator=sums.modelled_numerator,
            bands=sums.bands,
        )

    def _is_judged(self, by: str | None) -> bool:
        """Whether chance tells values of a dimension apart: each needs people of its own.

        Exclusions of girls per 1,000 of all pupils are below all exclusions per 1,000 for
        no other reason than that boys are pupils too.
        """
        over = self.measure.over
        return (over is None or by in over.dimensions) and self._stands_apart(by)

    def _stands_apart(self, by: str | None) -> bool:
        """Whether each row counted is one child's one: several together are less than
        they look, and what chance alone gives is not known of them."""
        apart = self.measure.clusters
        return not apart or apart in (by, *self.question.filters.dimensions)

    def _is_withheld(self, sums: Sums) -> bool:
        """Children and incidents are counted of counts alone."""
        counted = self.measure.kind is Kind.COUNT
        return sums.is_withheld(self.question.unit if counted else "")

    def _without_value(self, sums: Sums) -> Status:
        """Nobody to count; or, of protected numbers, some and too few to give a value."""
        protected = self.held.offered is not None
        return Status.WITHHELD if protected and sums.rows else Status.NOBODY

    def _too_few(self, sums: Mapping[_CellKey, Sums]) -> set[_CellKey]:
        """Practice that few have told of is for their own team alone: nobody is pointed at.

        Where the hidden ones of a period are still too few together, the smallest of the
        others is hidden with them, else the whole less the rest would show them. A
        team's own picture, asked for that team or school, has all of it.
        """
        least = self.measure.least_incidents
        own = {"team", "school"} & set(self.question.filters.dimensions)
        if (self.question.snapshot or "").startswith(PRACTICE) and own:
            return set()
        few = {place for place, s in sums.items() if 0 < (s.incidents or 0) < least}
        for period in {period for _, period in few}:
            there = sorted(
                (s.incidents or 0, place)
                for place, s in sums.items()
                if place[1] == period and s.incidents
            )
            hidden = sum(number for number, place in there if place in few)
            shown = [place for _, place in there if place not in few]
            if hidden < least and shown:
                few.add(shown[0])
        return few

    @property
    def _missing(self) -> Sums:
        """A cell that is not there: none; of protected numbers about children, few or none."""
        protected = self.held.offered is not None
        return Sums(withheld=protected and self.measure.about is About.CHILDREN)

    @property
    def _statuses(self) -> dict[date, str]:
        """The measure's months and their status; none where its sources sent nothing."""
        return self.held.months.get(self.measure.name, {})

    def _keys(self, by: str | None) -> list[str | None]:
        if by is None:
            return [None]
        chosen = self.question.filters.value(by)
        if chosen is not None:
            return [chosen]
        values = self.held.values.get((self.measure.name, by), ())
        ordered = sorted(values, key=lambda value: self.held.position(by, value))
        return list(ordered)

    def _periods(self) -> list[tuple[date, Status]]:
        if self.question.grain is None:
            start = self.period.start or ROLLING_START
            return [(start, self._status(start))]
        if self.kind == "month":
            return [(month, self._status(month)) for month in self._statuses]
        periods = self.held.periods.get((self.measure.name, self.kind), {})
        return [(start, self._status(start)) for start in sorted(periods)]

    def _status(self, start: date) -> Status:
        statuses = self._statuses
        if self.kind == "month":
            found = statuses.get(start, "not_submitted")
            return Status.SHOWN if found == "mature" else Status(found)
        months = self._months(start)
        if not months:
            return Status.NOT_SUBMITTED
        if self.measure.kind is Kind.STOCK or self.kind in ROLLING:
            return Status.SHOWN
        full = 1 if self.measure.yearly else _FULL[self.kind]
        closed = sum(
            1
            for month, status in statuses.items()
            if status == "closed" and 0 <= _months_between(start, month) < full
        )
        return Status.SHOWN if len(months) + closed >= full else Status.PART

    def _months(self, start: date) -> tuple[date, ...]:
        return self.held.periods.get((self.measure.name, self.kind), {}).get(start, ())

    def _period_in_words(self, months: Sequence[date]) -> str:
        if self.measure.yearly:
            return _years_in_words(months or list(self._statuses))
        if self.question.grain:
            span = [m for m, s in self._statuses.items() if s == "mature"]
            return _span_in_words(span)
        words = period_in_words(self.period.kind, self.period.start)
        return (
            words
            if self.period.kind == "month"
            else f"{words}: {_span_in_words(months)}"
        )

    def _left_out(self, months: Sequence[date]) -> tuple[tuple[date, str], ...]:
        """Months between the first and last that are not in the numbers, and why."""
        if not months or self.measure.kind is Kind.STOCK:
            return ()
        statuses = self._statuses
        return tuple(
            (month, status)
            for month, status in statuses.items()
            if months[0] < month < months[-1] and status == "not_submitted"
        )

    def _counts_only(self, by: str | None) -> bool:
        """A place that the population cannot be counted in shows counts."""
        if self.measure.over is None:
            return False
        return bool(
            {by, *self.question.filters.dimensions} & self.measure.over.unplaced
        )

    @property
    def _known_by(self) -> tuple[str, ...]:
        """The dimensions of what a rate is over."""
        return self.measure.over.dimensions if self.measure.over else ()

    def _not_in_population(self) -> tuple[str, ...]:
        if not self._known_by:
            return ()
        return tuple(
            self.held.title(dimension).one
            for dimension in self.question.filters.dimensions
            if dimension not in self._known_by
        )


def _years_in_words(years: Sequence[date]) -> str:
    """“school year 2025/26”, or the first and the last."""
    if not years:
        return ""
    first, last = (period_in_words("school_year", y) for y in (min(years), max(years)))
    return first if first == last else f"{first} to {last.removeprefix('school year ')}"


def _check_dimensions(question: Question, measure: Measure, held: Contents) -> None:
    if question.grain is not None and question.grain not in GRAINS:
        raise UnknownName(
            f"There is no grain {question.grain!r}.",
            what_to_do="Use " + ", ".join(GRAINS) + ".",
        )
    used = [*question.filters.dimensions, *([question.by] if question.by else [])]
    for dimension in used:
        if dimension not in measure.dimensions:
            raise UnknownName(
                f"“{measure.title}” is not known by {held.title(dimension).one}.",
                what_to_do="It is known by " + ", ".join(measure.dimensions) + ".",
            )
    crossed = set(rivals(question.by)) - {question.by} if question.by else set()
    if crossed & set(question.filters.dimensions):
        raise UnknownName(
            "Areas are asked about one level at a time.",
            what_to_do="Take the filter away, or break down by its own level.",
        )
    for dimension, value in question.filters.clauses:
        if value not in held.values.get((measure.name, dimension), ()):
            raise UnknownName(
                f"There is no {held.title(dimension).one} {value!r} in this picture."
            )


def filters_in_words(
    filters: Filters, held: Contents, measure: Measure | None = None
) -> str:
    """“team Northfield, source Police”, or “the whole partnership”.

    Of a zone, only the ways in that the measure knows are said.
    """
    words = [_clause_in_words(d, v, held, measure) for d, v in filters.clauses]
    return ", ".join(words) or "the whole partnership"


def _clause_in_words(
    dimension: str, value: str, held: Contents, measure: Measure | None
) -> str:
    """A zone says which reading it is, and how a child is in it."""
    if dimension not in PLACE_LEVELS["zone"]:
        return f"{held.title(dimension).one} {held.label(dimension, value)}"
    name = value.removeprefix(REST)
    kinds = held.zone_kinds(name)
    if measure is not None:
        kinds = tuple(kind for kind in kinds if kind in measure.dimensions)
    how = how_a_child_is_in(kinds)
    if value.startswith(REST):
        return f"the rest, like for like with {name} (a child who {how_of_rest(how)})"
    if dimension == "zone":
        return f"the places that have ever joined {name} (a child who {how})"
    return f"{name} as it was that day (a child who {how})"


def _span_in_words(months: Iterable[date]) -> str:
    ordered = sorted(months)
    if not ordered:
        return "no months yet"
    first, last = ordered[0], ordered[-1]
    return f"{first:%b %Y}" if first == last else f"{first:%b %Y} to {last:%b %Y}"


def _months_between(start: date, month: date) -> int:
    return (month.year - start.year) * 12 + month.month - start.month


def as_counted(filters: Filters, measure: Measure, held: Contents) -> Filters:
    """The filters as a period is counted by: a zone as it was on each day.

    A picture of before has one reading of a zone, the places that ever joined.
    """
    knows_the_day = (measure.name, "zone_on_day") in held.values
    return filters.on_day() if knows_the_day else filters


def usual_grain(measure: Measure, filters: Filters, held: Contents) -> str:
    """How finely the measure is usually worth showing, for these filters."""
    order = ("month", "quarter", "school_year")
    if held.offered is not None:
        ways = [Question(measure.name, filters, grain=grain) for grain in order]
        useful = [q.grain for q in ways if is_useful(q, measure, held)]
        return next((g for g in useful if g), order[-1])
    grains = [held.usual.get((measure.name, ""), "month")]
    grains += [held.usual.get((measure.name, d), grains[0]) for d in filters.dimensions]
    return max(grains, key=order.index)


def catalogue(viewer: Viewer) -> Mapping[str, Measure]:
    return home_of(viewer.home).catalogue
