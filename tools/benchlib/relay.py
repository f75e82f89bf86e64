"""A network in between: a relay on the loopback that hands on what it gets, unchanged and in order, a fixed time later.

Only time is simulated: no chunk waits for the one before it, so the bandwidth is not limited, and nothing is lost. That a
connection takes a round trip to be made is part of it: the first chunk waits for that, too.
"""
import asyncio

CHUNK = 65536


class Relay:
    """`async with Relay("127.0.0.1", port, each_way=0.05) as relay:` clients connect to relay.port."""

    def __init__(self, host, port, each_way):
        self._host, self._there, self._each_way = host, port, each_way
        self._server, self._connections, self._ending = None, set(), False
        self.port = None

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()
        self._ending = True
        for connection in list(self._connections):
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve(self, reader, writer):
        task = asyncio.current_task()
        self._connections.add(task)
        try:
            await self._connect(reader, writer)
        except OSError:
            pass  # one of the two went away
        except asyncio.CancelledError:
            if not self._ending:
                raise
        finally:
            self._connections.discard(task)
            writer.close()

    async def _connect(self, reader, writer):
        made = asyncio.get_running_loop().time() + 2 * self._each_way
        there_reader, there_writer = await asyncio.open_connection(self._host, self._there)
        try:
            await asyncio.gather(self._hand_on(reader, there_writer, made), self._hand_on(there_reader, writer, made))
        finally:
            there_writer.close()

    async def _hand_on(self, reader, writer, not_before):
        """One direction: the end of the stream is handed on as late as what came before it."""
        chunks = asyncio.Queue()
        sender = asyncio.create_task(_send(chunks, writer))
        loop = asyncio.get_running_loop()
        try:
            while True:
                chunk = await reader.read(CHUNK)
                chunks.put_nowait((max(loop.time(), not_before) + self._each_way, chunk))
                if not chunk:
                    break
            await sender
        finally:
            sender.cancel()


async def _send(chunks, writer):
    loop = asyncio.get_running_loop()
    while True:
        due, chunk = await chunks.get()
        await asyncio.sleep(due - loop.time())
        if not chunk:
            writer.write_eof()
            return
        writer.write(chunk)
        await writer.drain()
