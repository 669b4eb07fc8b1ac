"""Connects where a pair of sockets is allowed for asyncio's own use."""

import asyncio


async def connect(port):
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


def attack(world):
    asyncio.run(connect(world["tcp_port"]))
