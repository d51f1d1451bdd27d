"""Where posts lie. Table `contact`: `GROUP-POST#id / POST`."""

from care.contact.groups.model import GroupPost
from care.dynamo.shelf import Shelf
from care.dynamo.writes import Key

__all__ = ["POSTS", "post_at"]

POSTS = Shelf(
    shape=GroupPost,
    kind="group-post",
    table="contact",
    key=lambda post: _key(post.id),
    expires=lambda post: post.until,
)


def post_at(post_id: str) -> tuple[Shelf[GroupPost], Key]:
    return POSTS, _key(post_id)


def _key(post_id: str) -> Key:
    return Key(f"GROUP-POST#{post_id}", "POST")
