"""A proxy that gives each connection to the next server, and changes nothing of it.

`python -m tests.soak.proxy PORT SERVER…` serves until standard input ends.
"""

import asyncio
import itertools
import sys
from contextlib import suppress


async def _pipe(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await source.read(65_536):
            to.write(piece)
            await to.drain()
    with suppress(OSError):
        to.close()


async def serve(port: int, servers: list[int]) -> None:
    turn = itertools.cycle(servers)

    async def connected(asks: asyncio.StreamReader, told: asyncio.StreamWriter) -> None:
        answers, asked = await asyncio.open_connection("127.0.0.1", next(turn))
        await asyncio.gather(_pipe(asks, asked), _pipe(answers, told))

    async with await asyncio.start_server(connected, "127.0.0.1", port):
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), [int(word) for word in sys.argv[2:]]))
