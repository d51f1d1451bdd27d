"""Months as clients name them."""

import re

from care.kernel.errors import BadInput

__all__ = ["check_month"]

_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")


def check_month(month: str) -> None:
    """BadInput unless it is written `2026-03`."""
    if not _MONTH.fullmatch(month):
        raise BadInput("a month is written 2026-03", field="month")
