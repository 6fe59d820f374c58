"""Reads what people type: a table of rules in order, each with its examples.

How a message is read: it is cleaned and folded, what it names (numbers, units, days, percents)
is found and replaced by letters (`messages.sentence`), and the first rule of RULES whose pattern
is found in that shape, and whose builder does not pass, decides. To add a way of saying
something, add a row to the table it belongs to, with examples: they are tests.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from messages import (
    rules_amendments,
    rules_audit,
    rules_chain,
    rules_coordination,
    rules_help,
    rules_items,
    rules_late,
    rules_office,
    rules_people,
    rules_plan,
    rules_reminders,
    rules_reports,
    rules_requests,
    rules_silence,
    rules_standing,
    rules_units,
    rules_unnamed,
)
from messages.cleaning import clean, courtesies_off, strip_mention, to_somebody_else
from messages.commands import Command, Help
from messages.plan_names import plan_off
from messages.rule import PASS, SILENCE, Rule
from messages.sentence import Sentence, opened, read, read_on
from messages.vocabulary import Vocabulary

__all__ = ["RULES", "Vocabulary", "parse", "understand"]

RULES: tuple[Rule, ...] = (
    *rules_reminders.NOTED,
    *rules_silence.FIRST,
    *rules_reports.MARKUP,
    *rules_people.PEOPLE,
    *rules_audit.EXPORT,
    *rules_help.HELP,
    *rules_amendments.AMEND,
    *rules_chain.CHAIN,
    *rules_office.UNDO,
    *rules_office.DECIDE,
    *rules_coordination.COORDINATE,
    *rules_requests.APPLY,
    *rules_reminders.REMIND,
    *rules_units.LISTS,
    *rules_units.CONTACTS,
    *rules_items.LEADS,
    *rules_items.SHOW,
    *rules_plan.COUNTS,
    *rules_late.LATE,
    *rules_standing.STANDING,
    *rules_plan.SPANS,
    *rules_units.TASKS,
    *rules_reports.REPORTS,
    *rules_unnamed.UNNAMED,
    *rules_plan.SECTIONS,
    *rules_items.TOPICS,
)
_COMMON_SHAPE = 60
_LONGEST = 4000
"""Longer messages are read to here; the rest is kept in the history, not understood."""
_LONGEST_LOOKED_AT = 1500
_LONGEST_NUMBERLESS = 400
"""A longer text that names no item is an article somebody passed on, not a command."""


def parse(text: str, vocabulary: Vocabulary, quoted: str = "") -> Command | None:
    """Read one message; None where it is not for the bot (small talk).

    `quoted` is the message that was replied to: it gives the number where the text has none.
    Linear in the length of the text.
    """
    rest, addressed = strip_mention(clean(text)[:_LONGEST], vocabulary.bot_names)
    if addressed and not rest.strip():
        return Help()
    if not rest.strip() or (not addressed and to_somebody_else(rest)):
        return None
    rest, plan = plan_off(courtesies_off(rest), vocabulary.plans)
    begun = opened(rest, vocabulary)
    if len(rest) > _LONGEST_NUMBERLESS and not quoted and not begun.refs:
        return None
    sentence = read_on(begun, vocabulary)
    if quoted and not sentence.refs:
        sentence = _with_number(rest, sentence, quoted)
    command = understand(sentence)[0]
    return replace(command, plan=plan) if command is not None and plan else command


def understand(sentence: Sentence) -> tuple[Command | None, str]:
    """Find the first rule that fits; returns its command and its name."""
    shape = sentence.shape
    for rule in _fitting(shape) if len(shape) <= _COMMON_SHAPE else _fits(shape):
        result = rule.build(sentence)
        if result is SILENCE:
            return None, rule.name
        if result is not PASS and isinstance(result, Command):
            return result, rule.name
    return None, ""


def _fits(shape: str) -> Iterator[Rule]:
    """Go through the rules whose pattern is found in a shape, in their order."""
    return (
        r
        for r in RULES
        if len(shape) <= r.longest and r.pattern.search(shape, 0, _LONGEST_LOOKED_AT) is not None
    )


@lru_cache(maxsize=4096)
def _fitting(shape: str) -> tuple[Rule, ...]:
    """Remember which rules fit: people say most things in few shapes (`U 有哪些任务`)."""
    return tuple(_fits(shape))


def _with_number(text: str, sentence: Sentence, quoted: str) -> Sentence:
    """Put the number of the quoted message before the text, where it has exactly one."""
    vocabulary = sentence.vocabulary
    named = read(clean(quoted)[:_LONGEST], vocabulary)
    if named.bare or len(named.items) != 1:
        return sentence
    return read(f"{named.items[0]} {text}", vocabulary)
