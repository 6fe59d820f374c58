"""The parts of joint work, as a context shows them."""

from handlers.router import Context
from ledger import joint
from ledger.joint import Part
from ledger.progress import ItemState


def parts_of(state: ItemState, context: Context) -> tuple[Part, ...]:
    """List what each unit of an item last said, seen from the context's day."""
    return joint.parts_of(
        state, context.ledger.books[state.plan], context.now.date(), context.rules
    )
