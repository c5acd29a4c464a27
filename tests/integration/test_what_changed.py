"""What changed since a meeting, on planted histories: it says exactly that and no more.

A small partnership is published once, as its group saw it; each history goes on from a
copy of that home.
"""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.access.scope import Place, Scope
from dashboard.access.viewer import Viewer, named_staff
from dashboard.components.changed_list import changed_list
from dashboard.dates import day
from dashboard.disclosure import Audience
from dashboard.followed import Digest, Followed, digest_of
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import prepare_extracts
from dashboard.partnership.cycles import Act, Cycle, save_cycle
from dashboard.settings import QUERIES, read_settings
from dashboard.warehouse.coverage import Said
from dashboard.warehouse.snapshots import Snapshots
from dashboard.what_changed import (
    Change,
    ChangeKind,
    DueAction,
    WhatChanged,
    what_changed,
)
from tests.integration.planted_months import (
    MET_ON,
    MONTHS,
    as_it_was_met,
    contacts,
    month_of,
    publish,
)
from tests.integration.social_work_extracts import (
    TO_IRD,
    WELFARE,
    Contact,
    write_social_work,
)

YES = Decisions(yes=True)
REFERRALS = "Child protection and wellbeing contacts (Mosaic)"
STEPS = "Workflow steps: screening, IRD, investigation (Mosaic)"


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home as it was on the day of the meeting."""
    return as_it_was_met(tmp_path_factory.mktemp("met"))


def since(
    met: Path,
    folder: Path,
    made: list[Contact],
    as_at: date,
    decisions: Decisions = YES,
) -> Path:
    """A copy of the home in which more was published since."""
    home = folder / "home"
    shutil.copytree(met, home)
    publish(home, made, as_at, decisions)
    return home


def compared(home: Path, viewer: Viewer | None = None) -> WhatChanged:
    after, before = (manifest.id for manifest in Snapshots(home).all())
    return what_changed(
        before, after, viewer or named_staff(home), since=MET_ON, on=date(2026, 4, 1)
    )


def sentences(found: WhatChanged) -> list[str]:
    return [change.sentence for change in found.changes]


# ---- nothing


def test_nothing_changed_is_said_in_one_line(met: Path, tmp_path: Path) -> None:
    home = since(met, tmp_path, contacts(MONTHS), MET_ON)
    found = compared(home)
    assert found.changes == ()
    assert found.summary == (
        "Since you met on 31 Jan 2026: nothing changed by more than chance usually gives"
        " · 4 are as they were · 10 cannot be said."
    )
    assert compared(home, Viewer(home)).changes == ()
    assert "Ol(" not in str(changed_list(found))


def test_without_a_picture_then_only_what_people_did_is_told(met: Path) -> None:
    [only] = Snapshots(met).all()
    action = DueAction("Ask the police", "Chair", date(2026, 2, 20), "/meetings")
    for before in (None, only.id):
        found = what_changed(
            before,
            only.id,
            named_staff(met),
            since=MET_ON,
            on=date(2026, 3, 1),
            actions=[action],
        )
        assert [(c.kind, c.address) for c in found.changes] == [
            (ChangeKind.ACTION_LATE, "/meetings")
        ]
        assert sentences(found) == ["Was due on 20 Feb 2026, Chair: Ask the police."]
        assert found.summary == (
            "There is no newer picture than that of 31 Jan 2026: 1 action due."
        )


# ---- a signal


@pytest.fixture(scope="module")
def doubled(met: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten months more, each with twice as many referrals as before."""
    made = contacts(MONTHS + 10, doubled_from=MONTHS)
    folder = tmp_path_factory.mktemp("doubled")
    return since(met, folder, made, date(2026, 11, 30))


SIGNAL = (
    "A change in “Child protection referrals”. Ten months in a row above the median, from"
    " February 2026: more than chance usually gives. Ask what changed."
)


def test_a_signal_is_said_first_and_nothing_else_is_claimed(doubled: Path) -> None:
    found = compared(doubled)
    assert [change.kind for change in found.changes] == [
        ChangeKind.NEW_SIGNAL,
        ChangeKind.MATURED,
        ChangeKind.ARRIVED,
    ]
    then = f"/measure/referrals?as_at={Snapshots(doubled).all()[1].id}"
    assert found.changes[0] == Change(
        ChangeKind.NEW_SIGNAL, SIGNAL, "/measure/referrals", "referrals", then
    )
    assert found.changes[2].sentence == (
        "Arrived for ten months from February 2026 to November 2026:"
        f" “{REFERRALS}” and “{STEPS}”."
    )
    assert found.summary == (
        "Since you met on 31 Jan 2026: 1 thing changed · 3 did not · 10 cannot be said."
    )
    assert SIGNAL in sentences(compared(doubled, Viewer(doubled)))


