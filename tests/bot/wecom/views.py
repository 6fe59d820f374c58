"""What the tests of the surfaces look at: the history, the outbox, what a person was sent."""

from bot.app import App
from bot.channel import Inbound
from storage.mail import Outgoing, OutgoingKind, OutgoingState
from tests.wecom_simulator.simulator import Simulator


def words_of(app: App, who: str = "lihua") -> list[str]:
    return [entry.words for entry in app.store.entries() if entry.actor == who]


def rows(app: App, kind: OutgoingKind = OutgoingKind.NOTICE) -> list[Outgoing]:
    return [row for row in app.store.outbox() if row.kind is kind]


def states(app: App, kind: OutgoingKind = OutgoingKind.NOTICE) -> list[OutgoingState]:
    return [row.state for row in rows(app, kind)]


def waiting(app: App) -> list[Outgoing]:
    """List the answers that are not known to have gone out."""
    found = rows(app, OutgoingKind.ANSWER)
    return [row for row in found if row.state is not OutgoingState.SENT]


def pushed(sim: Simulator, to: str) -> list[str]:
    """List what the own app pushed to a member."""
    return [sent.text for sent in sim.sent() if sent.to == (to,)]


def asked(text: str) -> Inbound:
    """Ask past all surfaces, to see a whole answer."""
    return Inbound(
        channel="test", message_id="1", chat="lihua", private=True, sender="lihua", text=text
    )
