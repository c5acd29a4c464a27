"""nginx as deploy/nginx has it, on ports of its own, with a certificate that is its own."""

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

import pytest

from dashboard.settings import PROJECT

TEMPLATE = PROJECT / "deploy" / "nginx" / "sightline.conf.template"
_AROUND = """
daemon off;
pid {folder}/nginx.pid;
worker_processes 1;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/sightline.conf;
}}
"""


@contextmanager
def proxied(folder: Path, path: str, port: int, upstream: int) -> Iterator[None]:
    """HTTPS on a port, that passes on what is below a path to another of this machine."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.fail("nginx is not here: run `make proxy`")
    _certificate(folder)
    said = Template(TEMPLATE.read_text(encoding="utf-8")).safe_substitute(
        SIGHTLINE_TLS_PORT=f"127.0.0.1:{port}",
        SIGHTLINE_HOST_NAME="localhost",
        SIGHTLINE_CERTIFICATE=folder / "proxy.pem",
        SIGHTLINE_CERTIFICATE_KEY=folder / "proxy.key",
        SIGHTLINE_PATH=path,
        SIGHTLINE_UPSTREAM=f"127.0.0.1:{upstream}",
    )
    (folder / "sightline.conf").write_text(said, encoding="utf-8")
    around = folder / "nginx.conf"
    around.write_text(_AROUND.format(folder=folder), encoding="utf-8")
    with (
        (folder / "nginx.log").open("w", encoding="utf-8") as log,
        subprocess.Popen(
            [nginx, "-e", "stderr", "-p", folder, "-c", around], stderr=log
        ) as process,
    ):
        try:
            _wait_for(port, folder / "nginx.log")
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def _certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", folder / "proxy.key", "-out", folder / "proxy.pem"),
        ],
        check=True,
        capture_output=True,
    )


def trusting(folder: Path) -> ssl.SSLContext:
    """What trusts the proxy's own certificate, and no other."""
    return ssl.create_default_context(cafile=str(folder / "proxy.pem"))


def _wait_for(port: int, log: Path, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"nginx does not answer: {log.read_text(encoding='utf-8')}")
