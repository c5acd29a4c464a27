"""OWASP's usual list, tried: each is refused, in words where a person may have meant it."""

import json
from typing import Any
from urllib.parse import urlencode

import dash
import duckdb
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.access.access import Access
from dashboard.components.viewing import safe_path
from dashboard.guarding import CALLBACKS, LONGEST
from dashboard.headers import _policy
from dashboard.intake.batch import Batch
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.snapshots import Snapshots
from tests.access import GRANT, Held
from tests.security.conftest import HOST, OURS, Site
from tests.security.test_matrix import PARTS, callbacks_of, routes_of

HOSTILE = (
    "' or 1=1 --",
    "'; drop table cube.referrals; --",
    '"><script>window.hostile=1</script>',
    "{{7*7}}${7*7}",
    "../../../../etc/passwd",
    "%00",
    "\u202e\x00\ud7ff",
    "a" * 5_000,
)
DRAW = "components.linked_view.draw_view"


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """Somebody who may do everything, and means no good."""
    roles = ("leader", "data_officer", "analyst", "administrator")
    site.give(*(Held(role, "everything") for role in roles), grants=(GRANT,))
    return site.signed_in("everything")


def drawn(site: Site, client: FlaskClient, search: str, **page: Any) -> Any:
    """The callback of the linked pages, asked as their script asks it."""
    about = {"kind": "measure", "measure": "referrals", "panels": ["team"]} | page
    return client.post(
        CALLBACKS,
        json={
            "output": callbacks_of(site)[DRAW],
            "outputs": [
                {"id": "view-store", "property": "data"},
                [
                    {
                        "id": {"panel": "team", "type": "view-chart"},
                        "property": "figure",
                    }
                ],
                *(
                    {"id": f"view-{part}", "property": "children"}
                    for part in (
                        "headline",
                        "change",
                        "notes",
                        "foot",
                        "definition",
                        "scrutiny",
                        "levels",
                        "follow",
                    )
                ),
            ],
            "inputs": [
                {"id": "address", "property": "search", "value": search},
                {"id": "level-recorded", "property": "data", "value": 0},
            ],
            "state": [{"id": "view-page", "property": "data", "value": about}],
            "changedPropIds": ["address.search"],
        },
        headers=OURS,
        base_url=HOST,
    )


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_injected_by_a_filter_is_a_value_and_no_more(
    site: Site, client: FlaskClient, value: str
) -> None:
    before = _rows(site)
    for name in ("team", "measure", "period", "as_at", "grain", "rules", "unit", "by"):
        answer = drawn(site, client, "?" + _query(name, value))
        assert answer.status_code in (200, 204), (name, answer.status_code)
        assert answer.mimetype in ("application/json", "text/html")
    assert _rows(site) == before


def test_a_page_of_another_kind_is_not_made_up(site: Site, client: FlaskClient) -> None:
    for page in ({"measure": "x' or 1=1"}, {"panels": ["<b>"]}, {"kind": "thresholds"}):
        assert drawn(site, client, "", **page).status_code in (200, 204)


def _query(name: str, value: str) -> str:
    return urlencode({name: value.encode("utf-8", "replace")})


def _rows(site: Site) -> int:
    snapshots = Snapshots(site.home)
    reader = open_reader(snapshots.exact(snapshots.current_id()))
    return int(reader.rows("select count(*) from cube.referrals")[0][0])


@pytest.mark.parametrize(
    "path",
    [
        "/assets/..%2f..%2fapp.py",
        "/assets/%2e%2e/%2e%2e/app.py",
        "/assets/....//....//app.py",
        "/_dash-component-suites/dash/..%2f..%2fapp.py",
        "/data/template/..%2f..%2fsettings.xlsx",
        "/uploads/..%2f..%2fkeys",
        "/uploads/....%2f/repair/1.xlsx",
        "/measure/..%2f..%2fetc%2fpasswd",
    ],
)
def test_no_path_leads_out_of_where_it_begins(client: FlaskClient, path: str) -> None:
    answer = client.get(path, base_url=HOST)
    assert answer.status_code in (200, 404, 422)
    assert b"create_app" not in answer.data
    assert b"root:" not in answer.data
    answer.close()


