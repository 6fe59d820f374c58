"""Where decisions become durable: decided in order, committed together, answered after.

Decisions that wait while a commit is under way are taken together: each is decided on a draft
in which the ones before it are applied, and one transaction makes them all durable. Nobody sees
what is not on disk, no update is lost, and a report alone waits for nobody.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from handlers.router import Decision
from ledger.book import Ledger
from storage.faults import AlreadyReceived, StorageFault
from storage.mail import Received, Remembered
from storage.store import Batch, Store
from storage.writer import Writer

T = TypeVar("T")
_TOGETHER = 256
"""The most decisions that share one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision, and the inbox row that goes with it where a message caused it."""

    decision: Decision
    received: Received | None = None
    repeated: bool = False
    """The message had been decided before."""
    remembered: Remembered | None = None
    """The exchange that now awaits an answer, or no longer does."""


Decide = Callable[[Ledger], Ruling]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    key: str
    decide: Decide
    done: asyncio.Future[Ruling] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def answer(self, ruling: Ruling) -> None:
        if not self.done.done():
            self.done.set_result(ruling)

    def fail(self, error: BaseException) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Desk:
    """The one writer of the ledger; `run` must be running while decisions are submitted."""

    def __init__(self, ledger: Ledger, store: Store, writer: Writer) -> None:
        self.ledger = ledger
        self._store = store
        self._writer = writer
        # Hashes of the keys seen so far: a message not among them needs no look-up on disk.
        self._seen = {hash(key) for key in store.received_keys()}
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue()

    async def submit(self, decide: Decide, key: str = "") -> Ruling:
        """Decide and make durable; returns after the commit.

        `key` is the message's: seen before, the stored reply comes back and nothing is decided.
        Raises what `decide` raises, or StorageFault; then nothing was recorded.
        """
        job = _Job(key=key, decide=decide)
        self._jobs.put_nowait(job)
        return await job.done

    async def run(self) -> None:
        """Work until cancelled; a fault that makes memory untrustworthy ends it."""
        while True:
            jobs = [await self._jobs.get()]
            while len(jobs) < _TOGETHER and not self._jobs.empty():
                jobs.append(self._jobs.get_nowait())
            try:
                # Shielded: what the writer was handed is committed even if we are cancelled.
                await asyncio.shield(self._work_off(jobs))
            except StorageFault as fault:
                for job in jobs:
                    job.fail(fault)
                if not fault.transient:
                    raise
            finally:
                for job in jobs:
                    job.fail(asyncio.CancelledError())
                    self._jobs.task_done()

    async def aside(self, work: Callable[..., T], *arguments: Any) -> T:
        """Run blocking work in the writer's thread, between commits."""
        return await self._writer.call(work, *arguments)

    async def settled(self) -> None:
        """Wait until everything submitted so far is done."""
        await self._jobs.join()

    async def _work_off(self, jobs: Sequence[_Job]) -> None:
        first: dict[str, _Job] = {}
        for job in jobs:
            first.setdefault(job.key or f"\0{id(job)}", job)
        fresh = list(first.values())
        known = await self._replies(fresh)
        rulings = self._decide([job for job in fresh if job.key not in known])
        await self._commit(rulings)
        for job in jobs:
            if job.key in known:
                job.answer(known[job.key])
            elif job.key and (original := first[job.key]) is not job:
                _follow(job, original)

    async def _replies(self, jobs: Sequence[_Job]) -> dict[str, Ruling]:
        """Find the messages that were handled before, with the replies they got."""
        keys = [job.key for job in jobs if job.key and hash(job.key) in self._seen]
        if not keys:
            return {}
        found = await self._writer.call(_received, self._store, keys)
        return {
            row.key: Ruling(decision=Decision(reply=row.reply), received=row, repeated=True)
            for row in found
        }

    def _decide(self, jobs: Sequence[_Job]) -> list[tuple[_Job, Ruling]]:
        draft = self.ledger.draft()
        rulings: list[tuple[_Job, Ruling]] = []
        for job in jobs:
            try:
                ruling = job.decide(draft)
            except Exception as error:  # noqa: BLE001 - it is the submitter's to deal with
                job.fail(error)
                continue
            for version in ruling.decision.versions:
                draft.amend(version)
            for entry in ruling.decision.entries:
                draft.apply(entry)
            rulings.append((job, ruling))
        return rulings

    async def _commit(self, rulings: Sequence[tuple[_Job, Ruling]]) -> None:
        batch = _batch([ruling for _, ruling in rulings])
        if batch != Batch():
            try:
                written = await self._writer.commit(batch)
            except (AlreadyReceived, ValueError) as error:
                # Refused before anything was written: memory and disk still agree.
                await self._one_by_one([job for job, _ in rulings], error)
                return
            for version in batch.versions:
                self.ledger.amend(version)
            for entry in written:
                self.ledger.apply(entry)
            self.ledger.people.phones.update((p.person, p.number) for p in batch.phones)
            self._seen.update(hash(received.key) for received in batch.received)
        for job, ruling in rulings:
            job.answer(ruling)

    async def _one_by_one(self, jobs: Sequence[_Job], error: Exception) -> None:
        """Let only the decision fail that cannot be stored: decide each anew, on its own."""
        if len(jobs) == 1:
            jobs[0].fail(error)
            return
        for job in jobs:
            await self._commit(self._decide([job]))


def _received(store: Store, keys: Sequence[str]) -> list[Received]:
    return [row for key in keys if (row := store.received(key)) is not None]


def _follow(job: _Job, first: _Job) -> None:
    """Answer a message that came twice at the same instant as its first copy was."""
    error = first.done.exception() if first.done.done() else None
    if error is not None:
        job.fail(error)
    elif first.done.done():
        ruling = first.done.result()
        # The reply alone, as for a copy that comes later: this one changed nothing.
        decision = Decision(reply=ruling.decision.reply)
        job.answer(replace(ruling, decision=decision, repeated=True))


def _batch(rulings: Sequence[Ruling]) -> Batch:
    decisions = [ruling.decision for ruling in rulings]
    return Batch(
        entries=tuple(e for d in decisions for e in d.entries),
        versions=tuple(v for d in decisions for v in d.versions),
        received=tuple(
            r.received for r in rulings if r.received is not None and r.decision.changes
        ),
        outgoing=tuple(o for d in decisions for o in d.outgoing),
        reminders=tuple(k for d in decisions for k in d.reminders),
        rounds=tuple(k for d in decisions for k in d.rounds),
        phones=tuple(p for d in decisions for p in d.phones),
        exchanges=tuple(r.remembered for r in rulings if r.remembered is not None),
    )
