"""JSON as WeCom sends it, raw control characters and all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wecom.wire import encode, read_object

json_objects = st.dictionaries(
    st.text(), st.text() | st.integers() | st.dictionaries(st.text(), st.text())
)


@given(json_objects)
def test_what_is_written_is_read_back(content: dict[str, object]) -> None:
    assert read_object(encode(content)) == content


def test_raw_control_characters_are_left_out() -> None:
    assert read_object('{"text": "15(6)\x08 已\x1f完成"}') == {"text": "15(6) 已完成"}


@pytest.mark.parametrize("text", ["", "{", "[1]", '"words"', "null", "[" * 100_000])
def test_what_is_no_object_is_none(text: str) -> None:
    assert read_object(text) is None
