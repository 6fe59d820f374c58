import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.plan import ItemRef

NUMBERS = st.integers(1, 9999)


@given(NUMBERS, st.integers(0, 9999))
def test_a_reference_reads_back_as_written(objective: int, number: int) -> None:
    found = ItemRef(objective, number)
    assert ItemRef.parse(str(found)) == found


@pytest.mark.parametrize("text", ["", "0", "15()", "15(0)", "15（6）", "15(6) ", "１５", "-1"])
def test_only_the_canonical_spelling_is_read(text: str) -> None:
    with pytest.raises(ValueError, match="not a canonical item reference"):
        ItemRef.parse(text)
