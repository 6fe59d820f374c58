"""The self-test's look at the settings: what can be seen without connecting to anything."""

import stat
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from bot.config import Settings
from bot.surface_settings import Routing
from messages.cli import SURFACES
from messages.doctor import Check, Diagnosis, ill, well

_SECRETS: Final = frozenset({"secret", "token", "encoding_aes_key", "key"})
_SECTIONS: Final = ("smart_bot", "smart_bot_callback", "own_app", "webhooks")
_NAMES: Final = ("smart_bot", "smart_bot_callback", "own_app", "webhook")


def switched_on(settings: Settings) -> tuple[str, ...]:
    """List the surfaces whose sections are there, by their names in [routing]."""
    sections = zip(_NAMES, _SECTIONS, strict=True)
    return tuple(name for name, section in sections if getattr(settings, section))


def settings_checks(settings: Settings, file: Path | None) -> Iterator[Diagnosis]:
    """Go through the settings."""
    on = switched_on(settings)
    if on:
        yield well(Check.SURFACES, surfaces="、".join(SURFACES[name] for name in on))
    else:
        yield ill(Check.SURFACES, "none")
    yield _names(settings)
    if on:
        yield from _groups(settings)
        yield _routing(settings, on)
    yield _file(file)
    if "smart_bot" in on or "smart_bot_callback" in on:
        both = {"smart_bot", "smart_bot_callback"} <= {*on}
        yield ill(Check.MODES, "both") if both else well(Check.MODES)


def _names(settings: Settings) -> Diagnosis:
    names = [name for name in settings.bot.names if name.strip()]
    return well(Check.NAMES, names="、".join(names)) if names else ill(Check.NAMES, "none")


def _groups(settings: Settings) -> Iterator[Diagnosis]:
    real = sorted(settings.groups.served - {settings.console.chat})
    yield well(Check.GROUPS, groups="、".join(real)) if real else ill(Check.GROUPS, "none")
    unread = [hook.chat for hook in settings.webhooks if hook.chat not in settings.groups.daily]
    if unread:
        yield ill(Check.GROUPS, "webhook", chats="、".join(unread))


def _file(file: Path | None) -> Diagnosis:
    if file is None:
        return well(Check.FILE, "none")
    if not _holds_secret(tomllib.loads(file.read_text("utf-8"))):
        return well(Check.FILE, "no_secret")
    opened = file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)
    return ill(Check.FILE, "open", path=file) if opened else well(Check.FILE, path=file)


def _holds_secret(value: Any) -> bool:
    """Whether a section, or one inside it, has a secret of its own."""
    if isinstance(value, Mapping):
        return any(name in _SECRETS or _holds_secret(inner) for name, inner in value.items())
    return isinstance(value, list) and any(map(_holds_secret, value))


def _routing(settings: Settings, on: Iterable[str]) -> Diagnosis:
    """Look for names that lead nowhere; the defaults name every surface there is."""
    routing, usual = settings.routing, Routing()
    named = {*routing.people, *routing.groups}
    if unknown := sorted(named - {*_NAMES}):
        return ill(Check.ROUTING, "unknown", names="、".join(unknown))
    chosen = {
        name
        for given, default in ((routing.people, usual.people), (routing.groups, usual.groups))
        if given != default
        for name in given
    }
    if off := sorted(chosen - {*on}):
        return ill(Check.ROUTING, "off", names="、".join(off))
    return well(
        Check.ROUTING,
        people=_in_order(routing.people, on),
        groups=_in_order(routing.groups, on),
    )


def _in_order(names: Iterable[str], on: Iterable[str]) -> str:
    """Word the surfaces that are on, in the order they are asked in."""
    return " → ".join(name for name in names if name in {*on}) or "—"
