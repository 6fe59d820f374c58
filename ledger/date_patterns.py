"""The spellings of days and spans, as one pattern over folded text (see `ledger.folding`)."""

import re

from ledger.numerals import NUMBER

WEEKDAYS = "一二三四五六日"

# Each alternative is linear: nothing repeats inside a repetition.
_BY = r"(?P<by>\s?(?:之前|以前|为止|之内|以内|前(?![期提置往景端面])|内(?![部容])))?"
_YEAR = (
    r"(?:(?P<@year>20\d\d)\s?[年./-]\s?|(?P<@short>\d\d)年\s?"
    r"|(?P<@word>今年|本年|明年|后年|去年)的?\s?)?"
)
_MONTH = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
_KINDS = {
    # 11、12月, 10到12月; with a day or a part behind it only the last month is meant.
    "months": rf"(?<![\d.(第务项])(?P<ms_first>{_MONTH})月?份?\s?[、和及与~到至-]\s?"
    rf"(?P<ms_last>{_MONTH})月份?(?![\d底末初中上下一二三四五六七八九十])",
    "day": _YEAR.replace("@", "d_")
    + rf"(?P<d_month>{NUMBER})\s?月份?\s?(?P<d_day>{NUMBER})\s?(?:日|号"
    rf"|(?![\d个项条家户件次年%.月]))",
    "dotted": r"(?P<dot_year>20\d\d)[./-](?P<dot_month>\d{1,2})[./-](?P<dot_day>\d{1,2})日?(?!\d)",
    # Without a year only where the words around want a day: 到12.20, 12.20前.
    "brief": r"(?<=[到至延期止于为成是在\s])(?P<b_month>\d{1,2})[./-](?P<b_day>\d{1,2})"
    r"(?![\d.%个万亿])",
    "brief_by": r"(?<![\d.(])(?P<c_month>\d{1,2})[./-](?P<c_day>\d{1,2})(?=\s?(?:之?前|以前|到期"
    r"|截止))",
    "month": _YEAR.replace("@", "m_")
    + rf"(?:(?P<m_number>{NUMBER})\s?月份?|(?P<m_name>本月|这个?月|当月|下下个?月|下个?月"
    rf"|上个?月)份?)的?"
    rf"(?:(?P<m_part>底|末|初|上旬|中旬|下旬)|(?P<m_day>{NUMBER})\s?[日号])?",
    "part": r"(?P<p_part>月底|月末|月初|上旬|中旬|下旬)",
    "quarter": _YEAR.replace("@", "q_")
    + r"(?:第?(?P<q_number>[1-4一二三四])\s?季度?(?!报)|q(?P<q_letter>[1-4])(?![\d.])"
    r"|(?P<q_name>本季度?|这个?季度|下个?季度|上个?季度|季度(?=[底末])|季(?=末)))(?:底|末)?",
    "half": _YEAR.replace("@", "h_") + r"(?P<h_part>上半年|下半年)",
    "feast": r"(?P<f_year>今年|明年|后年)?的?"
    r"(?P<f_name>元旦|春节|过年|元宵|清明|端午|中秋|国庆|劳动节|(?:五一|十一)(?=节|假|前|之前"
    r"|以前))节?(?:假期?|放假)?(?!后|以后|之后)",
    "year": r"(?P<y_name>今年|本年度?|明年|去年|20\d\d年)?(?P<y_part>年?[底末终]|年?内|全年)?",
    "week": r"(?P<w_name>本|这个?|下下个?|下个?|上个?)?(?:周|星期"
    r"|礼拜)(?P<w_day>[一二三四五六日天末])?(?![年期围密边])",
    "near": r"(?P<n_day>今天|今日|今晚|今早|明天|明日|明早|明晚|大后天|后天|昨天|前天)",
    "lone": rf"(?<![\d.])(?P<l_day>{NUMBER})\s?(?:号|日)(?![常程内以任事报志])",
    "length": rf"(?<![\d.])(?P<amount>{NUMBER}|半)\s?(?P<unit>个?工作日|个半月|个月|个?星期"
    rf"|个?礼拜|周|天|日|个季度|年)",
}
KINDS = tuple(_KINDS)
_STARTS = (
    "[\\d一二三四五六七八九十零两今明后本这下上大年月中去前半第季周星礼q全昨当内元春过清端国劳]"
)
ANY = re.compile(
    rf"(?={_STARTS})(?:{'|'.join(f'(?P<{kind}>{body})' for kind, body in _KINDS.items())}){_BY}"
)
LANDMARK = re.compile(r"[年月./\-季q底末终内周星礼天日晚早旬号旦节宵明午秋庆一]")
"""One of these stands in every spelling; a text without any names no day."""
