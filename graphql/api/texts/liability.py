"""What people read when something about liability is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "SHARES_NOT_WHOLE": (
        "各方比例须为1至100的整数,合计100%(现合计{percent}%)",
        "Each share is a whole percent from 1, and all come to 100 %; they come to {percent} %.",
    ),
    "LIABILITY_DISPUTE_OPEN": (
        "{party}对这笔分摊有异议,请先作出裁定",
        "{party} disputes this; decide that first.",
    ),
    "NO_LIABILITY_DISPUTE": ("这笔分摊没有待裁定的异议", "There is no dispute to decide."),
    "PARTY_UNKNOWN": (
        "这笔订单没有涉及{party},请核对编号",
        "Neither the order, its goods nor its shipments know {party}.",
    ),
    "PARTY_NOT_LIABLE": ("该方不承担这笔分摊", "The party bears no part of it."),
    "NOTHING_TO_WRITE_OFF": ("该方没有可以核销的金额", "The party owes nothing of it that could be written off."),
    "LIABILITY_RULES_UNSOUND": ("追责规则有误,请按提示修改", "The rules have faults; mend what is listed"),
    "NO_LAST_LIABILITY_RULE": (
        "{place}:最后一条规则不能有任何条件,以便每个案例都有归属",
        "{place}: the last rule must name nothing, so that every case finds one",
    ),
    "LIABILITY_RULE_NEVER_REACHED": (
        "{place}:已被前面的规则 {other} 完全覆盖",
        "{place}: {other} before it fits all that it fits",
    ),
    "BAD_LIABILITY_SHARES": (
        "{place}:各方不得重复,比例之和须为100%",
        "{place}: each kind of party once, and 100 % in all",
    ),
}
