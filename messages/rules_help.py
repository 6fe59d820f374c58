"""Rules for what is not a command, for help, binding and export."""

import re

from ledger.private_numbers import first_mobile
from messages.commands import AskBack, Export, Help, WhoAmI
from messages.people_commands import Bind
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence
from messages.states import judge

_UNIT_LIKE = re.compile(
    r"^\s*专班|[\u4e00-\u9fff]{1,12}(?:局|委|办|院|中心|公司|集团|镇|乡|街道|站|所|[工商协]会"
    r"|联合会|妇联|残联|团委|支行|大队|管理区|专班)"
)
_OPEN = re.compile(r"未完成|没完成|没办结|未办结|在办|未销号|没销号|办理中|没做完|未结")
_LATE = re.compile(r"逾期|超期|过期|滞后")
_DONE = re.compile(r"已完成|已办结|办结|销号|完成的")
_ONGOING = re.compile(r"长期|持续推进|常年")
_OFFICE = re.compile(r"优化办|专班|管理员")
_NAME = re.compile(
    r"^[\s,]*(?:我是|我叫|姓名)?[\s:]*([\u4e00-\u9fff·]{2,4})(?=[\s,]*(?:\d|电话|手机|$))"
)


def _help(_: Sentence) -> Result:
    return Help()


_HOW = re.compile(r"怎么|如何|咋|怎样|格式|什么样")


def _how_to(sentence: Sentence) -> Result:
    """Half a question how to report, half a report: nothing is recorded, but it is asked."""
    if _ELSEWHERE.search(sentence.shape):
        return PASS
    told = (part for part in _CLAUSE.split(sentence.text) if not _HOW.search(part))
    if sentence.items and any(judge(part).explicit for part in told):
        return AskBack(why="doubt", refs=sentence.items)
    return Help(refs=() if sentence.bare else sentence.items)


_ELSEWHERE = re.compile(
    r"报销|请假|朋友圈|密码|格式刷|格式不|表情|微信|钉钉|视频|照片|发票|红包|总结|心得|论文|作业"
    r"|新闻稿|简历|打印机"
)
"""Other things people ask how to do."""
_CLAUSE = re.compile(r"[,。;!?\n]")


def _who_am_i(_: Sentence) -> Result:
    return WhoAmI()


def _unbind(sentence: Sentence) -> Result:
    return Bind(units=sentence.units, unbind=True)


def _refuse(sentence: Sentence) -> Result:
    asked = sentence.refs or re.search(r"谁是|是谁|有哪些|哪位", sentence.shape)
    return PASS if asked else Bind(units=sentence.units, refuse=True)


def _bind(sentence: Sentence) -> Result:
    if sentence.refs or re.search(r"谁|哪[位个]|[换绑]了?(?:没有?|吗)", sentence.shape):
        return PASS
    if not sentence.units and _UNBOUND.search(sentence.shape):
        return Help()
    rebind = re.search(r"换|改绑|重新绑|变更|更换|调到|调整", sentence.shape) is not None
    ambiguous = [m for m in sentence.mentions if len(m.candidates) > 1]
    if ambiguous and not sentence.units:
        return AskBack(
            why="which_unit", name=ambiguous[0].words, candidates=ambiguous[0].candidates
        )
    name = "" if sentence.units else _unknown_unit(sentence)
    return Bind(
        units=sentence.units,
        rebind=rebind,
        name=name,
        own=sentence.own,
        person_name=_own_name(sentence),
        phone=first_mobile(sentence.text),
    )


_UNBOUND = re.compile(r"(?:没有?|未|不)绑定?[^,。]{0,8}(?:吗|[?]|能|可以|行|会)")
"""没绑定能用吗 asks how it goes without."""


def _own_name(sentence: Sentence) -> str:
    """Find the sender's name where it stands alone behind the unit: `绑定 县税务局 李华`."""
    behind = sentence.shape.rpartition("U")[2]
    found = _NAME.search(behind)
    return found[1] if found else ""


def _unknown_unit(sentence: Sentence) -> str:
    """Give the words that look like a unit's name nobody has."""
    rest = re.sub(r"换绑到?|绑定到?|绑|帮我|我是|请|我们|我在|一下", " ", sentence.shape)
    found = _UNIT_LIKE.search(rest)
    return found[0] if found else ""


_BEING_THERE = re.compile(
    r"在(?:U|[\u4e00-\u9fff]{1,8}?(?:局|委|办|院|中心|镇|乡|街道))"
    r"(?!$|[\s。!,]*$|上班|工作|任职|就职|干|负责|做|跟班|挂职|的)"
)
"""我在税务局办事 tells where somebody is, not whose he is."""


