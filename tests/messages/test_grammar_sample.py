"""The shared sample of real messages, where it is at hand: what the grammar makes of each."""

import json
from datetime import date
from pathlib import Path

import pytest

from documents.read import read_plan
from ledger.search import ItemSearch
from ledger.units import UnitDirectory
from ledger.workdays import WorkCalendar
from messages.commands import ReportProgress, RequestCompletion, RequestExtension
from messages.grammar import Vocabulary, parse

SHARED = Path(__file__).parents[2].parent / "shared"
SAMPLE = SHARED / "utterances" / "sample.jsonl"
PLAN = SHARED / "plan" / "annex4.xlsx"

WRITES = (ReportProgress, RequestCompletion, RequestExtension)

pytestmark = pytest.mark.skipif(
    not (SAMPLE.exists() and PLAN.exists()), reason=f"no shared sample at {SHARED}"
)


@pytest.fixture(scope="module")
def county() -> Vocabulary:
    plan = read_plan(PLAN).plan
    document = read_plan(SHARED / "plan" / "000_06fa09afa46fdb58.txt").plan
    topics = ItemSearch(plan.items)
    printed = [name for item in plan.items for name in (*item.lead, *item.units)]
    return Vocabulary(
        units=UnitDirectory(printed, members=document.members, county="双牌县"),
        refs=frozenset(item.ref for item in plan.items),
        today=date(2023, 10, 16),
        calendar=WorkCalendar(),
        bot_names=("督办助手",),
        sections=tuple(dict.fromkeys(item.section for item in plan.items)),
        is_topic=topics.has,
        tells_of=topics.tells_of,
        quotes=topics.quotes,
    )


def test_intent_is_right_in_nearly_every_line(county: Vocabulary) -> None:
    lines = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    wrong = []
    for line in lines:
        command = parse(line["text"], county)
        intent = command.intent if command else "smalltalk_ignore"
        # Whether an item is the sender's is for the handlers to say.
        foreign = line["slots"].get("wrong_unit", False)
        if intent not in {line["intent"], *line["accept"]} and not foreign:
            wrong.append((line["text"][:40], intent))
    assert len(wrong) <= len(lines) * 0.03, wrong


def test_units_of_the_plan_have_the_agreed_names(county: Vocabulary) -> None:
    agreed = {
        "科工信局": "县科工信局",
        "县城管局": "县城管执法局",
        "县医保局": "县医疗保障局",
        "县产业开发区": "双牌产业开发区",
        "县住建局（人防办）": "县住建局",
        "县财政局（国资股）": "县财政局",
        "县政府办 (金融办)": "县政府办(金融办)",
        "国网双牌供县电公司": "国网双牌县供电公司",
        "县人防办": "县人防办",
        "阳明山管理局": "阳明山管理局",
        "县委财经办": "县委财经办",
    }
    assert {name: county.units.canonical(name) for name in agreed} == agreed
    assert county.units.resolve("全县法院") == ("县人民法院",)


def test_a_row_of_the_plan_sent_as_it_stands_reports_nothing(county: Vocabulary) -> None:
    for item in read_plan(PLAN).plan.items:
        columns = f"{'、'.join(item.lead)} {item.units_text} {item.deadline.words}"
        for said in (
            f"{item.ref} {item.text} {columns}",
            f"{item.ref}{item.text}",
            f"{item.ref}{item.text[:40]}",
        ):
            assert not isinstance(parse(said, county), WRITES), said[:60]
