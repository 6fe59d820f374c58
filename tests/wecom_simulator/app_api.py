"""The own app's API: messages with duplicate check, app-owned groups, uploads, members."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from tests.wecom_simulator.cards import INTERACTIVE, check
from tests.wecom_simulator.errors import Json, Refused, answer
from tests.wecom_simulator.limits import byte_length, cut
from tests.wecom_simulator.mentions import Surface
from tests.wecom_simulator.multipart import uploaded_file
from tests.wecom_simulator.platform import GROUP, SINGLE, Platform
from tests.wecom_simulator.rest import Api, Call

_OWNER = "app"
_EVERYBODY = "@all"
_MEDIA = frozenset({"image", "voice", "file", "video"})


@dataclass(slots=True, kw_only=True)
class _Group:
    chat: str
    name: str
    members: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _CardCode:
    task_id: str
    at: float
    used: bool = False


class AppApi:
    """Handlers of sections 4.2 to 4.4 and 4.6."""

    def __init__(self, platform: Platform, api: Api) -> None:
        self._platform = platform
        self._groups: dict[str, _Group] = {}
        self._seen: dict[str, float] = {}
        """Message as text → until when its repetition is dropped."""
        self._codes: dict[str, _CardCode] = {}
        self._recallable: dict[str, float] = {}
        api.guarded("POST", "/cgi-bin/message/send", self.send)
        api.guarded("POST", "/cgi-bin/message/recall", self._recall)
        api.guarded("POST", "/cgi-bin/message/update_template_card", self._update_card)
        api.guarded("POST", "/cgi-bin/appchat/create", self._create_group)
        api.guarded("GET", "/cgi-bin/appchat/get", self._get_group)
        api.guarded("POST", "/cgi-bin/appchat/send", self._send_to_group)
        api.guarded("POST", "/cgi-bin/media/upload", self._upload)
        api.guarded("POST", "/cgi-bin/batch/openuserid_to_userid", self._convert)
        api.guarded("GET", "/cgi-bin/user/get", self._member)

    def card_code(self, task_id: str) -> str:
        """Return a response_code for a card, good for one update."""
        code = secrets.token_urlsafe(24)
        self._codes[code] = _CardCode(task_id=task_id, at=self._platform.clock.now())
        return code

    async def send(self, call: Call) -> Json:
        """`message/send`."""
        body, platform = call.body, self._platform
        if body.get("agentid") != platform.account.agent_id:
            raise Refused(301002)
        named = _split(body.get("touser"), most=1000)
        if not named and not body.get("toparty") and not body.get("totag"):
            raise Refused(40058, "no recipient")
        known = [user for user in named if self._exists(user)]
        invalid = [user for user in named if not self._exists(user)]
        if not known:
            raise Refused(81013)
        kinds = {"text", "markdown", "textcard", "news", "template_card"} | _MEDIA
        shown = self._checked(body, kinds, Surface.APP)
        msgid = secrets.token_urlsafe(18)
        card = body["template_card"] if body["msgtype"] == "template_card" else {}
        extra: Json = {}
        if card.get("card_type") in INTERACTIVE:
            extra["response_code"] = self.card_code(str(card["task_id"]))
        if not self._repeated(body):
            self._show(call.path, shown, known)
            self._recallable[msgid] = platform.clock.now()
        return answer(
            invaliduser="|".join(invalid).lower(),
            invalidparty="",
            invalidtag="",
            unlicenseduser="",
            msgid=msgid,
            **extra,
        )

    def _show(self, path: str, body: Json, users: list[str]) -> None:
        platform, limits = self._platform, self._platform.limits
        rules = (
            (limits.member_per_minute, limits.minute),
            (limits.member_per_hour, limits.hour),
        )
        reached = []
        for user in users:
            if platform.windows.allow(("member", user), *rules):
                reached.append(user)
            else:
                platform.journal.dropped.append({"why": "member limit", "to": user, "body": body})
        if not reached:
            return
        if body["msgtype"] == "template_card":
            platform.cards.show(_OWNER, body["template_card"], reached[0], SINGLE)
        chat = "|".join(reached)
        platform.accept(Surface.APP, path, body, chat=chat, kind=SINGLE, to=tuple(reached))

    def _repeated(self, body: Json) -> bool:
        if body.get("enable_duplicate_check") != 1:
            return False
        now = self._platform.clock.now()
        same = json.dumps(body, sort_keys=True)
        if self._seen.get(same, 0.0) > now:
            self._platform.journal.dropped.append({"why": "duplicate", "body": body})
            return True
        self._seen[same] = now + min(body.get("duplicate_check_interval", 1800), 14400)
        return False

    def _checked(self, body: Json, kinds: set[str] | frozenset[str], surface: Surface) -> Json:
        """Return the message as it is shown (long text is cut); raises Refused."""
        msgtype = body.get("msgtype")
        if msgtype not in kinds:
            raise Refused(40008)
        payload = body.get(str(msgtype))
        if not isinstance(payload, dict):
            raise Refused(40058, str(msgtype))
        if msgtype in _MEDIA:
            self._platform.media.check(str(msgtype), payload, _OWNER)
        elif msgtype == "template_card":
            self._platform.cards.check_new(_OWNER, payload, surface)
        elif msgtype in {"text", "markdown"}:
            return {**body, str(msgtype): {**payload, "content": self._text(msgtype, payload)}}
        return body

    def _text(self, msgtype: str, payload: Json) -> str:
        content, limit = payload.get("content"), self._platform.limits.app_bytes
        if not isinstance(content, str) or not content:
            raise Refused(44004)
        if msgtype == "markdown" and byte_length(content) > limit:
            raise Refused(45002)
        return cut(content, limit)

    def _exists(self, user: str) -> bool:
        members = self._platform.account.members
        return user == _EVERYBODY or members is None or user in members

    async def _recall(self, call: Call) -> Json:
        at = self._recallable.pop(str(call.body.get("msgid")), 0.0)
        if self._platform.clock.now() - at > 86400:
            raise Refused(40058, "msgid")
        return answer()

    async def _update_card(self, call: Call) -> Json:
        body, platform = call.body, self._platform
        code = self._codes.get(str(body.get("response_code")))
        lifetime = platform.limits.card_code_lifetime
        if code is None or platform.clock.now() - code.at > lifetime:
            raise Refused(40058, "response_code")
        if code.used:
            raise Refused(42015)
        code.used = True
        shown = platform.cards.find(_OWNER, code.task_id)
        users = () if body.get("atall") else tuple(body.get("userids") or ())
        if "template_card" in body:
            shown.replace(check(body["template_card"], Surface.APP), users)
        return answer(invaliduser=[])

    async def _create_group(self, call: Call) -> Json:
        body = call.body
        users = body.get("userlist")
        if not isinstance(users, list) or not 2 <= len(users) <= 2000:
            raise Refused(40058, "userlist")
        chat = str(body.get("chatid") or secrets.token_hex(12))
        if chat in self._groups:
            raise Refused(86215)
        name = str(body.get("name", ""))
        self._groups[chat] = _Group(chat=chat, name=name, members=tuple(users))
        return answer(chatid=chat)

    async def _get_group(self, call: Call) -> Json:
        group = self._group(call.query.get("chatid"))
        info = {"chatid": group.chat, "name": group.name, "userlist": list(group.members)}
        return answer(chat_info=info)

    async def _send_to_group(self, call: Call) -> Json:
        group = self._group(call.body.get("chatid"))
        kinds = {"text", "markdown", "textcard", "news", "mpnews"} | _MEDIA
        shown = self._checked(call.body, kinds, Surface.APPCHAT)
        self._platform.accept(
            Surface.APPCHAT, call.path, shown, chat=group.chat, kind=GROUP, to=group.members
        )
        return answer()

    def _group(self, chat: Any) -> _Group:
        group = self._groups.get(str(chat))
        if group is None:
            raise Refused(86003)
        return group

    async def _upload(self, call: Call) -> Json:
        kind = call.query.get("type", "")
        if kind not in _MEDIA:
            raise Refused(40058, "type")
        filename, data = await uploaded_file(call.request)
        done = self._platform.media.store(kind, filename, data, _OWNER)
        return answer(type=kind, media_id=done.media_id, created_at=str(int(done.at)))

    async def _convert(self, call: Call) -> Json:
        asked = call.body.get("open_userid_list")
        if not isinstance(asked, list) or not 1 <= len(asked) <= 1000:
            raise Refused(40058, "open_userid_list")
        known = self._platform.account.open_userids
        return answer(
            userid_list=[
                {"userid": known[one], "open_userid": one} for one in asked if one in known
            ],
            invalid_open_userid_list=[one for one in asked if one not in known],
        )

    async def _member(self, call: Call) -> Json:
        user = call.query.get("userid", "")
        if not user or user == _EVERYBODY or not self._exists(user):
            raise Refused(60111)
        name = self._platform.account.names.get(user, user)
        return answer(userid=user, name=name, department=[1], status=1)


def _split(users: Any, most: int) -> list[str]:
    names = [one for one in str(users or "").split("|") if one]
    if len(names) > most:
        raise Refused(40058, "touser")
    return names
