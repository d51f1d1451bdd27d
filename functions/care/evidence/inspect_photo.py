"""Looks at what arrived, within bounds: is it a photo, can it be read, what does it look like (G8).

The only module that needs Pillow. It is loaded by the function of arrivals alone (docs/adr/0007-rooms-of-guarantee.md).
"""

import io
import warnings

import dhash
import filetype
from PIL import Image, ImageOps

from care.evidence.alike import RIMS
from care.evidence.model import TAKEN, Bounds, Fault, Hash, Photo

__all__ = ["inspect_photo"]

_LONGEST_SIDE = 1600
"""Pixels of the photo that is shown: enough for an agent to see mould, and about 300 KB."""
_SHORTEST_SIDE = 100
"""What is smaller shows nothing, and its hash says nothing."""
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP")
_HASH_SIDE = 9
_HEIC = ("image/heic", "image/heif", "image/avif")

Image.MAX_IMAGE_PIXELS = 200_000_000  # our own bound is asked before a pixel is decoded; this one stands behind it


def inspect_photo(content: bytes, bounds: Bounds) -> Photo | Fault:
    """The photo as it will be shown, or what is wrong with what came. Its name and announced type count for nothing."""
    kind = filetype.guess_mime(content)
    if kind in _HEIC:
        return Fault.HEIC
    if kind not in TAKEN:
        return Fault.ANIMATED if kind in {"image/gif", "image/apng"} else Fault.NO_PHOTO
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            return _fault(image, bounds) or _photo(image)
    except Image.DecompressionBombError:
        return Fault.TOO_LARGE
    except (OSError, ValueError, SyntaxError, EOFError):
        return Fault.UNREADABLE


def _fault(image: Image.Image, bounds: Bounds) -> Fault | None:
    """What the header tells, before anything is decoded."""
    width, height = image.size
    if width * height > bounds.most_megapixels * 1_000_000:
        return Fault.TOO_LARGE
    if min(width, height) < _SHORTEST_SIDE:
        return Fault.TOO_SMALL
    return Fault.ANIMATED if getattr(image, "n_frames", 1) > 1 else None


def _photo(image: Image.Image) -> Photo:
    upright = _plain(image)
    return Photo(
        jpeg=_encoded(upright),
        width=upright.width,
        height=upright.height,
        hashes=tuple(_hash(_without_rim(upright, rim)) for rim in RIMS),
    )


def _plain(image: Image.Image) -> Image.Image:
    """Upright, on white where it was transparent, of display size; a copy that has no metadata to bear along.

    A JPEG is decoded at a fraction of its size where that is enough, so a large one takes little memory.
    """
    image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
    orientation = image.getexif()
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    turned = ImageOps.exif_transpose(image) if orientation else image
    if "A" in turned.getbands() or "transparency" in turned.info:
        solid = turned.convert("RGBA")
        turned = Image.new("RGB", solid.size, "white")
        turned.paste(solid, mask=solid.getchannel("A"))
    return Image.frombytes("RGB", turned.size, turned.convert("RGB").tobytes())


def _encoded(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _without_rim(image: Image.Image, rim: float) -> Image.Image:
    left, top = round(image.width * rim), round(image.height * rim)
    return image.crop((left, top, image.width - left, image.height - top))


def _hash(image: Image.Image) -> Hash:
    grays = image.convert("L").resize((_HASH_SIDE, _HASH_SIDE), Image.Resampling.LANCZOS).tobytes()
    return Hash(*dhash.dhash_row_col(list(grays)))
