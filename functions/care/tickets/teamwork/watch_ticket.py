"""G6: whoever of the staff watches a case is told of each entry."""

from collections.abc import Iterable
from dataclasses import replace

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.staff.notices import notify_staff
from care.tickets.desk import Desk
from care.tickets.inner import InnerKind
from care.tickets.model import Ticket
from care.tickets.store import write_ticket
from care.tickets.teamwork.errors import TooManyWatchers
from care.tickets.timeline import EntryKind

__all__ = ["MOST_WATCHERS", "on_watched", "watch_ticket", "with_watchers"]

MOST_WATCHERS = 20


def watch_ticket(desk: Desk, staff_id: str, ticket_id: str, *, watch: bool) -> Ticket:
    """Begin or cease to watch it; said again, it changes nothing. NotFound, TooManyWatchers."""

    def decide(batch: Batch) -> Ticket:
        ticket = desk.ticket(ticket_id)
        if watch == (staff_id in ticket.watchers):
            return ticket
        if watch and len(ticket.watchers) >= MOST_WATCHERS:
            raise TooManyWatchers(field="ticket_id", high=MOST_WATCHERS)
        others = tuple(each for each in ticket.watchers if each != staff_id)
        changed = replace(ticket, watchers=(*others, staff_id) if watch else others)
        batch.add(write_ticket(changed))
        return changed

    return desk.uow.run(decide)


def with_watchers(ticket: Ticket, staff_ids: Iterable[str]) -> Ticket:
    """With those who do not watch it yet, as far as there is room; `ticket` itself where that is nobody."""
    new = [each for each in staff_ids if each not in ticket.watchers][: MOST_WATCHERS - len(ticket.watchers)]
    return replace(ticket, watchers=(*ticket.watchers, *new)) if new else ticket


def on_watched(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Tell those who watch it by now; nobody of what they did themselves, or were told of as they were mentioned."""
    ticket = desk.ticket(item.subject)
    known = {str(item.payload["actor"]).partition(":")[2], *str(item.payload["told"]).split("#")}
    params = {"title": ticket.title, "what": _WHAT.get(str(item.payload["line"]), "有新的进展")}
    others = [watcher for watcher in ticket.watchers if watcher not in known]
    notify_staff(batch, others, "case_watched", at=item.due, about=ticket.id, params=params, cause=item.part)


_WHAT: dict[str, str] = {
    EntryKind.OPENED: "已建立",
    EntryKind.REOPENED: "重新打开了",
    EntryKind.CHOSEN: "确定了解决方案",
    EntryKind.SETTLED: "承诺的都已办好",
    EntryKind.PAYOUT_FAILED: "有一笔款项没有付成",
    EntryKind.PAYOUT_UNANSWERED: "有一笔款项商城一直没有回复",
    EntryKind.REPLIED: "有新的回复",
    EntryKind.RESOLVED: "处理完了",
    EntryKind.WITHDRAWN: "会员撤回了申请",
    EntryKind.CLOSED: "已关闭",
    EntryKind.REVIEW_NEEDED: "需要人工处理",
    EntryKind.REFUSED: "没有按申请办理",
    EntryKind.APPEALED: "会员提出了申诉",
    EntryKind.ESCALATED: "团长催办了",
    InnerKind.NOTED: "有新的内部备注",
    InnerKind.ASSIGNED: "换了负责人",
    InnerKind.PRIORITY: "改了优先级",
    InnerKind.MERGED: "有工单合并",
    InnerKind.UNMERGED: "有工单拆回",
    InnerKind.SPLIT: "拆出了新的任务",
    InnerKind.LINKED: "关联了另一个工单",
    InnerKind.UNLINKED: "取消了一个关联",
    InnerKind.CHILD_SAID: "合并的工单有新的回复",
    InnerKind.TIMED_OUT: "没人按时答复",
    InnerKind.SLA_BREACHED: "超过了承诺的时间",
}
