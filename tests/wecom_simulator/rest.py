"""The API host: routing, access tokens, trusted addresses, and how faults strike an HTTP call."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from tests.wecom_simulator.errors import Json, Refused, answer
from tests.wecom_simulator.faults import FaultKind
from tests.wecom_simulator.journal import Refusal
from tests.wecom_simulator.mentions import Surface
from tests.wecom_simulator.platform import Platform

_UPLOAD_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One API call as its handler sees it."""

    path: str
    query: Mapping[str, str]
    body: Json
    request: web.Request


Handler = Callable[[Call], Awaitable[Json]]


class Tokens:
    """Access tokens of the own app (section 4.1)."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._issued: dict[str, float] = {}
        """Token → when it expires."""
        self._invalid: set[str] = set()
        self._current = ""
        self.calls = 0

    async def get(self, call: Call) -> Json:
        """`gettoken`: the same token within its lifetime."""
        self.calls += 1
        account, clock = self._platform.account, self._platform.clock
        if call.query.get("corpid") != account.corp_id:
            raise Refused(40013)
        if not call.query.get("corpsecret"):
            raise Refused(41004)
        if call.query["corpsecret"] != account.app_secret:
            raise Refused(40001)
        dead = self._platform.faults.take(FaultKind.TOKEN_EXPIRED)
        lifetime = self._platform.limits.token_lifetime
        if dead or not self._good(self._current):
            self._current = secrets.token_urlsafe(96)
            self._issued[self._current] = clock.now() + lifetime
        if dead:
            self._kill(self._current, dead.code)
        left = max(int(self._issued[self._current] - clock.now()), 1)
        expires = int(lifetime) if dead else left
        return answer(access_token=self._current, expires_in=expires)

    def check(self, call: Call) -> None:
        """Raise Refused unless a good token stands in the query."""
        token = call.query.get("access_token", "")
        if not token:
            raise Refused(41001)
        if token not in self._issued or token in self._invalid:
            raise Refused(40014)
        if self._issued[token] <= self._platform.clock.now():
            raise Refused(42001)

    def expire(self, code: int | None) -> None:
        """All tokens are dead from now on: 42001, or 40014 when that is the code."""
        for token in self._issued:
            self._kill(token, code)
        self._current = ""

    def _kill(self, token: str, code: int | None) -> None:
        self._issued[token] = 0.0
        if code == 40014:
            self._invalid.add(token)

    def _good(self, token: str) -> bool:
        return self._issued.get(token, 0.0) > self._platform.clock.now()


class Api:
    """Serves the API port; other files bring the handlers."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.tokens = Tokens(platform)
        self._surfaces: dict[str, Surface] = {}
        self._app = web.Application(client_max_size=_UPLOAD_BYTES)
        self.open("GET", "/cgi-bin/gettoken", self.tokens.get)
        self._app.router.add_get("/media/{number}", self._download)

    def app(self) -> web.Application:
        """Return the aiohttp application to serve."""
        return self._app

    def open(
        self, method: str, path: str, handler: Handler, surface: Surface = Surface.APP
    ) -> None:
        """Serve a path that needs no access token."""

        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(request, handler)

        self._surfaces[path] = surface
        self._app.router.add_route(method, path, serve)

    def guarded(self, method: str, path: str, handler: Handler) -> None:
        """Serve a path that needs a token and a trusted address."""

        async def checked(call: Call) -> Json:
            self.tokens.check(call)
            trusted = self._platform.account.trusted_ips
            if trusted is not None and call.request.remote not in trusted:
                raise Refused(60020, call.request.remote or "")
            return await handler(call)

        self.open(method, path, checked)

    async def _serve(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        faults, path = self._platform.faults, request.path
        self._platform.journal.api_calls.append(path)
        stall = faults.take(FaultKind.STALL, path)
        if stall is not None:
            await asyncio.sleep(30.0 if stall.seconds is None else stall.seconds)
        cut = faults.take(FaultKind.CUT, path)
        if cut is not None:
            if cut.took_effect(True):
                await self._carry_out(request, handler)
            return _break(request)
        broken = faults.take(FaultKind.HTTP_ERROR, path)
        if broken is not None:
            if broken.took_effect(False):
                await self._carry_out(request, handler)
            status = 502 if broken.code is None else broken.code
            return web.Response(status=status, text="<html>Bad Gateway</html>")
        broken = faults.take(FaultKind.BROKEN_BODY, path)
        works = broken is None or broken.took_effect(True)
        result = await self._carry_out(request, handler) if works else answer()
        if broken is not None:
            text = "<html>busy</html>" if broken.text is None else broken.text
            return web.Response(text=text, content_type="text/html")
        return web.json_response(result)

    async def _carry_out(self, request: web.Request, handler: Handler) -> Json:
        body: Json = {}
        try:
            self._struck(request)
            if request.method == "POST" and not request.content_type.startswith("multipart/"):
                body = await _json(request)
            call = Call(path=request.path, query=request.query, body=body, request=request)
            return await handler(call)
        except Refused as refused:
            self._note(request.path, body, refused)
            return {"errcode": refused.code, "errmsg": refused.errmsg}

    def _struck(self, request: web.Request) -> None:
        fault = self._platform.faults.take(FaultKind.ERRCODE, request.path)
        if fault is not None:
            code = -1 if fault.code is None else fault.code
            raise Refused(code, (request.remote or "") if code == 60020 else "")

    def _note(self, path: str, body: Json, refused: Refused) -> None:
        self._platform.journal.refuse(
            Refusal(
                at=self._platform.clock.now(),
                surface=self._surfaces.get(path, Surface.APP),
                via=path,
                code=refused.code,
                errmsg=refused.errmsg,
                body=body,
            )
        )

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Return a file that somebody sent, encrypted (section 1.11)."""
        offered = self._platform.media.download(request.match_info["number"])
        if offered is None:
            raise web.HTTPNotFound
        disposition = f"attachment; filename*=UTF-8''{quote(offered.filename, safe='')}"
        return web.Response(
            body=offered.ciphertext,
            content_type="application/octet-stream",
            headers={"Content-Disposition": disposition},
        )


async def _json(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text())
    except (ValueError, UnicodeDecodeError):
        raise Refused(40058, "not JSON") from None
    if not isinstance(body, dict):
        raise Refused(40058, "not a JSON object")
    return body


def _break(request: web.Request) -> web.StreamResponse:
    if request.transport is not None and isinstance(request.transport, asyncio.Transport):
        request.transport.abort()
    return web.Response()
