"""Money is a whole number of fen (100 fen = 1 yuan). No float ever stands for money."""

from care.kernel.errors import BadInput

__all__ = ["MOST_FEN", "fen", "portion", "yuan"]

MOST_FEN = 10_000_000_00
"""Ten million yuan: a larger amount is a mistake, not an order."""


def fen(value: object, *, least: int = 0, field: str = "amount") -> int:
    """`value` if it is a whole number of fen between `least` and MOST_FEN, else BadInput naming `field`."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInput(f"{field} must be a whole number of fen", field=field)
    if not least <= value <= MOST_FEN:
        raise BadInput(f"{field} must be between {least} and {MOST_FEN} fen", field=field)
    return value


def portion(total: int, share: int, whole: int) -> int:
    """`share` of `whole` parts of `total` fen, rounded half up: the member gets a doubtful fen. The whole gets all."""
    return (2 * total * share + whole) // (2 * whole)


def yuan(amount: int) -> str:
    """Fen as a member reads it: 1250 → `12.50`."""
    return f"{amount // 100}.{amount % 100:02d}"
