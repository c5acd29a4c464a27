"""A page taken away as a file: only by whom the page opens for, and never unrecorded."""

import csv
import io
import sys
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access.audit import Deed, entries
from dashboard.reports import paper
from dashboard.warehouse.taken import What, taken_from
from tests.access import Held
from tests.security.conftest import HOST, Site

PLACE, ITS_NAME = "team:SWT05", "Brackshiel Children and Families"


@pytest.fixture(scope="module")
def packs(site: Site) -> Site:
    site.give(Held("viewer", "chair"), Held("viewer", "head", [PLACE]))
    return site


def take(client: FlaskClient, of: str, form: str = "csv") -> TestResponse:
    return client.get(f"/pack.{form}?of={quote(of, safe='')}", base_url=HOST)


def take_text(packs: Site, user: str) -> str:
    return take(packs.signed_in(user), "/referrals").get_data().decode("utf-8-sig")


@pytest.mark.parametrize("form", ["pptx", "pdf", "xlsx", "csv"])
def test_what_is_taken_is_recorded_and_kept_in_mind(packs: Site, form: str) -> None:
    address = f"/referrals?measure=reclassified&concern=neglect&{form}"
    answer = take(packs.signed_in("chair"), address, form)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    last = next(e for e in entries(packs.home, form) if e.what == Deed.TOOK)
    assert address in last.of
    assert last.who == "local:chair"
    kept = taken_from(packs.home, {last.snapshot})
    assert any(one.what is What.FILE and address in one.of for one in kept)


def test_without_pango_the_pdf_says_so_in_words_and_slides_are_made(
    packs: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # as if it could not be loaded
    paper._weasyprint.cache_clear()
    chair = packs.signed_in("chair")
    page = chair.get(
        "/pack.pdf?of=/referrals", base_url=HOST, headers={"Accept": "text/html"}
    )
    assert (page.status_code, page.mimetype) == (422, "text/html")
    assert "<h1>This server cannot make PDF.</h1>" in page.text
    assert "ask whoever keeps the server to install Pango" in page.text
    assert take(chair, "/referrals", "pdf").get_json()["title"] in page.text
    for form in ("pptx", "xlsx"):
        assert take(chair, "/referrals", form).data.startswith(b"PK")


def test_a_page_that_does_not_open_cannot_be_taken_away(packs: Site) -> None:
    head, chair = packs.signed_in("head"), packs.signed_in("chair")
    assert take(chair, "/thresholds").status_code == 200
    refused = take(head, "/thresholds")
    assert refused.status_code == 422
    assert "whole partnership" in refused.get_json()["title"]


def test_of_one_place_alone_no_other_is_in_the_file(packs: Site) -> None:
    rows = csv.DictReader(io.StringIO(take_text(packs, "head")))
    assert {row["place"] for row in rows if row["panel"] == "By team"} == {ITS_NAME}
    every = csv.DictReader(io.StringIO(take_text(packs, "chair")))
    assert len({row["place"] for row in every if row["panel"] == "By team"}) > 3
    other = take(packs.signed_in("head"), "/referrals?team=SWT01")
    assert other.status_code == 422


@pytest.mark.parametrize("of", ["", "/data", "//evil.example/referrals", "/measure/x"])
def test_what_is_no_page_of_ours_is_refused_in_words(packs: Site, of: str) -> None:
    answer = take(packs.signed_in("chair"), of)
    assert answer.status_code in (404, 422)
    assert answer.get_json()["title"]
