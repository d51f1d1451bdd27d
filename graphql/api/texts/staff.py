"""What people read when a change to the staff's data is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "ROSTER_CHANGED": (
        "值班表已被他人更新到第 {version} 版,请重新读取后再保存",
        "Somebody else has set the roster meanwhile (version {version}); read it again",
    ),
}
