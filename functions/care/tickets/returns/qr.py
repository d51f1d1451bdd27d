"""The slip's code as a picture that any phone reads (G10). Only the API draws it, and loads the library then."""

from functools import lru_cache
from io import BytesIO

__all__ = ["qr_svg"]


@lru_cache(maxsize=256)
def qr_svg(code: str) -> str:
    """An SVG element of its own, 4 modules of white around; it bears nothing but the code."""
    import segno

    drawn = BytesIO()
    segno.make_qr(code, error="m").save(drawn, kind="svg", scale=4, xmldecl=False, svgns=True, nl=False)
    return drawn.getvalue().decode()
