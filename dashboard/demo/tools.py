"""Writes records.json: the cycles of the zone, and what its teams filled in themselves.

The change that is planted here comes before the one in the referrals: meetings are held
as intended half a year before fewer referrals are reclassified.
"""

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.demo.area import Area
from dashboard.demo.partnership import Chance, Settings
from dashboard.demo.shipped import DATA
from dashboard.demo.window import add_months, last_of_month, months_between

TOOLS = DATA / "tools"
WHO = "The invented partnership"
ZONE = "zone-of-the-demonstration"
_CYCLE = ("title", "aim", "prediction", "plan", "do", "study", "act", "result")
_CYCLE_TOO = ("next_question", "owner", "scope", "measure")


@dataclass(frozen=True)
class Place:
    """A team or a school that fills tools in; `joined` is when it joined the zone."""

    dimension: str
    code: str
    joined: date | None

    @property
    def given(self) -> dict[str, str | None]:
        return {"team": None, "school": None, self.dimension: self.code}


def write_records(directory: Path, area: Area) -> None:
    filling = _Filling(area.settings, area.chance("tools"))
    last = area.window.closes
    answers = [
        *filling.meetings(last),
        *filling.twice_a_year(last),
        *filling.others(last),
    ]
    answers.sort(key=lambda answer: (answer["about_on"], answer["id"]))
    records = {
        "format": 1,
        "zone": [_zone(area.settings["zone"])],
        "zone_member": list(_members(area.settings["zone"])),
        "zone_target": [
            {"id": f"target-{name}", "zone": ZONE, "measure": name, "target": target}
            for name, target in area.settings["zone"]["targets"].items()
        ],
        "tool_version": filling.versions(),
        "cycle": [_cycle(entry) for entry in area.settings["cycles"]],
        "tool_answer": answers,
    }
    text = json.dumps(records, indent=1, ensure_ascii=False)
    (directory / "records.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _zone(zone: Settings) -> dict[str, Any]:
    """The same zone as in zones.csv, with what only its own page asks for."""
    return {
        "id": ZONE,
        **{name: zone[name] for name in ("name", "aim", "how_much", "for_whom")},
        "by_when": zone["by_when"].isoformat(),
        "who": WHO,
        "at": f"{zone['from'].isoformat()}T12:00:00+00:00",
    }


def _members(zone: Settings) -> Iterator[dict[str, Any]]:
    for kind, members, joined in (
        ("school", zone["schools"], zone["from"]),
        ("team", zone["teams"], zone["from"]),
        ("school", zone["schools_joining"], zone["grows_on"]),
        ("team", zone["teams_joining"], zone["grows_on"]),
    ):
        for code in members:
            yield {
                "id": f"member-{kind}-{code}",
                "zone": ZONE,
                "kind": kind,
                "code": code,
                "from_on": joined.isoformat(),
            }


def _cycle(entry: Settings) -> dict[str, Any]:
    ended = entry.get("ended_on")
    return {
        "id": entry["id"],
        **{name: entry[name] for name in (*_CYCLE, *_CYCLE_TOO)},
        "begun_on": entry["begun_on"].isoformat(),
        "ended_on": ended.isoformat() if ended else None,
        "follows": entry.get("follows"),
        "who": WHO,
        "at": f"{entry['begun_on'].isoformat()}T12:00:00+00:00",
    }


def planted_in_tools(settings: Settings) -> dict[str, Any]:
    """What there is to find in the tools, for truth.json."""
    tools, zone = settings["tools"], settings["zone"]
    return {
        "fidelity_step": {
            "zone": zone["name"],
            "tool": "tac_meeting",
            "from_month": f"{tools['zone_after_from']:%Y-%m}",
            "before": tools["zone_before"],
            "after": tools["zone_after"],
            "elsewhere": tools["usual"],
            "teams": zone["teams"],
            "schools": zone["schools"],
        },
        "staff_views_differ": {
            "tool": "staff_views",
            "statement": tools["differs_statement"],
            "service": tools["differs_service"],
            "agree": tools["differs_agree"],
            "others": tools["views_agree"],
        },
    }


class _Filling:
    """Fills the tools in, month by month."""

    def __init__(self, settings: Settings, chance: Chance) -> None:
        self.settings = settings
        self.tools: Settings = settings["tools"]
        self.chance = chance
        self.definitions = {
            path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
            for path in sorted(TOOLS.glob("*.toml"))
        }
        self.questions = {n: tool["questions"] for n, tool in self.definitions.items()}
        self.places = _places(settings)
        self.zone = [place for place in self.places if place.joined]

    def versions(self) -> list[dict[str, Any]]:
        begun = f"{self.tools['from'].isoformat()}T12:00:00+00:00"
        return [
            {"tool": name, "version": 1, "definition": definition, "at": begun}
            for name, definition in self.definitions.items()
        ]

    def meetings(self, last: date) -> Iterator[dict[str, Any]]:
        for month in months_between(self.tools["from"], last):
            for place in self.places:
                for _ in range(self.chance.poisson(self.tools["meetings_a_month"])):
                    share = self._as_intended(place, month)
                    yield self._answer("tac_meeting", place, month, share)
                if place.joined:
                    yield from self._views_of_meetings(place, month)

    def _views_of_meetings(self, place: Place, month: date) -> Iterator[dict[str, Any]]:
        for tool, share in (
            ("child_view", self.tools["child_says_yes"]),
            ("parent_view", self.tools["parent_says_yes"]),
        ):
            for _ in range(self.chance.poisson(0.5)):
                yield self._answer(tool, place, month, share, via="link")

    def twice_a_year(self, last: date) -> Iterator[dict[str, Any]]:
        months = [
            m for m in months_between(self.tools["from"], last) if m.month in (3, 9)
        ]
        for number, month in enumerate(months):
            way = number / max(1, len(months) - 1)
            before, after = self.tools["capacity_before"], self.tools["capacity_after"]
            for place in self.zone:
                share = before + (after - before) * way
                yield self._answer("capacity", place, month, share)
            for place in self.places:
                if place.dimension == "team":
                    for _ in range(self.chance.poisson(7)):
                        yield self._staff(place, month)

    def others(self, last: date) -> Iterator[dict[str, Any]]:
        for month in months_between(self.tools["from"], last):
            if month.month % 3 == 0:
                for place in [p for p in self.places if p.dimension == "team"]:
                    good = "good_records_in_zone" if place.joined else "good_records"
                    for _ in range(8):
                        share = self.tools[good]
                        yield self._answer("record_reading", place, month, share)
            for place in self.zone:
                if place.joined and month >= place.joined:
                    yield self._answer("training", place, month, 0.5)

    def _as_intended(self, place: Place, month: date) -> float:
        """The share of items as intended: the planted step, joiners after a while."""
        if place.joined is None:
            return float(self.tools["usual"])
        later = self.settings["zone"]["grows_on"] == place.joined
        since = self.tools["zone_after_from"]
        if later:
            since = add_months(place.joined, self.tools["joiners_after"])
        before = self.tools["usual"] if later else self.tools["zone_before"]
        return float(self.tools["zone_after"] if month >= since else before)

    def _staff(self, place: Place, month: date) -> dict[str, Any]:
        services = next(
            q for q in self.questions["staff_views"] if q["kind"] == "choice"
        )
        service = services["scale"][int(self.chance.integers(len(services["scale"])))]
        answer = self._answer(
            "staff_views", place, month, self.tools["views_agree"], via="link"
        )
        answer["given"]["service"] = service
        if service == self.tools["differs_service"]:
            name = self.tools["differs_statement"]
            asked = next(q for q in self.questions["staff_views"] if q["name"] == name)
            answer["given"][name] = self._one(asked, self.tools["differs_agree"])
        return answer

    def _answer(
        self, tool: str, place: Place, month: date, share: float, via: str = "form"
    ) -> dict[str, Any]:
        last = last_of_month(month).day
        day = month.replace(day=1 + int(self.chance.integers(last)))
        given = {
            asked["name"]: self._one(asked, share)
            for asked in self.questions[tool]
            if asked["kind"] != "text"
        }
        return {
            "id": self.chance.bytes(16).hex(),
            "tool": tool,
            "version": 1,
            **place.given,
            "about_on": day.isoformat(),
            "filled_at": f"{day.isoformat()}T15:00:00+00:00",
            "received_at": f"{day.isoformat()}T15:00:05+00:00",
            "via": via,
            "given": given,
        }

    def _one(self, asked: Settings, share: float) -> str:
        """An answer that counts so often as `share` says."""
        kind = asked["kind"]
        if kind == "number":
            return str(int(self.chance.poisson(4)))
        if kind == "yes_no":
            if self.chance.random() < self.tools["not_applicable"]:
                return "na"
            return "yes" if self.chance.random() < share else "no"
        if kind == "scale3":
            counts, rest = ["2"], ["0", "1"]
        else:
            counts = list(asked["counts"] if "counts" in asked else asked["scale"])
            rest = [word for word in asked["scale"] if word not in counts] or counts
        among = counts if self.chance.random() < share else rest
        return _nearest(self.chance, among, best=among is counts)


def _nearest(chance: Chance, words: Sequence[str], *, best: bool) -> str:
    """The middle of a scale more often than its ends."""
    ordered = words if best else list(reversed(words))
    place = min(int(chance.geometric(0.55)) - 1, len(ordered) - 1)
    return ordered[place]


def _places(settings: Settings) -> list[Place]:
    zone = settings["zone"]
    joined = dict.fromkeys((*zone["teams"], *zone["schools"]), zone["from"])
    joined |= dict.fromkeys(
        (*zone["teams_joining"], *zone["schools_joining"]), zone["grows_on"]
    )
    teams = [Place("team", t["code"], joined.get(t["code"])) for t in settings["teams"]]
    schools = (*zone["schools"], *zone["schools_joining"])
    return teams + [Place("school", code, joined[code]) for code in schools]
