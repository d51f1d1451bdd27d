"""The same photo is found again, also re-compressed, resized and slightly cropped; another photo is not."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from care.evidence.alike import bands, neighbourhood, telling
from care.evidence.inspect_photo import inspect_photo
from care.evidence.model import Bounds, Hash, Photo
from fakes.photos import encoded, picture

BOUNDS = Bounds(most_bytes=10_000_000, most_megapixels=50, alike_bits=7)
SEEDS = range(12)
ROWS = st.integers(0, 2**64 - 1)


def hashes(image: Image.Image, quality: int = 90) -> tuple[Hash, ...]:
    found = inspect_photo(encoded(image, quality=quality), BOUNDS)
    assert isinstance(found, Photo)
    return found.hashes


def cut(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    width, height = image.size
    return image.crop((int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - bottom))))


def apart(known: tuple[Hash, ...], seen: Hash) -> tuple[int, int]:
    return min(((one.row ^ seen.row).bit_count(), (one.column ^ seen.column).bit_count()) for one in known)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_copy_is_near(seed: int) -> None:
    original = picture(seed)
    known = hashes(original)
    copies = {
        "compressed": hashes(original, quality=25),
        "small": hashes(original.resize((360, 270)), quality=60),
        "large": hashes(original.resize((2400, 1800))),
        "cropped by 4 %": hashes(cut(original, 0.04, 0.04, 0.04, 0.04), quality=70),
        "cropped by 8 %": hashes(cut(original, 0.08, 0.08, 0.08, 0.08)),
    }
    for how, copy in copies.items():
        rows, columns = apart(known, copy[0])
        assert (rows <= 7, columns <= 14) == (True, True), (how, rows, columns)


def test_other_photos_are_far() -> None:
    known = [hashes(picture(seed)) for seed in SEEDS]
    for one, other in combinations(known, 2):
        rows, columns = apart(one, other[0])
        assert rows > 12 or columns > 20, (rows, columns)


@given(ROWS, st.sets(st.integers(0, 63), max_size=7))
def test_whatever_differs_in_seven_bits_shares_a_bucket_of_the_neighbourhood(row: int, flipped: set[int]) -> None:
    other = row
    for bit in flipped:
        other ^= 1 << bit
    assert set(bands(other)) & set(neighbourhood(row))


@given(ROWS)
def test_a_neighbourhood_is_one_batch(row: int) -> None:
    assert len(set(neighbourhood(row))) == 68


@pytest.mark.parametrize("colour", ["white", "black", "#808080"])
def test_a_plain_area_tells_nothing(colour: str) -> None:
    assert not any(telling(each) for each in hashes(Image.new("RGB", (400, 300), colour)))


def test_a_mere_gradient_tells_nothing() -> None:
    assert not telling(hashes(Image.linear_gradient("L").convert("RGB"))[0])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_photo_tells_enough(seed: int) -> None:
    assert all(telling(each) for each in hashes(picture(seed)))
