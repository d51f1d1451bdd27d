"""Why something that came in is not taken.

    InboundFault
    ├── BadSignature   not by who shares our token
    ├── Stale          signed too long ago, or in the future
    ├── Replayed       this very request was taken already
    ├── NotForUs       sealed for another receiver
    ├── NoSuchDoor     nobody is awaited at this address
    └── Malformed      not what the provider's contract says

The caller is told no more than that it is refused; the kind is for our logs and metrics.
"""

__all__ = ["BadSignature", "InboundFault", "Malformed", "NoSuchDoor", "NotForUs", "Replayed", "Stale"]


class InboundFault(Exception):
    """Refused, with nothing done."""


class BadSignature(InboundFault):
    pass


class Stale(InboundFault):
    pass


class Replayed(InboundFault):
    """Nothing is to be done again; the provider is answered as the first time."""


class NotForUs(InboundFault):
    pass


class Malformed(InboundFault):
    pass


class NoSuchDoor(InboundFault):
    pass
