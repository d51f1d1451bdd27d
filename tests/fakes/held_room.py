"""A shop where a photo that somebody else has sent before is reason enough for a closer look (G8, G11)."""

from typing import Any

from care.policy.wording import BANNED
from care.tickets.holds.confirm_hold import confirm_hold
from care.tickets.holds.lift_hold import lift_hold
from care.tickets.timeline import Actor
from fakes.darkroom import Darkroom
from fakes.front import ME, NEIGHBOUR, line_of
from fakes.held import Held
from fakes.photos import photo
from fakes.shop import FRESH, OIL
from fakes.timed import Seen

__all__ = ["ACCUSING", "KNOWN", "HeldRoom"]

KNOWN = 5
"""The seed of the photo that the neighbour has sent."""
ACCUSING = (
    *(each for each in BANNED if not each.startswith("亲")),
    *(
        "欺诈",
        "诈",
        "骗",
        "恶意",
        "可疑",
        "怀疑",
        "异常",
        "风险",
        "风控",
        "虚假",
        "伪造",
        "盗用",
        "作弊",
        "黑名单",
        "失信",
    ),
    *("重复", "出现过", "用过", "同一张", "冻结", "拦截", "评分", "人工审核"),
    *("HOLD", "HELD", "SCORE", "REPEATED", "SEEN_BEFORE", "SUSPICI", "FRAUD", "ABUSE", "RISK"),
)
"""What no member may read: words that accuse, and words that tell of what was found."""


class HeldRoom(Darkroom, Held):
    """M002 had claimed a line with a photo; M001 is new here, which alone is no reason for anything."""

    def __init__(self) -> None:
        super().__init__()
        self.strict(50)
        self.place("O201", "M002", lines=[FRESH, OIL])
        self.sign("O201", "M002", lines=[FRESH, OIL])
        self.settle()
        self.theirs = self.upload(photo(KNOWN), NEIGHBOUR, lineId=line_of("1", "O201"))

    def send_known(self, ticket: Seen, quality: int = 60) -> Seen:
        """The member sends what the neighbour had sent."""
        return self.upload(photo(KNOWN, quality=quality), ticketId=ticket["id"])

    def awaits(self, ticket: Seen, seed: int = KNOWN) -> Seen:
        """A photo that has been posted and judged; nothing has followed from it yet."""
        begun = self.begin(ticketId=ticket["id"])
        self.post(begun, photo(seed))
        self.arrivals.take(self.bucket.told.pop())
        return begun

    def menu_held(self) -> Seen:
        """A case whose menu had been promised."""
        ticket = self.tap("2")
        self.settle()
        self.send_known(ticket)
        return ticket

    def payment_held(self) -> Seen:
        """A case that would have been paid at once."""
        sent = self.upload(photo(KNOWN, quality=60))
        ticket = self.tap(evidence=[sent["id"]])
        self.settle()
        return ticket

    def amounts(self, kind: str = "REFUND") -> list[int]:
        """What the mall was asked for, of this kind: fen, or points."""
        return [fen or points for each, fen, points in self.paid() if each == kind]

    def read_by_member(self, ticket: Seen) -> list[Any]:
        """All that is shown to M001."""
        photos = self.photos_of(ticket)
        own = [self.see(ticket), self.call("MyTickets", ME), self.call("MyMessages", ME, first=100)]
        return [*own, *({**each, "url": None} for each in photos)]

    def accusations(self, ticket: Seen) -> list[str]:
        """The words that no member may read, as far as M001 reads them; and the neighbour's photo."""
        shown = str([_without_tokens(each) for each in self.read_by_member(ticket)])
        plain = "".join(shown.upper().split())
        said = [word for word in ACCUSING if word in plain]
        return said + [each for each in (self.theirs["id"], "M002") if each in shown]

    # ---------------------------------------------------------------- who acts in the midst of another request

    def rival_lifts(self, ticket: Seen, staff_id: str = "B2") -> None:
        self._rival(lift_hold, ticket, staff_id)

    def rival_confirms(self, ticket: Seen, staff_id: str = "B2") -> None:
        self._rival(confirm_hold, ticket, staff_id)

    def _rival(self, look: Any, ticket: Seen, staff_id: str) -> None:
        raw = self.raw(ticket)
        look(
            self.app.desk, Actor(role="staff", id=staff_id), raw, self.ticket(raw).step, "看过了", self.request("look")
        )


def _without_tokens(shown: Any) -> Any:
    """Ids, tokens and cursors are letters by chance."""
    if isinstance(shown, dict):
        opaque = {"token", "cursor", "endCursor", "id", "aboutId"}
        return {key: _without_tokens(each) for key, each in shown.items() if key not in opaque}
    return [_without_tokens(each) for each in shown] if isinstance(shown, list) else shown
