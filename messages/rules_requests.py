"""Rules for applications: 申请办结, 申请延期."""

import re

from ledger.dates import FoundDate
from messages.behalf import on_behalf_of
from messages.commands import AskBack, RequestCompletion, RequestExtension, Verdict
from messages.doubts import asked_back
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence
from messages.states import judge

_ASKED = re.compile(r"[?]|请问|吗|么$|呢$|没有?$|有没有|能不能|可不可以|行不行|是不是|是否")

_WISHED = re.compile(
    r"申请|请|想[^,。]{0,4}延|延[^,。]{0,4}D[^,。]{0,3}(?:可以|行|好|可|要得)(?:吗|不|么|否|[?])"
    r"|(?:能不能|能否|可不可以|可否|行不行|可以|能)[^,。]{0,6}延?[到至期]?D(?!了)"
    r"|(?:缓|推迟|推后|宽限|顺延)[^,。]{0,4}D[^,。]{0,3}(?:可以|行|好|可|要得|成)(?:吗|不|么|否"
    r"|[?])"
)

EXTENSION = re.compile(r"延[期长到至后迟一半]|推迟|顺延|宽限|展期")

_REASON = re.compile(r"(?:因为?|由于|理由|原因|缺|差|没有?|需要?补|请补|材料|不符|未)[^\n]{0,300}")


_ACT = re.compile(
    r"^[\s,]*(?:的?(?:办结|销号|结案|延期|申请|请求|同意|准予|批准|予以|到|至|D|\s|,)){0,6}"
)


def reason_in(sentence: Sentence) -> str:
    """Give the words after the act and the number, as the sender wrote them."""
    shape = sentence.shape
    match = _REASON.search(shape)
    if match:
        return sentence.words(match.start(), match.end()).strip(" ,，。、")
    at = max(shape.find(",", shape.find("R") + 1), shape.find(" ", shape.find("R") + 1))
    if at <= 0:
        return ""
    at += len(shape[at:]) - len(_ACT.sub("", shape[at:]))
    return sentence.words(at, len(shape)).strip(" ,，。、")


def extension(sentence: Sentence, action: Verdict | None) -> Result:
    """Make the command from the day that is named as the new deadline, if any."""
    refs, behalf = sentence.items, on_behalf_of(sentence)
    reason = reason_in(sentence) if action else _why(sentence)
    found = _new_deadline(sentence)
    if found is None:
        return RequestExtension(refs=refs, on_behalf_of=behalf, action=action, reason=reason)
    words = sentence.folded.words(found.start, found.end)
    if found.impossible:
        return AskBack(why="bad_date", refs=refs, date_words=words)
    return RequestExtension(
        refs=refs,
        on_behalf_of=behalf,
        until=found.day,
        date_words=words,
        relative_to_deadline=found.shift is not None,
        shift=found.shift,
        action=action,
        reason=reason,
    )


_WANTS = re.compile(
    r"(?:现|想|需?要|希望|拟|申请|请求?|予以|能否|能不能|可否|我们?|O[块边项]?|这[块边项]|再|往后"
    r"|时间"
    r"|的|R|,|\s){0,12}(?:延[期长到至后迟]?|推[迟后到延]|顺延|宽限|展期|缓|再给|要?晚)"
    r"(?:延|期|申请|请求|一下|我们?|O|时间|到|至|为|D|\s){0,8}(?:之?前|完成|办结|吧|可以)?"
)
_ADDRESS = re.compile(r"^(?:代报?|替|帮|代表|任务|关于|对|R|U|O|[\s,、和及:]){0,24}")
_LONGEST_REASON = 300


def _why(sentence: Sentence) -> str:
    """Give what stands behind the wish for a later date, or else before it."""
    shape = sentence.shape
    wish = _WANTS.search(shape)
    if wish is None:
        return reason_in(sentence)
    address = _ADDRESS.match(shape)
    start = min(address.end() if address else 0, wish.start())
    for at, end in ((wish.end(), len(shape)), (start, wish.start())):
        words = sentence.words(at, min(end, at + _LONGEST_REASON)).strip(" ,，。、;；:：!！\n")
        if words:
            return words
    return ""


_BEFORE_DEADLINE = re.compile(
    r"(?:到|至|在|于|预计|争取|力争|计划|改为|定为)\s?$"
    r"|(?:延期?|推迟|顺延|宽限|展期|延长|延后|缓|再给|给|晚|往后[推延拖]|推后|拖)我?们?\s?$"
)


def _new_deadline(sentence: Sentence) -> FoundDate | None:
    """Choose among several days: the last one behind a word for it, or behind the request."""
    text = sentence.text
    wanted = [
        day
        for day in sentence.dates
        if _BEFORE_DEADLINE.search(text, max(0, day.start - 6), day.start)
    ]
    request = EXTENSION.search(text) or _WISHED.search(text)
    after = [day for day in sentence.dates if request and day.start >= request.start()]
    beside = [
        d for d in sentence.dates if text[d.end : d.end + 3].strip()[:1] in {"延", "再", "推"}
    ]
    return next(reversed(wanted or after or beside), None)


