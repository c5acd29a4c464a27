"""The referrals page built the usual way: Dash, Plotly Express, a pandas frame in memory.

The same eight panels, each a group-by of the filtered frame and one call of Plotly
Express; a panel leaves out its own filter. Written as its makers' guides have it, with
categories and one mask for each set of filters. It judges and words nothing, protects
nothing and has no tables.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, dcc, html
from plotly.graph_objects import Figure

from dashboard.serving import serve_wsgi
from dashboard.warehouse.snapshots import Snapshots
from tests.bench.by_frames import ByPandas

BY = {
    "flow": "ended",
    "area": "locality",
    "school": "school",
    "team": "team",
    "source": "source_agency",
    "concern": "concern",
    "zone": "zone_on_day",
}
TREND = "trend"
PERIODS = {"last12": 12, "last24": 24, "last36": 36, "all": 1200}


def make(home: Path) -> Dash:
    snapshots = Snapshots(home)
    frames = ByPandas(snapshots.exact(snapshots.current_id()), ("referrals",)).frames
    app = Dash("usual", pages_folder="")
    app.layout = html.Div(
        [
            dcc.Location(id="address", refresh=False),
            html.Div(
                [dcc.Graph(id=f"chart-{name}") for name in (TREND, *BY)],
                style={"display": "grid", "gridTemplateColumns": "1fr 1fr 1fr"},
            ),
        ]
    )

    @app.callback(
        [Output(f"chart-{name}", "figure") for name in (TREND, *BY)],
        Input("address", "search"),
    )
    def draw(search: str | None) -> list[Figure]:
        chosen = dict(parse_qsl((search or "").removeprefix("?")))
        months = PERIODS[chosen.pop("period", "last12")]
        panels = [_panel(frames, chosen, by, months) for by in BY.values()]
        return [_trend(frames, chosen), *panels]

    return app


Frames = dict[tuple[str, str | None], pd.DataFrame]


def _trend(frames: Frames, chosen: dict[str, str]) -> Figure:
    frame = _filtered(frames["referrals", None], chosen)
    counts = frame.groupby("month", observed=True).size().reset_index(name="referrals")
    return px.line(counts, x="month", y="referrals")


def _panel(frames: Frames, chosen: dict[str, str], by: str, months: int) -> Figure:
    frame = frames["referrals", by if by in ("concern", "zone_on_day") else None]
    latest = frame["month"].max() - pd.DateOffset(months=months)
    frame = frame[frame["month"] > latest]
    others = {name: value for name, value in chosen.items() if name != by}
    counts = _filtered(frame, others).groupby(by, observed=True).size()
    counts = counts.sort_values().reset_index(name="referrals")
    figure = px.bar(counts, x="referrals", y=by, orientation="h")
    return figure.update_yaxes(type="category")  # a school's code is no number


def _filtered(frame: pd.DataFrame, chosen: dict[str, str]) -> pd.DataFrame:
    for dimension, value in chosen.items():
        frame = frame[frame[dimension] == value]
    return frame


def main() -> None:
    home, port = Path(os.environ["SIGHTLINE_HOME"]), int(os.environ["PORT"])
    serve_wsgi(lambda: make(home).server, port)


if __name__ == "__main__":
    main()
