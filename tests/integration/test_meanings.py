"""A word that decides a measure: undecided, seen month by month, agreed by a leader.

1. March arrives with an outcome that nobody has met: it is counted as undecided.
2. The officer proposes a meaning. What it would move is seen, and nothing is served yet.
3. The leader agrees: the figure moves, the charts say so, and the word is known from then on.
"""

from datetime import date
from pathlib import Path

import pytest

from dashboard.access.viewer import named_staff
from dashboard.answers import Question, ask, contents
from dashboard.comparison import movements
from dashboard.filters import Filters
from dashboard.intake.batch import Batch
from dashboard.intake.findings import Severity
from dashboard.intake.publish import publish_extracts
from dashboard.intake.reading_batch import agree_word_of, read_batch
from dashboard.intake.wordlists import propose_word, waiting_words
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.snapshots import OvertakenPublish, Snapshots
from tests.integration.test_publishing import AS_AT, referrals, row

pytestmark = pytest.mark.usefixtures("few_measures")

WORD = "Gone to the early help hub"
ROWS = [
    row(PERSON_ID="101", **{"Screening Outcome": WORD}),
    row(PERSON_ID="102", **{"Screening Outcome": WORD}),
    row(PERSON_ID="103", **{"Screening Outcome": "No further action"}),
]
STEPS = """Step ID,Person ID,Referral ID,Step Type,Step Status,Incoming Date,Completed Date,Step Outcome
1,101,R1,CP Screening,COMPLETED,03/02/2026,04/02/2026,Proceed to IRD
2,101,R2,CP Screening,COMPLETED,03/03/2026,04/03/2026,Proceed to IRD
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = read_settings(tmp_path / "home")
    file = referrals(tmp_path / "march.csv", ROWS)
    steps = tmp_path / "steps.csv"
    steps.write_text(STEPS, encoding="utf-8")
    _, [arrived, _] = publish_extracts([file, steps], settings, as_at=AS_AT)
    [waits] = [f for f in arrived.findings if f.check == "word_awaits_decision"]
    assert waits.severity is Severity.SHOULD_LOOK
    assert WORD in waits.title
    propose_word(settings.home, "screening_outcome", WORD, "welfare", "an officer")
    return settings


def reclassified(settings: Settings) -> tuple[float, float]:
    whole = ask(
        Question("reclassified", Filters.of({}, "all")), named_staff(settings.home)
    ).whole
    assert whole is not None
    return whole.numerator, whole.denominator


def looked_at(settings: Settings) -> Batch:
    batch = Batch.begin(settings.home)
    batch.ask(
        {
            "word": WORD,
            "list": "screening_outcome",
            "code": "welfare",
            "label": "a welfare concern",
            "who": "an officer",
        }
    )
    read_batch(batch, settings)
    return batch


def test_what_it_would_move_is_seen_before_the_yes(settings: Settings) -> None:
    assert reclassified(settings) == (0, 1)
    report = looked_at(settings).report
    moved = movements(report["before"], report["snapshot"], named_staff(settings.home))
    found = {movement.measure.name: movement.months for movement in moved}
    assert found["reclassified"] == ((date(2026, 2, 1), 0.0, 2 / 3),)
    assert "referrals" not in found
    assert reclassified(settings) == (0, 1)
    assert len(waiting_words(settings.home)) == 1


def test_a_yes_serves_what_was_seen_and_is_marked(
    settings: Settings, tmp_path: Path
) -> None:
    agree_word_of(looked_at(settings), settings, "a leader")
    assert reclassified(settings) == (2, 3)
    assert waiting_words(settings.home) == ()
    [event] = contents(named_staff(settings.home)).events
    assert event.title == f"“{WORD}” counted as a welfare concern from now on"
    later = referrals(tmp_path / "again.csv", ROWS)
    _, [arrived] = publish_extracts([later], settings, as_at=AS_AT)
    assert not [f for f in arrived.findings if f.check == "word_awaits_decision"]
    assert reclassified(settings) == (2, 3)


def test_a_picture_published_meanwhile_is_looked_at_again(
    settings: Settings, tmp_path: Path
) -> None:
    batch = looked_at(settings)
    publish_extracts([referrals(tmp_path / "m.csv", ROWS)], settings, as_at=AS_AT)
    with pytest.raises(OvertakenPublish):
        agree_word_of(batch, settings, "a leader")
    assert len(waiting_words(settings.home)) == 1


def test_no_picture_holds_the_word_itself(settings: Settings) -> None:
    snapshots = Snapshots(settings.home)
    detail = open_reader(snapshots.detail(snapshots.current_id()))
    [(kept,)] = detail.rows(
        "select distinct screening_outcome from extract.referral where screening_outcome like 'undecided:%'"
    )
    assert "hub" not in kept
