"""Texts as providers count them."""

__all__ = ["shorten"]

_CUT = "…"


def shorten(text: str, most_bytes: int) -> str:
    """`text`, or as much of it as fits into so many bytes of UTF-8, with a mark that it was cut."""
    if len(text.encode()) <= most_bytes:
        return text
    return text.encode()[: most_bytes - len(_CUT.encode())].decode(errors="ignore") + _CUT
