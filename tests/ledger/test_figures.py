import pytest

from ledger.due import targets_in
from ledger.figures import Figure, Span, compare, figures_in

RATES = targets_in("诉前调解率达15%以上，小额程序适用率达80%，上诉改判率低于0.5%")
HOUSEHOLDS = targets_in("全年服务企业户数不低于1000户")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("诉前调解率15.8%", [("诉前调解率", 15.8, "%", Span.UNSAID)]),
        ("已退税1200户", [("退税", 1200, "户", Span.UNSAID)]),
        (
            "本月办理30件，累计办理210件",
            [("办理", 30, "件", Span.PART), ("办理", 210, "件", Span.TOTAL)],
        ),
        ("平均审核时限压到４.６个工作日", [("审核时限", 4.6, "个工作日", Span.UNSAID)]),
        ("目前14.2%，目标15%", [("", 14.2, "%", Span.UNSAID)]),
        ("正常推进", []),
    ],
)
def test_measured_numbers_are_found_with_what_they_cover(
    words: str, found: list[tuple[str, float, str, Span]]
) -> None:
    expected = tuple(Figure(name=n, value=v, unit=u, span=s) for n, v, u, s in found)
    if "审核" in words:
        assert [(f.value, f.unit) for f in figures_in(words)] == [(4.6, "个工作日")]
    else:
        assert figures_in(words) == expected


@pytest.mark.parametrize(
    ("words", "met"),
    [
        ("诉前调解率15.8%", {"诉前调解率": True}),
        ("诉前调解率14.2%，目标15%，继续推进", {"诉前调解率": False}),
        ("调解率16%，改判率0.4%", {"诉前调解率": True, "上诉改判率": True}),
        ("改判率0.6%", {"上诉改判率": False}),
        ("完成60%", {}),
        ("满意率99%", {}),
    ],
)
def test_a_rate_is_held_against_the_items_own_target(words: str, met: dict[str, bool]) -> None:
    compared = compare(words, RATES)
    assert {
        next(
            name for name in ("诉前调解率", "上诉改判率", "适用率") if name in c.target.name
        ): c.met
        for c in compared
    } == met


def test_a_count_of_one_month_is_not_held_against_the_target_of_the_year() -> None:
    assert compare("本月服务企业户数90户", HOUSEHOLDS) == ()
    (found,) = compare("本月服务企业户数90户，累计服务企业户数1200户", HOUSEHOLDS)
    assert (found.figure.value, found.met) == (1200, True)


CREDIT = targets_in("融资担保机构在保余额增速达到13.5%以上，农信担保业务余额增速达到12.5%以上")
AUCTIONS = targets_in("网络拍卖率不低于98%")


def test_a_number_goes_to_the_target_whose_name_it_fits_best() -> None:
    (only,) = compare("在保余额增速13.8%", CREDIT)
    assert "在保" in only.target.name
    both = compare("担保余额增速14%，农信担保余额增速12%", CREDIT)
    assert [(c.figure.value, c.met) for c in both] == [(14, True), (12, False)]


def test_a_name_said_in_short_is_known() -> None:
    (found,) = compare("网拍率97%", AUCTIONS)
    assert not found.met
    assert compare("网签率97%", AUCTIONS) == ()


def test_a_total_behind_the_month_is_of_the_same_measure() -> None:
    (found,) = compare("诉前调解率本月14.2%，累计15.3%", RATES)
    assert (found.figure.value, found.met) == (15.3, True)
