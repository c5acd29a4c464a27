"""The position statement as a document: recorded before it is given, and not for places."""

from datetime import date

import pytest

from dashboard.access.audit import Deed, entries
from dashboard.partnership.decisions import Decision, record_decision
from dashboard.partnership.meetings import Meeting, MeetingView, add_view, save_meeting
from dashboard.warehouse.snapshots import Snapshots
from dashboard.warehouse.taken import What, taken_from
from tests.access import Held
from tests.security.conftest import HOST, OURS, Site


def test_who_took_it_is_recorded_with_the_picture_of_its_evidence(site: Site) -> None:
    site.give(Held("viewer", "chair"), Held("viewer", "head", ["team:SWT05"]))
    picture = Snapshots(site.home).current_id()
    made = save_meeting(site.home, Meeting("Group", date(2026, 11, 20), picture))
    view = add_view(site.home, made.id, MeetingView("/referrals", "Referrals"), "")
    record_decision(site.home, Decision(made.id, view.id, "Steady"))
    answer = site.signed_in("chair").get("/position.docx", base_url=HOST)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    last = next(e for e in entries(site.home, "position") if e.what == Deed.TOOK)
    assert (last.who, last.of, last.snapshot) == (
        *("local:chair", "position.docx"),
        picture,
    )
    kept = taken_from(site.home, {picture})
    assert (kept[0].what, kept[0].of) == (What.FILE, "position.docx")
    refused = site.signed_in("head").get("/position.docx", base_url=HOST)
    assert refused.status_code == 403


def test_who_may_only_look_records_no_finding_and_says_yes_to_no_words(
    site: Site,
) -> None:
    site.give(Held("viewer", "chair"), Held("recorder", "clerk"))
    chair, clerk = site.signed_in("chair"), site.signed_in("clerk")
    said = {"what": "Found", "kind": "audit", "raised_on": "2026-11-01"}
    for client, status in ((chair, 403), (clerk, 200)):
        answer = client.post("/records/finding", json=said, headers=OURS, base_url=HOST)
        assert answer.status_code == status
    words = {"kind": "decision", "record": "x", "words": "Words"}
    answer = chair.post("/records/public", json=words, headers=OURS, base_url=HOST)
    assert answer.status_code == 403
    last = next(e for e in entries(site.home, "finding") if e.what == Deed.RECORDED)
    assert last.who == "local:clerk"


@pytest.mark.parametrize(
    ("back", "to"),
    [
        ("//evil.example/", "/actions?done=1"),
        ("https://evil.example/", "/actions?done=1"),
        ("", "/actions?done=1"),
        ("/zone/A?done=1", "/zone/A?done=1"),
    ],
)
def test_a_form_sends_nobody_to_another_site(site: Site, back: str, to: str) -> None:
    site.give(Held("recorder", "clerk"))
    answer = site.signed_in("clerk").post(
        "/records/barrier",
        json={
            "what": "Wait",
            "scope": "SWT05",
            "asked_on": "2026-11-01",
            "back": back,
        },
        headers=OURS,
        base_url=HOST,
    )
    assert answer.get_json() == {"href": to}
