"""Rules for taking note and for setting work aside: 签收, 挂账, 停办, 回头看."""

import re

from messages.commands import Acknowledge, AskBack, MarkSensitive, Shelve, Undo
from messages.doubts import asked_back
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence

_ASKED = re.compile(
    r"[?]|吗|么$|呢$|没有?$|哪些|多少|几[项个]|谁|怎么|是不是|是否|能不能|可不可以|清单|情况"
)
_NOT = re.compile(r"(?:不|没有?|未|别|无需|不用)(?:要|能|想|再|用)?(?:签收|挂账|停办|回头看)")
_STOPS = " \n,，。、:：;；"
_ADDRESS = re.compile(r"(?:[,，]?(?:现|请|申请|先|把|将|对|予以|建议))+$")
_TAKEN_BACK = re.compile(r"(?:撤回|撤销|取消|收回|解除|恢复)[^,。]{0,8}(?:签收|挂账|停办|回头看)")
_AFTER = re.compile(
    r"(?:签收|挂账|挂起|暂停办理|停办|终止办理|不再办理|回头看|复查|恢复办理|恢复|重启)"
    r"(?:处理|一下|了|吧|的?原因是?|理由是?)?"
)


def _reason(sentence: Sentence) -> str:
    """Give the words behind the act and the number, or else those before them."""
    shape = sentence.shape
    acts = [match.span() for match in _AFTER.finditer(shape)] or [(0, 0)]
    number = shape.find("R"), shape.rfind("R") + 1
    behind = sentence.words(max(acts[0][1], number[1]), len(shape)).strip(_STOPS)
    before = sentence.words(0, max(0, min(acts[0][0], number[0]))).strip(_STOPS)
    return behind or _ADDRESS.sub("", before)


def _not_meant(sentence: Sentence) -> bool:
    return any(pattern.search(sentence.shape) for pattern in (_ASKED, _NOT, _TAKEN_BACK))


def _acknowledge(sentence: Sentence) -> Result:
    if _not_meant(sentence):
        return PASS
    return asked_back(sentence) or Acknowledge(refs=sentence.items)


def _shelve(sentence: Sentence, *, stop: bool) -> Result:
    if _not_meant(sentence):
        return PASS
    if not sentence.refs:
        return AskBack(why="no_item") if len(sentence.shape) <= len("申请挂账") else PASS
    return asked_back(sentence) or Shelve(refs=sentence.items, stop=stop, reason=_reason(sentence))


def _suspend(sentence: Sentence) -> Result:
    return _shelve(sentence, stop=False)


def _stop(sentence: Sentence) -> Result:
    return _shelve(sentence, stop=True)


def _look_back(sentence: Sentence) -> Result:
    if _not_meant(sentence) or not sentence.refs:
        return PASS
    return asked_back(sentence) or Undo(
        refs=sentence.items, kind="reopen", reason=_reason(sentence), look_back=True
    )


def _sensitive(sentence: Sentence) -> Result:
    if not sentence.refs or _ASKED.search(sentence.shape):
        return PASS
    clear = re.search(r"取消|解除|去掉|不再", sentence.shape) is not None
    return asked_back(sentence) or MarkSensitive(refs=sentence.items, clear=clear)


CHAIN = (
    rule(
        "flag as sensitive",
        "mark_sensitive",
        r"(?:标记|标为|设为|取消|解除|去掉)[^,。]{0,8}敏感|敏感[^,。]{0,4}(?:标记|取消|解除)",
        _sensitive,
        ("标记敏感 20(2)", "把20(2)标为敏感", "取消敏感 20(2)"),
    ),
    rule(
        "take note",
        "acknowledge",
        r"^(?:已|我们?|O|单位|,|\s){0,4}(?:全部)?签收(?:了|R|\s|。|$)"
        r"|^R\s?(?:已|都|全部)?签收(?:了|。|\s|$)",
        _acknowledge,
        ("签收 15(6)", "15(6)已签收", "15(1)(4)(5) 签收", "签收"),
    ),
    rule(
        "set aside",
        "shelve",
        r"(?:^|\s|R|,)(?:申请|请|先|将|把|对|予以)?R?(?:先|予以)?(?:挂账|挂起|暂停办理)(?!号|户)",
        _suspend,
        ("挂账 5(5) 土地手续没批", "5(5)挂账，等省里政策", "因规划调整，请把5(5)挂账"),
    ),
    rule(
        "stop",
        "shelve",
        r"(?:^|\s|R|,)(?:申请|请|先|将|把|对|予以)?R?(?:予以)?(?:停办|终止办理|不再办理)",
        _stop,
        ("停办 5(5) 项目取消", "5(5)不再办理，上级已取消"),
    ),
    rule(
        "take up again",
        "undo",
        r"回头看\s?R|R\s?(?:需要?|要|进行|开展)?回头看",
        _look_back,
        ("回头看 5(2) 群众反映没落实", "5(2)回头看，验收材料有误"),
    ),
)
