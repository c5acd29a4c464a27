"""docs/steady.md names tests that there are."""

import re

from dashboard.settings import PROJECT

_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_line_of_the_page_is_a_test() -> None:
    page = (PROJECT / "docs" / "steady.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    named = _NAMED.findall(page)
    assert len(named) == sum("`tests/" in line for line in lines) > 20
    for path, test in named:
        assert f"\ndef {test}(" in (PROJECT / path).read_text(encoding="utf-8"), test
