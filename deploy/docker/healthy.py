"""Whether the server answers: 0, or 1 with a word why not. For a container's health check.

/healthz is 503 where no picture can be read. That is no reason to start the container anew:
on the first day there is none, and whoever is to send files needs the server for it.
"""

import sys
import urllib.error
import urllib.request

NO_PICTURE = b"no picture can be read"


def main(address: str = "http://127.0.0.1:8050/healthz") -> int:
    try:
        with urllib.request.urlopen(address, timeout=8):  # noqa: S310 - this container
            return 0
    except urllib.error.HTTPError as error:
        if error.code == 503 and error.read(100).strip() == NO_PICTURE:
            return 0
        print(f"the server answers {error.code}", file=sys.stderr)
    except OSError as error:
        print(f"the server does not answer: {type(error).__name__}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
