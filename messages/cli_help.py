"""The command line's help texts: what each command does, with an example to copy."""

APP = "督办：在群聊里管好县里的督办台账。先看样例：make run；导入自己的方案：duban import 文件"
CONFIG = "设置文件；不写就用当前目录的 config.toml，没有则用默认值"
DB = "数据库地址，例 sqlite:///duban.db；不写就用设置文件里的"
JSON = "输出 JSON，给程序用"

IMPORT = (
    "读方案文件（.docx .xlsx .txt .csv），先打印读懂了什么、有哪些疑点；"
    "加 --yes 或输入 yes 才保存。例：duban import 清单.docx --plan 营商 --yes"
)
FILE = "方案文件"
PLAN = "台账里的方案名；不写就用文件标题，或与之编号相同的已有方案"
YES = "看过了，直接保存"

ITEMS = "列出台账：编号、标题、灯、期限。例：duban items --json"
ONE_PLAN = "只看这个方案"

SAY = (
    "说一句话，走的就是群消息那条路，打印回复。"
    '例：duban say "进度 15(6) 已完成" --as unit:县税务局 --at "2023-10-16 09:30"'
)
TEXT = "要说的话"
WHO = "谁说的：用户编号、unit:县税务局、office（优化办）、none（没登记的人）"
PRIVATE = "单独对机器人说，不是在群里"
CHAT = "在哪个群说的"
AT = "说话的时间，例 2023-10-16 09:30；不写就是现在"
MESSAGE_ID = "消息编号；同一编号再来一次，不重复记录，回复一样"
QUOTE = "引用的那条消息"
LINES = "逐行 JSON 文件，每行有 text 和 role，可有 at、id、quote"
ISOLATED = "每行都在自己的一份台账上说，什么都不保存；不写 --at 时用设置里的演练时间"

DUE = "预演：某天会提醒谁、群里发什么，只看不发。例：duban due --on 2023-11-15"
ROSTER = (
    "导入联络员名册（.xlsx 或 .csv：单位、姓名、手机、用户ID、主/备），先打印变化和疑点；"
    "加 --yes 或输入 yes 才保存。例：duban roster 名册.xlsx"
)
ROSTER_FILE = "名册文件"
REHEARSE = (
    "演练一段时间：假定没有一个单位报过，逐日打印会提醒谁、群里发什么，最后按单位合计；只看不发。"
    "例：duban rehearse --from 2023-01-03 --to 2024-01-10"
)
FROM = "从哪一天起，也当作方案下达的日子，例 2023-01-03"
TO = "到哪一天止，例 2024-01-10"
ON = "哪一天，例 2023-11-15；不写就是今天"
SUMMARY = "优化办的汇总。例：duban summary --as-of 2023-06-30"
AS_OF = "截至哪一天；按历史记录还原那天的台账"
HISTORY = "只增不改的历史记录：谁、何时、原话、前后状态、封印。例：duban history '15(6)'"
AUDIT = (
    "把全部历史导出成表（.xlsx，Excel 和 WPS 都能打开），并给出最后一条的封印。"
    "例：duban audit -o 历史.xlsx"
)
OUTPUT = "写到哪个文件，以 .xlsx 结尾"
FORCE = "文件已有也覆盖"
REF = "事项编号，例 15(6)；不写就是全部"
VERIFY = "核对数据库：完整性、每条报送都有历史、待发消息状态合法、合计对得上；有问题时退出码是1"
RUN = (
    "正式运行：定时提醒、发件、健康检查 /healthz；在终端里也可以直接说话。停止用 Ctrl-C 或 SIGTERM"
)
SAMPLE = "台账还空着时，先装入56项的样例"
DEMO = "先看样例：在终端里进群聊，换人说话、拨钟；没有终端也没有输入时演示一天就退出"

DOCTOR = (
    "接入企业微信的自检：逐项打 ✓ 或 ✗，✗ 的后面是办法；最后请另一位同事在群里说一句。"
    "有问题时退出码是1。例：duban doctor --wait 0"
)
WAIT = "等人在群里说话的秒数；0 不等"
POST = "往配了消息推送的群里各发一行试试"
CHATS = "机器人听到过的所有会话：编号、首次和最近、在不在名单上；还有私信到不了的人"
