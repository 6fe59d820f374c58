"""The self-test's look at the database, and at the duban that may be running on it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.chat_book import ChatBook
from bot.config import Settings
from bot.verifying import findings, sizes
from bot.wecom.checkup import Checkup
from messages import cli
from messages.doctor import Check, Diagnosis, ill, not_opened, well
from messages.findings import say
from storage.creation import marker_of
from storage.faults import StorageFault
from storage.locking import give_back, take
from storage.mail import Chat
from storage.opening import path_of
from storage.refusals import RefusedToOpen
from storage.store import Store

_TIMEOUT: Final = ClientTimeout(total=5.0)
_HEARD_EVERY: Final = timedelta(seconds=90)
"""A running bot notes every half minute that it hears; three missed are a doubt."""


@contextmanager
def kept_for_us(url: str) -> Iterator[RefusedToOpen | None]:
    """Keep every other duban off a database meanwhile; gives why that cannot be."""
    lock, refused = None, None
    try:
        path = path_of(url)
        lock = take(path)
    except RefusedToOpen as error:
        refused = error
    try:
        yield refused
    finally:
        if lock is not None:
            give_back(path, lock)


def database_check(settings: Settings) -> Diagnosis:
    """Read the whole database, beside whoever writes it."""
    url = settings.database.url
    try:
        with Store.open(url, read_only=True, check=False) as store:
            if found := findings(store, settings):
                facts = "；".join(say(code, facts) for code, facts in found[:3])
                return ill(Check.DATABASE, "damaged", path=path_of(url), facts=facts)
            held = sizes(store)
        items, entries = held["items"], held["entries"]
        return well(Check.DATABASE, path=path_of(url), items=items, entries=entries)
    except RefusedToOpen as refused:
        marked = bool(refused.path) and marker_of(Path(refused.path)).exists()
        reason, pid = refused.reason.value, refused.pid
        sentence = cli.refused(reason, refused.path, refused.detail, pid, marked=marked)
        return not_opened(sentence)
    except StorageFault as fault:
        return ill(Check.DATABASE, "damaged", path=path_of(url), facts=fault.detail)


async def running_check(checkup: Checkup, pid: int | None) -> Diagnosis:
    """Ask the duban that runs on the database how it is."""
    by = f" {pid} " if pid else ""
    address = checkup.local("/healthz")
    if address is None:
        return ill(Check.RUNNING, "no_port", pid=by)
    try:
        async with (
            ClientSession(timeout=_TIMEOUT, trust_env=False) as session,
            session.get(address) as response,
        ):
            parts = await response.json()
            unwell = [name for name, good in dict(parts).items() if not good]
    except (ClientError, OSError, TimeoutError, TypeError, ValueError):
        return ill(Check.RUNNING, "silent", pid=by, url=address)
    if unwell:
        return ill(Check.RUNNING, "unwell", pid=by, url=address, parts="、".join(unwell))
    return well(Check.RUNNING, url=address)


def connected_check(checkup: Checkup) -> Diagnosis:
    """Look up when the running bot last knew that its long connection hears."""
    with Store.open(checkup.settings.database.url, read_only=True, check=False) as store:
        at = store.marked("heard:smart_bot")
    if at is None:
        return ill(Check.HEARD, "never")
    said = f"{at:%Y-%m-%d %H:%M:%S}"
    if checkup.clock.now() - at > _HEARD_EVERY:
        return ill(Check.HEARD, "stale", at=said)
    return well(Check.HEARD, "running", at=said)


def remember(url: str, chats: Iterable[Chat]) -> None:
    """Write down who spoke in a self-test: the bot can write to them from then on."""
    known = tuple(chats)
    if not known:
        return
    try:
        with Store.open(url, check=False) as store:
            for chat in known:
                store.note_chat(chat)
    except RefusedToOpen:
        return  # a bot was started this very moment; it hears for itself


def book(url: str) -> ChatBook | None:
    """Load the conversations that are known; None where the database cannot be read."""
    try:
        with Store.open(url, read_only=True, check=False) as store:
            return ChatBook(store.chats())
    except RefusedToOpen:
        return None
