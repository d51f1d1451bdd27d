"""A1: what a member said, as a recogniser wrote it down."""

import strawberry

from api.permissions import PART, seen_by
from care.contact import transcript
from care.kernel.errors import BadInput

__all__ = ["Spoken", "TranscriptInput", "transcript_of", "words_of"]


@strawberry.input(description="What the caller said, as a recogniser wrote it down (A1).")
class TranscriptInput:
    text: str = strawberry.field(description="Their words, 1 to 1000 characters; kept as they are.")
    confidence: int = strawberry.field(description="How sure the recogniser is, in percent.")
    language: str = strawberry.field(description="As the recogniser names it, such as `zh-CN` or `yue`.", default="")


@seen_by(PART)
@strawberry.type(description="That words were said, and how a recogniser heard them.")
class Spoken:
    language: str = strawberry.field(description="As the recogniser named it; empty: it did not.")
    confidence: int = strawberry.field(description="How sure it was, in percent.")


def transcript_of(given: TranscriptInput) -> transcript.Transcript:
    return transcript.Transcript(
        text=given.text, spoken=transcript.Spoken(language=given.language, confidence=given.confidence)
    )


def words_of(text: str | None, given: TranscriptInput | None) -> tuple[str | None, transcript.Spoken | None]:
    """What somebody wrote, or said, and how that was heard; BadInput for both at once."""
    if given is None:
        return text, None
    if text is not None:
        raise BadInput("either text or a transcript", field="transcript")
    said = transcript_of(given)
    said.check()
    return said.text, said.spoken
