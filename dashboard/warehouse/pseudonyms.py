"""The partnership's key: ids enter a snapshot only as keyed pseudonyms.

A plain hash of a CHI can be undone by trying every date of birth; a keyed one cannot
without the key, which lives in a file of its own, outside every database.
"""

import secrets
from pathlib import Path

import duckdb

from dashboard.warehouse.durable import write_whole
from dashboard.warehouse.locking import exclusive

_BLOCK = 64


def key_path(home: Path, name: str = "pseudonym") -> Path:
    return home / "keys" / f"{name}.key"


def read_or_make_key(home: Path, name: str = "pseudonym") -> bytes:
    """A key in `keys/`, made on first use, readable by its owner only.

    It has its name only once it is whole: half a key would be a weaker one.
    """
    path = key_path(home, name)
    with exclusive(home):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
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
