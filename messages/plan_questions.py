"""Tells a question about the whole plan from talk that only has its words in it.

`总体进展怎么样` asks; `汇总一下订餐人数`, `全县停电了` and `通报已发` are about something else.
What decides is what is left when the words of such questions are taken out.
"""

import re

from messages.unit_questions import LONGEST

_ASIDE = re.compile(
    r"请问|麻烦|帮我|帮忙|想|问|知道|了解|查询?|看看?|一下|给|我们?|先|再|发|列|出来?|拉|把|写"
    r"|起草|拟|做|生成|弄|搞|来|要|跟|向|送|前"
    r"|年度|季度|月度|汇总|总结|通报|统计|简报|小结|盘点|[周月季年]报|概况|概览|总览|一览|总体"
    r"|总共|总的?|整体|整个|全局|全县|全部|所有|各个?|每个?|每"
    r"|大家|单位|部门|牵头|责任|板块|版块|大块|第|块|部分|方面|领域|章节|这一?块|那一?块|按[时期]"
    r"|大类|环境|一流|护航|任务|事项|工作|项目|方案|清单|台账|营商|优化|督查|督办|重点|专班|县里?"
    r"|群里?|领导|县长|主任|书记|会议?|调度|汇报|用"
    r"|数据?|总?数字?|情况|态势|大盘|进展|进度|进[条表]|推进|推动|落实|整改|销号|办结|完成|没|未"
    r"|已经?|都|全|只|也|还有?|剩下?|有|的|了|得|地|是|在|到|对|按|分|及|和|与|跟|或"
    r"|率|排[名行]榜?|比例|占比|百分|多少|几[项个件]?|[项件个条份]|哪些?|什么|啥子?|程度|状态|情形"
    r"|步|一步|怎么样|怎样|咋样|如何|怎么|咋|呢|吗|啊|呀|哦|吧|嘛|哈|下|上|个|好|现在|目前|当前"
    r"|今年|本期|最近|最新|到底|一共"
    r"|滞后|逾期|超期|临期|[卡堵]住?|推不动|困难|正常|在办|启动|开始|提交|上报|报送?|表格?|条|图"
    r"|稿子?|初稿|草稿|材料|文字|版|正式|一|两|三|四|五|份|张"
    r"|长期|限期|短期|坚持|持续|常年|类|型|中|里|为止|截[至止]|止|目标|相比|比|上次|变化|之前|以来"
    r"|谁|我|你|您|他|跟|[\d一二三四五六七八九十]+"
    r"|[\W_]|[UODRP]"
)
_ASKS = re.compile(
    r"哪|什么|啥|几|多少|吗|[?]|怎么样|怎样|咋样|如何|有没有|发|给|出|写|拟|起草|生成|要|看|来|拉"
)
_TELLS = re.compile(
    r"收到|发[你您他]|回头|晚点|稍后|谁(?:来|去|参加)|看[^,。]{0,4}了[吗没]|[已刚](?:发|报|交|出)"
    r"|(?:发|写|交|看)[了完过]|不错|良好|不好|[挺很]好|理想|没问题|这样$"
    r"|如下|模板|谁有|[你您他她][那这们的]|[^的]表我|^(?:各单位|大家|请)[^,]{0,4}(?:报|把|填)|后报"
    r"|天气|[停断][水电]|[大暴]雨|什么情况[啊呀]?.|怎么(?:写|做|弄|填)|身体|兄弟|对不上|学习|作业"
    r"|课时|干部|会议$|分析会|公示"
)
_AN_ADJUNCT = 1
_A_DETAIL = 3


def asks_how_it_stands(shape: str, section: str = "") -> bool:
    """Whether a sentence asks how the plan, or the named section of it, stands."""
    if len(shape) > LONGEST:
        return False
    if _TELLS.search(shape):
        return False
    named = "".join(set(section))
    left = [char for char in _ASIDE.sub("", shape) if char not in named]
    return len(left) <= (_A_DETAIL if _ASKS.search(shape) else _AN_ADJUNCT)