@pytest.mark.parametrize("name", [*HOSTILE, "=cmd|' /C calc'!A0.csv", ".", "con"])
def test_a_files_name_is_a_name_and_no_path(
    site: Site, client: FlaskClient, name: str
) -> None:
    batch = client.post("/uploads", headers=OURS, base_url=HOST).get_json()["batch"]
    answer = client.post(
        f"/uploads/{batch}/files",
        query_string={"name": name.encode("utf-8", "replace")},
        data=b"A,B\n1,2\n",
        headers=OURS,
        base_url=HOST,
    )
    assert answer.status_code in (200, 422)
    kept = Batch.of(site.home, batch)
    folder = kept.folder.resolve()
    assert all(folder in path.resolve().parents for path in kept.files())
    assert not any(set('/\\<>"\0') & set(path.name) for path in kept.files())
    kept.delete()


def test_a_body_that_is_too_long_is_not_read(site: Site, client: FlaskClient) -> None:
    for path in ("/taken", "/records/event", CALLBACKS):
        answer = client.post(
            path,
            data=b'"' + b"a" * (LONGEST + 1) + b'"',
            content_type="application/json",
            headers=OURS,
            base_url=HOST,
        )
        assert answer.status_code == 413, path


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example"])
def test_a_host_that_is_not_ours_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/sign-in", base_url=f"http://{host}").status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8051"},
        {"Sec-Fetch-Site": "cross-site", "Origin": HOST},
        {"Sec-Fetch-Site": "same-site", "X-Sightline": "1"},
        {},
    ],
    ids=str,
)
def test_nothing_is_changed_from_another_site(
    site: Site, client: FlaskClient, headers: dict[str, str]
) -> None:
    for name in routes_of(site):
        method, _, path = name.partition(" ")
        for part, word in PARTS.items():
            path = path.replace(part, word)
        if method != "GET":
            answer = client.open(path, method=method, headers=headers, base_url=HOST)
            assert answer.status_code == 403, name
    answer = client.post(CALLBACKS, json={}, headers=headers, base_url=HOST)
    assert answer.status_code == 403
    assert client.get("/definitions", base_url=HOST).status_code == 200


@pytest.mark.parametrize(
    "to",
    [
        "//elsewhere.example",
        "https://elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "/\tx\n",
        "http:elsewhere.example",
        "",
    ],
)
def test_no_link_leads_on_to_another_site(client: FlaskClient, to: str) -> None:
    assert safe_path(to) == "/"
    answer = client.get("/sign-in", query_string={"to": to}, base_url=HOST)
    assert "elsewhere.example" not in answer.text
    looked = client.get(
        "/look-as/public", headers={"Referer": to.strip()}, base_url=HOST
    )
    assert looked.headers["Location"] in ("/", "/x")


def test_a_page_of_ours_is_kept_through_the_sign_in() -> None:
    assert safe_path("/referrals?team=T1&period=all") == "/referrals?team=T1&period=all"


@settings(max_examples=150, deadline=None)
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["output", "inputs", "state", "id", "property", "value"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    ),
    which=st.integers(0, 100),
)
def test_a_forged_callback_is_refused_and_breaks_nothing(
    site: Site, body: Any, which: int
) -> None:
    site_client = site.signed_in("everything")
    known = sorted(callbacks_of(site).values())
    forged = body if isinstance(body, dict) else {"inputs": body}
    forged = {"output": known[which % len(known)]} | forged
    answer = site_client.post(CALLBACKS, json=forged, headers=OURS, base_url=HOST)
    assert answer.status_code < 500, answer.text


