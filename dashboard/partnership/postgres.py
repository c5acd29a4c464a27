"""The PostgreSQL database of the partnership's own records: opened, and what its errors say."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url, text

# Whoever writes, or makes tables, holds the lock of this number: no other program's.
_TURN = 0x51676874
# Seconds to wait for a server that does not answer at all.
_TO_CONNECT = "10"
# What PostgreSQL calls them (its appendix A).
_LOCKED = frozenset({"55P03", "40P01", "40001"})
_FULL = frozenset({"53100", "25006"})


def opened(address: str, waited: float) -> Engine:
    """The engine of an address; who waits so many seconds for others is told so."""
    url = make_url(address)
    if "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": _TO_CONNECT})
    engine = create_engine(url, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        connection.execute(f"set lock_timeout = {waited * 1000:.0f}")
        connection.commit()

    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    return engine


def take_turn(connection: Connection) -> None:
    """One writes at a time, as with SQLite, until its transaction ends.

    Else two that both find nothing would both begin it, on one host or on two.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:turn)"), {"turn": _TURN})


def rewrite(engine: Engine, tables: Iterable[Table]) -> None:
    """Write tables anew: what was deleted or changed is in no page of theirs."""
    quoted = engine.dialect.identifier_preparer.format_table
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
        for table in tables:
            alone.execute(text(f"vacuum full {quoted(table)}"))


def is_locked(error: BaseException | None) -> bool:
    return getattr(error, "sqlstate", None) in _LOCKED


def is_full(error: BaseException | None) -> bool:
    """Whether there is no room, or what is there cannot be written to."""
    return getattr(error, "sqlstate", None) in _FULL


def _without_nul(
    _connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any
) -> tuple[str, Any]:
    """PostgreSQL's text has no character 0; nobody means it, and anybody can send it."""
    if isinstance(parameters, list):
        return statement, [_clean(one) for one in parameters]
    return statement, _clean(parameters)


def _clean(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    return {
        name: value.replace("\0", "") if isinstance(value, str) else value
        for name, value in given.items()
    }
