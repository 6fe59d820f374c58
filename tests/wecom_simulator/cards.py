"""Template cards: what the platform checks before it accepts one, and what people then see."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.wecom_simulator.errors import Json, Refused
from tests.wecom_simulator.limits import byte_length
from tests.wecom_simulator.mentions import Surface

NOTICES = frozenset({"text_notice", "news_notice"})
INTERACTIVE = frozenset({"button_interaction", "vote_interaction", "multiple_interaction"})

_TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
_KEY_BYTES = 1024


@dataclass(slots=True, kw_only=True)
class Shown:
    """A card on people's screens."""

    owner: str
    task_id: str
    chat: str
    kind: str
    card: Json
    for_user: dict[str, Json] = field(default_factory=dict)
    """Replacements that only these users see."""

    def seen_by(self, user: str) -> Json:
        """Return the card as this user sees it now."""
        return self.for_user.get(user, self.card)

    def replace(self, card: Json, users: tuple[str, ...]) -> None:
        """Show another card to these users, or to everyone when none are named."""
        if not users:
            self.card = card
            self.for_user.clear()
        for user in users:
            self.for_user[user] = card


class Cards:
    """All cards ever shown; a task_id is never free again."""

    def __init__(self) -> None:
        self._shown: dict[tuple[str, str], Shown] = {}

    def check_new(self, owner: str, card: object, surface: Surface) -> Json:
        """Return the card, if the platform would accept it; raises Refused with its code."""
        checked = check(card, surface)
        task_id = checked.get("task_id")
        if task_id is not None and (owner, task_id) in self._shown:
            raise Refused(42014, "task_id already used")
        return checked

    def show(self, owner: str, card: Json, chat: str, kind: str) -> None:
        """Put an accepted card on the screens."""
        task_id = card.get("task_id")
        if task_id is not None:
            shown = Shown(owner=owner, task_id=task_id, chat=chat, kind=kind, card=card)
            self._shown[owner, task_id] = shown

    def find(self, owner: str, task_id: str) -> Shown:
        """Return the card with this task_id; LookupError when there is none."""
        try:
            return self._shown[owner, task_id]
        except KeyError:
            raise LookupError(f"no card with task_id {task_id!r} is shown") from None

    def shown(self) -> tuple[Shown, ...]:
        """Every card, oldest first."""
        return tuple(self._shown.values())


def keys_of(card: Json) -> tuple[str, ...]:
    """Return the event keys that a person can press on the card."""
    buttons = [button.get("key", "") for button in card.get("button_list", ())]
    submit = card.get("submit_button", {}).get("key")
    menu = [action.get("key", "") for action in card.get("action_menu", {}).get("action_list", ())]
    return tuple(key for key in (*buttons, submit, *menu) if key)


def check(card: object, surface: Surface) -> Json:
    """Return the card, if it keeps the rules of section 7.2; raises Refused with the code."""
    if not isinstance(card, dict):
        raise Refused(40058, "template_card missing")
    kind = card.get("card_type")
    allowed = NOTICES if surface is Surface.WEBHOOK else NOTICES | INTERACTIVE
    if kind not in allowed:
        raise Refused(40058, "card_type")
    _check_title(kind, card)
    if kind in NOTICES and not _has_action(card.get("card_action")):
        raise Refused(42045)
    _check_task_id(kind, card)
    _check_lists(card)
    if kind in _CONTROLS:
        _CONTROLS[kind](card)
    return card


def _check_title(kind: str, card: Json) -> None:
    main = card.get("main_title")
    title = main.get("title") if isinstance(main, dict) else None
    if kind == "text_notice":
        title = title or card.get("sub_title_text")
    if not title:
        raise Refused(41016)


def _has_action(action: object) -> bool:
    if not isinstance(action, dict):
        return False
    if action.get("type") == 1:
        return bool(action.get("url"))
    return action.get("type") == 2 and bool(action.get("appid"))


def _check_task_id(kind: str, card: Json) -> None:
    task_id = card.get("task_id")
    if task_id is None:
        if kind in INTERACTIVE or "action_menu" in card:
            raise Refused(42014, "task_id required")
        return
    if not isinstance(task_id, str) or not _TASK_ID.fullmatch(task_id):
        raise Refused(42014, "task_id malformed")


def _check_lists(card: Json) -> None:
    for name, most in (
        ("horizontal_content_list", 6),
        ("jump_list", 3),
        ("vertical_content_list", 4),
    ):
        if name in card:
            _need_list(card, name, 0, most)
    for row in card.get("horizontal_content_list", ()):
        if not row.get("keyname"):
            raise Refused(40058, "horizontal_content_list.keyname")
    menu = card.get("action_menu")
    if menu is not None:
        if not isinstance(menu, dict):
            raise Refused(40058, "action_menu")
        _need_list(menu, "action_list", 1, 3)


def _check_buttons(card: Json) -> None:
    _need_list(card, "button_list", 1, 6)
    keys = []
    for button in card["button_list"]:
        if not button.get("text"):
            raise Refused(40058, "button_list.text")
        if button.get("type", 0) == 0:
            keys.append(_key(button.get("key"), "button_list.key"))
    if len(set(keys)) < len(keys):
        raise Refused(40058, "button_list.key is not unique")


def _check_options(item: object, *, most: int) -> None:
    if not isinstance(item, dict):
        raise Refused(40058, "checkbox or select_list missing")
    _key(item.get("question_key"), "question_key")
    _need_list(item, "option_list", 1, most)
    for option in item["option_list"]:
        if not option.get("id") or byte_length(str(option["id"])) > 128 or not option.get("text"):
            raise Refused(40058, "option_list")


def _check_vote(card: Json) -> None:
    _check_options(card.get("checkbox"), most=20)
    _check_submit(card)


def _check_selection(card: Json) -> None:
    _need_list(card, "select_list", 1, 3)
    for item in card["select_list"]:
        _check_options(item, most=10)
    _check_submit(card)


def _check_submit(card: Json) -> None:
    submit = card.get("submit_button")
    if not isinstance(submit, dict) or not submit.get("text"):
        raise Refused(40058, "submit_button")
    _key(submit.get("key"), "submit_button.key")


def _key(key: Any, what: str) -> str:
    if not isinstance(key, str) or not 1 <= byte_length(key) <= _KEY_BYTES:
        raise Refused(40058, what)
    return key


def _need_list(holder: Json, name: str, least: int, most: int) -> None:
    rows = holder.get(name)
    if not isinstance(rows, list) or not least <= len(rows) <= most:
        raise Refused(40058, name)
    if not all(isinstance(row, dict) for row in rows):
        raise Refused(40058, name)


_CONTROLS: dict[str, Callable[[Json], None]] = {
    "button_interaction": _check_buttons,
    "vote_interaction": _check_vote,
    "multiple_interaction": _check_selection,
}
