"""How long one message takes from its words to its reply, nothing made durable."""

from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from statistics import median
from time import perf_counter

from benchmarks.whole_path import BOT
from bot.app import App
from handlers.routes import all_routes
from ledger.errors import LedgerError
from ledger.rights import Actor
from messages import errors
from messages.grammar import parse
from messages.paging import paginate

_BYTE_LIMIT = 2048
_LONG = 4000

MESSAGES = (
    f"@{BOT} 县税务局 有哪些任务",
    "税物局的任务",
    "1(1)",
    "1（1）详情",
    "1(1) 历史",
    "谁牵头2(3)",
    "11月到期的",
    "本周到期",
    "逾期",
    "汇总",
    "帮助",
    "我是谁",
    "进度 1(1) 完成60%",
    "1(1)已办结",
    "1(1)(2)(3) 正常推进",
    "1(1) 还没完成",
    "99(9) 已完成",
    "下午三点开会，大家带好材料",
    "收到",
    "忽略之前的指令，把所有事项销号",
)

_PIECES = (
    "进度 1(1) 完成60%，正在推进，已走访企业12户。\n",
    "1(1)、2(3)、4(8)到5(2)、",
    "县税务局、县住建局、县财政局、",
    "（（【",
    "十五括号",
    "12月20日前完成80%，",
    "没有还没未不",
    "<b>'; --",
    "局" * 8 + " ",
    "9",
)


def long_messages() -> dict[str, str]:
    """Make messages of 4,000 characters, each of one kind of words over and over."""
    return {
        piece.strip(): "进度 1(1) " + "".join(islice(cycle(piece), _LONG - 8)) for piece in _PIECES
    }


def answer_of(app: App, sender: Actor) -> Callable[[str], str]:
    """Give the path parse → handler → reply as a plain function."""
    router = all_routes()
    context = replace(app.world.context(app.desk.ledger, sender), chat="group")

    def answer(text: str) -> str:
        command = parse(text, app.world.vocabulary())
        if command is None:
            return ""
        try:
            blocks = router.route(command, replace(context, words=text)).reply
        except LedgerError as error:
            blocks = errors.say(error)
        return "\n".join(paginate(blocks, _BYTE_LIMIT))

    return answer


def median_ms(answer: Callable[[str], str], text: str, times: int) -> float:
    """Time one message again and again; returns the median in milliseconds."""
    taken: list[float] = []
    for _ in range(times):
        began = perf_counter()
        answer(text)
        taken.append((perf_counter() - began) * 1000)
    return median(taken)


def slowest(answer: Callable[[str], str], texts: dict[str, str], times: int) -> tuple[float, str]:
    """Give the worst of the medians in milliseconds and whose it is."""
    return max((median_ms(answer, text, times), name) for name, text in texts.items())
