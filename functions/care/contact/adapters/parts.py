"""What the channels of all providers are made of."""

from dataclasses import dataclass

from care.contact.adapters.http import Http
from care.contact.adapters.metered import Metered
from care.contact.adapters.tokens import TokenCache
from care.contact.templates import Templates
from care.kernel.clock import Clock

__all__ = ["Parts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Shared by all channels of a sandbox. `templates` are ours, which those of the providers must fit."""

    http: Http
    tokens: TokenCache
    meters: Metered
    clock: Clock
    templates: Templates
