"""The whole platform as one async context manager, for tests in the same process."""

import asyncio
import dataclasses
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from tests.wecom_simulator.account import Account
from tests.wecom_simulator.afflictions import strike
from tests.wecom_simulator.answering import Answering
from tests.wecom_simulator.app_api import AppApi
from tests.wecom_simulator.app_callback import AppCallback
from tests.wecom_simulator.bot_callback import BotCallback
from tests.wecom_simulator.clock import Clock
from tests.wecom_simulator.crypto import Envelope
from tests.wecom_simulator.delivery import Delivery
from tests.wecom_simulator.errors import Json
from tests.wecom_simulator.faults import AT_ONCE, Fault, FaultKind, Faults
from tests.wecom_simulator.gateway import Gateway
from tests.wecom_simulator.http_out import Caller
from tests.wecom_simulator.journal import Journal, Sent
from tests.wecom_simulator.limits import Limits
from tests.wecom_simulator.media import Uploaded
from tests.wecom_simulator.people import People, Surroundings
from tests.wecom_simulator.platform import Platform
from tests.wecom_simulator.rest import Api
from tests.wecom_simulator.servers import HOST, Server
from tests.wecom_simulator.webhook_api import WebhookApi


class Simulator(People):
    """WeCom on two loopback ports: `gateway_url` and `api_url`.

    With `bot_callback` the bot is in URL mode (the long connection then gets no messages, as in
    the console); `app_callback` is the own app's address. `port` numbers of 0 are free ones.
    """

    def __init__(
        self,
        *,
        account: Account | None = None,
        limits: Limits | None = None,
        bot_callback: str = "",
        app_callback: str = "",
        gateway_port: int = 0,
        api_port: int = 0,
    ) -> None:
        platform = Platform(account or Account(), limits or Limits())
        answering = Answering(platform)
        gateway = Gateway(platform, answering)
        api = Api(platform)
        app_api = AppApi(platform, api)
        WebhookApi(platform, api, answering)
        super().__init__(
            Surroundings(
                platform=platform,
                gateway=gateway,
                answering=answering,
                delivery=Delivery(platform.faults, platform.tasks),
                app_api=app_api,
            )
        )
        self._api = api
        self._gateway_server = Server(gateway.app(), gateway_port)
        self._api_server = Server(api.app(), api_port)
        self._callers: list[Caller] = []
        self.set_callbacks(bot=bot_callback, app=app_callback)

    async def __aenter__(self) -> Self:
        await self._gateway_server.start()
        await self._api_server.start()
        self._around.api_url = self.api_url
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self._platform.tasks.close()
        finally:
            for caller in self._callers:
                await caller.close()
            await self._gateway_server.stop()
            await self._api_server.stop()

    @property
    def gateway_url(self) -> str:
        """Where the long connection goes."""
        return f"ws://{HOST}:{self._gateway_server.port}/"

    @property
    def api_url(self) -> str:
        """What stands for https://qyapi.weixin.qq.com."""
        return f"http://{HOST}:{self._api_server.port}"

    @property
    def webhook_url(self) -> str:
        """The address an administrator would copy out of the group."""
        return f"{self.api_url}/cgi-bin/webhook/send?key={self.account.webhook_key}"

    @property
    def account(self) -> Account:
        """Ids and secrets to configure the bot with."""
        return self._platform.account

    @property
    def clock(self) -> Clock:
        """The platform's clock, to be moved."""
        return self._platform.clock

    @property
    def journal(self) -> Journal:
        """Everything accepted, refused, dropped or found odd."""
        return self._platform.journal

    @property
    def faults(self) -> Faults:
        """What still waits to strike."""
        return self._platform.faults

    @property
    def limits(self) -> Limits:
        """The numbers in force."""
        return self._platform.limits

    @property
    def token_calls(self) -> int:
        """How often `gettoken` was carried out."""
        return self._api.tokens.calls

    def connected(self, bot: str = "") -> bool:
        """Whether the bot holds a subscribed connection."""
        return self._around.gateway.holder(bot or self.account.bot_id) is not None

    def connections(self) -> int:
        """How many sockets are open at the gateway."""
        return sum(connection.open for connection in self._around.gateway.connections)

    def sent(self) -> tuple[Sent, ...]:
        """Return what the bot pushed, oldest first."""
        return self.journal.pushes()

    def uploads(self) -> Mapping[str, Uploaded]:
        """Return what the bot uploaded, by media_id."""
        return self._platform.media.uploaded

    def violations(self) -> tuple[str, ...]:
        """Return what a correct client does not do, although the platform let it pass."""
        return tuple(self.journal.violations)

    def set_limits(self, **changes: Any) -> None:
        """Change some numbers; raises TypeError for an unknown one."""
        self._platform.set_limits(dataclasses.replace(self.limits, **changes))

    def set_callbacks(self, *, bot: str | None = None, app: str | None = None) -> None:
        """Paste addresses into the console; an empty one switches the callback off."""
        account, platform = self.account, self._platform
        if bot is not None:
            caller = self._caller(bot, account.bot_token, Envelope(account.bot_aes_key, ""))
            wanted = BotCallback(platform, self._around.answering, caller) if bot else None
            self._around.bot_callback = wanted
        if app is not None:
            envelope = Envelope(account.app_aes_key, account.corp_id)
            caller = self._caller(app, account.app_token, envelope)
            self._around.app_callback = AppCallback(platform, caller) if app else None

    async def verify(self, *, app: bool = False) -> str:
        """Return the console's check when an address is saved; the reason when it fails."""
        callback = self._app() if app else self._around.bot_callback
        if callback is None:
            return "no callback address is set for the bot"
        return await callback.caller.verify(self.limits.verification_answer)

    async def fault(self, kind: FaultKind | str, **parameters: Any) -> Fault:
        """Let something go wrong, now or as soon as it can; raises FaultError."""
        fault = Fault.of({"kind": str(kind), **parameters})
        if fault.kind is FaultKind.OUTAGE:
            await self._outage(fault)
            return fault
        if fault.kind is FaultKind.TOKEN_EXPIRED:
            self._api.tokens.expire(fault.code)
            if fault.times is not None:
                fault.times -= 1
        self.faults.add(fault)
        await self._strike_now(fault)
        return fault

    async def come_back(self) -> None:
        """End an outage."""
        await self._gateway_server.come_back()
        await self._api_server.come_back()

    def reset(self, *, everything: bool = False) -> None:
        """Forget faults, notes, counters and the clock's shift; with everything, chats too."""
        self.faults.clear()
        self.journal.reset()
        self._platform.windows.reset()
        self.clock.reset()
        self._entered.clear()
        if everything:
            self._platform.spoken.clear()

    async def until(self, condition: Callable[[], bool], within: float = 20.0) -> bool:
        """Wait until something holds, looking at every change; False when it never does."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not condition():
            left = deadline - loop.time()
            if left <= 0:
                return False
            await self.journal.changed(min(left, 0.05))
        return True

    def state(self) -> Json:
        """Return an overview for people and tests."""
        gateway, journal = self._around.gateway, self.journal
        return {
            "gateway_url": self.gateway_url,
            "api_url": self.api_url,
            "connected": self.connected(),
            "stolen": sorted(gateway.stolen),
            "connections": [one.as_json() for one in gateway.connections],
            "away": [self._gateway_server.away, self._api_server.away],
            "faults": [dataclasses.asdict(fault) for fault in self.faults.standing()],
            "sent": len(journal.pushes()),
            "answered": len(journal.answered()),
            "refusals": len(journal.refusals),
            "dropped": len(journal.dropped),
            "violations": list(journal.violations),
            "token_calls": self.token_calls,
            "spoken": sorted(self._platform.spoken),
            "clock_shift": self.clock.shift,
            "limits": dataclasses.asdict(self.limits),
        }

    def _caller(self, url: str, token: str, envelope: Envelope) -> Caller:
        caller = Caller(url, token, envelope, self.clock)
        self._callers.append(caller)
        return caller

    async def _strike_now(self, fault: Fault) -> None:
        connection = self._around.gateway.holder(self.account.bot_id)
        if connection is None or fault.kind not in AT_ONCE:
            return
        frames = {
            FaultKind.MALFORMED_FRAME,
            FaultKind.NON_OBJECT_JSON,
            FaultKind.UNKNOWN_COMMAND,
            FaultKind.HUGE_FRAME,
        }
        strikes = (fault.times or 1) if fault.kind in frames else 1
        for _ in range(strikes):
            self.faults.take(fault.kind)
            await strike(self._around.gateway, self._platform.tasks, connection, fault)

    async def _outage(self, fault: Fault) -> None:
        servers = {"gateway": self._gateway_server, "api": self._api_server}
        struck = [servers[fault.on]] if fault.on in servers else list(servers.values())
        for server in struck:
            await server.go_away()
            if fault.seconds is not None:
                self._platform.tasks.later(fault.seconds, server.come_back())
