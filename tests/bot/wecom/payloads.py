"""What somebody might write to call everybody, to plant a link or to forge our markup."""

from itertools import product

_CORES = (
    "<@all>", "<@lihua>", "< @ all >", "@all", "@所有人", "<@所有人>", "\\<@all>", "&lt;@all&gt;",
    "[点我](http://evil.cn/a)", "![图](http://evil.cn/a.png)", "[a](javascript:alert(1))",
    "[a]( <http://evil.cn> )", "[[a]](//evil.cn)", "http://evil.cn/a", "https://evil.cn/x。",
    "HTTPS://EVIL.CN", "ftp://evil.cn/f", "weixin://dl/chat", "javascript:alert(1)",
    "mailto:a@evil.cn", "<http://evil.cn>", "<mailto:a@evil.cn>", "www.evil.cn", "evil.com/a",
    '<a href="http://evil.cn">点</a>', "<A HREF=evil.cn>", '<font color="warning">红</font>',
    "<think>想</think>", "**粗**", "*斜*", "_斜_", "__粗__", "`码`", "```\n码\n```", "~~删~~",
    "# 题", "###### 题", "> 引", "- 点", "+ 点", "* 点", "1. 一", "12) 一", "---", "- - -", "===",
    "***", "___", "| a | b |\n|---|---|\n| c | d |", "|:---:|",
)  # fmt: skip


def _plain(core: str) -> str:
    return core


def _on_a_new_line(core: str) -> str:
    return f"见下\n{core}\n以上"


def _behind_a_word(core: str) -> str:
    return f"完成{core}了"


def _behind_a_wide_blank(core: str) -> str:
    return f"完成\n\u3000{core}\n\u00a0 {core}"


def _with_nothing_between(core: str) -> str:
    return core[0] + "\u200b" + core[1:2] + "\u2060" + core[2:]


def _full_width(core: str) -> str:
    return core.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})


def _small_forms(core: str) -> str:
    return core.translate(str.maketrans("<>@*#", "﹤﹥﹫﹡﹟"))


def _twice_over(core: str) -> str:
    return f"<{core}{core}>"


def _behind_other_breaks(core: str) -> str:
    return f"见\r{core}\u2028{core}\x0b{core}\x85{core}"


_DISGUISES = (
    _plain,
    _on_a_new_line,
    _behind_a_word,
    _behind_a_wide_blank,
    _with_nothing_between,
    _full_width,
    _small_forms,
    _twice_over,
    _behind_other_breaks,
)

PAYLOADS = tuple(dict.fromkeys(disguise(core) for disguise, core in product(_DISGUISES, _CORES)))
