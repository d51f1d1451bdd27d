import pytest

from care.members.cipher import Cipher, Unreadable
from fakes.mall import LOOKUP_KEY, PII_KEY, cipher

NEW_KEY = "the secret that follows the first one, here"


def test_what_was_sealed_opens() -> None:
    sealed = cipher().seal("13812345678", "M001", "phone")
    assert "13812345678" not in sealed
    assert cipher().open(sealed, "M001", "phone") == "13812345678"


def test_a_repeated_fact_seals_alike() -> None:
    assert cipher().seal("王小燕", "M001", "name") == cipher().seal("王小燕", "M001", "name")


@pytest.mark.parametrize("about", [("M002", "name"), ("M001", "phone")])
def test_nobody_elses_and_no_other_field_looks_alike(about: tuple[str, str]) -> None:
    assert cipher().seal("王小燕", "M001", "name") != cipher().seal("王小燕", *about)


@pytest.mark.parametrize("about", [("M002", "name"), ("M001", "phone")])
def test_cipher_text_cannot_be_moved(about: tuple[str, str]) -> None:
    with pytest.raises(Unreadable):
        cipher().open(cipher().seal("王小燕", "M001", "name"), *about)


@pytest.mark.parametrize("sealed", ["", "no-key.AAAA", "plain text", "王"])
def test_what_is_not_ours_does_not_open(sealed: str) -> None:
    with pytest.raises(Unreadable):
        cipher().open(sealed, "M001", "name")


def test_altered_cipher_text_does_not_open() -> None:
    sealed = cipher().seal("王小燕", "M001", "name")
    altered = sealed[:12] + ("A" if sealed[12] != "A" else "B") + sealed[13:]
    with pytest.raises(Unreadable):
        cipher().open(altered, "M001", "name")


def test_a_new_key_seals_while_the_old_one_still_opens() -> None:
    rotated = Cipher([NEW_KEY, PII_KEY], LOOKUP_KEY)
    old = cipher().seal("王小燕", "M001", "name")
    new = rotated.seal("王小燕", "M001", "name")
    assert old.split(".")[0] != new.split(".")[0]
    assert rotated.open(old, "M001", "name") == rotated.open(new, "M001", "name") == "王小燕"
    with pytest.raises(Unreadable):
        cipher().open(new, "M001", "name")


def test_look_up_keys_outlive_a_rotation_and_tell_kinds_apart() -> None:
    assert Cipher([NEW_KEY], LOOKUP_KEY).lookup("phone", "1") == cipher().lookup("phone", "1")
    assert cipher().lookup("phone", "1") != cipher().lookup("openid", "1")
    assert Cipher([PII_KEY], NEW_KEY).lookup("phone", "1") != cipher().lookup("phone", "1")


def test_a_short_secret_is_no_secret() -> None:
    with pytest.raises(ValueError, match="32"):
        Cipher(["short"], LOOKUP_KEY)
