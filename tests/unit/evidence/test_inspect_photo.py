"""What arrives is decoded within bounds, judged by its content, and shown without its metadata."""

import io

import pytest
from PIL import Image

from care.evidence.inspect_photo import inspect_photo
from care.evidence.model import Bounds, Fault, Photo
from fakes.photos import bomb, encoded, photo, picture, with_gps

BOUNDS = Bounds(most_bytes=10_000_000, most_megapixels=50, alike_bits=7)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 64


def good(content: bytes) -> Photo:
    found = inspect_photo(content, BOUNDS)
    assert isinstance(found, Photo), found
    return found


def shown(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(good(content).jpeg))
    image.load()
    return image


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_photos_of_each_kind_become_a_jpeg_of_display_size(form: str) -> None:
    found = good(encoded(picture(1, (3000, 2000)), form))
    image = Image.open(io.BytesIO(found.jpeg))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (found.width, found.height))
    assert image.size == (1600, 1067)


def test_a_small_photo_is_not_made_larger() -> None:
    assert shown(photo(size=(400, 300))).size == (400, 300)


def test_nothing_tells_where_when_and_with_what_it_was_taken() -> None:
    content = with_gps(picture(1))
    assert b"SecretPhone" in content
    assert b"taken at home" in content
    image = shown(content)
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for told in (b"SecretPhone", b"Exif", b"taken at home"):
        assert told not in good(content).jpeg


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_upright_before_that_is_forgotten(orientation: int) -> None:
    upright = picture(1, (600, 400))
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = upright.transpose(turns[orientation]) if orientation in turns else upright
    found, wanted = good(with_gps(held, orientation)), good(encoded(upright, quality=90))
    assert (found.width, found.height) == (600, 400)
    assert (found.hashes[0].row ^ wanted.hashes[0].row).bit_count() <= 2


def test_what_is_transparent_is_shown_on_white() -> None:
    image = picture(1, (400, 400)).convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    assert shown(encoded(image, "PNG")).getpixel((200, 200)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "LA", "I;16"])
def test_every_mode_of_pixels_is_read(mode: str) -> None:
    source = Image.new("I;16", (400, 300), 30_000) if mode == "I;16" else picture(1, (400, 300)).convert(mode)
    assert shown(encoded(source, "JPEG" if mode == "CMYK" else "PNG")).size == (400, 300)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NO_PHOTO),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj", Fault.NO_PHOTO),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", Fault.NO_PHOTO),
        (b"MZ\x90\x00" + b"\0" * 100, Fault.NO_PHOTO),
        (encoded(picture(1, (300, 300)), "BMP"), Fault.NO_PHOTO),
        (encoded(picture(1, (300, 300)), "TIFF"), Fault.NO_PHOTO),
        (HEIC, Fault.HEIC),
        (encoded(picture(1, (300, 300)), "GIF"), Fault.ANIMATED),
        (bomb(), Fault.TOO_LARGE),
        (encoded(picture(1, (99, 3000)), "JPEG"), Fault.TOO_SMALL),
        (photo()[:5000], Fault.UNREADABLE),
        (encoded(picture(1, (300, 300)), "PNG")[:2000], Fault.UNREADABLE),
        (encoded(picture(1, (300, 300)), "WEBP")[:500], Fault.UNREADABLE),
        (b"\xff\xd8\xff\xe0" + b"\0" * 1000, Fault.UNREADABLE),
    ],
    ids=lambda each: each.value if isinstance(each, Fault) else f"{len(each)}b",
)
def test_what_is_no_good_photo_is_told_why(content: bytes, fault: Fault) -> None:
    assert inspect_photo(content, BOUNDS) is fault


@pytest.mark.parametrize("form", ["WEBP", "PNG"])
def test_what_moves_is_no_photo(form: str) -> None:
    frames = [picture(seed, (300, 300)) for seed in (1, 2)]
    content = encoded(frames[0], form, save_all=True, append_images=frames[1:])
    assert inspect_photo(content, BOUNDS) is Fault.ANIMATED


def test_the_bound_on_pixels_is_that_of_the_slip() -> None:
    content = photo(size=(2100, 2000))
    assert inspect_photo(content, Bounds(most_bytes=1, most_megapixels=4, alike_bits=7)) is Fault.TOO_LARGE
    assert isinstance(inspect_photo(content, Bounds(most_bytes=1, most_megapixels=5, alike_bits=7)), Photo)


def test_a_broken_exif_block_does_no_harm() -> None:
    content = with_gps(picture(1, (300, 300)))
    at = content.index(b"Exif\0\0") + 6
    broken = content[:at] + b"MM\0*\xff\xff\xff\xff" + content[at + 8 :]
    assert shown(broken).size == (300, 300)
