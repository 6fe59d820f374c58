from hypothesis import given
from hypothesis import strategies as st

from messages.paging import paginate

BLOCKS = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n")))


def test_a_short_answer_is_one_message_without_a_mark() -> None:
    assert paginate(("一", "二"), 100) == ("一\n二",)


def test_a_long_list_is_split_between_items_and_numbered() -> None:
    items = tuple(f"15({n}) 第{n}个事项的标题" for n in range(1, 30))
    pages = paginate(items, 300)
    assert pages[0].startswith(f"(1/{len(pages)})\n15(1) ")
    lines = [line for page in pages for line in page.split("\n")[1:]]
    assert lines == list(items)


def test_silence_is_no_message() -> None:
    assert paginate((), 100) == ()


@given(BLOCKS, st.integers(30, 400))
def test_nothing_is_dropped_and_no_page_is_over_the_limit(blocks: list[str], limit: int) -> None:
    pages = paginate(tuple(blocks), limit)
    assert all(len(page.encode()) <= limit for page in pages)
    bodies = pages if len(pages) == 1 else [page.split("\n", 1)[1] for page in pages]
    assert "".join(bodies).replace("\n", "") == "".join(blocks)
