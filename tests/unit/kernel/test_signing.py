"""What was sealed opens; what was altered does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.kernel.signing import BadSeal, Sealer, derive_key

SEALER = Sealer("m" * 32, "offer")


@given(st.binary(max_size=200))
def test_what_was_sealed_opens(payload: bytes) -> None:
    assert SEALER.open(SEALER.seal(payload)) == payload


@given(st.data())
def test_any_altered_character_is_found(data: st.DataObject) -> None:
    token = SEALER.seal(b'{"fen":100}')
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("AZaz09-_.").filter(lambda each: each != token[place]))
    altered = token[:place] + other + token[place + 1 :]
    try:
        assert SEALER.open(altered) == b'{"fen":100}', "only spare bits of base 64 may differ unnoticed"
    except BadSeal:
        return
    assert place in {len(token.split(".")[0]) - 1, len(token) - 1}


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "a", "é.é", "a" * 5000])
def test_what_was_never_sealed_does_not_open(token: str) -> None:
    with pytest.raises(BadSeal):
        SEALER.open(token)


def test_a_seal_is_bound_to_its_purpose_and_key() -> None:
    token = SEALER.seal(b"x")
    for other in (Sealer("m" * 32, "cursor"), Sealer("n" * 32, "offer")):
        with pytest.raises(BadSeal):
            other.open(token)


def test_keys_of_purposes_differ() -> None:
    assert derive_key("m", "a") != derive_key("m", "b")
    assert len(derive_key("m", "a")) == 32
