from datetime import timedelta
from itertools import product

import pytest

from care.kernel.signing import Sealer
from care.login.seals import LONGEST, Seals
from fakes.house import START
from fakes.login_room import MASTER

SEALS = Seals.of(MASTER)
LATER = START + timedelta(minutes=15)


def test_an_access_token_holds_until_its_time_to_the_second() -> None:
    token = SEALS.access("M001", LATER)
    assert SEALS.member_of(token, START) == "M001"
    assert SEALS.member_of(token, LATER - timedelta(seconds=1)) == "M001"
    assert SEALS.member_of(token, LATER) is None


def test_a_refresh_token_names_its_session_and_number() -> None:
    assert SEALS.claims_of(SEALS.refresh("s", 7)) == ("s", 7)


@pytest.mark.parametrize("kind", ["access", "refresh"])
def test_altered_anywhere_it_is_none(kind: str) -> None:
    token = SEALS.access("M001", LATER) if kind == "access" else SEALS.refresh("s", 7)
    altered = [
        token[:place] + other + token[place + 1 :]
        for place, other in product(range(len(token)), "A0_.")
        if token[place] != other
    ]
    altered += [token + "A", token + "=", f" {token}", f"{token}!", token[:-1], token.replace(".", ""), f"{token}.x"]
    assert [each for each in altered if SEALS.member_of(each, START) or SEALS.claims_of(each)] == []


def test_one_kind_never_passes_for_the_other() -> None:
    assert SEALS.member_of(SEALS.refresh("M001", 2_000_000_000), START) is None
    assert SEALS.claims_of(SEALS.access("s", LATER)) is None


@pytest.mark.parametrize("master", [MASTER + "x", "another secret, which is long enough too"])
def test_another_deployments_token_is_none(master: str) -> None:
    other = Seals.of(master)
    assert SEALS.member_of(other.access("M001", LATER), START) is None
    assert SEALS.claims_of(other.refresh("s", 7)) is None


@pytest.mark.parametrize("text", ["", ".", "a.b", "é.é", "A" * (LONGEST + 1), "W10.", "\x00.\x00"])
def test_rubbish_is_none(text: str) -> None:
    assert (SEALS.member_of(text, START), SEALS.claims_of(text)) == (None, None)


@pytest.mark.parametrize("payload", [b"[]", b"{}", b"null", b'["M001"]', b'["M001", "soon"]', b"[1, 2]", b"\xff"])
def test_what_was_sealed_in_another_form_is_none(payload: bytes) -> None:
    assert SEALS.member_of(Sealer(MASTER, "login.access").seal(payload), START) is None
    assert SEALS.claims_of(Sealer(MASTER, "login.refresh").seal(payload)) is None
