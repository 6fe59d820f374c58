import pytest

from ledger.account import Account, account_of


@pytest.mark.parametrize(
    ("words", "difficulty", "next_step"),
    [
        ("已完成80%，资金没到位，下一步争取月底前拨付", "资金没到位", "争取月底前拨付"),
        ("有困难，卡在联合验收名单", "有困难，卡在联合验收名单", ""),
        ("主要问题是人手不够。下步打算：借调两人，下周开工", "人手不够", "借调两人，下周开工"),
        ("正常推进，下周召开调度会", "", "下周召开调度会"),
        ("帮扶困难群众120户", "", ""),
        ("已完成", "", ""),
    ],
)
def test_difficulty_and_next_step_are_the_reporters_own_words(
    words: str, difficulty: str, next_step: str
) -> None:
    assert account_of(words) == Account(difficulty=difficulty, next_step=next_step)
