"""/healthz: 200 only if the database takes writes, the scheduler beats and a channel is up."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from aiohttp import web


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


def health_app(probe: Probe) -> web.Application:
    """Make the web application that answers /healthz."""

    async def healthz(_: web.Request) -> web.Response:
        health = await probe()
        return web.json_response(asdict(health), status=200 if health.good else 503)

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    return app


async def serve(probe: Probe, host: str, port: int) -> web.AppRunner:
    """Listen; raises OSError where the address is taken. The caller cleans the runner up."""
    runner = web.AppRunner(health_app(probe), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except BaseException:
        await runner.cleanup()
        raise
    return runner
