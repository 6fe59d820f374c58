"""Rules for lists of items by state or section, of all units: 未启动的有哪些, 法治板块的任务."""

import re

from messages.commands import ListItems
from messages.rule import PASS, Result, rule
from messages.rules_units import ONGOING
from messages.sentence import Sentence
from messages.standings import SAID, standing_of
from messages.topics import section_of

_COUNTED = re.compile(r"几[项个件条]|多少|比例|率|情况|数(?:量|字)?$")
"""What asks how many is answered by the summary."""
_LISTED = re.compile(
    r"哪|什么|啥|清单|名单|列|的(?:任务|事项|项目)?[\s?。!]*$|(?:任务|事项|项目)[\s?。!]*$|有没有"
    r"|有吗|吗"
)
_ASIDE = re.compile(
    r"请问|麻烦|帮我|帮忙|想?问?一?下|想|问|查询?|看看?|给|我们?|发|列|出来?|拉|统计|显示|把|清单"
    r"|名单|列表|任务|事项|项目|工作|台账"
    r"|哪一?[些几个项]?|什么|啥子?|有没有|没有|有|还|的|了|是|都|在|也|吗|呢|啊|呀|吧|么|全县|全部"
    r"|所有|各|单位|现在|目前|当前|今年|限期|长期|持续推进|坚持|常年|这|那|个|些|项|件|条|里面?|中"
    r"|到|谁|一共|板块|版块|部分|方面|领域|大块|块|章节?|大?类|环境|一流|促|创|护航|[\W_]"
)
_AN_ADJUNCT = 1
_TO_PEOPLE = re.compile(r"(?:各位|大家|同志们|兄弟们|你们)[啊呀呢?\s]*$|^(?:各位|大家|同志们)")
"""完成了吗各位 is asked of people."""


def _items(sentence: Sentence) -> Result:
    """List where nothing else is said than the state, the section and what asks."""
    shape = sentence.shape
    if sentence.refs or sentence.units or sentence.own or sentence.dates:
        return PASS
    if _TO_PEOPLE.search(shape):
        return PASS
    section = section_of(sentence)
    asked = standing_of(shape)
    if _COUNTED.search(shape) or not _LISTED.search(shape) or not (section or asked):
        return PASS
    rest = shape
    for _, said in SAID if asked else ():
        rest = said.sub("", rest)
    left = [char for char in _ASIDE.sub("", rest) if char not in section]
    if len(left) > _AN_ADJUNCT or (
        asked is None and not re.search(r"任务|事项|哪|清单|列", shape)
    ):
        return PASS
    ongoing = ONGOING.search(shape) is not None
    return ListItems(standing=asked, section=section, ongoing_only=ongoing)


STANDING = (
    rule(
        "items by state or section",
        "summary",
        r"哪|什么|啥|清单|名单|列|的|任务|事项|项目|有没有|吗",
        _items,
        (
            "未启动的有哪些",
            "有困难的任务",
            "待审核的有哪些",
            "还没完成的列一下",
            "挂账的事项",
            "法治板块有哪些任务",
        ),
    ),
)
