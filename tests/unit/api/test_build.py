import pytest

from api.build import ApiSettings

GIVEN = {"TOKEN_ISSUER": "https://i", "TOKEN_AUDIENCE": "a", "TOKEN_JWKS_URL": "https://i/jwks"}


def test_production_is_shut_unless_told_otherwise() -> None:
    read = ApiSettings.read(GIVEN)

    assert (read.introspection, read.allow_list) == (False, True)


@pytest.mark.parametrize("value", ["ON", "true", "1", ""])
def test_a_switch_that_is_not_plainly_open_stays_shut(value: str) -> None:
    read = ApiSettings.read(GIVEN | {"INTROSPECTION": value, "ALLOW_LIST": value})

    assert (read.introspection, read.allow_list) == (False, True)


def test_switches_open_by_their_words() -> None:
    read = ApiSettings.read(GIVEN | {"INTROSPECTION": "on", "ALLOW_LIST": "off"})

    assert (read.introspection, read.allow_list) == (True, False)


@pytest.mark.parametrize("missing", GIVEN)
def test_a_missing_variable_is_named(missing: str) -> None:
    with pytest.raises(KeyError, match=missing):
        ApiSettings.read({name: value for name, value in GIVEN.items() if name != missing})
