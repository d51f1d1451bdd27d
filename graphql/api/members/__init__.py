"""Members: what staff, leaders and they themselves see of them, tags (L1), what they want no messages for (P6)."""

from api.members.types import Member

__all__ = ["Member"]
