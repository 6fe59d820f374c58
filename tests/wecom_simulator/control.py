"""The hand-operated HTTP API: somebody at a terminal plays the people and the trouble."""

import base64
import dataclasses
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.wecom_simulator.errors import Json
from tests.wecom_simulator.faults import EXPLAINED, FaultError
from tests.wecom_simulator.reaction import Reaction
from tests.wecom_simulator.simulator import Simulator

HELP = """\
POST /say     {"user", "text"[, "chat", "kind", "quote", "msgid", "within", "settle", "mention",
               "content_base64", "filename", "app"]}   chat: a group; without it the single chat
                                               kind: text mixed voice image file video
POST /enter   {"user"[, "app", "again"]}       opens the single chat
POST /click   {"user", "task_id"[, "key", "selected", "stale", "app"]}
POST /rate    {"user", "feedback"[, "chat", "kind", "words"]}
POST /introduce {"user"} or {"chat"}           somebody wrote there before
GET  /sent                                     what the bot pushed
GET  /answers /refusals /dropped /cards /state
POST /fault   {"kind"[, "times", "on", ...]}   times null: until cleared
DELETE /fault                                  clears faults, ends an outage
POST /limits  {"per_minute": 30, ...}
POST /clock   {"advance": seconds}
POST /callbacks {"bot": url, "app": url}
POST /verify  {"app": false}                   the console's check of the address
POST /reset   {"everything": false}
"""

MANUAL = f"{HELP}\nFaults:\n" + "".join(f"{kind:20} {said}\n" for kind, said in EXPLAINED.items())

Handler = Callable[[Json], Awaitable[Any]]


class Control:
    """Serves the control port."""

    def __init__(self, sim: Simulator) -> None:
        self._sim = sim

    def app(self) -> web.Application:
        """Return the aiohttp application to serve."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/", self._help)
        posts: dict[str, Handler] = {
            "say": self._say,
            "enter": self._enter,
            "click": self._click,
            "rate": self._rate,
            "introduce": self._introduce,
            "fault": self._fault,
            "limits": self._limits,
            "clock": self._clock,
            "callbacks": self._callbacks,
            "verify": self._verify,
            "reset": self._reset,
        }
        gets: dict[str, Callable[[], Any]] = {
            "sent": lambda: [one.as_json() for one in self._sim.sent()],
            "answers": lambda: [one.as_json() for one in self._sim.journal.sent if one.answers],
            "refusals": lambda: [dataclasses.asdict(one) for one in self._sim.journal.refusals],
            "dropped": lambda: self._sim.journal.dropped,
            "cards": lambda: [dataclasses.asdict(one) for one in self._sim.cards()],
            "state": self._sim.state,
        }
        for name, post in posts.items():
            app.router.add_post(f"/{name}", _posted(post))
        for name, get in gets.items():
            app.router.add_get(f"/{name}", _got(get))
        app.router.add_delete("/fault", self._clear)
        return app

    async def _help(self, _request: web.Request) -> web.Response:
        return web.Response(text=MANUAL)

    async def _say(self, given: Json) -> Json:
        given["msgtype"] = given.pop("kind", "text")
        if "content_base64" in given:
            given["content"] = base64.b64decode(given.pop("content_base64"), validate=True)
        return (await self._sim.say(given.pop("text", ""), **given)).as_json()

    async def _enter(self, given: Json) -> Json:
        return (await self._sim.enter(**given)).as_json()

    async def _click(self, given: Json) -> Json:
        reaction: Reaction = await self._sim.click(**given)
        return {"card": reaction.card, **reaction.as_json()}

    async def _rate(self, given: Json) -> Json:
        return (await self._sim.rate(**given)).as_json()

    async def _introduce(self, given: Json) -> Json:
        self._sim.introduce(**given)
        return {}

    async def _fault(self, given: Json) -> Json:
        fault = await self._sim.fault(given.pop("kind", ""), **given)
        return dataclasses.asdict(fault)

    async def _limits(self, given: Json) -> Json:
        self._sim.set_limits(**given)
        return dataclasses.asdict(self._sim.limits)

    async def _clock(self, given: Json) -> Json:
        self._sim.clock.advance(float(given["advance"]))
        return {"now": self._sim.clock.now(), "shift": self._sim.clock.shift}

    async def _callbacks(self, given: Json) -> Json:
        self._sim.set_callbacks(**given)
        return {}

    async def _verify(self, given: Json) -> Json:
        why = await self._sim.verify(app=bool(given.get("app")))
        return {"ok": not why, "why": why}

    async def _reset(self, given: Json) -> Json:
        self._sim.reset(everything=bool(given.get("everything")))
        await self._sim.come_back()
        return {}

    async def _clear(self, _request: web.Request) -> web.Response:
        self._sim.faults.clear()
        await self._sim.come_back()
        return web.json_response({})


def _posted(handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        try:
            given = json.loads(await request.text() or "{}")
            if not isinstance(given, dict):
                return web.json_response({"error": "not a JSON object"}, status=400)
            return _json(await handler(given))
        except (ValueError, TypeError, KeyError, LookupError, FaultError) as error:
            return _json({"error": str(error)}, status=400)

    return serve


def _got(found: Callable[[], Any]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(_request: web.Request) -> web.Response:
        return _json(found())

    return serve


def _json(value: Any, status: int = 200) -> web.Response:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return web.Response(text=text, status=status, content_type="application/json")
