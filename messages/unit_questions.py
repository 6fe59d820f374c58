"""Tells a question about a unit's tasks from talk in which a unit only happens to be named.

`U牵头哪几项` asks; `U负责人来了`, `会议由U牵头` and `U的任务很重` tell. What decides is what
is left of the sentence when the words such questions are made of are taken out.
"""

import re

_THING = re.compile(
    r"任务|事项|清单|牵头|配合|参与|协助|协办|责任|负责|承担|承接|[的有]活(?!动)|工作|台账|待办"
    r"|重点|项目"
    r"|(?:要|得|该)(?:做|干|搞|管|落实)|长期|限期|(?:没|未|已经?)(?:完成|办结|销号)|完成[情得]"
    r"|进展"
    r"|进度|情况|在办|有困难|卡住|待审核|挂账|停办|(?:未|没)启动|推进中|管(?:什么|哪|啥)|领了"
    r"|几[项件条块]|多少[项条]|[\d一二两三四五六七八九十][项条]"
    r"|哪些|哪几|还剩|(?<=[UO])\s?D(?:之?前)?的?(?=$|[\s都列发]|有?(?:几|多少)(?:[项条件]"
    r"|个(?:任务|事项|$))|有?哪[些几]|有(?:什么|啥|没有?|吗))|有(?:没有?)?(?:事|活)(?:要)?[做干]"
    r"|有(?:什么|啥)(?!好)事?"
)
"""What is asked for, in any of its names."""
_ASKS = re.compile(
    r"哪|什么|啥|几|多少|吗|[?]|怎么样|咋样|如何|有没有|没有?$|列|发|查|看|捋|拉|请问|给|是不是"
    r"|呢$|一览|明细"
)
_CUT_OFF = re.compile(r"^[\u4e00-\u9fff]{1,3}(?=U的?(?:任务|清单))")
"""The head of a name of which only the tail was known: 住房U任务."""
_ASIDE = re.compile(
    r"除了[^,。]{1,8}?还|请问|各位|大神|领导|同志|老师|优化|营商|环境|专班|麻烦|帮我|帮忙|想|问"
    r"|知道|了解|查询?|看看?|一下|下|给|我们?|发|列|出来?|拉|捋|把|说"
    r"|在|里[头面]?|[这那][里边块个]|方面|方案|中|今年|目前|现在|一共|总共|到底|都|只|也|还|剩"
    r"|除了|全部|所有|各|分别|和|跟|与|及|以及|的|了|是|有没?有?|没有?|要|得|该|当|作为|为|呢|吗"
    r"|去掉|不要|除外|[不别]列|不看|啊|呀|哦|嘛|吧|噻|子|么|谢谢|一份|你好|您好"
    r"|哪一?[些几个项件条块]?|什么|啥|就|不用|不算"
    r"|[几多\d一二两三四五六七八九十][项件条块个]?|少|总?数|是不是|完成|办结|销号|怎么样|咋样"
    r"|如何|[项件条块个]|重点|主要|[头身手]上|手头|手里|名下|对比|比较|关系|干|做|搞|管|落实|事"
    r"|活儿?|领|负|承担|接|单位|别人"
    r"|情况|进展|进度|一览|明细|列表|名单|全|整体|限期|长期|常年|坚持|持续推进|未|已经?|在办"
    r"|[\W_]|[UODRP]"
)
NO_LEAD = re.compile(
    r"牵头(?:的|单位|任务)?[^,]{0,2}(?:不用|不要|不算|除外|不列|别列|以外|不看|去掉)"
    r"|(?:除了|不含|不要|去掉|不算)牵头"
)
"""What the unit leads is not to be listed."""
_TELLS = re.compile(
    r"[配结]合一下|看过了|看了|收到|来了|请(?:U|各)[^查看列发]{0,4}(?:牵头|负责|配合)"
)
LONGEST = 100
"""In characters of the shape; nobody asks at greater length."""
_JUST_HOW_MANY = re.compile(r"哪些|哪几|几[项件条块]|多少[项条]|有(?:什么|啥)")
_AN_ADJUNCT = 1
"""What may be left over where nothing asks: a slip, a particle."""
_A_BIT = 2
"""What may be left over where nothing says what there are so many of."""
_A_DETAIL = 6
"""What may be left over in a question: 除了双随机还有哪些."""


def asks_for_tasks(shape: str) -> bool:
    """Whether a sentence with a unit in it asks what the unit has to do."""
    if len(shape) > LONGEST:
        return False
    if _THING.search(shape) is None or _TELLS.search(shape):
        return False
    most = _A_DETAIL if _THING.search(_JUST_HOW_MANY.sub("", shape)) else _A_BIT
    left = len(_ASIDE.sub("", _THING.sub("", _CUT_OFF.sub("", shape))))
    return left <= _AN_ADJUNCT or (left <= most and _ASKS.search(shape) is not None)