def test_browsers_are_told_to_trust_nothing_from_elsewhere(client: FlaskClient) -> None:
    answer = client.get("/definitions", base_url=HOST)
    policy = dict(
        part.strip().split(" ", 1)
        for part in answer.headers["Content-Security-Policy"].split(";")
    )
    assert "unsafe" not in policy["script-src"]
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "http" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer.headers  # it is served without TLS


def test_over_https_browsers_keep_to_https(site: Site, client: FlaskClient) -> None:
    address = "https://sightline.example.gov.uk"
    text = (site.home / "access.toml").read_text(encoding="utf-8")
    said = text.replace('address = "http://127.0.0.1:8050"', f'address = "{address}"')
    (site.home / "access.toml").write_text(said + "\n# https", encoding="utf-8")
    answer = client.get("/sign-in", base_url=HOST)
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]


def test_a_form_may_lead_to_a_provider_and_nowhere_else() -> None:
    assert "form-action 'self';" in _policy("", Access())


def test_what_is_for_making_the_product_is_off(site: Site, client: FlaskClient) -> None:
    rules = [rule.rule for rule in site.app.server.url_map.iter_rules()]
    assert not [rule for rule in rules if "mcp" in rule or "debug" in rule]
    assert not site.app.server.debug
    assert not site.app._dev_tools.ui
    assert not site.app._dev_tools.serve_dev_bundles
    layout = client.get("/", base_url=HOST).text
    assert '"hot_reload"' not in layout or '"ui":false' in layout.replace(" ", "")
    assert dash.get_app() is site.app


@pytest.mark.parametrize(
    "asked",
    [
        "from read_csv('/etc/passwd')",
        "from '/etc/passwd'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "attach '/tmp/other.duckdb'",
        "copy (select 1) to '/tmp/out.csv'",
    ],
)
def test_the_database_reaches_nothing_but_its_file(site: Site, asked: str) -> None:
    snapshots = Snapshots(site.home)
    reader = open_reader(snapshots.exact(snapshots.current_id()))
    with pytest.raises(duckdb.Error):
        reader.rows(asked)


def test_signing_in_can_be_tried_so_often(site: Site) -> None:
    client = site.signed_in()
    said = [
        client.post(
            "/sign-in/local",
            data={"name": "a guess", "password": "another"},
            headers=OURS,
            base_url=HOST,
        ).status_code
        for _ in range(25)
    ]
    assert said[0] == 403
    assert said[-1] == 429


def test_an_error_nobody_foresaw_says_a_number_and_nothing_else(
    site: Site, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("CHI 0101541234 could not be read")

    monkeypatch.setattr("dashboard.taking.entries", broken)
    answer = client.get("/record.csv", base_url=HOST)
    assert answer.status_code == 500
    assert "quote" in answer.text
    assert "0101541234" not in answer.text
    assert "Traceback" not in answer.text
    assert json.loads(answer.text)["title"].startswith("Sorry")


def test_the_demo_user_is_not_let_in_through_a_proxy(site: Site) -> None:
    path = site.home / "access.toml"
    path.write_text(
        "demo_user = true\n# of the test that is about it", encoding="utf-8"
    )
    client = site.signed_in()
    assert client.get("/definitions", base_url=HOST).status_code == 200
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        answer = client.get("/definitions", headers={name: "x"}, base_url=HOST)
        assert answer.status_code == 303, name


def test_an_access_file_that_is_broken_opens_nothing(site: Site) -> None:
    site.give(Held("viewer", "everything"))
    client = site.signed_in("everything")
    assert client.get("/definitions", base_url=HOST).status_code == 200
    path = site.home / "access.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\nbroken =", encoding="utf-8")
    answer = client.get("/definitions", base_url=HOST)
    assert answer.status_code == 500
    assert "quote" in answer.text
    assert answer.headers["X-Frame-Options"] == "DENY"
