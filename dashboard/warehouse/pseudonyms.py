"""The partnership's key: ids enter a snapshot only as keyed pseudonyms.

A plain hash of a CHI can be undone by trying every date of birth; a keyed one cannot
without the key, which lives in a file of its own, outside every database.
"""

import hmac
import secrets
from pathlib import Path

import duckdb

from dashboard.errors import ForTheUser
from dashboard.warehouse.durable import write_whole
from dashboard.warehouse.locking import exclusive

PSEUDONYM = "pseudonym"
_BLOCK = 64
_LENGTH = 32


class KeyLost(ForTheUser):
    """The key that children are known by is not where it was."""

    def __init__(self) -> None:
        super().__init__(
            "keys/pseudonym.key is gone: children that were taken in are known by it.",
            "With another key each of them would be a second child in what comes next, so"
            " nothing is taken in. What was published is still served.",
            "Put it back from where it was kept. If it is lost for good, begin a new home"
            " and send every extract again: docs/data-protection.md says how.",
        )


def key_path(home: Path, name: str = PSEUDONYM) -> Path:
    return home / "keys" / f"{name}.key"


def read_or_make_key(home: Path, name: str = PSEUDONYM) -> bytes:
    """A key in `keys/`, made on first use, readable by its owner only.

    It has its name only once it is whole: half a key would be a weaker one.
    """
    path = key_path(home, name)
    with exclusive(home):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            if name == PSEUDONYM and any((home / "snapshots").glob("*/exact.duckdb")):
                raise KeyLost
            write_whole(path, secrets.token_bytes(32).hex())
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def give_key(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Let the `keyed` macro of this connection use the key (RFC 2104's two pads)."""
    padded = key.ljust(_BLOCK, b"\0")
    connection.execute(
        "set variable inner_pad = ?::blob", [bytes(b ^ 0x36 for b in padded)]
    )
    connection.execute(
        "set variable outer_pad = ?::blob", [bytes(b ^ 0x5C for b in padded)]
    )


def pseudonym_of(key: bytes, system: str, identifier: str) -> str:
    """The Python twin of the `keyed` macro."""
    said = f"{system}:{identifier.upper()}".encode()
    return hmac.digest(key, said, "sha256").hex()[:_LENGTH]
