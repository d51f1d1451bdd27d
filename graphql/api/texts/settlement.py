"""What people read when something about a settlement is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "BAD_SETTLEMENT_FILE": (
        "结算文件的第一行缺少必需的列,或有重复的列",
        "The first line of the settlement file lacks a column that it needs, or names one twice.",
    ),
    "BAD_SETTLEMENT_PERIOD": (
        "结算期为1至92天,且须已经结束",
        "A settlement's period is 1 to 92 days, and over.",
    ),
    "OTHER_SETTLEMENT_PERIOD": (
        "这笔结算已按{period_from}至{period_to}导入过",
        "This settlement was imported for {period_from} to {period_to}.",
    ),
    "DISCREPANCY_NOT_OPEN": (
        "这笔差异已经处理完毕",
        "Only an open discrepancy can be resolved; this one is {state}.",
    ),
}
