"""Why something about a settlement was refused. Each code is unique in the product and leads here."""

from care.kernel.errors import BadInput, Refused

__all__ = ["BadSettlementFile", "BadSettlementPeriod", "DiscrepancyNotOpen", "OtherSettlementPeriod"]


class BadSettlementFile(BadInput):
    """The file's first row does not name the columns that are needed, once each: nothing of it is taken."""

    code = "BAD_SETTLEMENT_FILE"


class BadSettlementPeriod(BadInput):
    """A period is 1 to 92 days, and over: what is paid today may still come into today's file."""

    code = "BAD_SETTLEMENT_PERIOD"


class OtherSettlementPeriod(Refused):
    """This settlement was imported for another period; `period_from` and `period_to` say which."""

    code = "OTHER_SETTLEMENT_PERIOD"


class DiscrepancyNotOpen(Refused):
    """Only an open discrepancy can be resolved; `state` says what it is."""

    code = "DISCREPANCY_NOT_OPEN"
