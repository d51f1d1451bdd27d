"""Texts of policy (G1) and settings (A3). `{place}` is where the fault lies."""

TEXTS: dict[str, tuple[str, str]] = {
    "EFFECTIVE_TOO_SOON": ("生效时间不得早于 {earliest}", "It cannot take effect before {earliest}"),
    "UNSOUND": ("发布内容有误,请按提示修改", "The publication has faults; mend what is listed"),
    "POLICY_UNSOUND": ("政策内容有误,请按提示修改", "The policy has faults; mend what is listed"),
    "SETTINGS_UNSOUND": ("参数有误,请按提示修改", "The settings have faults; mend what is listed"),
    "POLICY_GAP": (
        "{place}:“{reason_class}”缺少默认规则或原因",
        "{place}: no default rule or no reason for {reason_class}",
    ),
    "PRICE_GAP": (
        "{place}:与 {other} 的价格区间之间缺少 {low} 至 {high} 分",
        "{place}: between it and {other} nothing is said from {low} to {high} fen",
    ),
    "NOT_ON_TOP": (
        "{place}:{kind}不能作为额外补偿,只能选优惠券、积分、礼品、周卡或活动名额",
        "{place}: {kind} cannot be put on top; take a coupon, points, a gift, a card or a place",
    ),
    "RETURN_FOR_NOTHING": (
        "{place}:方案要求退回商品,却没有退款或其他补偿",
        "{place}: the remedy asks for the goods and gives nothing for them",
    ),
    "ANCHOR_UNFIT": (
        "{place}:填写时限时应从签收、取货或到货起算,不填时限时应按保质期",
        "{place}: a window of hours is counted from an event; without hours it is the shelf life",
    ),
    "DRAFT_CHANGED": (
        "草稿已被他人修改(现为第 {version} 版),请刷新后再操作",
        "Somebody changed the draft (it is at {version} now); read it again",
    ),
    "DRAFT_ENDED": ("草稿已排期或已作废,请新建草稿", "The draft was scheduled or discarded; begin another"),
    "DRAFT_NOT_CHECKED": ("草稿还没有通过检查,请先检查", "The draft has not been checked as it is; check it first"),
    "CHECK_OUTDATED": ("检查之后参数有变,请重新检查", "The figures have changed since the check; check again"),
    "POLICY_OVERLAP": ("{place}:与 {other} 适用范围重复", "{place}: covers the same as {other}"),
    "STATED_TWICE": ("{place}:{code} 重复", "{place}: {code} stands twice"),
    "BAD_CODE": (
        "{place}:代码 {code} 应为 2 至 32 位大写字母、数字或下划线,以字母开头",
        "{place}: the code {code} must be 2 to 32 of A-Z, 0-9 and _, beginning with a letter",
    ),
    "BLANK_TEXT": ("{place}:不能为空", "{place}: must not be blank"),
    "TEXT_TOO_LONG": ("{place}:最多 {most} 个字", "{place}: at most {most} characters"),
    "VAGUE_WORD": (
        "{place}:含模糊用语“{word}”,请写明确切的承诺",
        "{place}: holds a vague word; promise something sure",
    ),
    "OUT_OF_BOUNDS": ("{place}:应在 {low} 至 {high} 之间", "{place}: must be from {low} to {high}"),
    "UNKNOWN_REMEDY": ("{place}:没有名为 {code} 的方案", "{place}: there is no remedy {code}"),
    "MENU_TOO_SHORT": ("{place}:至少提供 {least} 个方案", "{place}: must offer at least {least} remedies"),
    "DEFAULT_NOT_ON_MENU": ("{place}:默认方案 {code} 不在菜单中", "{place}: {code} is not one of the menu"),
    "BAD_PART": ("{place}:{kind}应当这样填:{needs};其余留空", "{place}: {kind} needs {needs} and nothing else"),
    "WORDS_CONTRADICT_RULE": (
        "{place}:写的是“{said}”,规则是“{rule}”,请改成一致",
        "{place}: it says '{said}', the rule is '{rule}'; make them the same",
    ),
    "FOOD_SAFETY_WINDOW": (
        "{place}:食品安全问题不受时限限制,请留空",
        "{place}: food safety is never refused by a window; leave it out",
    ),
    "UNKNOWN_FIGURE": ("没有名为 {place} 的参数", "There is no figure {place}"),
    "NOTHING_SET": ("请至少修改一个参数", "Set at least one figure"),
}
