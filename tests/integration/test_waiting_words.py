"""A word nobody has met: mapped there and then, or waiting for a named leader."""

from pathlib import Path

import pytest

from dashboard.intake.codes import meanings, read_codes
from dashboard.intake.wordlists import (
    Decided,
    NotMapped,
    agree_word,
    map_word,
    propose_word,
    refuse_word,
    waiting_words,
    word_decisions,
    words_of,
)
from dashboard.settings import read_settings

WORD = "Wellbeing – TATC"
OFFICER, LEADER = "a data officer", "a leader"


def meaning(home: Path, list_name: str, word: str) -> str | None:
    return meanings(read_codes(read_settings(home).code_folders)[list_name]).get(word)


def test_a_plain_word_is_mapped_there_and_then(tmp_path: Path) -> None:
    map_word(tmp_path, "sex", "Girl", "female", OFFICER)
    assert meaning(tmp_path, "sex", "girl") == "female"
    assert meaning(tmp_path, "sex", "m") == "male"
    [decided] = word_decisions(tmp_path)
    assert (decided.who, decided.decided, decided.code) == (
        OFFICER,
        Decided.MAPPED,
        "female",
    )


def test_a_word_mapped_again_has_its_new_meaning(tmp_path: Path) -> None:
    map_word(tmp_path, "sex", "X", "female", OFFICER)
    map_word(tmp_path, "sex", " x ", "male", OFFICER)
    assert meaning(tmp_path, "sex", "x") == "male"
    assert len(word_decisions(tmp_path)) == 2


def test_a_list_with_more_columns_keeps_them(tmp_path: Path) -> None:
    map_word(tmp_path, "attendance", "Present", "10", OFFICER)
    first = read_codes(read_settings(tmp_path).code_folders)["attendance"][0]
    assert first["raw"] == "Present"
    assert first["treatment"] == "present"


def test_a_deciding_word_waits_for_a_leader(tmp_path: Path) -> None:
    with pytest.raises(NotMapped, match="decides a measure"):
        map_word(tmp_path, "referral_class", WORD, "welfare", OFFICER)
    propose_word(tmp_path, "referral_class", WORD, "welfare", OFFICER)
    assert [w.word for w in waiting_words(tmp_path)] == [WORD]
    assert meaning(tmp_path, "referral_class", "wellbeing - tatc") is None
    agree_word(tmp_path, "referral_class", WORD, LEADER)
    assert waiting_words(tmp_path) == ()
    assert meaning(tmp_path, "referral_class", "wellbeing - tatc") == "welfare"
    assert [d.who for d in word_decisions(tmp_path)] == [OFFICER, LEADER]


def test_a_refused_word_stays_undecided_and_may_be_proposed_again(
    tmp_path: Path,
) -> None:
    propose_word(tmp_path, "step_outcome", WORD, "welfare", OFFICER)
    refuse_word(tmp_path, "step_outcome", WORD, LEADER)
    assert waiting_words(tmp_path) == ()
    assert meaning(tmp_path, "step_outcome", "wellbeing - tatc") is None
    propose_word(tmp_path, "step_outcome", WORD, "none", OFFICER)
    assert [w.code for w in waiting_words(tmp_path)] == ["none"]


def test_a_leader_can_only_decide_what_is_proposed(tmp_path: Path) -> None:
    with pytest.raises(NotMapped, match="Nothing is proposed"):
        agree_word(tmp_path, "step_outcome", WORD, LEADER)


@pytest.mark.parametrize(
    ("list_name", "word", "code", "who", "says"),
    [
        ("sex", "Girl", "girl", OFFICER, "none of the meanings"),
        ("sex", " ", "female", OFFICER, "no word"),
        ("sex", "Girl", "female", " ", "Nobody is named"),
        ("../sex", "Girl", "female", OFFICER, "no list of words"),
        ("dimensions", "Girl", "female", OFFICER, "no list of words"),
    ],
)
def test_what_cannot_be_mapped_is_said_and_changes_nothing(
    tmp_path: Path, list_name: str, word: str, code: str, who: str, says: str
) -> None:
    with pytest.raises(NotMapped, match=says):
        map_word(tmp_path, list_name, word, code, who)
    assert word_decisions(tmp_path) == ()
    assert not list(tmp_path.rglob("*.csv"))


def test_the_meanings_to_choose_among_are_in_words(tmp_path: Path) -> None:
    sexes = {m.code: m.label for m in words_of(tmp_path, "sex")}
    assert (sexes["female"], sexes["male"]) == ("Girls", "Boys")
    classes = {m.code: m.label for m in words_of(tmp_path, "referral_class")}
    assert classes["child_protection"] == "child protection"
