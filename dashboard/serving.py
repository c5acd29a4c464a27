"""The server process: gunicorn where there is fork, waitress on Windows.

One process of several threads: an answer is mostly DuckDB, which lets the others run.
"""

import logging
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
    from gunicorn.glogging import Logger

    class OurLogger(Logger):  # type: ignore[misc]
        """What gunicorn says goes where everything else is said, and in the same form."""

        def setup(self, _: Any) -> None:
            self.error_log.propagate = True
            self.error_log.setLevel(logging.WARNING)
            self.access_log.disabled = True

    class OneWorker(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings = {
                "bind": f"{host}:{port}",
                "worker_class": "gthread",
                "threads": THREADS,
                "timeout": 120,
                "logger_class": OurLogger,
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
