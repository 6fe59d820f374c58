"""Rules for changing the plan itself: 新增, 调整, 合并, 撤销事项."""

import re
from dataclasses import dataclass, replace

from messages.amendment_commands import AddItem, AmendItem, CancelItem, MergeItems, Wording
from messages.commands import AskBack
from messages.doubts import asked_back
from messages.places import GAP
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence, read

_ASKED = re.compile(r"[?]|吗|么$|呢$|没有?$|谁|怎么|是不是|是否|能不能|可不可以|什么|哪")
_NOT = re.compile(r"^\W*(?:不|没有?|未|别|无需|不用)(?:要|能|想|再|用)?(?:新增|调整|合并|撤销)")
_STOPS = " \n,，。、:：;；"

_NAMES = (
    r"(?P<lead>牵头(?:单位|部门)?)|(?P<units>(?:责任|配合)(?:单位|部门)?)"
    r"|(?P<deadline>(?:完成|办理)?(?:期限|时限)|截止(?:时间|日期))"
    r"|(?P<text>(?:事项|任务)?内容)|(?P<reason>(?:调整)?原因|理由)"
)
_FIELD = re.compile(
    rf"(?:{_NAMES})"
    r"(?:\s?(?:调整|变更|修改|改|换|定|变)?(?:为|成|到|至|是)\s?:?|\s?(?=由)|\s?:|\s)\s*"
)
_FROM = re.compile(r"^由.{1,40}?(?:调整|变更|修改|改|换)(?:为|成|到|至)")
_BEGINS_LINE = re.compile(r"[\n;]\s?$")
_OPENS = {
    "lead": re.compile(r"U|各"),
    "units": re.compile(r"U|各"),
    "deadline": re.compile(r"D|\d{1,4}\s?[年月./-]|长期|持续|[今明]年"),
}
"""What stands behind the name of a part, where it does not only happen to be in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A part that is named in a sentence's shape: where its name begins, where its words lie."""

    name: str
    named: int
    start: int
    end: int


def _parts(shape: str) -> list[_Part]:
    """Find what is said of which part behind the item's number."""
    found: list[_Part] = []
    for match in _FIELD.finditer(shape, shape.find("R") + 1):
        name = match.lastgroup or ""
        if name in {part.name for part in found} or (
            found and found[-1].name == "text" and not _opens(name, match)
        ):
            continue
        if found:
            found[-1] = replace(found[-1], end=match.start())
        found.append(_Part(name=name, named=match.start(), start=match.end(), end=len(shape)))
    return found


def _opens(name: str, match: re.Match[str]) -> bool:
    """Whether a name inside the item's own text opens another part."""
    if match.string[match.start() - 1] not in f"{_STOPS}。":
        return False  # in the middle of a sentence of the text
    behind = _OPENS.get(name)
    if behind is not None and behind.match(match.string, match.end()):
        return True
    return _BEGINS_LINE.search(match.string[: match.start()]) is not None


def _said(sentence: Sentence) -> dict[str, str]:
    """Give the words for each part that is named, as the sender wrote them."""
    said = {
        part.name: _FROM.sub("", sentence.words(part.start, part.end)).strip(_STOPS)
        for part in _parts(sentence.shape)
    }
    if "lead" not in said and (led := _LED_BY.search(sentence.shape)):
        said["lead"] = sentence.words(led.start(1), led.end(1))
    for name in ("lead", "units"):
        if name in said:
            said[name] = re.sub(r"\s+", "、", said[name])
    if "deadline" in said:
        said["deadline"], _, why = _WHY.sub("\n", said["deadline"], count=1).partition("\n")
        if why:
            said.setdefault("reason", why)
        year = sentence.vocabulary.today.year
        said["deadline"] = said["deadline"].replace("明年", f"{year + 1}年")
    return said


_WHY = re.compile(r"[\s,，;；]*(?:因为?|由于)")
_LED_BY = re.compile(r"R\s?(?:的?牵头单位)?(?:调整|变更|改|换)(?:为|成|由)?\s?(U)\s?来?牵头")


def _only_number(sentence: Sentence) -> bool:
    """Whether nothing stands behind the item's number."""
    return not sentence.shape[sentence.shape.find("R") + 1 :].strip(_STOPS)


def _wording(said: dict[str, str]) -> Wording:
    return Wording(**{name: words for name, words in said.items() if name != "reason"})


def _leading(sentence: Sentence) -> Sentence:
    """Keep the first number and those strung to it; others stand in what is said of the item."""
    refs, text = sentence.refs, sentence.text
    kept = list(refs[:1])
    for ref in refs[1:]:
        if GAP.fullmatch(text, kept[-1].end, max(ref.start, kept[-1].end)) is None:
            break
        kept.append(ref)
    return replace(sentence, refs=tuple(kept))


