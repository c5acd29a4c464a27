"""A process that has loaded the application's code, and makes a server of itself.

Loading takes longer than most journeys through a page, and each journey has a server of
its own. One line of JSON asks for one: where it writes to, and its environment. The
answer is its process.
"""

import json
import os
import signal
import sys

import app


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # what has ended is not waited for
    for line in sys.stdin:
        asked = json.loads(line)
        process = os.fork()
        if process == 0:
            _serve(asked["log"], asked["environment"])
        print(process, flush=True)


def _serve(log: str, environment: dict[str, str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for stream, kept in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(stream, kept)
    os.environ.clear()
    os.environ.update(environment)
    try:
        os._exit(app.main())
    except SystemExit as ended:  # how gunicorn leaves
        os._exit(ended.code if isinstance(ended.code, int) else 1)


if __name__ == "__main__":
    main()
