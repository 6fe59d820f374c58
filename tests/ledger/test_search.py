"""Items found by words of their text."""

from ledger.plan import Deadline, Item, ItemRef
from ledger.search import ItemSearch


def item(number: str, objective: str, text: str) -> Item:
    return Item(
        ref=ItemRef.parse(number),
        section="",
        objective=objective,
        text=text,
        lead=(),
        units=(),
        units_text="",
        units_open=False,
        deadline=Deadline(words="长期坚持", ongoing=True),
    )


SEARCH = ItemSearch(
    [
        item("3(2)", "推进要素改革", "做好数据要素市场化配置的改革试点"),
        item("10(1)", "建好用好“湘易办”", "接入公众版"),
        item("10(2)", "建好用好“湘易办”", "升级政务版"),
        item("14(3)", "常态化送政策", "每月开一次政企交流早茶会"),
    ]
)


def found(words: str) -> list[str]:
    return [str(ref) for ref in SEARCH.find(words)]


def test_words_of_the_text_find_the_item() -> None:
    assert found("早茶") == ["14(3)"]


def test_words_of_the_objective_find_all_its_items() -> None:
    assert found("湘易办") == ["10(1)", "10(2)"]


def test_words_that_stand_apart_find_the_nearest_item() -> None:
    assert found("数据要素改革试点") == ["3(2)"]
    assert found("政企早茶会") == ["14(3)"]


def test_the_items_beside_it_that_have_the_words_in_part_are_offered_too() -> None:
    search = ItemSearch(
        [
            item("15(1)", "减负", "减轻税费负担,宣传各项政策"),
            item("15(5)", "减负", "落实税费支持政策"),
            item("15(6)", "减负", "压缩审核时限"),
            item("16(1)", "法治", "税费政策的立法调研"),
        ]
    )
    assert [str(ref) for ref in search.find("税费支持政策")] == ["15(5)"]
    assert [str(ref) for ref in search.neighbours("税费支持政策")] == ["15(1)", "15(5)"]
    assert search.neighbours("没有的事") == ()


def test_other_words_find_nothing() -> None:
    assert not SEARCH.has("外卖")
    assert not SEARCH.has("")


def tells(number: str, words: str) -> bool:
    return SEARCH.tells_of(ItemRef.parse(number), words)


def test_a_run_of_words_is_out_of_an_items_own_text() -> None:
    assert tells("14(3)", "本月政企交流活动2次")
    assert tells("10(1)", "湘易办又接了3个系统")


def test_words_of_another_item_or_too_few_are_not() -> None:
    assert not tells("14(3)", "湘易办又接了3个系统")
    assert not tells("14(3)", "会开完了")
    assert not tells("3(2)", "")


def test_words_copied_from_the_text_are_known_again() -> None:
    assert SEARCH.quotes(ItemRef.parse("14(3)"), "每月开一次政企交流 早茶会")
    assert not SEARCH.quotes(ItemRef.parse("14(3)"), "本月开了一次早茶会")
    assert not SEARCH.quotes(ItemRef.parse("3(2)"), "每月开一次政企交流早茶会")
