"""What is clicked on, and what an answer shows as something that can be compared."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

ADDRESSES = tuple(
    f"?period={period}{more}"
    for period in ("all", "last24")
    for more in (
        *("", "&team=T01", "&team=T02", "&sex=female", "&source_agency=police"),
        *("&measure=reclassified", "&measure=reclassified&team=T03", "&grain=quarter"),
        "&rules=control&span=all",
    )
)


def digest(headline: str, change: str, panels: Mapping[str, Any]) -> str:
    """The same for the same words and numbers, and for no others."""
    said = json.dumps([headline, change, panels], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()
