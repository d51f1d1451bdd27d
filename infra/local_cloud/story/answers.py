"""Judges the answer to a call: errors that nobody expected, expected ones that did not come, and expected values."""

from collections.abc import Iterator, Mapping
from typing import Any

from local_cloud.story.references import at_path

__all__ = ["Mismatch", "error_codes", "judge"]


class Mismatch(Exception):
    """A line that does not do what the story says."""


def error_codes(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Code and message of every error of the request, and of every refusal (`userErrors`) of its payloads."""
    return [*_request_errors(answer), *_user_errors(answer)]


def judge(answer: Mapping[str, Any], expected_error: str | None, expected: Mapping[str, Any]) -> None:
    """Mismatch unless the answer is what the line says it is."""
    found = error_codes(answer)
    told = "; ".join(f"{code}: {message}" for code, message in found)
    if expected_error is None and found:
        raise Mismatch(told)
    if expected_error is not None and expected_error not in [code for code, _message in found]:
        raise Mismatch(f"expected {expected_error}, got {told or 'no error'}")
    for path, value in expected.items():
        if (is_ := at_path(answer.get("data"), path)) != value:
            raise Mismatch(f"{path} is {is_!r}, not {value!r}")


def _request_errors(answer: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "data" not in answer and "errors" not in answer:
        yield "NO_ANSWER", str(dict(answer))
    for error in answer.get("errors") or ():
        yield error.get("extensions", {}).get("code", "UNKNOWN"), error.get("message", "")


def _user_errors(answer: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for payload in (answer.get("data") or {}).values():
        if isinstance(payload, dict):
            for error in payload.get("userErrors") or ():
                yield error.get("code", "UNKNOWN"), error.get("message", "")
