"""What a member said, as a recogniser wrote it down (A1): their own words, marked as spoken. Pure."""

from dataclasses import dataclass

from care.kernel.errors import BadInput

__all__ = ["LONGEST_LANGUAGE", "MOST_SAID", "Spoken", "Transcript"]

LONGEST_LANGUAGE = 20
MOST_SAID = 1000
"""Characters."""
_SURE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How words came to us. `language`: as the recogniser names it, such as `yue`; `confidence` in percent."""

    language: str = ""
    confidence: int = _SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """Personal data may be in it."""

    text: str
    spoken: Spoken = Spoken()

    def heard_well(self, least: int) -> bool:
        """Whether anything may be made of it without a person. `least` in percent."""
        return self.spoken.confidence >= least

    def check(self, field: str = "transcript") -> None:
        """BadInput."""
        if not 1 <= len(self.text.strip()) <= MOST_SAID:
            raise BadInput(f"between 1 and {MOST_SAID} characters", field=field)
        if not 0 <= self.spoken.confidence <= _SURE:
            raise BadInput(f"confidence must be from 0 to {_SURE}", field=field)
        if len(self.spoken.language) > LONGEST_LANGUAGE:
            raise BadInput(f"at most {LONGEST_LANGUAGE} characters", field=field)
