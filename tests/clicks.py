"""What a browser posts when somebody clicks on a linked page, and what comes back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

CALLBACKS = "/_dash-update-component"
HEADERS = {"Content-Type": "application/json", "X-Sightline": "1"}
PANELS = ("flow", "area", "school", "team", "source", "concern", "zone")
TREND = "trend"


@dataclass(frozen=True)
class Answer:
    """The answer to a click. `said` is what the browser is handed, by output."""

    status: int
    said: dict[str, Any]
    text: str
    request: str = ""

    @property
    def store(self) -> dict[str, Any]:
        found: dict[str, Any] = self.said["view-store"]["data"]
        return found

    @property
    def headline(self) -> str:
        return str(self.said["view-headline"]["children"])

    @property
    def words(self) -> str:
        """What the page says in place of numbers, where it has none."""
        return f"{self.headline} {self.said['view-change']['children']}"


@dataclass(frozen=True)
class Page:
    """The linked view of one server, as its callbacks are described by itself."""

    host: str
    port: int
    output: str
    outputs: tuple[Any, ...]

    @classmethod
    def of(cls, address: str) -> "Page":
        host, _, port = address.removeprefix("http://").partition(":")
        connection = HTTPConnection(host, int(port), timeout=60)
        connection.request("GET", "/_dash-dependencies")
        every = json.loads(connection.getresponse().read())
        connection.close()
        [output] = [
            one["output"] for one in every if "view-store.data" in one["output"]
        ]
        ids = output.removeprefix("..").removesuffix("..").split("...")
        return cls(host, int(port), output, tuple(_output(one) for one in ids))

    def body(self, search: str, measure: str = "referrals") -> bytes:
        page = {"kind": "referrals", "measure": measure, "panels": PANELS}
        said = {
            "output": self.output,
            "outputs": self.outputs,
            "changedPropIds": ["address.search"],
            "inputs": [
                {"id": "address", "property": "search", "value": search},
                {"id": "level-recorded", "property": "data", "value": 0},
            ],
            "state": [{"id": "view-page", "property": "data", "value": page}],
        }
        return json.dumps(said).encode()

    def connection(self) -> HTTPConnection:
        return HTTPConnection(self.host, self.port, timeout=60)

    def click(self, search: str, connection: HTTPConnection | None = None) -> Answer:
        """One click; HTTPException or OSError where the server does not answer."""
        by = connection or self.connection()
        try:
            by.request("POST", CALLBACKS, self.body(search), HEADERS)
            return answer_of(by)
        except (OSError, HTTPException):
            by.close()
            raise
        finally:
            if connection is None:
                by.close()


def answer_of(connection: HTTPConnection) -> Answer:
    got = connection.getresponse()
    text = got.read().decode()
    said = json.loads(text).get("response", {}) if got.status == 200 else {}
    return Answer(got.status, said, text, got.headers.get("X-Request-ID", ""))


def _output(named: str) -> Any:
    id_, _, property_ = named.rpartition(".")
    if not id_.startswith("{"):
        return {"id": id_, "property": property_}
    kind = json.loads(id_)["type"]
    return [
        {"id": {"panel": panel, "type": kind}, "property": property_}
        for panel in _of(PANELS)
    ]


def _of(panels: Sequence[str]) -> tuple[str, ...]:
    return (TREND, *panels)
