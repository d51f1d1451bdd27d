"""A member's photo in a story: drawn from a number, posted through the form of an upload slip, as a phone does (G8)."""

import io
import random
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageDraw, ImageFilter
from urllib3 import request

from local_cloud.story.answers import Mismatch

__all__ = ["picture", "post_photo"]

_CREATED = 201


def post_photo(number: int, slip: Any) -> None:
    """`slip`: what StartEvidenceUpload answered as `upload`. Mismatch where the bucket does not take the photo."""
    if not isinstance(slip, Mapping) or not {"url", "fields"} <= slip.keys():
        raise Mismatch("a photo goes to an upload slip")
    out = io.BytesIO()
    picture(number, (800, 600)).save(out, "JPEG", quality=85)
    fields: list[Any] = [(each["name"], each["value"]) for each in slip["fields"]]
    file = ("file", ("photo.jpg", out.getvalue(), "image/jpeg"))
    answer = request("POST", slip["url"], fields=[*fields, file], retries=False)
    if answer.status != _CREATED:
        raise Mismatch(f"the bucket refused the photo: {answer.status} {answer.data.decode(errors='replace')[:200]}")


def picture(seed: int, size: tuple[int, int] = (1200, 900)) -> Image.Image:
    """A scene with large and small shapes and some noise: near enough to a photo for a perceptual hash."""
    drawn = random.Random(seed)
    width, height = size
    coarse = Image.new("RGB", (6, 5))
    for at in range(30):
        coarse.putpixel((at % 6, at // 6), _colour(drawn))
    scene = Image.blend(Image.new("RGB", size, _colour(drawn)), coarse.resize(size, Image.Resampling.BICUBIC), 0.6)
    pen = ImageDraw.Draw(scene)
    for _ in range(40):
        x, y, radius = drawn.randrange(width), drawn.randrange(height), drawn.randrange(width // 60, width // 8)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_colour(drawn))
    return scene.filter(ImageFilter.GaussianBlur(2))


def _colour(drawn: random.Random) -> tuple[int, int, int]:
    return drawn.randrange(256), drawn.randrange(256), drawn.randrange(256)
