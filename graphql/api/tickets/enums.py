"""What a ticket can be, in words (G6)."""

from api.enums import described
from care.tickets import model

__all__ = ["CareOutcome", "ChosenBy", "TicketKind", "TicketOutcome", "TicketPriority", "TicketState"]

TicketKind = described(
    model.TicketKind,
    "What kind of case it is.",
    CLAIM="A member's application for an order line.",
    CARE="A silent member whom an agent should care for (P2).",
    TASK="Something that only a person can put right, such as a payout that the mall never answered.",
)
TicketState = described(
    model.TicketState,
    "Where a ticket stands; drawn in docs/architecture.md.",
    CHOOSING="The menu waits for the member, until `chooseBy`.",
    IN_REVIEW="It waits for staff.",
    RETURNING="A remedy was taken; it is given once the goods are back.",
    PAYING="A remedy was taken; the mall is paying it.",
    RESOLVED="What was promised has been done.",
    CLOSED="The member is content, or did not answer the closure check.",
    WITHDRAWN="The member took the application back.",
)
TicketPriority = described(
    model.Priority,
    "What goes first in a queue.",
    name="TicketPriority",
    URGENT="Food safety.",
    HIGH="Reopened, or opened by the system for a person to care for.",
    NORMAL="All else.",
)
TicketOutcome = described(
    model.Outcome,
    "How a case ended.",
    name="TicketOutcome",
    PAID="What the remedy promised has been done.",
    WORDS="Staff resolved it with words.",
    FOLLOWED="It was resolved with the case that it had been merged into.",
    MERGED="Staff's own case: the one that it was merged into goes on.",
    REFUSED="Staff refused the application; `refusal` says why.",
    DISPUTED="The member is still not content, and is called back.",
)
CareOutcome = described(
    model.CareOutcome,
    "What came of caring for a silent member (P2).",
    name="CareOutcome",
    RECOVERED="The member is content again.",
    NOT_RECOVERED="The member was reached and is not content.",
    NO_ANSWER="The member could not be reached.",
)
ChosenBy = described(
    model.Choice,
    "Who took the remedy.",
    name="ChosenBy",
    INSTANT="The application itself: a clear case, paid at once (G4).",
    MEMBER="The member, from the menu.",
    DEFAULT="Nobody: the deadline passed and the default fell (C1).",
    STAFF="An agent or a manager.",
    LEADER="The leader of the order's community, by their own authority (G5).",
    TIMEOUT="Nobody: no answer came in time, and it was approved by itself (G7).",
)
