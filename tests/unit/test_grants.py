"""Who may see exact numbers: a recorded decision, how far it reaches, and when it ends."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.__main__ import main
from dashboard.access.grant import Grain, grant_of
from dashboard.access.viewer import audiences, granted, viewer_of
from dashboard.disclosure import Audience
from dashboard.errors import DefinitionError, NotGranted
from dashboard.settings import Settings, read_settings

TODAY = date.today()
GRANT = {
    "exact": "everything",
    "approved_by": "Chief Social Work Officer",
    "approved_on": TODAY - timedelta(days=30),
    "agreement": "ISA 2026/14",
    "risk_assessment": "DPIA 2026/31",
    "review_on": TODAY + timedelta(days=30),
}


def settings(audience: str = "operational", **changes: Any) -> Settings:
    return Settings(Path("home"), {"audience": audience, "grant": GRANT | changes})


def test_a_server_is_protected_unless_it_says_otherwise(empty_home: Path) -> None:
    shipped = read_settings(empty_home)
    assert viewer_of(shipped).audience is Audience.PARTNERSHIP
    assert audiences(shipped) == (Audience.PARTNERSHIP, Audience.PUBLIC)
    assert viewer_of(shipped, "operational").audience is Audience.PARTNERSHIP
    with pytest.raises(NotGranted):
        granted(shipped, "operational")


def test_with_a_grant_numbers_are_exact_until_the_day_of_review() -> None:
    assert viewer_of(settings()).audience is Audience.OPERATIONAL
    last_day = settings(review_on=TODAY)
    assert viewer_of(last_day).audience is Audience.OPERATIONAL
    for past in (
        settings(review_on=TODAY - timedelta(days=1)),
        settings(approved_on=TODAY + timedelta(days=1)),
    ):
        assert viewer_of(past).audience is Audience.PARTNERSHIP
        assert Audience.OPERATIONAL not in audiences(past)


@pytest.mark.parametrize("audience", list(Audience))
def test_pages_are_never_looked_at_as_a_narrower_group(audience: Audience) -> None:
    """A grant does not let those in for whom the server is not."""
    may = audiences(settings(audience))
    assert may[0] is audience
    assert may == tuple(Audience)[list(Audience).index(audience) :]


@pytest.mark.parametrize(
    "part", ["approved_by", "approved_on", "agreement", "risk_assessment", "review_on"]
)
def test_a_grant_says_all_of_it_or_is_none(part: str) -> None:
    with pytest.raises(DefinitionError, match=part):
        grant_of({"grant": GRANT | {part: ""}})


@pytest.mark.parametrize("exact", ["", "all", "school:", "child:7"])
def test_how_far_it_reaches_is_said_in_known_words(exact: str) -> None:
    with pytest.raises(DefinitionError, match="exact is"):
        grant_of({"grant": GRANT | {"exact": exact}})


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
    grain: str, clauses: tuple[tuple[str, str], ...], by: str | None, covered: bool
) -> None:
    assert Grain(grain).covers(clauses, by) is covered
    viewer = viewer_of(settings(exact=grain))
    seen = viewer.audience_of(clauses, by)
    assert (seen is Audience.OPERATIONAL) is covered
    assert viewer.sees_rows is (grain == "everything")
    protected = viewer_of(settings("partnership", exact=grain))
    assert protected.audience_of(clauses, by) is Audience.PARTNERSHIP


def test_dates_that_are_words_are_refused() -> None:
    with pytest.raises(DefinitionError, match="are dates"):
        grant_of({"grant": GRANT | {"review_on": "next year"}})


def test_a_grant_that_lacks_a_part_stops_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grant = '[grant]\nexact = "everything"\napproved_by = "somebody"\n'
    (tmp_path / "settings.toml").write_text(
        f'audience = "operational"\n{grant}', encoding="utf-8"
    )
    assert main(["--home", str(tmp_path), "serve"]) == 2
    assert "does not say approved_on" in " ".join(capsys.readouterr().err.split())


def test_exact_numbers_that_are_not_granted_are_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--home", str(tmp_path), "serve", "--audience", "operational"]
    assert main(asked) == 1
    assert "Exact numbers are not granted here." in capsys.readouterr().err
