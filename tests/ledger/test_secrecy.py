import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from ledger.private_numbers import blotted, first_mobile
from ledger.secrecy import Secret, secrets_in

PLAN = Path(__file__).parents[2].parent / "shared" / "plan"
GRADES = ("绝密", "机密", "秘密")
MARKS = (
    "{}★1年",
    "{} ★",
    "密级：{}",
    "密级为{}",
    "【{}】",
    "（{}）",
    "{}文件",
    "{}：",
    "{}\n关于征收的请示",
)
SPELLINGS = ("{}", "１５（６）{}", "15(6) 已完成 {}", "{}\n15(6) 60%")


def wide(text: str) -> str:
    """Write a word with blanks between its characters."""
    return " ".join(text)


@pytest.mark.parametrize("grade", [*GRADES, *map(wide, GRADES)])
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("around", SPELLINGS)
def test_a_mark_of_secrecy_is_found_however_it_is_written(
    grade: str, mark: str, around: str
) -> None:
    assert Secret.CLASSIFIED in secrets_in(around.format(mark.format(grade)))


@pytest.mark.parametrize(
    "text",
    ["内部资料，注意保密", "【内部】15(6) 60%", "仅限内部传阅", "内部文件 严禁外传", "内部★"],
)
def test_what_is_for_inside_only_is_found(text: str) -> None:
    assert Secret.INTERNAL in secrets_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "保密协议已签订12份",
        "依法保护商业秘密",
        "严格保守国家秘密和商业秘密",
        "对内部运行流程再造",
        "完成内部绩效考核",
        "开展密切联系企业活动",
        "已退税1200万元，惠及企业350户",
        "文号双政办发〔2023〕15号",
        "项目编号 2023051800127",
        "密集开展走访",
        "机密性审查机制已建立",
        "咨询电话 0746-7722345",
    ],
)
def test_ordinary_words_and_numbers_pass(text: str) -> None:
    assert secrets_in(text) == ()


def identity(dice: random.Random) -> str:
    """Make a valid identity card number of nobody."""
    body = f"43112319{dice.randint(50, 99)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
    body += f"{dice.randint(1, 999):03}"
    return body + ric.calc_check_digit(f"{body}0")


@given(
    st.randoms(use_true_random=False),
    st.sampled_from(["", " ", "-", "　"]),
    st.sampled_from(["", "李四", "身份证"]),
)
def test_an_identity_card_number_is_found(dice: random.Random, gap: str, before: str) -> None:
    number = identity(dice)
    shown = gap.join((number[:6], number[6:14], number[14:]))
    assert Secret.IDENTITY_CARD in secrets_in(f"15(6) {before}{shown} 已办")


@given(st.integers(0, 10**12 - 1), st.sampled_from(["", " ", "-"]))
def test_a_bank_card_number_is_found(number: int, gap: str) -> None:
    body = f"622{number:012}"
    card = body + luhn.calc_check_digit(body)
    groups = [card[at : at + 4] for at in range(0, len(card), 4)]
    assert Secret.BANK_CARD in secrets_in(f"账号{gap.join(groups)}")


@given(
    st.integers(3, 9),
    st.integers(0, 10**9 - 1),
    st.sampled_from(["{}{}{}", "{} {} {}", "{}-{}-{}", "+86 {}{}{}"]),
)
def test_a_mobile_number_is_found(second: int, rest: int, form: str) -> None:
    number = f"1{second}{rest:09}"
    shown = form.format(number[:3], number[3:7], number[7:])
    assert Secret.MOBILE in secrets_in(f"联系人王五 {shown}")


@pytest.mark.parametrize(
    "text",
    [
        "15(6) 13800138000 60%",
        "李四13800138000、13900139000",
        "13800138000 13900139000",
        "13800138000 2023-10-16 已联系",
        "(138)00138000",
        "138.0013.8000",
        "138_0013_8000",
        "１３８·００１３·８０００",
        "tel:008613800138000",
        "一三八零零一三八零零零",
        "幺三八〇〇幺三八〇〇〇",
    ],
)
def test_a_mobile_number_is_found_among_other_figures(text: str) -> None:
    assert secrets_in(text) == (Secret.MOBILE,)


@pytest.mark.parametrize(
    "text",
    [
        "投资15000000000元",
        "面积13800138000亩",
        "办件139 20 30 4000件",
        "131，2000，3000",
        "1390.12/3456.7",
        "3.13800138000",
        "订单号4111111111111111",
        "项目代码2310-431123-04-05-884321",
        "国家秘密法宣传",
        "不属于国家秘密、商业秘密",
        "秘密举报渠道已公布",
    ],
)
def test_ordinary_figures_and_phrases_pass(text: str) -> None:
    assert secrets_in(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "定为秘密",
        "属机密",
        "秘密1年",
        "机密三年★",
        "标注机密的文件",
        "秘密 特急",
        "【工作秘密】",
        "机密急件",
    ],
)
def test_a_mark_in_other_words_is_found(text: str) -> None:
    assert secrets_in(text) == (Secret.CLASSIFIED,)


@given(st.sampled_from(["", " ", "-", ".", "  "]), st.integers(0, 10**9 - 1))
def test_a_mobile_number_is_blotted_out_however_it_is_written(gap: str, rest: int) -> None:
    number = f"13{rest:09}"
    shown = gap.join((number[:3], number[3:7], number[7:]))
    text = f"绑定 县税务局 李华 {shown}"
    assert first_mobile(text) == number
    assert blotted(text) == f"绑定 县税务局 李华 {number[:3]}****{number[7:]}"


@given(st.text(max_size=300))
def test_any_text_is_looked_through(text: str) -> None:
    secrets_in(text)


@pytest.mark.skipif(not PLAN.exists(), reason="the shared plan is not beside the project")
def test_of_the_plans_own_text_nothing_is_stopped() -> None:
    lines = [
        line
        for path in sorted(PLAN.glob("*.txt"))
        for line in path.read_text().splitlines()
        if line.strip()
    ]
    stopped = [line for line in lines if secrets_in(line)]
    assert len(stopped) <= len(lines) // 100, stopped
