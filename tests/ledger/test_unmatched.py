from ledger.book import Ledger
from ledger.rules import ItemRules, Rules
from ledger.unmatched import unmatched
from tests.factories import directory, ledger, plan

OWN = ItemRules(lead_days=(5,))
RULES = Rules(
    of_plans={"试验": OWN, "营伤": OWN},
    of_items={"1(1)": OWN, "试验 2": OWN, "99(9)": OWN, "营商 1(1)": OWN},
    sensitive=frozenset({"3(1)", "7"}),
)


def test_a_setting_for_what_no_plan_has_is_named() -> None:
    assert unmatched(RULES, ledger(plan())) == ("营伤", "7", "99(9)", "营商 1(1)")


def test_before_the_first_import_nothing_is_missed() -> None:
    assert unmatched(RULES, Ledger.of((), directory())) == ()
