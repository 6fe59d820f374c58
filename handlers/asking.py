"""Decides what to ask back when the words could mean several things, and gives help."""

from handlers.router import Context, Decision, Router
from ledger.errors import EmptyLedger, LedgerError
from ledger.plan import ItemRef
from ledger.progress import Status
from messages import asking
from messages.commands import AskBack, Help
from messages.exchange import NO_QUESTION, Asked, Question

router = Router()


@router.on(Help)
def show_help(_: Help, __: Context) -> Decision:
    """Show what can be typed."""
    return Decision(reply=asking.HELP)


@router.on(AskBack)
def ask_back(command: AskBack, context: Context) -> Decision:
    """Ask one question, with the items, names or sentences that could be meant, by number."""
    if command.bad_refs:
        return _no_such_number(command, context)
    if command.why == "which_unit" and command.name:
        names = command.candidates
        return Decision(
            reply=asking.which_unit(command.name, names),
            question=Question(asked=Asked.NAME, about=command.name, choices=names),
            facts={"candidates": list(names)} if names else {},
        )
    # All items of a task are offered, also those of others: 6 is then 15(6) and the sixth.
    candidates = command.candidates or _candidates(command, context)
    ref = str(command.refs[0]) if command.refs else next(iter(candidates), "15(6)")
    if command.why == "show_or_report":
        ref = "、".join(candidates or tuple(map(str, command.refs)))
    question = _question(command, candidates)
    facts = {"candidates": list(candidates)} if candidates else {}
    shown = [_shown(choice, context) for choice in question.choices]
    return Decision(reply=asking.ask(command.why, ref, shown), question=question, facts=facts)


def _question(command: AskBack, candidates: tuple[str, ...]) -> Question:
    """Say what an answer would do to the words that were not understood."""
    refs = tuple(map(str, command.refs))
    match command.why:
        case "no_item" | "no_item_asked" | "whole_objective" | "keyword_report":
            return Question(asked=Asked.ITEM, choices=candidates)
        case "no_state" | "not_done" | "unsure" | "order" | "extension_unsure":
            return Question(asked=Asked.MORE)
        case "show_or_report" if len(candidates or refs) == 1:
            ref = (candidates or refs)[0]
            both = (asking.details_of((ref,)), asking.report_of(ref, command.percent))
            return Question(asked=Asked.WORDS, choices=both)
        case "doubt" if len(refs) == 1:
            one = (asking.report_of(refs[0], command.percent),)
            return Question(asked=Asked.WORDS, choices=one)
    return NO_QUESTION


def _shown(choice: str, context: Context) -> str:
    """Add the title where the choice is the number of one item."""
    try:
        return asking.choice(context.ledger.state(ItemRef.parse(choice)).item)
    except (ValueError, LedgerError):
        return choice


def _no_such_number(command: AskBack, context: Context) -> Decision:
    """Name the number that is wrong and those beside it that are right; raises EmptyLedger."""
    if not context.ledger.books:
        raise EmptyLedger
    objectives = [word.partition("(")[0] for word in command.bad_refs]
    near = tuple(
        str(ref)
        for number in dict.fromkeys(objectives)
        if number.isdigit()
        for ref in context.ledger.siblings(int(number))
    )
    return Decision(
        reply=asking.no_such_number(
            command.bad_refs,
            [_shown(ref, context) for ref in near],
            told=command.why != "no_such_item",
        ),
        question=Question(asked=Asked.ITEM, choices=near) if near else NO_QUESTION,
    )


def _candidates(command: AskBack, context: Context) -> tuple[str, ...]:
    if command.objective is not None:
        return tuple(str(ref) for ref in context.ledger.siblings(command.objective))
    if command.why == "keyword_report":
        return tuple(str(state.ref) for state in context.ledger.perhaps_about(command.name))
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
