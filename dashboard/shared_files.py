"""Scripts, styles and typefaces: the same for everybody, sent small and asked for once.

Of Plotly only the part that draws bars and points goes to a browser: all of it is four
times as much to send and to read, before a first chart is there.
"""

import gzip
from functools import lru_cache

import flask

from dashboard.settings import PROJECT

# Where Dash has a page ask for Plotly.
PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"
# Plotly's own part of this name (npm: plotly.js-basic-dist-min), as it is published. It is
# kept and not made: whoever installs has neither npm nor a network.
DRAWN_WITH = PROJECT / "assets" / "plotly" / "plotly-basic.min.js"
_SHARED = ("_dash_assets.static", "/_dash-component-suites/")
_WORTH_IT = frozenset({"text/javascript", "application/javascript", "text/css"})
_A_YEAR = 31_536_000


def is_shared(request: flask.Request) -> bool:
    """Whether what is asked for is the same for everybody, and says nothing of anybody."""
    return (request.endpoint or "").startswith(_SHARED)


def add_shared_files(server: flask.Flask) -> None:
    """Serve the part of Plotly that is needed, and send every such file small."""

    @server.get(PLOTLY, endpoint=PLOTLY)
    def plotly() -> flask.Response:
        return flask.send_file(DRAWN_WITH, mimetype="text/javascript")

    @server.after_request
    def sent(answer: flask.Response) -> flask.Response:
        if answer.status_code != 200 or not is_shared(flask.request):
            return answer
        if "m" in flask.request.args:  # its address changes when it does
            answer.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
        return _made_small(answer)


def _made_small(answer: flask.Response) -> flask.Response:
    if answer.mimetype not in _WORTH_IT or answer.content_encoding:
        return answer
    answer.vary.add("Accept-Encoding")
    if not flask.request.accept_encodings["gzip"]:
        return answer
    answer.direct_passthrough = False
    answer.set_data(_small(answer.get_data()))
    answer.content_encoding = "gzip"
    tag, _ = answer.get_etag()
    if tag:
        answer.set_etag(tag, weak=True)  # the same file in other bytes
    return answer


@lru_cache(maxsize=64)
def _small(content: bytes) -> bytes:
    """A whole one is a tenth of a second: once in the life of a server."""
    return gzip.compress(content, 9, mtime=0)
