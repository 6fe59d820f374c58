"""What a question is about where it names no number: words of an item's text, or a section."""

import re

from messages.sentence import Sentence

_ASIDE = re.compile(
    r"请问|请教一?下?|麻烦|帮我|帮忙|帮|我想|想|问一?下|查一?下|查询|查看|查|看一?下|看看|看"
    r"|告诉我|知道"
    r"|显示|打开|搜一?下|搜索|搜|找一?下"
    r"|谁来?|来?牵头|负责|主抓|主管|承办|组织|主办|落实|办理|责任|归|是不是|是|属于|哪几?[个项条]?"
    r"|哪家|哪一个"
    r"|什么|啥|单位|部门|科室|的任务|任务|事项|这个|那个|这项|那项|工作"
    r"|怎么样了?|怎样了?|咋样了?|如何|进展|进度|情况|到哪一?步?了?|内容|详情|原文|要求|目标|指标"
    r"|时候|截止|到期|何时|多久|时限|期限|几号|现在|目前|最近|状态|有关|关于|涉及|相关"
    r"|关键[词字]|包含|含有?|跟|由|具体|找|跟进|搞|弄|哪一?[个项条]|那[个项条块]|是什么|主责"
    r"|牵头单位|呢|啊|呀|吗|吧|嘛|了|的|在|和|都|有|没有?|还|些|项|[?!,。、:\s“”\"]|督办助手"
    r"|机器人|管|抓"
    r"|推进中|在推进|进行中|有困难|滞后|办(?=$)|家|干|做|已经|完成|办结|搞定|弄完|列出?|列一下"
    r"|哪些|第几|编号|条"
)
_AT_THE_BEGINNING = re.compile(rf"^(?:{_ASIDE.pattern})+")
_AT_THE_END = re.compile(rf"(?:{_ASIDE.pattern})+$")
_GENERAL = frozenset(
    {
        "清单",
        "台账",
        "名单",
        "目录",
        "文件",
        "材料",
        "通知",
        "表",
        "通报",
        "总结",
        "汇报",
        "会议",
        "报告",
        "进度表",
    }
)
"""What every plan's text has somewhere and nobody asks for by itself."""
_MOST_BESIDE = 5
"""How much else may be said: a sentence about many things asks for none of them."""
LONGEST_NAMED = 60
"""In characters of the shape; what is longer is about more than one thing."""
_WORD = re.compile(r"[\u4e00-\u9fffa-z0-9“”\"+]{2,24}")
_CHATTER = re.compile(
    r"饭|外卖|快递|酒|牌|电影|球|车位|天气|钥匙|空调|办公室|手机|群主|红包|奶茶|空(?=$)|人$|大家"
    r"|今晚"
    r"|昨晚|周末|会议室|值班|开会|打印机|孩子|老师|哈哈|笑|股票|彩票|核酸|疫苗|你|他|她|积分"
)
_ORDINAL = re.compile(
    r"第([一二三四五六七八九1-9])(?:部分|板块|版块|大块|章|节|块|大类|方面|领域)"
)
_SECTION_HINT = (
    r"(?:促|创|强|护)?(?:护航|环境|一流)?[^,。?\s]{0,2}(?:部分|板块|版块|方面|领域|这一?块|那一?块"
    r"|大类|类任务|类|章节?|环境)"
    r"|[^,。?]{0,2}完成(?:情况|率)"
)
_COMMON = frozenset("一二三四五六七八九、以促强护创环境流的")


def topic_of(sentence: Sentence) -> str:
    """Give the words a question is about, without those that only ask; empty for small talk."""
    if _CHATTER.search(sentence.shape) or len(sentence.shape) > LONGEST_NAMED:
        return ""
    shape = re.sub(r"[DPOUR]", " ", sentence.shape)
    known = sentence.vocabulary.is_topic
    core = _AT_THE_END.sub("", _AT_THE_BEGINNING.sub("", shape))
    if known is not None and _WORD.fullmatch(core) and core not in _GENERAL and known(core):
        return core
    parts = [part for part in _ASIDE.sub(" ", shape).split() if _WORD.fullmatch(part)]
    keyword = max(parts, key=len, default="")
    beside = sum(map(len, parts)) - len(keyword)
    if beside > _MOST_BESIDE or keyword in _GENERAL:
        return ""
    if known is not None and keyword and not known(keyword):
        return ""
    return keyword


def section_of(sentence: Sentence) -> str:
    """Give the section of the plan that is meant: by its place, or by two of its characters.

    Words that no section's title has give nothing.
    """
    sections = sentence.vocabulary.sections
    text = sentence.text
    if (place := _ORDINAL.search(text)) and sections:
        number = "一二三四五六七八九".find(place[1]) + 1 or int(place[1])
        return sections[number - 1] if number <= len(sections) else ""
    for section in sections:
        title = "".join(char if char not in _COMMON else " " for char in section)
        words = [re.escape(word) for word in title.split() if len(word) > 1]
        if words and re.search(rf"(?:{'|'.join(words)})(?:{_SECTION_HINT})", text):
            return section
    return ""
