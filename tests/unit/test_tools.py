"""Tools: read from files, filled in, changed without losing their past."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import DefinitionError, ForTheUser
from dashboard.measures import Kind as MeasureKind
from dashboard.partnership.forms_export import read_forms_export
from dashboard.partnership.records import Records
from dashboard.partnership.tables import TOOL_LINK
from dashboard.partnership.tool_answers import Giver, answers_of, leave_out, receive
from dashboard.partnership.tool_links import (
    LinkEnded,
    link_of,
    links_of,
    make_link,
    take_back_link,
)
from dashboard.partnership.tool_making import make_tool
from dashboard.partnership.tool_measures import items_of, labels_of, measure_of
from dashboard.partnership.tool_versions import versions_of
from dashboard.partnership.tools import Tool, read_tools, tool_of
from dashboard.settings import DATA, read_settings

TODAY = date.today()
TEAM = Giver(team="T1")
TOOL = tool_of(
    "walks",
    {
        "title": "Walks as intended",
        "question": "How many walks were as intended?",
        "kind": "fidelity",
        "filled_in_by": "Whoever walked",
        "how_often": "after each walk",
        "forms_a_month": 4.0,
        "minutes": 1,
        "numerator": "Items as intended",
        "denominator": "Items that applied",
        "unit": "items",
        "questions": [
            {"name": "lead", "text": "Was the lead on?", "kind": "yes_no"},
            {"name": "rain", "text": "Was a coat there?", "kind": "yes_no"},
            {"name": "words", "text": "Anything else?", "kind": "text"},
        ],
    },
)


def send(home: Path, tool: Tool = TOOL, number: int = 1, **given: str) -> bool:
    return receive(
        home,
        tool,
        answer=f"form-{number:04}",
        giver=TEAM,
        about_on=TODAY,
        given={"lead": "yes", "rain": "no"} | given,
        via="form",
    )


def test_the_tools_that_ship_are_of_every_kind_and_ask_for_no_child(
    tmp_path: Path,
) -> None:
    tools = read_tools(read_settings(tmp_path))
    assert {
        "tac_meeting", "capacity", "record_reading", "staff_views", "child_view",
        "parent_view", "training",
    } <= tools.keys()  # fmt: skip
    for tool in tools.values():
        words = " ".join(asked.text.lower() for asked in tool.questions)
        assert not {"name of the child", "chi", "date of birth", "scn"} & set(
            words.split()
        )
        measure = measure_of(tool)
        assert measure.kind is (
            MeasureKind.COUNT if tool.added_up else MeasureKind.PROPORTION
        )
    assert tools["capacity"].aim == 80


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "speed"}, "speed"),
        ({"questions": []}, "no question counts"),
        ({"about_children": True}, "keys of children"),
        ({"denominator": ""}, "denominator in words"),
        ({"colour": "red"}, "colour"),
        (
            {
                "questions": [
                    {"name": "ask", "text": "?", "kind": "scale", "counts": ["x"]}
                ]
            },
            "scale of two words",
        ),
        (
            {
                "questions": [
                    {"name": "ask", "text": "?", "kind": "yes_no", "counts": ["often"]}
                ]
            },
            "no answer of it",
        ),
    ],
)
def test_a_file_that_is_no_tool_stops_with_its_name(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        tool_of("walks", dict(TOOL.definition) | change)
    folder = tmp_path / "tools"
    folder.mkdir()
    (folder / "walks.toml").write_text('title = "x"\n')
    with pytest.raises(DefinitionError, match=r"walks\.toml"):
        read_tools(read_settings(tmp_path))


def test_a_form_sent_twice_is_kept_once(tmp_path: Path) -> None:
    assert send(tmp_path)
    assert not send(tmp_path)
    assert len(answers_of(tmp_path, ["walks"])) == 1


def test_a_form_three_days_late_is_of_the_day_it_is_about(tmp_path: Path) -> None:
    receive(
        tmp_path,
        TOOL,
        answer="form-late",
        giver=TEAM,
        about_on=TODAY - timedelta(days=3),
        given={"lead": "yes", "rain": "na"},
        via="form",
        filled_at="2026-11-22T10:00:00Z",
    )
    (answer,) = answers_of(tmp_path, ["walks"])
    assert answer.about_on == TODAY - timedelta(days=3)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"lead": ""}, "“Was the lead on\\?” has no answer"),
        ({"lead": "perhaps"}, "cannot be answered with “perhaps”"),
        ({"words": "It was 0101123456"}, "number of a child"),
    ],
)
def test_a_form_that_is_wrong_is_refused_in_words(
    tmp_path: Path, given: dict[str, str], words: str
) -> None:
    with pytest.raises(ForTheUser, match=words):
        send(tmp_path, **given)
    assert answers_of(tmp_path, ["walks"]) == []


@pytest.mark.parametrize("days", [1, -2000])
def test_a_day_that_cannot_be_is_asked_about(tmp_path: Path, days: int) -> None:
    with pytest.raises(ForTheUser, match=r"has not been yet|three years ago"):
        receive(
            tmp_path,
            TOOL,
            answer="form-0001",
            giver=TEAM,
            about_on=TODAY + timedelta(days=days),
            given={"lead": "yes", "rain": "no"},
            via="form",
        )


def test_a_form_is_left_out_and_counts_no_more(tmp_path: Path) -> None:
    send(tmp_path)
    leave_out(tmp_path, "form-0001")
    assert list(items_of(tmp_path, [TOOL])) == []
    leave_out(tmp_path, "form-0001", left_out=False)
    assert [item.counted for item in items_of(tmp_path, [TOOL])] == [1, 0]


def test_what_does_not_apply_is_in_neither_number(tmp_path: Path) -> None:
    send(tmp_path, rain="na")
    assert [item.item for item in items_of(tmp_path, [TOOL])] == ["walks.lead"]


def test_a_question_taken_out_keeps_its_past(tmp_path: Path) -> None:
    send(tmp_path)
    definition = dict(TOOL.definition)
    shorter = tool_of("walks", definition | {"questions": definition["questions"][:1]})
    send(tmp_path, shorter, 2)
    assert sorted(versions_of(tmp_path, shorter)) == [1, 2]
    items = [item.item for item in items_of(tmp_path, [shorter])]
    assert items.count("walks.lead") == 2
    assert items.count("walks.rain") == 1, "what was answered then is still counted"
    labels = {label.code: label.label for label in labels_of(tmp_path, [shorter])}
    assert labels["walks.rain"] == "Was a coat there? (no longer asked)"
    send(tmp_path, shorter, 3)
    assert sorted(versions_of(tmp_path, shorter)) == [1, 2]


def test_a_link_opens_its_tool_until_its_day(tmp_path: Path) -> None:
    word = make_link(tmp_path, "walks", TEAM, TODAY)
    assert link_of(tmp_path, word).giver == TEAM
    assert word not in str(Records(tmp_path).rows(TOOL_LINK.select()))
    (link,) = links_of(tmp_path, "walks")
    take_back_link(tmp_path, link.id)
    with pytest.raises(LinkEnded, match="taken back"):
        link_of(tmp_path, word)
    with pytest.raises(LinkEnded, match="not known"):
        link_of(tmp_path, "another")
    with pytest.raises(ForTheUser, match="would have ended"):
        make_link(tmp_path, "walks", TEAM, TODAY - timedelta(days=1))


def test_after_its_day_only_what_was_filled_in_before_is_let_in(tmp_path: Path) -> None:
    word = make_link(tmp_path, "walks", TEAM, TODAY)
    ended = TODAY - timedelta(days=2)
    Records(tmp_path).write(TOOL_LINK.update().values(expires_on=ended))
    with pytest.raises(LinkEnded, match="ended on") as told:
        link_of(tmp_path, word)
    assert "kept on this device" in told.value.what_to_do
    with pytest.raises(LinkEnded):
        link_of(tmp_path, word, f"{TODAY}T09:00:00Z")
    assert link_of(tmp_path, word, f"{ended}T09:00:00Z").tool == "walks"
    Records(tmp_path).write(
        TOOL_LINK.update().values(expires_on=TODAY - timedelta(days=9))
    )
    with pytest.raises(LinkEnded):
        link_of(tmp_path, word, f"{TODAY - timedelta(days=10)}T09:00:00Z")


def test_a_table_of_microsoft_forms_is_read_by_its_questions() -> None:
    table = [
        ["ID", "Start time", "Completion time", "Email", "Was the lead on?", "was a coat there"],
        ["7", "11/20/26 9:00", "2026-11-20 09:02:11", "a@b.scot", "Yes", "Does not apply"],
        ["8", "11/21/26 9:00", "11/21/26 9:02:11", "a@b.scot", "no", "N/A"],
        [""] * 6,
    ]  # fmt: skip
    found = read_forms_export(TOOL, table)
    assert [row.given for row in found.rows] == [
        {"lead": "yes", "rain": "na"},
        {"lead": "no", "rain": "na"},
    ]
    assert [row.about_on for row in found.rows] == [
        date(2026, 11, 20),
        date(2026, 11, 21),
    ]
    assert found.missing == ("Anything else?",)
    assert set(found.ignored) == {"Start time", "Email"}
    again = read_forms_export(TOOL, table)
    assert [row.id for row in again.rows] == [row.id for row in found.rows]
    assert "a@b.scot" not in str(found.rows)


def test_another_table_is_refused_in_words() -> None:
    with pytest.raises(ForTheUser, match="not one of this tool's answers"):
        read_forms_export(TOOL, [["Name", "Date"], ["x", "2026-01-01"]])


def test_a_tool_is_made_of_what_was_typed(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    told = {
        "title": "Calls back",
        "kind": "process",
        "filled_in_by": "Duty worker",
        "how_often": "each day",
        "minutes": "1",
        "aim": "90",
    }
    questions = [
        {"text": "Was the caller told?", "kind": "yes_no"},
        {"text": "How soon?", "kind": "scale", "scale": "Days, Hours, At once"},
        {"text": "", "kind": "yes_no"},
    ]
    made = make_tool(settings, told, questions)
    assert read_tools(settings)["calls_back"] == made
    assert [asked.counts for asked in made.questions] == [("yes",), ("At once",)]
    again = make_tool(settings, told, questions)
    assert again.name == "calls_back_2"
    with pytest.raises(ForTheUser, match="not whole yet"):
        make_tool(settings, told, [])
    mixed = [*questions, {"text": "How many?", "kind": "number"}]
    with pytest.raises(ForTheUser, match="not whole yet"):
        make_tool(settings, told, mixed)


def test_a_tool_of_numbers_adds_them_up(tmp_path: Path) -> None:
    path = DATA / "tools" / "training.toml"
    tool = tool_of("training", tomllib.loads(path.read_text(encoding="utf-8")))
    receive(
        tmp_path,
        replace(tool),
        answer="form-0009",
        giver=TEAM,
        about_on=TODAY,
        given={"trained": "12", "coached": "3"},
        via="grid",
    )
    assert [item.counted for item in items_of(tmp_path, [tool])] == [12, 3]