def _i_am(sentence: Sentence) -> Result:
    """我是县住建局的: binding is asked for only where nothing else is said."""
    if sentence.refs or not (sentence.units or _unknown_unit(sentence)):
        return PASS
    if _BEING_THERE.search(sentence.shape):
        return PASS
    if _OFFICE.search(sentence.text):
        return Bind(units=sentence.units, refuse=True)  # a role is given, not claimed
    return _bind(sentence)


def _export(sentence: Sentence) -> Result:
    shape = sentence.shape
    if sentence.refs or _NO_LEDGER.search(shape):
        return PASS
    kinds = {
        "csv": "csv",
        "word": "word",
        "doc": "word",
        "pdf": "pdf",
        "excel": "excel",
        "xls": "excel",
    }
    form = next((kind for said, kind in kinds.items() if said in shape), "")
    only = (
        "open"
        if _OPEN.search(shape)
        else "overdue"
        if _LATE.search(shape)
        else "done"
        if _DONE.search(shape)
        else "ongoing"
        if _ONGOING.search(shape)
        else ""
    )
    return Export(units=sentence.units, own=_own(sentence), format=form, only=only)


_NO_LEDGER = re.compile(
    r"打不开|失败|[导下]不[了出]|视频|照片|表情|会议|值班|签到|考勤|工资|报名|简历|求和|好慢"
    r"|出来了|怎么|在哪|谁有|签收表|体检|通讯录"
)
"""Other tables and files, and talk of a file that is there already."""


def _own(sentence: Sentence) -> bool:
    return sentence.own and not sentence.units


_POLITE = (
    r"(?:请|麻烦|帮我|帮忙|给我|我要|我想|劳驾|你好|您好|,| |小助手|机器人|督办助手|一下){0,6}"
)