def _others_report(sentence: Sentence) -> bool:
    """Whether another clause with a number of its own says something else: one at a time."""
    shape = sentence.shape
    if shape.count("R") < 2:
        return False
    pieces = re.split(r"(?=R)", shape)[1:]
    acts = [bool(re.search(r"申请|延[期到至长]|推迟|办结申请|销号", piece)) for piece in pieces]
    said = [judge(piece[1:].replace("P", "60%")).explicit for piece in pieces]
    return any(s and not a for a, s in zip(acts, said, strict=True)) and any(acts)


_UNWANTED = re.compile(
    r"(?:(?<![能可行])不|先不|暂不|无需|不用|不需要?|别|没有?|未|还没有?)(?:再|能|想|要|用"
    r"|必)?(?:提|做)?"
    r"(?:申请|延期|延长)"
)
_ASKS_OUTCOME = re.compile(
    r"(?:批|通过|同意|审核?|准|结果|进度|到哪)[^,]{0,4}(?:了吗|没有?|了没|[?])|怎么|为[什啥何]|咋"
    r"|谁|如何|什么时候|多久|几号|哪天"
    r"|多少[^,。]{0,4}才|才(?:能|可以?|算|够格?)|(?:什么|哪些|啥)(?:条件|材料|手续|资料|流程)"
)
_IFS = re.compile(
    r"如果|要是|假如|要不要|该不该|应不应该|听说|据说|有人说"
    r"|(?:可能|也许|恐怕|怕是|估计|大概|说不定)(?:还|又|会|要|得|需|想){0,2}(?:申请)?延(?!误)"
)


def _is_request(shape: str) -> bool:
    """Whether something is asked for, not refused, asked about or already decided."""
    if _UNWANTED.search(shape) or _ASKS_OUTCOME.search(shape):
        return False
    return not _ASKED.search(shape) or _WISHED.search(shape) is not None


_GRANTED = re.compile(r"(?<![请望求])(?:同意|批准|准予)(?=R|O|U)")


def _granted_elsewhere(sentence: Sentence) -> AskBack | None:
    """Ask where a yes is spoken of and nothing applied for: 补齐材料后同意5(5)延期."""
    if "申请" in sentence.shape or not _GRANTED.search(sentence.shape):
        return None
    if re.search(
        r"[请望求](?:领导|优化办|U|县里|上级|予以|给予){0,2}(?:同意|批准|准予)", sentence.shape
    ):
        return None
    extends = EXTENSION.search(sentence.shape) is not None
    why = "conditional_extension" if extends else "conditional"
    return AskBack(why=why, refs=sentence.items)


def _doubt(sentence: Sentence) -> Result | None:
    """Name what keeps an application from being lodged."""
    if not sentence.refs:
        rest = _REQUEST_FILLER.sub("", sentence.shape)
        return AskBack(why="no_item") if not rest or _topic(sentence, rest) else PASS
    if _IFS.search(sentence.shape):
        why = "extension_unsure" if EXTENSION.search(sentence.shape) else "unsure"
        return AskBack(why=why, refs=sentence.items)
    if problem := asked_back(sentence) or _granted_elsewhere(sentence):
        return problem
    return AskBack(why="contradiction", refs=sentence.items) if _others_report(sentence) else None


def _topic(sentence: Sentence, rest: str) -> bool:
    """Whether an item's own words stand for its number: asked about before a request."""
    known = sentence.vocabulary.is_topic
    lodged = "申请" in sentence.shape and len(rest) >= _SHORTEST_TOPIC
    return bool(lodged and _WORD.fullmatch(rest) and known is not None and known(rest))


_SHORTEST_TOPIC = 3
_WORD = re.compile(r"[\u4e00-\u9fff]{3,16}")
_REQUEST_FILLER = re.compile(
    r"申请|请求?|予以?|办结|销号|结案|延期|延长|延到|延至|推迟|顺延|宽限|到|至|D|O|U|我|们|这|个"
    r"|项|任务|工作|事项|要|想|审核|批准|一下|,|。|!|\s|吧|提|报"
    r"|都|全部|时间|再|天|已|完成|了|因|可以|能|的|给"
)


def _note(sentence: Sentence) -> str:
    """Give what is told along with an application, in the sender's words."""
    match = re.search(r"[,。;:\n]([^\n]{2,300})$", sentence.shape)
    return sentence.words(match.start(1), match.end(1)).strip(" ,，。") if match else ""


_NOT_NOW = re.compile(
    r"(?:先不|暂不|不急|别急|等.{1,12}再|再(?!次|申请)|还不能|不能|不用|不要|别|缓|拟|待|准备|打算"
    r"|考虑)[^,。]{0,4}(?:销号|办结|结案)"
    r"|(?:尽快|抓紧|务必|及时|按[时期]|限期|赶紧|对照[^,。]{0,4})办结"
)


