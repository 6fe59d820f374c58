"""One plain spelling for matching: width, script and circled digits folded, places kept."""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

# Circled and bracketed digits lose their brackets in NFKC, and with them what they mean.
_ENCLOSED = (
    {0x2460 + n: f"({n + 1})" for n in range(20)}
    | {0x2776 + n: f"({n + 1})" for n in range(10)}
    | {0x2780 + n: f"({n + 1})" for n in range(10)}
    | {0x278A + n: f"({n + 1})" for n in range(10)}
    | {0x3280 + n: f"({digit})" for n, digit in enumerate("一二三四五六七八九十")}
)
_BRACKETS = dict.fromkeys(map(ord, "[【〔〖［{｛"), "(") | dict.fromkeys(
    map(ord, "]】〕〗］}｝"), ")"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣﹘⁃─━﹣"), "-")

# Traditional → simplified, the characters of this trade only; not a dictionary.
_TRADITIONAL = dict(
    zip(
        map(
            ord,
            "請辦結稅務聯繫人縣進達開發區監導報頭幾項問題資環質醫療衛產業財經氣電際單誰題歷總彙匯週"
            "條號獲個與為無還過間對實現專點當調內時書長門們來說後產業軟應該認證據農鄉鎮員團銀國圖"
            "責緊變廣場處設計劃標準統規選學習協關貿園構織紀黨組領險難滯動態級數萬億歲費減壓優環節"
            "會議類種識圍繼續線結級約給終絕經網維緒綜綠總縮績織續護護議讀論訂計記許評詳語誤請課諮"
            "證譯車軌轉輕載較輸轄違適選遲遠運還邊鄰釋鐘錄鐵錯鎖長門開閉間閱隊陽階隨雙雜離難電靈靜"
            "頁項順須預領頻顆題額願類風飛餘館馬驗體鬆鳥點齊龍銷撤詢觸幫顯聽沒麼樣誰絡啟",
        ),
        "请办结税务联系人县进达开发区监导报头几项问题资环质医疗卫产业财经气电际单谁题历总汇汇周"
        "条号获个与为无还过间对实现专点当调内时书长门们来说后产业软应该认证据农乡镇员团银国图"
        "责紧变广场处设计划标准统规选学习协关贸园构织纪党组领险难滞动态级数万亿岁费减压优环节"
        "会议类种识围继续线结级约给终绝经网维绪综绿总缩绩织续护护议读论订计记许评详语误请课咨"
        "证译车轨转轻载较输辖违适选迟远运还边邻释钟录铁错锁长门开闭间阅队阳阶随双杂离难电灵静"
        "页项顺须预领频颗题额愿类风飞余馆马验体松鸟点齐龙销撤询触帮显听没么样谁络启",
        strict=True,
    )
)


class _Folding(dict[int, str]):
    """A translation table that fills itself: NFKC and lower case of one character at a time."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(plain) > 1 and not plain.isascii():
            plain = plain.translate(self)
        elif len(plain) == 1 and ord(plain) != code:
            plain = self[ord(plain)]
        # A character that stands for a sentence (ﷺ) must not blow a message up.
        self[code] = plain if len(plain) <= 8 else chr(code)
        return self[code]


_TABLE = _Folding({**_ENCLOSED, **_BRACKETS, **_DASHES, **_TRADITIONAL, 0x3002: "。"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A text in its plain spelling, with the way back to the original's places."""

    text: str
    original: str
    starts: tuple[int, ...] = ()
    """Where each original character begins in `text`; empty where the lengths are the same."""

    def words(self, start: int, end: int) -> str:
        """Give the original words behind text[start:end]."""
        if not self.starts:
            return self.original[start:end]
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) if end > start else first
        return self.original[first:last]


def fold(original: str) -> Folded:
    """Fold widths, brackets, dashes, circled digits, traditional script and case.

    `15（6）`, `１５⑥` and `15⑹` all become `15(6)`. Linear in the length.
    """
    text = original.translate(_TABLE)
    if len(text) == len(original):
        return Folded(text=text, original=original)
    sizes = (len(_TABLE[ord(char)]) for char in original)
    return Folded(text=text, original=original, starts=tuple(accumulate(sizes, initial=0))[:-1])
