"""What a screen reader is told of the referrals page, held to a file that was read through.

SIGHTLINE_GOLDEN=write writes it anew: read it before it is committed.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.functional

GOLDEN = Path(__file__).parent / "golden" / "referrals.yml"
# The letters inside a chart, which its sentence and its table say instead.
_DRAWN = re.compile(r"^\s*- (img|text)(:.*)?$")
# Each run publishes a picture of its own.
_PICTURE = re.compile(r"as_at%3D[0-9a-f-]+")


def test_the_referrals_page_reads_as_it_was_read_through(page: Page) -> None:
    page.goto("/referrals")
    expect(page.locator("#view-headline")).not_to_be_empty(timeout=30_000)
    page.wait_for_load_state("networkidle")
    told = page.locator("main").aria_snapshot()
    heard = [
        _PICTURE.sub("as_at%3DPICTURE", line)
        for line in told.splitlines()
        if not _DRAWN.match(line)
    ]
    if os.environ.get("SIGHTLINE_GOLDEN") == "write":
        GOLDEN.write_text("\n".join(heard) + "\n", encoding="utf-8")
    assert heard == GOLDEN.read_text(encoding="utf-8").splitlines()