_WHEN_DONE = re.compile(
    r"(?:完成|办结|到位|通过|齐全?)(?:之?后|以后|了)[^,。]{0,4}(?:及时|再|立即|才|方可|马上"
    r"|第一时间)[^,。]{0,4}(?:申请|销号|办结)"
)
"""完成后及时申请销号: what is to be done some day."""


def _completion_asked(sentence: Sentence) -> Result:
    later = _WHEN_DONE.search(sentence.shape) is not None
    if later or (_NOT_NOW.search(sentence.shape) and "申请" not in sentence.shape):
        return AskBack(why="no_state", refs=sentence.items) if sentence.refs else PASS
    if not _is_request(sentence.shape):
        return _declined(sentence)
    doubt = _doubt(sentence)
    return doubt or RequestCompletion(refs=sentence.items, reason=_note(sentence))


def _declined(sentence: Sentence) -> Result:
    """不申请延期了: nothing is asked for, and nothing is told of the work either."""
    if _ASKED.search(sentence.shape):
        return PASS
    declines = sentence.refs and _UNWANTED.search(sentence.shape)
    if declines and (_IN_TIME.search(sentence.shape) or not judge(sentence.text).explicit):
        return AskBack(why="no_state", refs=sentence.items, bad_refs=sentence.bad_refs)
    return PASS


_IN_TIME = re.compile(r"(?:按[时期]|如期)(?:能|可以?|会)?(?:完成|办结)[。!]?$")
"""不延期，按时完成: a promise."""


_CLOSING_TOO = re.compile(r"申请(?:予以)?(?:办结|销号|结案)|(?:办结|销号)申请")


def _extension_asked(sentence: Sentence) -> Result:
    if not _is_request(sentence.shape):
        return _declined(sentence)
    if sentence.refs and _CLOSING_TOO.search(sentence.shape):
        return AskBack(why="contradiction", refs=sentence.items, bad_refs=sentence.bad_refs)
    return _doubt(sentence) or extension(sentence, None)


APPLY = (
    rule(
        "extension",
        "request_extension",
        r"申请.{0,6}(?:延|推迟|顺延|宽限|展期|缓)|延期|延[到至长后迟D]|推迟|顺延|宽限|展期"
        r"|往后[推延拖]|缓[到一]|延一?(?:延|下)|再给[^,。]{0,6}(?:D|时间)|推后|推到|要?晚D"
        r"|晚[^,。]{0,3}(?:D|天|周)|申请[^,。]{0,8}(?:调整?|变更|改|放宽)[^,。]{0,3}[到至为]\s?D"
        r"|(?:请求?|想|希望|能否)[^,。]{0,8}(?:时限|期限|完成时间)[^,。]{0,2}(?:调整?|改"
        r"|放宽)[到至为]\s?D"
        r"|(?:时限|期限|截止日?期?|完成时间)[^,。]{0,4}申请[^,。]{0,6}[到至为]\s?D",
        _extension_asked,
        (
            "5(5)申请延期到12月20日",
            "18(4) 申请延期到12月15日 因案件评估未完",
            "代 县住建局 5(5) 申请延期到12月20日 因设备未到",
            "5-5 延到年底",
            "13延期到明年一季度",
            "5(5)延期半个月",
            "5(5)时限申请调整到12月20日",
        ),
    ),
    rule(
        "completion",
        "request_completion",
        r"申请?(?:予以|给予|进行|任务|项目|将R|对R|把R|R|的|审核|验收|\s){0,2}(?:办结|销号|结案"
        r"|完成|销账|验收|结项|完结)|(?:办结|销号|结案|销账|结项|完结)的?(?:申请|请求|报告)"
        r"|请[^,。办销]{0,6}(?:办结|销号|结案|销账)"
        r"|R[^R]{0,24}[,。\s](?:麻烦|劳烦|烦请|帮忙)[^,。R]{0,6}(?:销号|办结)(?:了|吧"
        r"|一下)?[。!]*$"
        r"|(?:请|麻烦|劳烦|烦劳|帮忙?|拜托)[^,。R]{0,10}R[^,。\d]{0,6}(?:销(?:个|一?下)?号"
        r"|销掉)(?:了|吧|一下|哈)?$|(?:提请|报请|(?<![按限照])要求|申报|提出|可以?)(?:R"
        r"|\s)?(?:办结|销号|结案|销账)|^(?:直接|请|麻烦|先)?(?:给|把|将|对)?R(?![^,。]{0,6}(?:已"
        r"|快))[^,。\d]{0,8}销号(?:了|吧)?$|^销号\s?R$"
        r"|提交(?:办结|销号)|报结(?![果论构算束余合])|不(?:再|想|要|用)?申请(?:办结|销号)",
        _completion_asked,
        (
            "5(5) 申请办结",
            "五二申请办结",
            "任务11办结申请，10个场景全部上线",
            "15(6)请销号",
            "麻烦把5(5)销个号",
        ),
    ),
)