HELP = (
    rule(
        "how to",
        "help",
        r"(?:怎么|如何|咋|怎样|要怎|该怎么)(?!样|么?还|没|不).{0,6}(?:报|写|用|填|绑|操作|申请"
        r"|办结|办理|完成|销号|撤回|延期|提交|上传|回复|发|说|改|查|导出|弄)(?![^,。]{0,4}(?:谁"
        r"|完了|好了))|(?:写|填"
        r"|报)(?:成)?什么(?:样|格式)|格式|(?:要|该)(?:发|写|填|说)(?:些)?(?:什么|啥)"
        r"|^(?!.{0,30}R)[^,。]{0,4}(?:办结|销号|延期|绑定|报送|填报|撤回)[^,。]{0,6}(?:什么|哪些"
        r"|啥)(?:样的)?(?:流程|手续|步骤|程序|材料)"
        r"|^(?:申请|请问)?(?:办结|销号|延期|绑定|报送|填报|撤回)的?(?:流程|手续|步骤"
        r"|程序)(?:是(?:什么|啥|怎样))?[?]?$",
        _how_to,
        ("进度怎么报", "格式是什么", "如何申请延期"),
    ),
    rule(
        "help",
        "help",
        rf"^[?/#]{{0,2}}{_POLITE}(?:(?:使用)?帮助|help|帮帮我|救命|命令|指令|菜单|功能|关键词"
        rf"|说明书?|使用|用法|教程|手册|(?:报送|填报|报进度|进度)(?:的)?(?:模[板版]|示例|样例|范例"
        rf"|例子)"
        rf"|操作(?:指南|说明)?|\?help|/help|man|怎么用|怎么玩|示例|例子)(?:列表|清单|说明|介绍"
        rf"|大全|文档"
        rf"|菜单|方法|手册|指南|信息|中心|页面|一下|我|给?一?[个下份]|给我|\sme)?(?:有哪些|是什么"
        rf"|发一下|看看|发我)?[\s?!。]*$"
        rf"|^{_POLITE}(?:有没有|有|求|来|要|发|一?[个份下]|\s){{0,4}}(?:报送|填报|上报|报进度|进度"
        rf"|汇报)?的?(?:模[板版]|样例|示例|范例|例子)"
        rf"(?:发|给|来|我|一?[个份下]|看看?|吗|有|没有?|呢|吧|\s){{0,5}}[?。!]*$"
        rf"|使用说明|操作手册|你(?:都|能|会|可以)?(?:能|会|可以)?(?:干|做|帮|查|答)(?:些)?(?:什么"
        rf"|啥|嘛)"
        rf"|^能(?:干|做|查|问|报)(?:些)?(?:什么|啥|嘛)|你(?:都)?会(?:些)?(?:什么|啥)|你能(?:查"
        rf"|回答)|有(?:什么|哪些|啥)(?:功能|命令|指令|用)|支持(?:哪些|什么)|^(?:给我|发我|来"
        rf"|发)?(?:个|一[个份])?模[板版](?:发我|发一?下|给我|有吗|有没有)?[?。]*$"
        rf"|(?:机器人|助手|督办).{{0,3}}(?:在吗|在不在|在么|在线吗|干嘛|干什么|有什么用|能)"
        rf"|你是谁|你是(?:什么|机器人|[干做](?:什么|啥|嘛))|^(?:可以"
        rf"|能)(?:够)?[问查做干](?:些)?(?:什么|啥)|不会用|^我?还?不会(?:搞|弄|操作|填"
        rf"|报)[了啊呀哦]?$|看不懂|(?<!请)教(?:我|一下|教)|求教程?$|教程$",
        _help,
        ("帮助", "帮肋", "命令列表", "你能做什么", "机器人在吗"),
    ),
    rule(
        "a role that chat never gives",
        "bind",
        r"管理员|管理权限|超级?权限|提权|最高权限|(?:给|开|要|加|设|升|赋).{0,6}(?:权限|管理)"
        r"|县领导.{0,8}(?:绑|权)|root",
        _refuse,
        ("把我设成管理员", "给我开通办公室权限"),
    ),
    rule(
        "who am i",
        "help",
        r"^我是谁|我(?:现在)?绑定?(?:了|的)?(?:是)?(?:哪|什么|吗|没|谁)"
        r"|(?<!取消)(?<!解除)(?<!删除)我的?(?:身份|绑定"
        r"|权限)(?:是|情况|$|\?)|我(?:绑|是)的?(?:是)?(?:哪个|什么)单位",
        _who_am_i,
        ("我是谁", "我绑定的是哪个单位"),
    ),
    rule(
        "unbind",
        "bind",
        r"解绑|解除.{0,4}绑定|取消.{0,4}绑定|退绑|退出绑定|不再?绑定|解除关联|^注销$|注销(?:我"
        r"|绑定|账号|身份)",
        _unbind,
        ("解绑", "取消绑定"),
    ),
    rule(
        "bind",
        "bind",
        r"绑(?!架|票|定?(?:一下|个)?(?:银行卡|信用卡|社保卡|微信|支付宝|医保卡|邮箱))定?"
        r"|^我(?:已经?|现在?)?(?:换|调|转)[到至]了?U(?:了|工作|上班|去了)?[。!]*$|登记(?:为"
        r"|成)?U的?联[络系][员人]|换人(?=$|[\s,。:]|U|O|了)|(?:U|O)[^,。]{0,4}换人|换(?:个"
        r"|一个)?联(?:络|系)[员人]|更换联(?:络|系)[员人]|变更联(?:络"
        r"|系)[员人]|联(?:络|系)[员人].{0,3}(?:换成|改成|换为|改为|变更|更换|换人)|改绑",
        _bind,
        ("绑定 县税务局", "换绑到县财政局", "换人 县税务局", "县住建局 绑定", "绑定泷泊镇"),
    ),
    rule(
        "i am of a unit",
        "bind",
        r"^(?:大家好|你好|您好)?[,\s]*(?:我|我们|这里|这边|本人|O)(?:们)?(?:是|在|来自|代表|属于"
        r"|负责|叫\S{1,4}[,\s]*是?)(?:新任|新来的?|新的|一名|现任|原)?(?:U"
        r"|(?:[\u4e00-\u9fff]{1,8}(?:局|委|办|院|中心|镇|乡|街道)|专班)(?=的))(?:的|上班|工作"
        r"|联络员|联系人|这边|办公室|股室|新来|小\w"
        r"|\w{0,6}$|,|[\s。!]|$)",
        _i_am,
        ("我是县住建局的", "我是税务局联络员", "我在司法局上班"),
    ),
    rule(
        "contact is me",
        "bind",
        r"^U(?:的)?(?:联络员|联系人)(?:现在|以后)?(?:就)?是我",
        _i_am,
        ("税务局的联络员是我",),
    ),
    rule(
        "export",
        "export",
        r"(?<!领)导出|^导(?:个|一?下)?(?:表|数据)$|导(?:成|一?[份下个张])|下载(?!一?下?(?:钉钉"
        r"|软件|微信|app|个|歌|电影))|^(?:excel|csv|xlsx?|word|pdf)$|(?:excel|csv|xlsx?|电子|word"
        r"|表格)(?:版|格式|表"
        r"|文件|档)|(?:发|要|给|传|打印|生成|做|出|拉|来)(?:我|一下|下|个|一份|份|一|张"
        r"|到群里){0,3}[^,。]{0,4}(?:台账|excel|csv|xlsx?|表格|电子表|(?<!汇)总表)|台账.{0,4}(?:发"
        r"|给|要|打印|导"
        r"|下)|台账有(?:没有|吗)[?]?$|^全表|^表格?发(?:我|一?份|一下|给我)|^(?:O|U|的|全|总|县"
        r"|最新|整|个){0,5}(?:台账|总表)$",
        _export,
        ("导出台账", "导出csv", "导出未完成的", "下载台账", "excel", "把台账发我", "导出我局台账"),
    ),
)
