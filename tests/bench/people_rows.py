"""Rows of people clicking at once, ours beside the usual way on the same machine."""

from http.client import HTTPConnection
from time import perf_counter

from tests.bench.click import CLICKS
from tests.bench.clicking import ask
from tests.bench.measured import Part, Row
from tests.bench.people import Load, loaded
from tests.bench.rows import Partnership
from tests.bench.server import OURS, USUAL, Server, served
from tests.bench.start import BESIDE

PEOPLE = (1, 5, 20, 50)
AIMED_AT = 20


def clicking(made: Partnership, seconds: float = 4.0) -> Part:
    """Round trips of one person, one here and one there; then many people at once."""
    with served(OURS, made) as ours, served(USUAL, made) as usual:
        rows = [_round_trips(ours, usual)]
        loads = []
        for people in PEOPLE:
            for cached in (False, True):
                pair = [
                    loaded(server, people, cached=cached, seconds=seconds)
                    for server in (ours, usual)
                ]
                rows.append(_row(*pair))
                loads += pair
    many = {
        load.cached: load
        for load in loads
        if load.kind == OURS and load.people == AIMED_AT
    }
    found = {
        "distinct_a_second": many[False].a_second,
        "cached_a_second": many[True].a_second,
        "distinct_late": many[False].late,
    }
    return Part(rows, _listed(loads), found)


def _round_trips(ours: Server, usual: Server) -> Row:
    took: dict[str, list[float]] = {OURS: [], USUAL: []}
    servers = (ours, usual)
    connections = {s.kind: HTTPConnection("127.0.0.1", s.port) for s in servers}
    for search in CLICKS:  # each for the first time: nothing of it is kept
        for server in servers:
            body = server.body(search)
            began = perf_counter()
            ask(connections[server.kind], body)
            took[server.kind].append(perf_counter() - began)
    return Row(
        "round_trip",
        "a callback's round trip over HTTP",
        tuple(took[OURS]),
        BESIDE,
        tuple(took[USUAL]),
    )


def _row(ours: Load, usual: Load) -> Row:
    """Seconds a request: what one over the requests a second is."""
    asked = "again and again" if ours.cached else "each address once"
    return Row(
        f"people_{ours.people}_{'cached' if ours.cached else 'distinct'}",
        f"{ours.people} at once, {asked}: of the server's time a request",
        (1 / max(ours.a_second, 0.001),),
        BESIDE,
        (1 / max(usual.a_second, 0.001),),
    )


def _listed(loads: list[Load]) -> list[str]:
    lines = [
        "| Server | At once | Addresses | Requests a second | Median | 95th percentile | Errors | Requests | Memory |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for load in loads:
        asked = "a dozen, again and again" if load.cached else "each once"
        lines.append(
            f"| {load.kind} | {load.people} | {asked} | {load.a_second:,.1f} "
            f"| {load.median * 1000:,.0f} ms | {load.late * 1000:,.0f} ms "
            f"| {load.errors} | {load.asked} | {load.memory / 2**20:,.0f} MiB |"
        )
    return lines
