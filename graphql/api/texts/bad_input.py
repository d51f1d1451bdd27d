"""What is wrong with an input, in Chinese: the sentence that the rule itself says → what the caller reads.

`{}` stands for what the rule filled in, in the same order. A test holds that every sentence of `BadInput` is here.
"""

import re
from typing import Final

__all__ = ["PHRASES", "in_chinese"]

_QUANTITY, _WHY = "数量须为1至{}的整数", "请说明原因,最多{}个字"
PHRASES: Final[dict[str, str]] = {
    # numbers and words
    "places must be a whole number from 0 to {}": "冷藏位须为0至{}的整数",
    "until must be in the future": "保管到的时间须在将来",
    "name 1 to {} regions and communities": "请填1至{}个地区或小区",
    "a place is named by 1 to 64 characters without #": "地区和小区的名字须为1至64个字,不含#",
    "ends_at must be after starts_at, by 15 days at most": "结束须在开始之后,最长15天",
    "name {} regions and {} orders at most": "最多填{}个地区、{}个订单",
    "DELAYED needs the day on which it is to come; without one it is SHORT": "晚到须填预计到货日;日期不明请选缺货",
    "{} has no day on which it is to come": "这种状态不填预计到货日",
    "the day is within a year from today": "预计到货日须在今天起一年之内",
    "how many are left is said of LOW, and is 0 or more": "剩余件数只在库存紧张时填,且不小于0",
    "a card needs one way at least that holds everywhere": "联系卡至少要有一种到处可用的联系方式",
    "name each of at most {} regions once": "每个地区填一次,最多{}个地区",
    "a path of the mini-program looks like pages/service/index": "小程序路径的形式如 pages/service/index",
    "a link of 企业微信 is an https address": "企业微信链接须为 https 网址",
    "a phone number has 3 to 20 digits, spaces or hyphens": "电话须为3至20位数字,可含空格和短横线",
    "an audience starts from tags, or a habit, or the last order: one of them": (
        "人群请从标签、购买习惯、最近下单中选一种开始"
    ),
    "a user id of 企业微信 has at most {} characters, no blanks around": "企业微信账号最多{}个字符,前后不能有空格",
    "at most {} different products": "商品最多{}个,不能重复",
    "1 to {} times": "次数须为1至{}次",
    "1 to {} days": "天数须为1至{}天",
    "between 0 and {} days ago, the nearer day first": "须在0至{}天前,近的在前",
    "only a SUGGESTION suggests products": "只有消费习惯推荐才填推荐的商品",
    "a suggestion goes by what members buy": "消费习惯推荐须按购买习惯选人",
    "say when it starts, or name one of the festivals": "请填开始时间,或选一个节日",
    "festivals are known from 2020 to 2099": "节日可查2020至2099年",
    "an alert is about the next 30 days": "预警须在最近30天之内,且尚未结束",
    "{} must be a whole number of fen": "金额须为整数,以分为单位",
    "{} must be between {} and {} fen": "金额须在{1}至{2}分之间",
    "{} must be a whole number from 1 to {}": "须为1至{1}的整数",
    "{} must be a whole number from {} to {} ({})": "{0}须为{1}至{2}之间的整数({3})",
    "quantity must be a whole number from 1": "数量须为不小于1的整数",
    "quantity must be from 1 to {}": _QUANTITY,
    "the slip is for {}: quantity must be from 1 to {}": "这张退货单只有{}件,数量须为1至{}的整数",
    "sample must be from 1 to {}": "抽样数须为1至{}的整数",
    "a score is a whole number from {} to {}": "评分须为{}至{}的整数",
    "a choice is a whole number from 1 to {}": "请选择1至{}中的一项",
    "a score, a choice or words": "请打分、选一项或写一句话",
    "an hour is a whole number from 0 to 23": "小时须为0至23的整数",
    "at most {} pictures": "最多{}张图片",
    "between 1 and {} characters": "请填写1至{}个字",
    "1 to {} characters": "请填写1至{}个字",
    "at most {} characters": "最多{}个字",
    "a name has 1 to {} characters": "名称须为1至{}个字",
    "a title has 1 to {} characters": "标题须为1至{}个字",
    "a post has {} to {} characters": "正文须为{}至{}个字",
    "a reason has 2 to {} characters": "原因须为2至{}个字",
    "a reason of 1 to {} characters is needed": "请填写原因,1至{}个字",
    "say why, in at most {} characters": _WHY,
    "no control characters": "文字里有无法显示的字符,请删掉后重试",
    "an id has 1 to {} characters, no #, and is not {}": "编号须为1至{}个字符,不能含#,也不能是{}",
    "{} is not the id of a {}": "这不是有效的编号,请重新选择",
    "{} is not the id of an OrderLine": "这不是有效的订单商品编号,请重新选择",
    # cases and remedies
    "1 to {} cases at a time": "一次请选择1至{}个工单",
    "this case is named before": "这个工单前面已经选过,只处理一次",
    "a case has to do with itself anyway": "不能和自己关联,请选择另一个工单",
    "a note mentions at most {}": "一条备注最多提到{}位同事",
    "a remedy is for one line: only words resolve what was merged into the case": (
        "补偿只针对一件商品;要一并了结合并进来的工单,请只填文字"
    ),
    "cases go to agents, managers or the duty desk": "工单只能交给客服、经理或值班台",
    "one remedy for a line, not two": "一件商品只能选一种处理方案",
    "only a member's application is refused": "只有会员的申请可以拒绝",
    "the ticket's policy knows no such remedy": "这个工单适用的政策里没有这种方案,请重新选择",
    "this case is about no order line; resolve it without a remedy": "这个工单不涉及订单商品,请只填文字来了结",
    "only care for a silent member has an outcome": "只有关怀沉默会员的工单才填结果,请留空",
    "{} needs {}": "{0}还缺:{1}",
    "either a case or an order line": "请填工单或订单商品,二选一",
    "a photo has at least one byte": "照片是空的,请重新选择",
    "name 1 to {} products": "请选择1至{}个商品",
    "only who was reached has answered": "接通了才能记录会员的回答",
    # what was said (A1)
    "confidence must be from 0 to {}": "识别把握须为0至{}的整数",
    "either text or a transcript": "文字和语音只能填一种",
    "a reason, or a transcript alone": "请选择售后原因,或者只留语音,由专人为您判断",
    "either an option or a transcript": "选项和语音只能填一种",
    "only a member is heard": "只有会员可以用语音回复",
    # money on its way
    "a booking needs its source and member": "缺少来源或会员",
    "a booking pays 1 to {} things": "一次最多发放{}项",
    "a refund is for an order line": "退款须对应订单商品",
    "freight is given back for an order": "退运费须对应订单",
    "what goods cost to send back is paid for an order": "寄回运费须对应订单",
    "points are counted in points, all else in fen, nothing in both": "积分按个数填,其他按分填,不能都填",
    "{} and its sku do not go together": "{}与商品编码不匹配",
    "{} comes alone": "{}一次只能一份",
    # liability and settlement
    "1 to {} parties": "请填写1至{}个责任方",
    "a party stands twice": "同一责任方不能填两次",
    "every party but the platform has an id": "除平台外,责任方都要填编号",
    "a party is written SUPPLIER:S01 or PLATFORM": "责任方写作 SUPPLIER:S01 或 PLATFORM",
    "a month is written 2026-03": "月份写作 2026-03",
    "a day is written 2026-03-02": "日期写作 2026-03-02",
    "a page takes 1 to {}": "一次可取1至{}条",
    # staff
    "1 to {} notices at a time": "一次处理1至{}条提醒",
    "a level is {} to {}": "级别须为{}至{}",
    "a stand-in is a colleague": "代班人须是另一位同事",
    "members and leaders are no staff": "会员和团长不能登记为员工",
    "not less than 0": "不能小于0",
    "a greeting ends in the future": "结束时间须在现在之后",
    "a greeting lasts an hour to 30 days": "从开始到结束须有1小时至30天",
    "at most {} regions, none blank": "最多{}个地区,不能有空白",
    "at most {} ids, each of 1 to {} characters": "最多{}个编号,每个1至{}个字符",
    "who has left cannot be present": "已离职的同事不能上线",
    "a turn has 1 to {} people, each once": "每班1至{}人,不能重复",
    "at most {} turns a week": "一周最多{}个班次",
    "at most {} duties, each with an end after its start, within a year": ("最多{}段值班,结束须晚于开始,且在一年之内"),
    "a week has 7 days, Monday first": "一周须填7天,从周一开始",
    "at most {} dates, each once, at most a year ahead": "最多{}个日期,不能重复,且在一年之内",
    "at most {} shifts a day, none of which overlap": "一天最多{}个班,不能重叠",
    "dates differ from a week: state it too": "改日期时请一并填写一周的班次",
    "{} is not like 09:00-18:00": "{}的写法应像 09:00-18:00",
    # campaigns, tags, policy, settings
    "a campaign lasts an hour or more": "活动至少持续一小时",
    "a quota is 1 to {}, or none": "名额须为1至{},或留空",
    "at most {} different tags": "最多{}个标签,不能重复",
    "testers are chosen by tags, authors of posts are not": "体验官按标签挑选,征稿活动不按标签",
    "a published post needs no reason": "发布的内容不用填原因",
    "a tag expires in the future": "标签的到期时间须在将来",
    "name the community": "请填写社群",
    "a key stands twice": "同一项不能填两次",
    "a new draft has no version yet": "新草稿还没有版本号,请留空",
    "a sample is of {} days at most": "抽样最多{}天",
    "the last day comes before the first": "结束日期早于开始日期",
    "the order is another member's": "这个订单属于另一位会员",
}


def in_chinese(sentence: str) -> str | None:
    """None: nobody has put this into Chinese."""
    for pattern, chinese in _BOOK:
        if found := pattern.fullmatch(sentence):
            return chinese.format(*found.groups())
    return None


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in sentence.split("{}")), re.DOTALL)


_BOOK = [(_pattern(sentence), chinese) for sentence, chinese in sorted(PHRASES.items(), key=lambda each: -len(each[0]))]
"""The longest first: a sentence of many words is meant before one of few."""
