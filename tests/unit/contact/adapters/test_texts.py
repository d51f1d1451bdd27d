"""Texts as providers count them."""

from hypothesis import given
from hypothesis import strategies as st

from care.contact.adapters.texts import shorten


@given(text=st.text(max_size=60), most=st.integers(3, 100))
def test_it_fits_and_begins_as_it_did(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(short.encode()) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
