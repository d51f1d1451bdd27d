"""Which member a sender is (P6): the one who bears the name, else the one of several whom the words can mean."""

from care.contact.conversations import Conversations
from care.contact.inbound.acts import Said, Sender, SenderKind
from care.contact.inbound.faults import InboundFault
from care.kernel.work import Batch
from care.members.model import WechatKind
from care.members.service import Members

__all__ = ["Senders", "UnknownSender"]


class UnknownSender(InboundFault):
    """No member, or more than one, is meant; a person finds out who."""


class Senders:
    """A customer of 微信客服 is found by their unionid, where the provider names it, else by the id that is bound."""

    def __init__(self, members: Members, conversations: Conversations) -> None:
        self._members = members
        self._conversations = conversations

    def one(self, batch: Batch, said: Said) -> str:
        """The member who is meant. UnknownSender."""
        found = self._named(batch, said)
        if len(found) > 1:
            found = self._conversations.who_can_mean(found, said.text) if said.what.read else []
        if len(found) != 1:
            raise UnknownSender(f"{len(found)} members are called so")
        return found[0]

    def bearer(self, openid: str) -> str:
        """UnknownSender."""
        found = self._members.bound_to(WechatKind.OPENID, openid)
        if len(found) != 1:
            raise UnknownSender(f"{len(found)} members are called so")
        return found[0]

    def _named(self, batch: Batch, said: Said) -> list[str]:
        sender = said.sender
        match sender.by:
            case SenderKind.OPENID:
                return self._members.bound_to(WechatKind.OPENID, sender.id)
            case SenderKind.PHONE:
                return [each.id for each in self._members.by_phone(sender.id)]
            case SenderKind.CUSTOMER:
                return self._customer(batch, sender)
            case _:
                return []

    def _customer(self, batch: Batch, sender: Sender) -> list[str]:
        """Where their unionid is one member's alone, they are that member, and are bound to them: a WeChat account may
        have changed hands since. Who is not certain is never bound.
        """
        known = self._members.bound_to(WechatKind.EXTERNAL, sender.id)
        named = self._members.bound_to(WechatKind.UNIONID, sender.unionid) if sender.unionid else []
        if len(named) != 1:
            return known or named
        if known != named:
            self._members.bind_customer(batch, named[0], sender.id)
        return named