def test_the_other_way_round_it_has_ended(doubled: Path) -> None:
    after, before = (manifest.id for manifest in Snapshots(doubled).all())
    found = what_changed(after, before, named_staff(doubled), since=date(2026, 11, 30))
    assert (
        "What stood out in “Child protection referrals” has ended."
        " Nothing here but ordinary variation." in sentences(found)
    )


def test_the_list_has_a_word_and_a_link_for_each(doubled: Path) -> None:
    drawn = json.dumps(changed_list(compared(doubled)), cls=PlotlyJSONEncoder)
    for words in (
        "Changed",
        "As it was then",
        "Decided",
        "Arrived",
        "/measure/referrals",
    ):
        assert json.dumps(words) in drawn


def test_who_follows_it_is_told_once_and_of_nothing_else(doubled: Path) -> None:
    after, before = (manifest.id for manifest in Snapshots(doubled).all())
    follows = [
        Followed("referrals"),
        Followed("referrals"),
        Followed("reclassified"),
        Followed("referrals", "?team=T77"),
        Followed("no_such_measure"),
    ]
    found = digest_of(follows, before, after, named_staff(doubled))
    assert [change.sentence for change in found.lines] == [SIGNAL]
    assert found.subject == "A change in what you follow"
    assert digest_of(follows, after, after, named_staff(doubled)) == Digest()


def test_of_one_place_the_place_is_said(doubled: Path) -> None:
    after, before = (manifest.id for manifest in Snapshots(doubled).all())
    follows = [Followed("referrals", "?source_agency=police")]
    [change] = digest_of(follows, before, after, named_staff(doubled)).lines
    assert change.sentence.startswith(
        "A change in “Child protection referrals” (source Police). "
    )
    assert change.address == "/measure/referrals?source_agency=police"


# ---- a late revision and a missing month