def _not_meant(sentence: Sentence) -> bool:
    shape = sentence.shape
    return not sentence.refs or bool(_NOT.search(shape) or _ASKED.search(shape[:60]))


def _add(sentence: Sentence) -> Result:
    if _not_meant(sentence) or (ref := sentence.refs[0].ref) is None:
        return PASS
    said = _said(sentence)
    if not said and not _only_number(sentence):
        return PASS
    return AddItem(ref=ref, wording=_wording(said), reason=said.get("reason", ""))


def _amend(sentence: Sentence) -> Result:
    if _not_meant(sentence):
        return PASS
    named = _leading(sentence)
    said = _said(sentence)
    if not said and not _only_number(sentence):
        return PASS
    reason = said.get("reason", "")
    return asked_back(named) or AmendItem(refs=named.items, wording=_wording(said), reason=reason)


_INTO = re.compile(r"(?:合并|并|归并|归)?(?:到|至|入|进)")


def _merge(sentence: Sentence) -> Result:
    """Read each side on its own: 15(4)到15(6) would be a range."""
    parts = list(_INTO.finditer(sentence.text))
    if _not_meant(sentence):
        return PASS
    if not parts:
        return AskBack(why="merge_into", refs=sentence.items)
    sides = (sentence.text[: parts[-1].start()], sentence.text[parts[-1].end() :])
    what, into = (read(side, sentence.vocabulary) for side in sides)
    if not (what.refs and into.refs):
        return PASS
    into = replace(into, refs=into.refs[:1])
    if problem := asked_back(what) or asked_back(into):
        return problem
    reason = _reason(sides[1][into.refs[0].end :])
    return MergeItems(refs=what.items, into=into.items[0], reason=reason)


def _reason(words: str) -> str:
    return re.sub(r"^\W*(?:原因|理由)是?\W*", "", words).strip(_STOPS)


# Where the shape has R, the text has 事项15(5): the word is part of the number's spelling.
_CANCELS = re.compile(r"(?:撤销|取消|删除|删掉)(?:事项|任务)|撤销事项")


def _cancel(sentence: Sentence) -> Result:
    if _not_meant(sentence) or (act := _CANCELS.search(sentence.text)) is None:
        return PASS
    named = _leading(sentence)
    behind = max(act.end(), named.refs[-1].end)
    reason = _reason(sentence.folded.words(behind, len(sentence.text)))
    return asked_back(named) or CancelItem(refs=named.items, reason=reason)


_PLEASE = r"^(?:请|现|把|将|对|\s|,){0,4}"

AMEND = (
    rule(
        "add an item",
        "add_item",
        rf"{_PLEASE}(?:新增|增加|添加|追加)(?:事项|任务|一[项条])?(?:\s|:)*R",
        _add,
        (
            "新增 15(7) 牵头 县税务局 责任 县财政局 期限 12月底前 内容 建立退税回访机制",
            "新增事项 15(7)：牵头：县税务局；期限：长期坚持；内容：建立退税回访机制",
        ),
    ),
    rule(
        "amend an item",
        "amend_item",
        rf"{_PLEASE}(?:调整|修改|变更)(?:事项|任务)?(?:\s|:)*R"
        rf"|{_PLEASE}R\s?的?"
        r"(?:(?:牵头|责任|配合)(?:单位|部门)?|(?:完成|办理)?(?:期限|时限)|内容)"
        r"(?:由.{1,40}?)?(?:调整|变更|修改|改|换)(?:为|成|到|至)"
        rf"|{_PLEASE}R\s?(?:调整|变更|改|换)(?:为|成|由)?\s?U\s?来?牵头",
        _amend,
        (
            "调整 15(6) 牵头 县财政局",
            "调整 15(6) 期限 11月底前",
            "把15(6)的牵头单位改为县财政局",
            "请将15(6)牵头单位由县税务局调整为县财政局",
            "15(6)改由县财政局牵头",
            "调整 15(1)(4) 期限 11月底前 原因 上级提前",
        ),
    ),
    rule(
        "merge items",
        "merge_items",
        rf"{_PLEASE}合并(?:事项|任务)?\s?R|{_PLEASE}R\s?(?:合并|并入|并到|归并|归入)",
        _merge,
        ("合并 15(5) 到 15(6)", "把15(5)并入15(6)", "15(4)、15(5) 合并到 15(6) 内容重复"),
    ),
    rule(
        "cancel an item",
        "cancel_item",
        rf"{_PLEASE}(?:撤销|取消|删除|删掉)(?:事项|任务)?\s?R|{_PLEASE}R\s?撤销事项",
        _cancel,
        ("撤销事项 15(5) 上级已取消", "撤销事项 15(5)", "取消任务15(5)，原因：与15(6)重复"),
    ),
)
