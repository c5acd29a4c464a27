"""The address of a page: what it says besides which page it is."""

from urllib.parse import parse_qs, urlsplit


def pinned(address: str, picture: str) -> str:
    """An address as that picture has it; one that names a picture keeps its own."""
    if "as_at" in parse_qs(urlsplit(address).query):
        return address
    return f"{address}{'&' if '?' in address else '?'}as_at={picture}"
