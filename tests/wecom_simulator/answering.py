"""What the smart bot may say and when: the checks behind replies, welcomes, updates and pushes."""

from dataclasses import dataclass

from tests.wecom_simulator.cards import check
from tests.wecom_simulator.errors import Json, Refused
from tests.wecom_simulator.limits import byte_length
from tests.wecom_simulator.mentions import Surface
from tests.wecom_simulator.platform import GROUP, SINGLE, Happening, Occasion, Platform

_MEDIA = frozenset({"file", "image", "voice", "video"})
_FEEDBACK_BYTES = 256


@dataclass(slots=True, kw_only=True)
class _Stream:
    msgid: str
    since: float
    frames: int = 0
    finished: bool = False


class Answering:
    """Judges the bot's messages on the socket, in callback answers and at response_url."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._streams: dict[str, _Stream] = {}

    def respond(self, happening: Happening, body: Json, surface: Surface, via: str) -> None:
        """Judge an answer to a message (section 1.7.1); raises Refused."""
        platform = self._platform
        if happening.occasion is not Occasion.MESSAGE:
            raise Refused(846605)
        if platform.clock.now() - happening.at > platform.limits.respond_window:
            raise Refused(846605)
        body = self._without_combined_card(body)
        kinds = {"stream", "template_card"}
        if surface is Surface.SOCKET:
            kinds |= _MEDIA | {"markdown"}
        self._check(body, kinds, happening.bot, surface)
        stream = self._stream(happening, body)
        refresh = stream is not None and stream.frames > 0
        if not refresh or (surface is Surface.SOCKET and platform.limits.count_refreshes):
            self._count(happening.conversation)
        if stream is not None:
            stream.frames += 1
            stream.finished = body["stream"].get("finish", False)
        self._show_card(body, happening)
        platform.accept(
            surface,
            via,
            body,
            chat=happening.chat,
            kind=happening.kind,
            answers=happening.msgid,
            finished=stream is None or stream.finished,
        )

    def welcome(self, happening: Happening, body: Json, surface: Surface, via: str) -> None:
        """Judge the first words in a single chat (section 1.7.2); raises Refused."""
        self._in_time(happening, Occasion.ENTER)
        self._check(body, {"text", "template_card"}, happening.bot, surface)
        self._count(happening.conversation)
        happening.used = True
        self._show_card(body, happening)
        self._accept_answer(happening, body, surface, via)

    def update(self, happening: Happening, body: Json, surface: Surface, via: str) -> None:
        """Another card in place of the clicked one (section 1.7.3); raises Refused."""
        self._in_time(happening, Occasion.CLICK)
        if body.get("response_type") != "update_template_card":
            raise Refused(40058, "response_type")
        card = check(body.get("template_card"), surface)
        if card.get("task_id") != happening.task_id:
            raise Refused(42014, "task_id differs from the clicked card")
        users = tuple(body.get("userids") or ())
        happening.used = True
        self._platform.cards.find(happening.bot, happening.task_id).replace(card, users)
        shown = {"msgtype": "template_card", **body}
        self._accept_answer(happening, shown, surface, via)

    def push(self, bot: str, body: Json, via: str) -> None:
        """Judge a message without a callback (section 1.8); raises Refused."""
        platform = self._platform
        conversation = self._conversation(bot, body)
        self._check(body, {"markdown", "template_card"} | _MEDIA, bot, Surface.SOCKET)
        self._count(conversation)
        _, kind, chat = conversation
        if body["msgtype"] == "template_card":
            platform.cards.show(bot, body["template_card"], chat, kind)
        platform.accept(Surface.SOCKET, via, body, chat=chat, kind=kind)

    def by_response_url(self, code: str, body: Json, via: str) -> None:
        """One answer per address within the hour (section 2.6); raises Refused."""
        platform = self._platform
        url = platform.response_urls.get(code)
        lifetime = platform.limits.response_url_lifetime
        if url is None or url.used or platform.clock.now() - url.at > lifetime:
            raise Refused(40058, "response_code")
        happening = url.happening
        if "response_type" in body:
            raise Refused(40008)
        self._check(body, {"markdown", "template_card"}, happening.bot, Surface.RESPONSE_URL)
        if body["msgtype"] == "template_card" and happening.kind == GROUP:
            raise Refused(40008)
        self._count(happening.conversation)
        url.used = True
        self._show_card(body, happening)
        self._accept_answer(happening, body, Surface.RESPONSE_URL, via)

    def unfinished(self, happening: Happening) -> tuple[str, ...]:
        """Ids of this message's streams that have not ended."""
        return tuple(
            stream_id
            for stream_id, stream in self._streams.items()
            if stream.msgid == happening.msgid and stream.frames and not stream.finished
        )

    def _conversation(self, bot: str, body: Json) -> tuple[str, str, str]:
        chat, chat_type = body.get("chatid"), body.get("chat_type", 0)
        if not isinstance(chat, str) or not chat:
            raise Refused(93006)
        kinds = {0: (GROUP, SINGLE), 1: (SINGLE,), 2: (GROUP,)}.get(chat_type)
        if kinds is None:
            raise Refused(40058, "chat_type")
        for kind in kinds:
            if (bot, kind, chat) in self._platform.spoken:
                return (bot, kind, chat)
        raise Refused(93006)

    def _in_time(self, happening: Happening, occasion: Occasion) -> None:
        late = self._platform.clock.now() - happening.at > self._platform.limits.event_window
        if happening.occasion is not occasion or happening.used or late:
            raise Refused(846605)

    def _check(self, body: Json, kinds: set[str] | frozenset[str], bot: str, on: Surface) -> None:
        msgtype = body.get("msgtype")
        if msgtype not in kinds:
            raise Refused(40008)
        payload = body.get(str(msgtype))
        if not isinstance(payload, dict):
            raise Refused(40058, str(msgtype))
        if msgtype in _MEDIA:
            self._platform.media.check(str(msgtype), payload, bot)
        elif msgtype == "template_card":
            self._platform.cards.check_new(bot, payload, on)
        else:
            self._check_text(str(msgtype), payload)

    def _check_text(self, msgtype: str, payload: Json) -> None:
        content = payload.get("content", "")
        if not isinstance(content, str):
            raise Refused(40058, "content")
        if byte_length(content) > self._platform.limits.bot_bytes:
            raise Refused(45002)
        if msgtype != "stream" and not content.strip():
            raise Refused(44004)
        feedback = payload.get("feedback")
        if feedback is not None:
            name = feedback.get("id") if isinstance(feedback, dict) else None
            if not isinstance(name, str) or byte_length(name) > _FEEDBACK_BYTES:
                raise Refused(40058, "feedback.id")

    def _stream(self, happening: Happening, body: Json) -> _Stream | None:
        """Return the bubble a stream frame writes to, None for other messages; raises Refused."""
        if body["msgtype"] != "stream":
            return None
        platform = self._platform
        payload = body["stream"]
        stream_id = payload.get("id")
        if not isinstance(stream_id, str) or not stream_id:
            raise Refused(40058, "stream.id")
        if not isinstance(payload.get("finish", False), bool):
            raise Refused(40058, "stream.finish")
        now = platform.clock.now()
        stream = self._streams.setdefault(stream_id, _Stream(msgid=happening.msgid, since=now))
        if stream.msgid != happening.msgid:
            platform.journal.violation(f"stream id {stream_id} is used for two answers")
            raise Refused(846605)
        if stream.finished:
            platform.journal.violation(f"a frame after the end of stream {stream_id}")
            raise Refused(846605)
        if now - stream.since > platform.limits.stream_lifetime:
            raise Refused(846608)
        return stream

    def _without_combined_card(self, body: Json) -> Json:
        if body.get("msgtype") != "stream_with_template_card":
            return body
        self._platform.journal.violation("stream_with_template_card: acknowledged, card not shown")
        return {"msgtype": "stream", "stream": body.get("stream")}

    def _count(self, conversation: tuple[str, str, str]) -> None:
        if not self._platform.allow_conversation(conversation):
            raise Refused(45009)

    def _show_card(self, body: Json, happening: Happening) -> None:
        if body["msgtype"] == "template_card":
            card = body["template_card"]
            self._platform.cards.show(happening.bot, card, happening.chat, happening.kind)

    def _accept_answer(self, happening: Happening, body: Json, surface: Surface, via: str) -> None:
        self._platform.accept(
            surface,
            via,
            body,
            chat=happening.chat,
            kind=happening.kind,
            answers=happening.msgid,
        )
