"""The short forms of group B's ids; `make soak` has the long ones."""

from pathlib import Path

from tests.soak.repetitions import one_id_for_several, one_id_with_other_words, shuffled


async def test_an_id_used_by_two_senders_and_in_two_chats_names_three_messages(
    tmp_path: Path,
) -> None:
    outcome = await one_id_for_several(20, tmp_path)
    assert outcome.wrong == [], outcome


async def test_an_id_that_comes_again_with_other_words_changes_nothing(tmp_path: Path) -> None:
    outcome = await one_id_with_other_words(20, tmp_path)
    assert outcome.wrong == [], outcome


async def test_messages_that_overtake_each_other_are_each_recorded_once(tmp_path: Path) -> None:
    outcome = await shuffled(3, tmp_path)
    assert outcome.wrong == [], outcome
