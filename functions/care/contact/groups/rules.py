"""Whether a post goes out now, what an answer makes of it, and how a long text is parted (P5, P6). Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from care.contact.channels import Then
from care.contact.groups.model import GroupPost
from care.contact.model import MessageState
from care.contact.outcome import Answer, Broke, Patience, Refused, Took
from care.contact.quiet import QuietHours

__all__ = ["MOST_BYTES", "answered", "due_post", "parted"]

MOST_BYTES = 1900
"""Of UTF-8 in a post: a robot of 企业微信 takes 2048, and a part says which part it is."""
_A_MINUTE = timedelta(minutes=1)


def due_post(post: GroupPost, now: datetime, quiet: QuietHours) -> GroupPost:
    """The post as it is decided now: CLAIMED, EXPIRED, or PLANNED until quiet hours are over, which bind it always."""
    allowed = quiet.next_allowed(now)
    if max(now, allowed) > post.notice.useless_after:
        return replace(post, state=MessageState.EXPIRED, ended_at=now)
    if allowed > now:
        return replace(post, waits_until=allowed)
    return replace(post, state=MessageState.CLAIMED, attempt=post.attempt + 1, waits_until=None)


def answered(post: GroupPost, answer: Answer, now: datetime, patience: Patience) -> GroupPost:
    """The claimed post after the robot's answer."""
    match answer:
        case Took():
            return replace(post, state=MessageState.SENT, code=None, ended_at=now)
        case Refused(code, Then.RETRY, after) if post.attempt < patience.most_tries:
            return replace(post, state=MessageState.PLANNED, code=code, waits_until=now + (after or _A_MINUTE))
        case Refused(code):
            return replace(post, state=MessageState.FAILED, code=code, ended_at=now)
        case Broke(reason, detail):
            return replace(post, state=MessageState.UNKNOWN, code=detail or reason, ended_at=now)


def parted(head: str, rows: Sequence[str], foot: str, most_bytes: int = MOST_BYTES) -> list[str]:
    """The text, in as many posts as it needs: never cut within a row, which must itself fit; each post has the head,
    the last one the foot.
    """
    parts = list(_parts(head, rows, foot, most_bytes))
    if len(parts) == 1:
        return ["\n".join((head, *parts[0]))]
    return ["\n".join((f"{head}（{number}/{len(parts)}）", *part)) for number, part in enumerate(parts, 1)]


def _parts(head: str, rows: Sequence[str], foot: str, most_bytes: int) -> Iterator[list[str]]:
    part: list[str] = []
    left = room = most_bytes - _size(head) - _size("（99/99）")
    for row in (*rows, foot):
        if part and _size(row) > left:
            yield part
            part, left = [], room
        part.append(row)
        left -= _size(row)
    yield part


def _size(text: str) -> int:
    """With the end of its line."""
    return len(text.encode()) + 1
