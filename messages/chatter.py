"""Words of people's own lives, beside which 逾期, 到期 and 没交 are not the ledger's."""

import re

CHATTER = re.compile(
    r"快递|外卖|吃饭|放假|工资|牛奶|驾照|身份证|会员|保险|疫苗|核酸|电影|天气|作业|考试|奶茶"
    r"|股票|彩票|签证|护照|食品|药|图书|借书|信用卡|贷款|合同|租|报名|罚款|暴雨|大风|高温|寒潮"
    r"|台风|雷电|雷暴|天气"
    r"|[周月季年简通]报(?=[交报写发做]了?)"
    r"|[蓝橙红黄]色预警|停车|违章|闯|扣\d|孩子|老师|家长|发票|工会|体检|罚下|上场|球"
)
PRIVATE = re.compile(
    r"身份证|驾照|驾驶证|护照|签证|保险|车险|年检|合同|租|会员|信用卡|图书|借书|贷款|域名|话费"
    r"|宽带|优惠|券|社保卡"
    r"|快递|牛奶|食品|药|证书|疫苗|工资|放假|作业|考试|彩票|股票|存款|理财|基金|花呗|房贷|报名"
    r"|问卷|体检|党费"
)
"""What falls due in other people's lives."""
PERSONAL = re.compile(r"打卡|孩子|家长|作业|学习强国|放学|[一二三四五六\d][)）]?班")
"""Beside these 6(2) is a class or a lesson, not an item."""
