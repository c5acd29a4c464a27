"""The server process: gunicorn where there is fork, waitress on Windows.

One process of several threads: an answer is mostly DuckDB, which lets the others run.
"""

from collections.abc import Callable
from typing import Any

from dashboard.machine import WINDOWS

HOST = "127.0.0.1"
LOOPBACK = ("127.0.0.1", "localhost")
THREADS = 8


def serve_wsgi(make: Callable[[], Any], port: int, host: str = HOST) -> None:
    """Serve the WSGI application that `make` gives, until interrupted.

    It is made in the process that serves: a DuckDB connection does not live through a
    fork.
    """
    if WINDOWS:
        import waitress

        waitress.serve(
            make(),
            host=host,
            port=port,
            threads=THREADS,
            # What a proxy says is held to access.toml by the application: app.py.
            clear_untrusted_proxy_headers=False,
        )
    else:
        _serve_gunicorn(make, port, host)


def _serve_gunicorn(make: Callable[[], Any], port: int, host: str) -> None:
    from gunicorn.app.base import BaseApplication

    class OneWorker(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings = {
                "bind": f"{host}:{port}",
                "worker_class": "gthread",
                "threads": THREADS,
                "timeout": 120,
                "loglevel": "warning",
                # What a proxy says is held to access.toml by the application: app.py.
                "forwarded_allow_ips": "",
                # Nothing is written beside the home, which may be all that can be.
                "control_socket_disable": True,
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return make()

    OneWorker().run()
