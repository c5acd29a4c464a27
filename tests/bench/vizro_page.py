"""The referrals page as Vizro's makers have one built: a graph a panel, a filter beside.

The same eight panels as `usual_page`, of the same frames. One filter, by which agency
referred: each choice is sent to all eight graphs at once.
"""

import os
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import vizro.models as vm
import vizro.plotly.express as px
from plotly.graph_objects import Figure
from vizro import Vizro
from vizro.models.types import capture

from dashboard.serving import serve_wsgi
from dashboard.warehouse.snapshots import Snapshots
from tests.bench.by_frames import ByPandas
from tests.bench.server import FILTERED
from tests.bench.usual_page import BY

# Rows of these are there once for each of their values, in a frame of their own.
_LISTS = ("concern", "zone_on_day")


@capture("graph")
def trend(data_frame: pd.DataFrame) -> Figure:
    counts = data_frame.groupby("month", observed=True).size()
    return px.line(counts.reset_index(name="referrals"), x="month", y="referrals")


@capture("graph")
def bars(data_frame: pd.DataFrame, by: str) -> Figure:
    counts = data_frame.groupby(by, observed=True).size().sort_values()
    figure = px.bar(
        counts.reset_index(name="referrals"), x="referrals", y=by, orientation="h"
    )
    return figure.update_yaxes(type="category")  # a school's code is no number


def make(home: Path) -> Any:
    """The WSGI application."""
    snapshots = Snapshots(home)
    frames = ByPandas(snapshots.exact(snapshots.current_id()), ("referrals",)).frames
    frame = frames["referrals", None]
    latest = frame["month"].max() - pd.DateOffset(months=12)
    graphs = [vm.Graph(id="trend", figure=trend(data_frame=frame))]
    for name, by in BY.items():
        rows = frames["referrals", by if by in _LISTS else None]
        recent = rows[rows["month"] > latest]
        graphs.append(vm.Graph(id=name, figure=bars(data_frame=recent, by=by)))
    page = vm.Page(
        title="Referrals",
        path="/",
        layout=vm.Grid(grid=[[0, 1, 2], [3, 4, 5], [6, 7, -1]]),
        components=graphs,
        controls=[
            vm.Filter(column=FILTERED, selector=vm.RadioItems(id=FILTERED)),
        ],
    )
    return Vizro().build(vm.Dashboard(pages=[page])).dash.server


def main() -> None:
    home, port = Path(os.environ["SIGHTLINE_HOME"]), int(os.environ["PORT"])
    serve_wsgi(partial(make, home), port)


if __name__ == "__main__":
    main()
