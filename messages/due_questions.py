"""Tells a question about what falls due from talk of other people's days and dates.

`11月到期的有几项` asks; `11月有什么假期`, `明天任务很重` and `到期了，续费吧` do not.
"""

import re

from messages.unit_questions import LONGEST

_SURE = re.compile(
    r"到期|[快要将上](?:逾期|超期)|截止|临期|时限|期限|(?:要|该|应|需|必须|得)(?:完成|办结|交|做完"
    r"|销号)|到[点时]"
)
"""Words of due dates; 有什么 and 任务 behind a day are everybody's."""
_ASIDE = re.compile(
    r"请问|麻烦|帮我|帮忙|想|问|知道|了解|查询?|看看?|一下|给|我们?|先|发|列|出来?|拉|统计|显示"
    r"|到期|逾期|超期|截止|截至|临期|到点|到时间?|时限|期限|时间|日期|节点|限期|快|即将|马上"
    r"|接下来|未来|最近|近期|近段|近|眼看|就|将"
    r"|要|该|应|需|必须|得|务必|完成|办结|销号|交账?|结账?|做完?|干|搞|弄|任务|事项|清单|名单|项目"
    r"|工作|提醒|活|事|台账"
    r"|都|全部|全|所有|各|单位|部门|哪[家些]?|什么|啥子?|多少|几|[项个件条批家]|吗|呢|啊|呀|哦|吧"
    r"|嘛|么|没|有|的|了|是|在|以|之?内|之?前|之?后|中|里|这|那|段|还|也|和|跟|与|或|到|为止|分别"
    r"|一共|总共|共|最|近|下|次|一|上|个|谁|情况|办|理|没有|未|已经?|目前|现在|今年|底|初|期|如何"
    r"|怎么样|多|少|数|量|重点|方案|营商|大家|[\d一二两三四五六七八九十]+"
    r"|[\W_]|[UODRP]"
)
_ASKS = re.compile(r"哪|什么|啥|几|多少|吗|[?]|有没有|没$|没有$|列|查|看|发|的$")
_TELLS = re.compile(
    r"(?:到期|截止|到[点时]间?)了?[,。!](?![^,。]{0,6}(?:哪|什么|几|谁))[^,。]{2}"
    r"|续费|报名|报考|下班|学习|上课|课时"
)
_AN_ADJUNCT = 1
_A_DETAIL = 4


def asks_what_is_due(shape: str) -> bool:
    """Whether a sentence with a day or a word of due dates asks what falls due."""
    if len(shape) > LONGEST:
        return False
    if _TELLS.search(shape):
        return False
    detail = _A_DETAIL if _ASKS.search(shape) else _AN_ADJUNCT
    most = detail if _SURE.search(shape) else 0
    return len(_ASIDE.sub("", shape)) <= most
