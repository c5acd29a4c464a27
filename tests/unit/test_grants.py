"""Who may see exact numbers: a recorded decision, how far it reaches, and when it ends."""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.__main__ import main
from dashboard.access.access import access_of
from dashboard.access.grant import Grain, grant_of
from dashboard.access.person import LOCAL, TERMINAL, Person
from dashboard.access.viewer import Viewer, audiences, granted, viewer_of
from dashboard.disclosure import Audience
from dashboard.errors import DefinitionError, NotGranted
from dashboard.settings import Settings, read_settings
from tests.access import GRANT, Held, write_access

TODAY = date.today()
ANALYST = Person(LOCAL, "analyst", "An analyst")


def settings(
    home: Path,
    audience: str = "operational",
    scope: Any = "everything",
    **changes: Any,
) -> Settings:
    held = [Held("analyst", "analyst", scope)]
    write_access(home, held, [GRANT | changes])
    return Settings(home, {"audience": audience})


def test_numbers_are_protected_unless_a_decision_says_otherwise(
    empty_home: Path,
) -> None:
    shipped = read_settings(empty_home)
    here = Person(TERMINAL, "somebody")
    assert viewer_of(here, shipped).audience is Audience.PARTNERSHIP
    assert audiences(here, shipped) == (Audience.PARTNERSHIP, Audience.PUBLIC)
    assert viewer_of(here, shipped, "operational").audience is Audience.PARTNERSHIP
    with pytest.raises(NotGranted):
        granted(here, shipped, "operational")


def test_with_a_grant_numbers_are_exact_until_the_day_of_review(
    tmp_path: Path,
) -> None:
    def seen(**changes: Any) -> Viewer:
        return viewer_of(ANALYST, settings(tmp_path, **changes))

    assert seen().audience is Audience.OPERATIONAL
    assert seen(review_on=TODAY).audience is Audience.OPERATIONAL
    assert seen(review_on=TODAY - timedelta(days=1)).audience is Audience.PARTNERSHIP
    assert seen(approved_on=TODAY + timedelta(days=1)).audience is Audience.PARTNERSHIP


def test_a_grant_is_for_the_role_that_it_names_and_no_other(tmp_path: Path) -> None:
    others = settings(tmp_path, role="leader")
    assert viewer_of(ANALYST, others).audience is Audience.PARTNERSHIP


@pytest.mark.parametrize("audience", list(Audience))
def test_pages_are_never_looked_at_as_a_narrower_group(
    tmp_path: Path, audience: Audience
) -> None:
    """A grant does not let those in for whom the server is not."""
    may = audiences(ANALYST, settings(tmp_path, audience))
    assert may[0] is audience
    assert may == tuple(Audience)[list(Audience).index(audience) :]


@pytest.mark.parametrize("part", list(GRANT))
def test_a_grant_says_all_of_it_or_is_none(part: str) -> None:
    with pytest.raises(DefinitionError, match=part):
        grant_of(GRANT | {part: ""})


@pytest.mark.parametrize("exact", ["all", "school:", "child:7"])
def test_how_far_it_reaches_is_said_in_known_words(exact: str) -> None:
    with pytest.raises(DefinitionError, match="exact is"):
        grant_of(GRANT | {"exact": exact})


@pytest.mark.parametrize(
    ("grain", "clauses", "by", "covered"),
    [
        ("everything", (("team", "T01"),), "school", True),
        ("partnership", (), None, True),
        ("partnership", (), "team", False),
        ("partnership", (("team", "T01"),), None, False),
        ("school:57", (("school", "57"),), None, True),
        ("school:57", (("school", "57"), ("sex", "female")), "stage", True),
        ("school:57", (("school", "58"),), None, False),
        ("school:57", (), "school", False),
        ("school:57", (), None, False),
    ],
)
def test_grains(
    tmp_path: Path,
    grain: str,
    clauses: tuple[tuple[str, str], ...],
    by: str | None,
    covered: bool,
) -> None:
    assert Grain(grain).covers(clauses, by) is covered
    viewer = viewer_of(ANALYST, settings(tmp_path, exact=grain))
    seen = viewer.audience_of(clauses, by)
    assert (seen is Audience.OPERATIONAL) is covered
    assert viewer.sees_rows is (grain == "everything")
    protected = viewer_of(ANALYST, settings(tmp_path, "partnership", exact=grain))
    assert protected.audience_of(clauses, by) is Audience.PARTNERSHIP


