"""Takes in what is stated of members, and tells it."""

from collections.abc import Sequence
from dataclasses import replace

from care.dynamo.storage import Ask, Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.work import Batch, UnitOfWork
from care.members.cipher import Cipher
from care.members.errors import ServiceIsNeeded
from care.members.events import MemberChanged
from care.members.model import (
    HistoryEntry,
    Member,
    PersonalData,
    Profile,
    Purpose,
    Resident,
    Stats,
    Tagged,
    TagName,
    WechatBinding,
    WechatKind,
)
from care.members.profile import merged, opened
from care.members.rules import joined, national, own_word
from care.members.store import (
    HISTORY,
    MEMBERS,
    RESIDENTS,
    TAGGED,
    WECHAT,
    history_prefix,
    lookup_key,
    member_at,
    resident_key,
    wechat_key,
)

__all__ = ["Members"]


class Members:
    """The members that we know."""

    def __init__(self, storage: Storage, uow: UnitOfWork, clock: Clock, cipher: Cipher) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._cipher = cipher

    def take(self, event: MemberChanged) -> None:
        """Merge a statement of the mall, field by field; what was overtaken changes nothing."""

        def decide(batch: Batch) -> None:
            self.note(batch, self._storage.get(*member_at(event.member_id)), event.profile)

        self._uow.run(decide)

    def note(
        self,
        batch: Batch,
        found: Member | None,
        profile: Profile,
        before: Stats = Stats(),  # noqa: B008 - frozen
        after: Stats = Stats(),  # noqa: B008 - frozen
    ) -> None:
        """Add to a decision what a fact says of a member: the profile, and an order's share of the figures."""
        known = found or Member(id=profile.member_id)
        member = merged(known, profile, self._cipher)
        member = replace(member, stats=joined(member.stats, before, after))
        if member != known:
            batch.add(MEMBERS.save(member, name="member.note"))
        self._rebind(batch, known, member)
        if member.address_key != known.address_key:
            self._move(batch, known, member)

    def get_many(self, ids: Sequence[str]) -> dict[str, Member]:
        """Those of `ids` that are known."""
        return fetch_by_id(self._storage, member_at, ids)

    def personal(self, member: Member) -> PersonalData:
        """Name, phone and openid in plain text."""
        return opened(member, self._cipher)

    def by_phone(self, phone: str) -> list[Member]:
        """Who has this number (a family may share one); with an index's delay."""
        return self._look_up("by_a", lookup_key("PHONE", self._cipher.lookup("phone", national(phone))))

    def by_openid(self, openid: str) -> list[Member]:
        """Who has this openid; with an index's delay."""
        return self._look_up("by_b", lookup_key("OPENID", self._cipher.lookup("openid", openid)))

    def wechat_digest(self, kind: WechatKind, plain: str) -> str:
        """What stands for one of WeChat's ids in keys; HMAC."""
        return self._cipher.lookup(kind.lower(), plain)

    def bound_to(self, kind: WechatKind, plain: str) -> list[str]:
        """Ids of members who bear this id of WeChat's, read consistently; two at most: one is the rule."""
        ask = Ask(table="members", pk=lookup_key(kind, self.wechat_digest(kind, plain)), limit=2)
        return [row.member_id for row in self._storage.query(ask).of(WECHAT)]

    def bind(self, batch: Batch, member_id: str, openid: str) -> None:
        """WeChat itself says that the member bears `openid`: it holds against what the mall stated before. NotFound."""
        member = self._storage.get(*member_at(member_id))
        if member is None:
            raise NotFound("no such member")
        mark = own_word(member, "openid", self._clock.now(), "wechat")
        self.note(batch, member, Profile(member_id=member_id, mark=mark, openid=openid))

    def bind_customer(self, batch: Batch, member_id: str, external_id: str) -> None:
        """企业微信 itself says that this customer bears the member's unionid: they are nobody else. NotFound."""
        for each in {member_id, *self.bound_to(WechatKind.EXTERNAL, external_id)}:
            member = self._storage.get(*member_at(each))
            if member is None:
                raise NotFound("no such member")
            mark = own_word(member, "external_id", self._clock.now(), "wecom")
            stated = external_id if each == member_id else ""
            self.note(batch, member, Profile(member_id=each, mark=mark, external_id=stated))

    def bearers(self, name: TagName, limit: int, after: Place = None) -> tuple[list[Tagged], Place]:
        """Who bears a tag, by member id; with an index's delay."""
        ask = Ask(table="members", index="by_a", pk=f"TAG#{name}", limit=limit, after=after)
        page = self._storage.query(ask)
        return page.of(TAGGED), page.after

    def tag_history(self, member_id: str, limit: int, after: Place = None) -> tuple[list[HistoryEntry], Place]:
        """What happened to a member's tags, the newest first."""
        ask = Ask(
            table="members",
            pk=f"MEMBER#{member_id}",
            prefix=history_prefix,
            limit=limit,
            after=after,
            newest_first=True,
        )
        page = self._storage.query(ask)
        return page.of(HISTORY), page.after

    def residents(self, address_key: str, limit: int) -> list[str]:
        """Ids of members who live at an address, read consistently, at most `limit`."""
        ask = Ask(table="members", pk=lookup_key("ADDRESS", address_key), limit=limit)
        return [row.member_id for row in self._storage.query(ask).of(RESIDENTS)]

    def note_opt_out(self, batch: Batch, member_id: str, purposes: Sequence[Purpose], *, cause: str) -> None:
        """The member wants no messages for exactly these purposes; ServiceIsNeeded, NotFound."""
        if Purpose.SERVICE in purposes:
            raise ServiceIsNeeded(field="opted_out")
        member = self._storage.get(*member_at(member_id))
        if member is None:
            raise NotFound("no such member")
        mark = own_word(member, "opted_out", self._clock.now(), cause)
        wanted = tuple(sorted(set(purposes)))
        self.note(batch, member, Profile(member_id=member_id, mark=mark, opted_out=wanted))

    def _rebind(self, batch: Batch, before: Member, after: Member) -> None:
        """The rows by which WeChat's ids find their member move with the member, in one transaction."""
        for kind, left, taken in (
            (WechatKind.OPENID, before.openid_key, after.openid_key),
            (WechatKind.UNIONID, before.unionid_key, after.unionid_key),
            (WechatKind.EXTERNAL, before.external_key, after.external_key),
        ):
            if left and left != taken:
                batch.add(WECHAT.delete(wechat_key(kind, left, before.id), name="wechat.leave"))
            if taken and left != taken:
                row = WechatBinding(kind=kind, digest=taken, member_id=after.id)
                batch.add(WECHAT.overwrite(row, name="wechat.take"))

    def _move(self, batch: Batch, before: Member, after: Member) -> None:
        """The row of the address moves with the member, and whoever counts neighbours is told (`member.moved`)."""
        if before.address_key:
            batch.add(RESIDENTS.delete(resident_key(before.address_key, before.id), name="address.leave"))
        if after.address_key:
            row = Resident(address_key=after.address_key, member_id=after.id)
            batch.add(RESIDENTS.overwrite(row, name="address.take"))
        left, taken = before.address_key or "", after.address_key or ""
        batch.plan(
            AgendaItem(
                lane=Lane.NOW,
                kind="member.moved",
                due=self._clock.now(),
                subject=after.id,
                part=f"{left}>{taken}",
                payload={"left": left, "taken": taken},
                stamp=after.version,
            )
        )

    def _look_up(self, index: str, key: str) -> list[Member]:
        return self._storage.query(Ask(table="members", index=index, pk=key)).of(MEMBERS)
