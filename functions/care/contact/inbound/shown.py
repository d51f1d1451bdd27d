"""Pictures, voices and the like (P6): nobody here reads them; a person is told, and the member that they came. Pure."""

from datetime import datetime, timedelta

from care.contact.inbound.acts import Said, SenderKind, What
from care.contact.model import Notice
from care.kernel.clock import SHANGHAI
from care.members.model import Purpose

__all__ = ["note_of", "received"]

_NAMES = {
    What.IMAGE: "图片",
    What.VOICE: "语音",
    What.VIDEO: "视频",
    What.FILE: "文件",
    What.LOCATION: "位置",
    What.LINK: "链接",
    What.CARD: "卡片",
}
_WHERE = {SenderKind.CUSTOMER: "微信客服", SenderKind.OPENID: "小程序客服"}
_OF_USE = timedelta(hours=2)


def note_of(said: Said) -> str:
    """For the person who looks at it, where it lies."""
    return f"［{_NAMES[said.what]}］会员发来的内容在{_WHERE.get(said.sender.by, '原对话')}里，请打开那里的对话查看。"


def received(member_id: str, what: What, now: datetime) -> Notice:
    """Once an hour: nine pictures in a row are answered by one message."""
    hour = now.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H")
    return Notice(
        key=f"kf_received:{member_id}:{hour}",
        member_id=member_id,
        template="kf_received",
        params={"what": _NAMES[what]},
        purpose=Purpose.SERVICE,
        answers=now,
        useless_after=now + _OF_USE,
    )
