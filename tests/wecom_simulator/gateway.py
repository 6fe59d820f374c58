"""The long connection's far end: subscribing, takeover, heartbeats, and delivering happenings."""

import asyncio
import json
import secrets

from aiohttp import WSMsgType, web

from tests.wecom_simulator.afflictions import on_ack, strike
from tests.wecom_simulator.answering import Answering
from tests.wecom_simulator.connection import Connection
from tests.wecom_simulator.errors import Json, Refused, answer
from tests.wecom_simulator.faults import AT_ONCE, FaultKind
from tests.wecom_simulator.journal import Refusal
from tests.wecom_simulator.mentions import Surface
from tests.wecom_simulator.platform import Happening, Occasion, Platform

_FRAME_BYTES = 32 * 1024 * 1024


class Gateway:
    """Serves `/` of the WebSocket port."""

    def __init__(self, platform: Platform, answering: Answering) -> None:
        self._platform = platform
        self._answering = answering
        self._numbers = 0
        self.connections: set[Connection] = set()
        self.holders: dict[str, Connection] = {}
        """Bot id → the connection that gets its messages."""
        self.stolen: set[str] = set()
        """Bots whose messages go to another process at the moment."""

    def app(self) -> web.Application:
        """Return the aiohttp application to serve."""
        app = web.Application()
        app.router.add_get("/", self._serve)
        return app

    def holder(self, bot: str) -> Connection | None:
        """Return the bot's subscribed connection, if it lives."""
        holder = self.holders.get(bot)
        return holder if holder is not None and holder.open and holder.subscribed else None

    async def deliver(self, happening: Happening, body: Json) -> str:
        """Send one happening to the bot under a fresh req_id; the reason when it is lost."""
        connection = self.holder(happening.bot)
        if happening.bot in self.stolen:
            return "another process holds the bot"
        if connection is None:
            return "no connection is subscribed"
        if connection.deaf:
            return "deaf: the platform delivers nothing on this connection"
        req_id = secrets.token_urlsafe(16)
        self._platform.happenings[req_id] = Happening(
            occasion=happening.occasion,
            msgid=happening.msgid,
            bot=happening.bot,
            chat=happening.chat,
            kind=happening.kind,
            user=happening.user,
            at=self._platform.clock.now(),
            task_id=happening.task_id,
            connection=connection.number,
        )
        message = happening.occasion is Occasion.MESSAGE
        command = "aibot_msg_callback" if message else "aibot_event_callback"
        text = json.dumps(
            {"cmd": command, "headers": {"req_id": req_id}, "body": body}, ensure_ascii=False
        )
        if self._platform.faults.take(FaultKind.CONTROL_CHARACTERS):
            text = text.replace('{"cmd"', '\x00{\x0b"cmd"', 1)
        sent = await connection.send_text(text)
        return "" if sent else "the connection is dead"

    async def kick(self, connection: Connection) -> None:
        """Another subscriber took over: tell the loser now, close its socket later."""
        connection.subscribed = False
        connection.superseded = True
        event = {
            "msgid": secrets.token_hex(12),
            "create_time": int(self._platform.clock.now()),
            "aibotid": connection.bot,
            "msgtype": "event",
            "event": {"eventtype": "disconnected_event"},
        }
        headers = {"req_id": secrets.token_urlsafe(16)}
        await connection.send({"cmd": "aibot_event_callback", "headers": headers, "body": event})
        self._platform.tasks.later(self._platform.limits.takeover_close, _abort(connection))

    def drop_all(self) -> None:
        """Break every connection."""
        for connection in tuple(self.connections):
            connection.abort()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        hole = self._platform.faults.take(FaultKind.BLACK_HOLE)
        if hole is not None and hole.handshake:
            await asyncio.Event().wait()
        socket = web.WebSocketResponse(max_msg_size=_FRAME_BYTES, timeout=2.0)
        await socket.prepare(request)
        transport = request.transport
        if not isinstance(transport, asyncio.Transport):
            return socket
        self._numbers += 1
        now = self._platform.clock.now()
        connection = Connection(
            number=self._numbers, socket=socket, transport=transport, since=now
        )
        self.connections.add(connection)
        if hole is not None:
            connection.go_dark()
        self._platform.journal.notify()
        try:
            await self._read(connection)
        finally:
            self.connections.discard(connection)
            connection.subscribed = False
            self._platform.journal.notify()
        return socket

    async def _read(self, connection: Connection) -> None:
        async for message in connection.socket:
            if connection.dark:
                continue
            if message.type is not WSMsgType.TEXT:
                self._platform.journal.violation("a frame that is not text")
                continue
            frame = _object(message.data)
            headers = frame.get("headers") if frame else None
            req_id = headers.get("req_id") if isinstance(headers, dict) else None
            if frame is None or not isinstance(req_id, str) or not req_id:
                self._platform.journal.violation("a frame without JSON object or req_id")
                continue
            await self._request(connection, str(frame.get("cmd")), req_id, frame.get("body"))

    async def _request(
        self, connection: Connection, command: str, req_id: str, given: object
    ) -> None:
        body = given if isinstance(given, dict) else {}
        if req_id in connection.awaiting:
            self._platform.journal.violation(f"{command}: a frame before the ack of {req_id}")
        connection.awaiting.add(req_id)
        fate = on_ack(self._platform.faults, command)
        if not fate.carry_out:
            return
        try:
            fate.check()
            extra = await self._perform(connection, command, req_id, body)
            ack = answer(**extra)
        except Refused as refused:
            self._note(command, body, refused)
            ack = {"errcode": refused.code, "errmsg": refused.errmsg}
        if fate.silent or (command == "ping" and connection.silent):
            return
        acking = self._ack(connection, req_id, {"headers": {"req_id": req_id}, **ack})
        if fate.delay:
            self._platform.tasks.later(fate.delay, acking)
        else:
            await acking
        if command == "aibot_subscribe" and ack["errcode"] == 0:
            await self._struck_by_standing_faults(connection)

    async def _ack(self, connection: Connection, req_id: str, frame: Json) -> None:
        connection.awaiting.discard(req_id)
        await connection.send(frame)

    async def _perform(
        self, connection: Connection, command: str, req_id: str, body: Json
    ) -> Json:
        """Carry a request out; what its ack carries beside errcode. Raises Refused."""
        if command == "ping":
            connection.pings += 1
            return {}
        if command == "aibot_subscribe":
            await self._subscribe(connection, body)
            return {}
        if not connection.subscribed:
            raise Refused(846609)
        if command.startswith("aibot_upload_media_"):
            return self._upload(connection, command, body)
        if command == "aibot_send_msg":
            self._answering.push(connection.bot, body, command)
            return {}
        answers = {
            "aibot_respond_msg": self._answering.respond,
            "aibot_respond_welcome_msg": self._answering.welcome,
            "aibot_respond_update_msg": self._answering.update,
        }
        if command not in answers:
            raise Refused(40058, "cmd")
        answers[command](self._happening(connection, req_id), body, Surface.SOCKET, command)
        return {}

    def _happening(self, connection: Connection, req_id: str) -> Happening:
        happening = self._platform.happenings.get(req_id)
        if happening is None or happening.bot != connection.bot:
            raise Refused(846605)
        survives = self._platform.limits.req_id_survives_reconnect
        if happening.connection != connection.number and not survives:
            raise Refused(846605)
        return happening

    async def _subscribe(self, connection: Connection, body: Json) -> None:
        platform = self._platform
        bot, secret = str(body.get("bot_id")), str(body.get("secret"))
        most = platform.limits.subscribes_per_minute
        if most and not platform.windows.allow(("subscribe", bot), (most, platform.limits.minute)):
            raise Refused(45009)
        if platform.faults.take(FaultKind.BAD_CREDENTIALS):
            raise Refused(853000)
        if platform.account.bots.get(bot) != secret:
            raise Refused(853000)
        if connection.subscribed:
            platform.journal.violation("subscribed again on a healthy connection")
        before = self.holder(bot)
        connection.bot = bot
        connection.subscribed = True
        connection.superseded = False
        self.stolen.discard(bot)
        self.holders[bot] = connection
        if before is not None and before is not connection:
            await self.kick(before)
        platform.journal.notify()

    def _upload(self, connection: Connection, command: str, body: Json) -> Json:
        platform, limits, bot = self._platform, self._platform.limits, connection.bot
        if command == "aibot_upload_media_init":
            if not platform.windows.allow(
                ("upload", bot),
                (limits.uploads_per_minute, limits.minute),
                (limits.uploads_per_hour, limits.hour),
            ):
                raise Refused(45009)
            return {"body": {"upload_id": platform.media.begin(body, bot)}}
        if command == "aibot_upload_media_chunk":
            platform.media.add_chunk(body, bot)
            return {}
        if command != "aibot_upload_media_finish":
            raise Refused(40058, "cmd")
        done = platform.media.finish(body, bot)
        created = str(int(done.at))
        return {"body": {"type": done.type, "media_id": done.media_id, "created_at": created}}

    async def _struck_by_standing_faults(self, connection: Connection) -> None:
        for fault in self._platform.faults.take_each(AT_ONCE - {FaultKind.BLACK_HOLE}):
            await strike(self, self._platform.tasks, connection, fault)

    def _note(self, command: str, body: Json, refused: Refused) -> None:
        shown = {key: value for key, value in body.items() if key != "secret"}
        self._platform.journal.refuse(
            Refusal(
                at=self._platform.clock.now(),
                surface=Surface.SOCKET,
                via=command,
                code=refused.code,
                errmsg=refused.errmsg,
                body=shown,
            )
        )


def _object(text: str) -> Json | None:
    try:
        frame = json.loads(text)
    except ValueError:
        return None
    return frame if isinstance(frame, dict) else None


async def _abort(connection: Connection) -> None:
    connection.abort()
