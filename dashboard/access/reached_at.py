"""Where people reach this server: `address` in access.toml, and the path in the settings."""

from urllib.parse import urlsplit

from dashboard.access.access import Access, access_of
from dashboard.errors import DefinitionError
from dashboard.settings import Settings


def reached_at(settings: Settings) -> str:
    """What people type to reach the first page, without the slash at its end; "" where
    access.toml says none. DefinitionError where it names another path than the settings do.
    """
    address = access_of(settings.home).address.rstrip("/")
    said, path = urlsplit(address).path, settings.path.rstrip("/")
    if said and said != path:
        raise DefinitionError(
            f"access.toml has an address that ends in {said}, and the settings serve the"
            f" pages under {settings.path}: say the same in both, or the path in"
            " settings.toml alone"
        )
    return address + path if address and not said else address


def origin_of(access: Access) -> str:
    """The scheme and the host that people reach, with no path."""
    parts = urlsplit(access.address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
