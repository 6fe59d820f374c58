"""Decides what to ask back when the words could mean several things, and gives help."""

from handlers.router import Context, Decision, Router
from ledger.plan import ItemRef
from ledger.progress import Status
from messages import asking
from messages.commands import AskBack, Help

router = Router()


@router.on(Help)
def show_help(_: Help, __: Context) -> Decision:
    """Show what can be typed."""
    return Decision(reply=asking.HELP)


@router.on(AskBack)
def ask_back(command: AskBack, context: Context) -> Decision:
    """Ask one question, with the items or names that could be meant."""
    if command.bad_refs:
        return _no_such_number(command, context)
    if command.why == "which_unit" and command.name:
        facts = {"candidates": list(command.candidates)} if command.candidates else {}
        return Decision(reply=asking.which_unit(command.name, command.candidates), facts=facts)
    candidates = command.candidates or _candidates(command, context)
    ref = str(command.refs[0]) if command.refs else next(iter(candidates), "15(6)")
    facts = {"candidates": list(candidates)} if candidates else {}
    return Decision(reply=asking.ask(command.why, ref, candidates), facts=facts)


def _no_such_number(command: AskBack, context: Context) -> Decision:
    """Name the number that is wrong and those beside it that are right."""
    objectives = [word.partition("(")[0] for word in command.bad_refs]
    near = [
        str(ref)
        for number in dict.fromkeys(objectives)
        if number.isdigit()
        for ref in context.ledger.siblings(int(number))
    ]
    return Decision(reply=asking.no_such_number(command.bad_refs, near))


def _candidates(command: AskBack, context: Context) -> tuple[str, ...]:
    if command.objective is not None:
        return tuple(str(ref) for ref in context.ledger.siblings(command.objective))
    if command.why == "keyword_report":
        return tuple(str(state.ref) for state in context.ledger.about(command.name))
    if command.why != "no_item":
        return ()
    shares = (
        book.shares[unit]
        for unit in context.actor.units
        for book in context.ledger.books.values()
        if unit in book.shares
    )
    refs = sorted({ref for share in shares for ref in share.lead})
    return tuple(str(ref) for ref in refs if _is_open(ref, context))


def _is_open(ref: ItemRef, context: Context) -> bool:
    return any(
        book.states[ref].status is Status.OPEN
        for book in context.ledger.books.values()
        if ref in book.states
    )
