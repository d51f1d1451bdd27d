"""Photos as members take them, made by a seed; and what else is sent under their name."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

from local_cloud.story.photos import picture

__all__ = ["bomb", "encoded", "photo", "picture", "with_gps"]

_ORIENTATION, _MAKE, _GPS = 0x0112, 0x010F, 0x8825


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def photo(seed: int = 1, size: tuple[int, int] = (1200, 900), quality: int = 90) -> bytes:
    return encoded(picture(seed, size), quality=quality)


def with_gps(image: Image.Image, orientation: int = 1) -> bytes:
    """A JPEG that says where it was taken, with which phone, and how it was held."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif[_MAKE] = "SecretPhone"
    exif.get_ifd(_GPS).update({1: "N", 2: (39.0, 54.0, 20.0), 3: "E", 4: (116.0, 23.0, 29.0)})
    return encoded(image, exif=exif, quality=90, comment=b"taken at home")


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of some kilobytes that unpacks to 900 million pixels."""
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(b"\0" * (width // 8 + 1)) for _ in range(200)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