@pytest.mark.parametrize(
    ("scope", "exact", "reaches"),
    [
        (["team:T01"], "everything", ["team:T01"]),
        (["team:T01", "school:57"], "own", ["school:57", "team:T01"]),
        (["team:T01"], "team:T01", ["team:T01"]),
        (["team:T01"], "team:T02", []),
        (["team:T01"], "partnership", ["partnership"]),
        (["zone:North"], "own", ["zone:North", "zone_on_day:North"]),
        ("everything", "own", []),
        ([], "everything", []),
    ],
)
def test_a_grant_never_reaches_beyond_the_places_of_the_role(
    tmp_path: Path, scope: Any, exact: str, reaches: list[str]
) -> None:
    viewer = viewer_of(ANALYST, settings(tmp_path, scope=scope, exact=exact))
    assert viewer.audience is (
        Audience.OPERATIONAL if reaches else Audience.PARTNERSHIP
    )
    if reaches:
        assert sorted(grain.word for grain in viewer.grains) == reaches
    assert not viewer.sees_rows


def test_dates_that_are_words_are_refused() -> None:
    with pytest.raises(DefinitionError, match="are dates"):
        grant_of(GRANT | {"review_on": "next year"})


def test_a_grant_that_lacks_a_part_stops_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = (
        '[[grant]]\nrole = "analyst"\nexact = "everything"\napproved_by = "somebody"\n'
    )
    (tmp_path / "access.toml").write_text(said, encoding="utf-8")
    assert main(["--home", str(tmp_path), "serve"]) == 2
    assert "does not say approved_on" in " ".join(capsys.readouterr().err.split())


def test_exact_numbers_that_are_not_granted_are_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--home", str(tmp_path), "ask", "referrals", "--audience", "operational"]
    assert main(asked) == 1
    assert "Exact numbers are not granted here." in capsys.readouterr().err


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    assert not access_of(tmp_path).held
    write_access(tmp_path, [Held("viewer", "one", "everything")])
    assert [one.user for one in access_of(tmp_path).held] == ["one"]
    write_access(tmp_path, [Held("viewer", "another", "everything")])
    os.utime(tmp_path / "access.toml", ns=(1, 1))
    assert [one.user for one in access_of(tmp_path).held] == ["another"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("demo_user = yes", "not valid TOML"),
        ("demo = true", "nothing is called demo"),
        ('[[held]]\nrole = "king"\nprovider = "local"\nuser = "x"', "a role is one of"),
        ('[[held]]\nrole = "viewer"\nprovider = "nhs"\nuser = "x"', "no provider"),
        ('[[held]]\nrole = "viewer"\nprovider = "local"', "by a group or by a user"),
        (
            '[[held]]\nrole = "viewer"\nprovider = "local"\nuser = "x"\nscope = "all"',
            "a scope is everything",
        ),
        (
            '[[held]]\nrole = "viewer"\nprovider = "local"\nuser = "x"\n'
            'scope = ["child:7"]',
            "a scope is everything",
        ),
        ('[[provider]]\nname = "local"', "a \\[\\[provider\\]\\] says"),
        (
            '[[provider]]\nname = "nhs"\ntitle = "NHS"\nissuer = "http://example.org"\n'
            'client_id = "s"\nsecret = "S"',
            "begins with https://",
        ),
    ],
)
def test_what_is_not_valid_is_refused_in_words(
    tmp_path: Path, said: str, why: str
) -> None:
    (tmp_path / "access.toml").write_text(said, encoding="utf-8")
    with pytest.raises(DefinitionError, match=why):
        access_of(tmp_path)
