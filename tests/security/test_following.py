"""Following and lines by their own road: nobody follows what they were not given."""

import pytest
from flask.testing import FlaskClient

from dashboard.access.audit import Deed, entries
from dashboard.access.person import LOCAL, Person
from dashboard.partnership.follows import follower
from dashboard.partnership.lines import lines_of
from tests.access import Held
from tests.security.conftest import HOST, OURS, Site

TEAM, OTHER = "SWT05", "SWT04"
ONE, ALL = "of one team", "a leader of all"


@pytest.fixture
def people(site: Site) -> dict[str, FlaskClient]:
    site.give(Held("viewer", ONE, [f"team:{TEAM}"]), Held("leader", ALL))
    return {name: site.signed_in(name) for name in (ONE, ALL)}


def post(client: FlaskClient, road: str, **given: str) -> tuple[int, dict[str, str]]:
    answer = client.post(f"/records/{road}", json=given, headers=OURS, base_url=HOST)
    return answer.status_code, answer.get_json()


def followed(site: Site, name: str) -> list[tuple[str, str]]:
    known = follower(site.home, Person(LOCAL, name))
    return [(one.measure, one.filters) for one in known.follows] if known else []


def test_what_is_followed_is_within_what_was_given(
    site: Site, people: dict[str, FlaskClient]
) -> None:
    mine = people[ONE]
    assert post(mine, "follow", measure="referrals", filters="")[0] == 200
    assert followed(site, ONE) == [("referrals", f"team={TEAM}")]
    status, said = post(mine, "follow", measure="referrals", filters=f"team={OTHER}")
    assert status == 422
    assert OTHER in said["title"] or "given" in said["title"]
    assert post(mine, "follow", measure="no_such", filters="")[0] == 422
    assert post(people[ALL], "follow", measure="referrals", filters="")[0] == 200
    assert followed(site, ALL) == [("referrals", "")]
    # One's own, and nobody else's, is stopped.
    of_team = {"measure": "referrals", "filters": f"team={TEAM}"}
    assert post(people[ALL], "follow/stop", **of_team)[0] == 200
    assert len(followed(site, ONE)) == 1
    assert post(mine, "follow/stop", **of_team)[0] == 200
    assert followed(site, ONE) == []


def test_an_address_is_refused_that_is_none_and_is_in_no_record(
    site: Site, people: dict[str, FlaskClient]
) -> None:
    mine = people[ONE]
    post(mine, "follow", measure="referrals", filters="")
    assert post(mine, "follow/mail", mail="nobody")[0] == 422
    assert post(mine, "follow/mail", mail="me@partnership.example")[0] == 200
    known = follower(site.home, Person(LOCAL, ONE))
    assert known is not None
    assert known.mail == "me@partnership.example"
    told = [one for one in entries(site.home) if one.what == Deed.RECORDED]
    assert told
    assert "partnership.example" not in str(told)


def test_a_line_is_set_by_a_leader_and_taken_back(
    site: Site, people: dict[str, FlaskClient]
) -> None:
    given = {
        "measure": "reclassified",
        "filters": f"team={TEAM}",
        "kind": "limit",
        "side": "at_most",
        "value": "40 %",
        "from_on": "2025-01-01",
        "reason": "Agreed in January",
    }
    assert post(people[ONE], "line", **given)[0] == 403
    status, said = post(people[ALL], "line", **given)
    assert (status, said["href"]) == (200, f"/measure/reclassified?team={TEAM}")
    [line] = lines_of(site.home)
    assert (line.value, line.who, line.clauses) == (0.4, ALL, (("team", TEAM),))
    for wrong in (
        {"value": "forty"},
        {"value": "140"},
        {"reason": ""},
        {"from_on": ""},
        {"filters": "team=nowhere"},
        {"measure": "referral_rate", "value": "4"},
    ):
        assert post(people[ALL], "line", **given | wrong)[0] == 422, wrong
    assert post(people[ONE], "line/back", line=line.id)[0] == 403
    assert post(people[ALL], "line/back", line=line.id)[0] == 200
    assert post(people[ALL], "line/back", line=line.id)[0] == 422
    assert lines_of(site.home) == ()
