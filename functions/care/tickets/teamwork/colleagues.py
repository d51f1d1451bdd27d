"""How staff are called among themselves."""

from care.tickets.desk import Desk

__all__ = ["name_of"]


def name_of(desk: Desk, staff_id: str) -> str:
    """Their name in the directory; the id of who is not in it."""
    return next((member.name for member in desk.directory.roster() if member.id == staff_id), staff_id)