@pytest.fixture(scope="module")
def late(met: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five referrals of November come late; February is not sent, and March is."""
    made = contacts(MONTHS + 2)
    february = month_of(MONTHS)
    made = [c for c in made if c.received_on.replace(day=1) != february]
    for place in range(5):
        day = date(2025, 11, 3 + place)
        made.append(Contact(9_000 + place, day, "T01", outcome=WELFARE))
    decisions = YES
    for source in ("mosaic_referrals", "mosaic_steps"):
        decisions = decisions.with_month(source, february, Said.NOT_SUBMITTED)
    folder = tmp_path_factory.mktemp("late")
    return since(met, folder, made, date(2026, 3, 31), decisions)


LATE = f"Recorded late: 5 more rows of “{REFERRALS}” for that time."
MISSING = (
    f"Not sent for February 2026: “{REFERRALS}” and “{STEPS}”."
    " A gap on the charts, no nought."
)
SINCE = [
    "Decided by now: Reclassified as a welfare concern, to January 2026; Share that goes"
    " on to an IRD, of all referrals, to January 2026; Referred again within 90 days, to"
    " December 2025; and nine more.",
    f"Arrived for March 2026: “{REFERRALS}” and “{STEPS}”.",
]


def test_a_late_revision_and_a_missing_month(late: Path) -> None:
    found = compared(late)
    assert sentences(found) == [
        f"Child protection referrals, November 2025: 22 now, 17 then. {LATE}",
        f"Reclassified as a welfare concern, November 2025: 68 % now, 59 % then. {LATE}",
        "Share that goes on to an IRD, of all referrals, November 2025: 32 % now, 41 %"
        f" then. {LATE}",
        f"Reclassified at screening, November 2025: 68 % now, 59 % then. {LATE}",
        MISSING,
        *SINCE,
    ]
    assert found.summary == (
        "Since you met on 31 Jan 2026: nothing changed by more than chance usually gives"
        " · 4 are as they were · 10 cannot be said · 4 figures were revised."
    )


def test_of_protected_numbers_a_small_amount_is_not_told(late: Path) -> None:
    found = compared(late, Viewer(late))
    assert sentences(found) == [
        "Child protection referrals, November 2025: updated a little. It was recorded"
        " late, or put right since.",
        MISSING,
        "Can be judged for the first time: “Reclassified as a welfare concern”. Nothing"
        " here but ordinary variation.",
        *SINCE,
    ]
    assert found.changes[0].kind is ChangeKind.REVISED
    assert found.summary == (
        "Since you met on 31 Jan 2026: nothing changed by more than chance usually gives"
        " · 3 are as they were · 11 cannot be said · 1 figure was revised."
    )


def test_what_was_withdrawn_is_said_first(late: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(late, home)
    snapshots = Snapshots(home)
    wrong, right = (manifest.id for manifest in snapshots.all())
    snapshots.undo(right, why="wrong file")
    found = what_changed(wrong, right, named_staff(home), since=date(2026, 3, 31))
    withdrawn, revised = found.changes[:2]
    today = day(date.today())
    assert withdrawn.sentence == (
        f"The picture of then, published on {today}, was withdrawn on {today}: wrong file."
    )
    assert revised.kind is ChangeKind.REVISED_WITHDRAWN
    assert revised.sentence == (
        "Child protection referrals, November 2025: 17 now, 22 then. The picture of then"
        " was withdrawn."
    )
    assert f"No longer here for March 2026: “{REFERRALS}” and “{STEPS}”." in sentences(
        found
    )


# ---- a team, a cycle, and a reader who was given one team


@pytest.fixture(scope="module")
def unlike(met: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year more, in which one team sends nearly all of its referrals to an IRD."""
    made = [
        replace(one, outcome=TO_IRD)
        if one.received_on >= month_of(MONTHS) and one.team == "T02"
        else one
        for one in contacts(MONTHS + 12)
    ]
    folder = tmp_path_factory.mktemp("unlike")
    home = since(met, folder, made, date(2027, 1, 31))
    save_cycle(home, Cycle("Ask earlier", date(2026, 3, 2), prediction="Fewer"))
    save_cycle(
        home,
        Cycle(
            "One form",
            date(2025, 12, 1),
            ended_on=date(2026, 2, 27),
            act=Act.ADOPT,
            scope="T02",
            measure="reclassified",
            prediction="Fewer",
        ),
    )
    return home


def test_a_team_that_differs_now_and_what_people_did(unlike: Path) -> None:
    found = compared(unlike)
    by_kind = {
        kind: [c for c in found.changes if c.kind is kind] for kind in ChangeKind
    }
    differs = by_kind[ChangeKind.PLACE_OUTSIDE]
    assert [(c.sentence, c.address) for c in differs] == [
        (
            "T02 (higher) and T03 (lower) differ now by more than chance usually gives on"
            " “Share that goes on to an IRD, of all referrals”, last 12 months: Jan 2026"
            " to Dec 2026.",
            "/measure/ird_of_referrals",
        ),
        (
            "T03 (higher) and T02 (lower) differ now by more than chance usually gives on"
            " “Reclassified as a welfare concern”, last 12 months: Dec 2025 to Nov 2026.",
            "/measure/reclassified",
        ),
    ]
    begun, ended = by_kind[ChangeKind.CYCLE_BEGUN], by_kind[ChangeKind.CYCLE_ENDED]
    assert [c.sentence for c in begun] == ["A cycle began on 2 Mar 2026: Ask earlier."]
    assert [c.sentence for c in ended] == [
        "A cycle ended on 27 Feb 2026: One form (T02), adopted."
    ]
    assert ended[0].address == "/measure/reclassified"


def test_whoever_was_given_one_team_is_told_of_no_other(unlike: Path) -> None:
    scope = Scope.of([Place("team", "T01")])
    found = compared(unlike, Viewer(unlike, Audience.OPERATIONAL, scope=scope))
    assert found.changed + found.unchanged + found.cannot_be_said > 0
    for change in found.changes:
        assert "T02" not in change.sentence + change.address
        assert change.kind is not ChangeKind.PLACE_OUTSIDE
        assert change.measure is None or "team=T01" in change.address


# ---- words that mean something else, and a measure that is counted anew


def test_a_meaning_and_a_definition_are_told_apart(met: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(met, home)
    (home / "measures").mkdir()
    name = "reclassified_at_screening.sql"
    anew = (QUERIES / "measures" / name).read_text(encoding="utf-8")
    for before, after in (
        ("why =", 'version = 2\nchanged = ["Of team T01 alone."]\nwhy ='),
        ("'screening')", "'screening' and team = 'T01')"),
    ):
        anew = anew.replace(before, after, 1)
    (home / "measures" / name).write_text(anew, encoding="utf-8")
    april = date(2025, 4, 1)
    made = [
        replace(one, outcome="NFA")
        if one.received_on.replace(day=1) == april and one.outcome == WELFARE
        else one
        for one in contacts(MONTHS)
    ]
    prepared = prepare_extracts(
        write_social_work(tmp_path / "extracts", made),
        read_settings(home),
        as_at=MET_ON,
        decisions=YES,
        marked="“NFA” counted as closed from now on",
    )
    assert prepared.manifest
    Snapshots(home).publish(prepared.manifest.id)
    anew = "It is counted in another way since (version 2): Of team T01 alone."
    decided = "“NFA” counted as closed from now on (31 Jan 2026)."
    assert sentences(compared(home)) == [
        "Reclassified at screening, Nov 2025 to Jan 2026: 14 % now, 51 % then; nine more"
        f" quarters moved too. {anew}",
        f"Reclassified as a welfare concern, April 2025: 0 % now, 31 % then. {decided}",
    ]
    # Of protected numbers a share that is wholly another is told, and a month's is not.
    assert sentences(compared(home, Viewer(home))) == [
        "Reclassified at screening, school year 2025/26: about 18 % now, about 51 % then;"
        f" two more school years moved too. {anew}",
        "Reclassified as a welfare concern, Feb 2025 to Apr 2025: updated a little."
        f" {decided} It may also have been recorded late.",
    ]
