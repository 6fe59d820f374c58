"""Listening sockets on the loopback address that can go away and come back on the same port."""

import asyncio

from aiohttp import web

HOST = "127.0.0.1"


class Server:
    """One application on one port; port 0 picks a free one."""

    def __init__(self, app: web.Application, port: int) -> None:
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        self._site: web.TCPSite | None = None
        self._listening = False
        self.port = port

    async def start(self) -> None:
        """Listen; raises OSError when the port is taken."""
        await self._runner.setup()
        await self._listen()

    async def stop(self) -> None:
        """Break all connections and listen no more."""
        self.break_connections()
        await self._runner.cleanup()

    async def go_away(self) -> None:
        """Refuse connections and break those that stand."""
        if self._site is not None:
            self._listening = False
            await self._site.stop()
            self._site = None
        self.break_connections()

    async def come_back(self) -> None:
        """Listen again, if it does not already."""
        if self._site is None:
            await self._listen()

    @property
    def away(self) -> bool:
        """Whether connections are refused."""
        return not self._listening

    def break_connections(self) -> None:
        """Abort every connection."""
        server = self._runner.server
        if server is None:
            return
        for handler in server.connections:
            if isinstance(handler.transport, asyncio.Transport):
                handler.transport.abort()

    async def _listen(self) -> None:
        self._site = web.TCPSite(self._runner, HOST, self.port)
        await self._site.start()
        self._listening = True
        if not self.port:
            self.port = int(self._runner.addresses[0][1])
