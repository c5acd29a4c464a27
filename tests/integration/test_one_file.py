"""The four rules of the README, each done: one file dropped in, and it works.

On a copy of the project, so that nothing is left behind: a new measure, a new page, a
new kind of extract and a new check, with no line of Python changed elsewhere.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.settings import PROJECT

MEASURE = """/*
title = "Dogs counted"
question = "How many dogs were there?"
kind = "count"
about = "practice"
numerator = "Dogs"
unit = "dogs"
family = "capacity"
sources = ["dog_counts"]
counts = "Dogs."
does_not_count = "Cats."
why = "To try the rule."
*/
select child_key, received_on as event_on, source_agency, 1 as numerator
from referral
where source = 'dog_counts'
"""
PROFILE = """
title = "Dog counts"
system = "KENNEL"
table = "referral"
order = 90
grain = "One row a dog."
makes_visible = "Dogs."
[coverage]
column = "received_on"
[constants]
received_class = "other"
[columns.person_key]
type = "identifier"
system = "dog"
needed = true
aliases = ["Dog tag"]
[columns.referral_key]
type = "identifier"
system = "walk"
needed = true
aliases = ["Walk"]
[columns.received_on]
type = "date"
needed = true
aliases = ["Seen on"]
[columns.source_agency]
type = "code"
aliases = ["Seen by"]
[columns.source_agency.map]
"Warden" = "other"
"Constable" = "police"
"""
CHECK = """/*
title = "A dog seen on the first of the month"
severity = "should_look"
table = "referral"
column = "received_on"
why = "To try the rule."
fix = "Nothing to do."
*/
select row_number, strftime(received_on, '%d/%m/%Y') as value
from incoming
where day(received_on) = 1
"""
PAGE = '''"""A page of its own."""

import dash
from dash import html

dash.register_page(__name__, path="/dogs", name="Dogs", title="Dogs", order=50, in_menu=True)


def layout(**_):
    return html.H1("How many dogs?")
'''
DOGS = "Dog tag,Walk,Seen on,Seen by\nD1,W1,01/02/2026,Warden\nD2,W1,05/02/2026,Constable\n"
VISIT = """
import sys
from app import create_app
client = create_app(sys.argv[1]).server.test_client()
assert client.get("/dogs").status_code == 200, "page"
assert client.get("/cats").status_code == 404, "no page"
answer = client.post("/_dash-update-component", headers={"X-Sightline": "1"}, json={
    "output": ".._pages_content.children..._pages_store.data..",
    "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
    "inputs": [{"id": "_pages_location", "property": "pathname", "value": "/dogs"},
               {"id": "_pages_location", "property": "search", "value": ""}],
    "changedPropIds": ["_pages_location.pathname"],
})
assert "How many dogs?" in answer.get_data(as_text=True), answer.get_data(as_text=True)
assert "Dogs" in client.get("/_dash-layout").get_data(as_text=True)
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a stranger would have it, with the four files dropped in."""
    folder = tmp_path_factory.mktemp("one-file") / "project"
    folder.mkdir()
    for name in ("app.py", "dashboard", "queries", "assets"):
        source = PROJECT / name
        target = folder / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(
            source, target
        )
    shutil.copytree(
        PROJECT / "data", folder / "data", ignore=shutil.ignore_patterns("local")
    )
    (folder / "queries/measures/dogs.sql").write_text(MEASURE)
    (folder / "queries/checks/dog_on_the_first.sql").write_text(CHECK)
    (folder / "data/profiles/dog_counts.toml").write_text(PROFILE)
    (folder / "dashboard/pages/dogs.py").write_text(PAGE)
    (folder / "dogs.csv").write_text(DOGS)
    (folder / "home").mkdir()
    (folder / "home/access.toml").write_text("demo_user = true")
    return folder


def run(copy: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def told(copy: Path) -> str:
    publish = ["extracts", "publish", "dogs.csv", "--yes", "--as-at", "2026-03-31"]
    return run(copy, "-m", "dashboard", "--home", "home", *publish)


def test_a_new_kind_of_extract_is_one_toml(told: str) -> None:
    assert "Published: 1 files, 2 rows" in told


def test_a_new_check_is_one_file(told: str) -> None:
    assert "A dog seen on the first of the month" in told
    assert "Row 2 (“01/02/2026”)" in told


def test_a_new_measure_is_one_file(copy: Path, told: str) -> None:
    asked = ["ask", "dogs", "--by", "source_agency", "--as", "csv"]
    answer = run(copy, "-m", "dashboard", "--home", "home", *asked)
    assert "Police,all months held: Feb 2026,1,,1,,,shown" in answer
    assert "dogs" in run(copy, "-m", "dashboard", "--home", "home", "measures")


def test_a_new_page_is_one_file(copy: Path, told: str) -> None:
    run(copy, "-c", VISIT, "home")
