"""`/metrics`: how a server does, for Prometheus. Off unless `metrics = true` is set.

It counts requests and has no number of a child's and no name in it. It answers whoever
asks on this machine, and anybody else who has SIGHTLINE_METRICS_TOKEN.
"""

import hmac
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import flask
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from dashboard.answers import home_of, kept_answers
from dashboard.errors import SightlineError
from dashboard.partnership.copies import copies_of
from dashboard.serving import LOOPBACK

# The environment variable that holds it.
HELD_IN = "SIGHTLINE_METRICS_TOKEN"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


class Gauges:
    """The counters of one application, and what is looked at when they are asked for."""

    def __init__(self, home: Path) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "sightline_requests",
            "Requests that were answered.",
            ("route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "sightline_request_seconds",
            "How long an answer took.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._registry.register(_Looked(home))
        ProcessCollector(registry=self._registry)

    def answered(self, route: str, status: int, seconds: float) -> None:
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)


class _Looked(Collector):
    """What is looked at at the moment it is asked for."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def collect(self) -> Iterable[Metric]:
        hits, misses = kept_answers()
        answers = CounterMetricFamily(
            "sightline_answers", "Answers, by whether they were kept.", labels=["from"]
        )
        answers.add_metric(["memory"], hits)
        answers.add_metric(["picture"], misses)
        yield answers
        yield from self._ages()

    def _ages(self) -> Iterator[Metric]:
        now = time.time()
        snapshots = home_of(self._home).snapshots
        try:
            served = snapshots.manifest(snapshots.current_id())
        except SightlineError:
            served = None
        if served is not None:
            yield GaugeMetricFamily(
                "sightline_picture_age_seconds",
                "Since the picture that is served was published.",
                value=now - served.published_at.timestamp(),
            )
        for copy in copies_of(self._home)[:1]:
            yield GaugeMetricFamily(
                "sightline_records_copy_age_seconds",
                "Since the partnership's own records were last copied by themselves.",
                value=now - copy.at.timestamp(),
            )


def add_metrics(server: flask.Flask, gauges: Gauges, *, on: bool) -> None:
    """The route; where it is off there is no such thing."""

    @server.get("/metrics")
    def metrics() -> flask.typing.ResponseReturnValue:
        if not on:
            return "There is no such thing.", 404
        if not _may_ask():
            return "This is for whoever looks after the server.", 403
        return gauges.text(), 200, {"Content-Type": CONTENT_TYPE_LATEST}


def _may_ask() -> bool:
    token = os.environ.get(HELD_IN, "")
    given = flask.request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    passed_on = any(name in flask.request.headers for name in _PASSED_ON)
    return flask.request.remote_addr in LOOPBACK and not passed_on
