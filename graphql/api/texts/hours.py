"""Texts of the business calendar (G7)."""

TEXTS: dict[str, tuple[str, str]] = {
    "BAD_WEEK": ("一周应有七天,从周一到周日", "A week has seven days, Monday to Sunday"),
    "BAD_INTERVAL": (
        "{place}:时段应写成 08:30-12:00,至少 30 分钟,一天最多 6 段,互不重叠",
        "{place}: write 08:30-12:00, at least 30 minutes each, at most 6 a day, none overlapping",
    ),
    "BAD_OVERRIDE": (
        "特殊日期不能重复,最多 366 个,且不晚于生效后两年",
        "Each date once, at most 366, none more than two years ahead",
    ),
    "NO_SERVICE_HOURS": (
        "从 {since} 起连续两周没有服务时间",
        "There would be no service hours for two weeks from {since} on",
    ),
}
