"""What `duban roster` prints: who comes, who goes, what is doubtful."""

from collections.abc import Sequence

from messages.text import Blocks

SECOND_MAIN = "一个单位只有一个主联络员，这位按备用登记"
SEVERAL_UNITS = "能对上几个单位，请写全称"
_POSTS = {"main": "主", "backup": "备", "head": "负责人"}


def preview(
    bound: Sequence[tuple[str, str, str, str]],
    released: Sequence[tuple[str, str, str]],
    phones: int,
    doubts: Sequence[tuple[str, str, str]],
) -> Blocks:
    """Show the differences to the roster as it stands, then the doubts."""
    return (
        f"登记或变更{len(bound)}人：" if bound else "没有要登记或变更的人。",
        *(f"  {unit} {name}（{user}） {_POSTS[post]}" for unit, name, user, post in bound),
        *([f"不再是联络员{len(released)}人（文件里的单位以文件为准）："] if released else []),
        *(f"  {unit} {name}（{user}）" for unit, name, user in released),
        *([f"手机号{phones}个，只给优化办看，不进历史。"] if phones else []),
        *([f"疑点{len(doubts)}处："] if doubts else []),
        *(f"  {place} {words}：{reason}" for place, words, reason in doubts),
    )


def unknown_unit(near: Sequence[str]) -> str:
    """Say that the ledger has no such unit, and which ones are called nearly so."""
    guess = f"，是不是{'、'.join(near)}" if near else ""
    return f"台账里没有这个单位{guess}，没有收"


def saved(bound: int, released: int) -> str:
    """Say what was taken over."""
    return f"已保存：登记或变更{bound}人，解除{released}人。再启动 duban run 就生效。"
