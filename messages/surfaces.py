"""What a chat surface says of itself: the welcome, what it cannot read, what was missed."""

from datetime import datetime

from messages.text import Blocks

DONE = "已处理"
"""The button of a card that was pressed."""

WELCOME: Blocks = (
    "您好，我是督办助手。直接打字就行：",
    "查：县税务局 有哪些任务　报：进度 15(6) 已完成",
    "其他发“帮助”。",
)

CALLED: Blocks = (
    "我在。请在@我的后面接着写一句话：",
    "查：县税务局 有哪些任务　报：进度 15(6) 已完成",
    "其他写“帮助”。",
)
"""For a group, where it was called and nothing else was said."""

ONLY_WORDS: Blocks = (
    "我只看得懂文字，文件、图片和视频没有收下。请用一句话报，例：进度 15(6) 已完成",
)


def missed(since: datetime, until: datetime) -> str:
    """Tell a group that what was said in an outage did not arrive."""
    if since.date() == until.date():
        span = f"{since:%H:%M}–{until:%H:%M}"
    else:
        span = f"{_day(since)}{since:%H:%M}–{_day(until)}{until:%H:%M}"
    return f"{span} 断线，期间的消息未收到，请重发。"


def _day(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日"


def strange_group(chat: str, sender: str) -> str:
    """Tell the office that somebody called the bot in a group it does not serve."""
    return (
        f"【陌生群】编号 {chat} 的群里有人（{sender}）叫我，不在名单上，没有理会。"
        "要启用：请管理员把编号加进 config.toml 里 groups 的 allowed，再重启。"
    )


_ALARMS = {
    "TAKEN_OVER": (
        "【被挤下线】有别的程序用同一个机器人登录了，我先让开，过几分钟再回来。"
        "如果不是您自己换了电脑，请告诉管理员。"
    ),
    "TAKEN_OVER_AGAIN": (
        "【安全提醒】有别的程序一再用同一个机器人登录，我多次被挤下线，群里的消息可能被它收走。"
        "请管理员马上在企业微信后台重置机器人 Secret，并查清是哪台电脑。"
    ),
    "BAD_APP_CREDENTIALS": (
        "【自建应用停用】企业微信不认自建应用的 corp_id 或 secret，它的推送停了，别的渠道照常。"
        "请管理员核对后重启。"
    ),
    "TOKENS_REFUSED": (
        "【自建应用推不出】企业微信不认自建应用刚取的令牌，它的推送先等着，一条不丢。"
        "请管理员看看是不是有别的程序在用同一个 Secret，或者重置 Secret。"
    ),
    "IP_NOT_TRUSTED": (
        "【自建应用推不出】本机出口地址 {detail} 不在自建应用的“企业可信IP”里。"
        "请管理员在后台把它加上，一分钟后自动恢复。"
    ),
}


def alarm(name: str, detail: str) -> str:
    """Tell the office what is wrong with a surface, and the cure."""
    return _ALARMS[name].format(detail=detail)


MUST_ACT = "上面今天到期的事项，请联络员今天报一下进度。"


def merged(who: str, text: str) -> str:
    """Put the asker's name before an answer that goes out together with others."""
    return f"答{who}：{text}" if who else text
