"""/healthz: 200 only if the database takes writes, the scheduler beats and a channel is up."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Protocol, runtime_checkable

from aiohttp import web

MOST_BYTES = 256 * 1024
"""The longest request body that is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The three things a running bot needs."""

    database: bool
    scheduler: bool
    channel: bool

    @property
    def good(self) -> bool:
        """Whether all three are there."""
        return self.database and self.scheduler and self.channel


Probe = Callable[[], Awaitable[Health]]


@runtime_checkable
class Hosted(Protocol):
    """A channel that is called by HTTP."""

    def routes(self) -> Iterable[web.RouteDef]:
        """Give the addresses it answers at."""


def web_app(probe: Probe, routes: Iterable[web.RouteDef] = ()) -> web.Application:
    """Make the web application that answers /healthz and what the channels are called at."""

    async def healthz(_: web.Request) -> web.Response:
        health = await probe()
        return web.json_response(asdict(health), status=200 if health.good else 503)

    app = web.Application(client_max_size=MOST_BYTES)
    app.router.add_get("/healthz", healthz)
    app.router.add_routes(routes)
    return app


async def serve(
    probe: Probe, host: str, port: int, routes: Iterable[web.RouteDef] = ()
) -> web.AppRunner:
    """Listen; raises OSError where the address is taken. The caller cleans the runner up."""
    # Nothing is unpacked: WeCom packs nothing, and who does may hide a bomb.
    runner = web.AppRunner(web_app(probe, routes), access_log=None, auto_decompress=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except BaseException:
        await runner.cleanup()
        raise
    return runner
