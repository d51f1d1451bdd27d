"""Relay: global ids, `Node`, and connections whose cursors are sealed (`api.cursors`)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Generic, Protocol, Self, TypeVar

import strawberry

from api.context import Context, Info
from api.cursors import Position
from api.errors import ApiError
from api.permissions import PART, seen_by, visible
from care.kernel.errors import BadInput

__all__ = [
    "MOST_PER_PAGE",
    "After",
    "Connection",
    "Edge",
    "First",
    "Node",
    "PageInfo",
    "check_alone",
    "global_id",
    "local_id",
    "page",
    "page_of",
    "parse_global_id",
]

MOST_PER_PAGE = 100
M = TypeVar("M")
N = TypeVar("N")
M_contra = TypeVar("M_contra", contravariant=True)
N_co = TypeVar("N_co", covariant=True)

First = Annotated[int, strawberry.argument(description="How many to take: 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="The cursor to go on from; the start when left out.")]


def global_id(kind: str, raw: str) -> str:
    """The id that the API shows for the `kind` (GraphQL type) whose own id is `raw`."""
    return urlsafe_b64encode(f"{kind}:{raw}".encode()).decode().rstrip("=")


def parse_global_id(text: str) -> tuple[str, str] | None:
    """(type, own id), or None for what we never made."""
    try:
        kind, _, raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode().partition(":")
    except (NotBase64, ValueError):
        return None
    return (kind, raw) if raw and global_id(kind, raw) == text else None


def local_id(kind: str, text: str, *, field: str) -> str:
    """The own id inside a global id of an input; BadInput naming `field` when it is not of type `kind`."""
    match parse_global_id(text):
        case (found, raw) if found == kind:
            return raw
        case _:
            raise BadInput(f"{field} is not the id of a {kind}", field=field)


@strawberry.interface(description="Anything with an id of its own, to be read again by `node`.")
class Node:
    """Base of the types that have ids. Override `raw_id` and `load`; declare `@seen_by` with an object rule."""

    @strawberry.field(name="id", description="The global id.")
    def global_id(self) -> strawberry.ID:
        definition = type(self).__strawberry_definition__  # type: ignore[attr-defined]  # set by strawberry.type
        return strawberry.ID(global_id(definition.name, self.raw_id()))

    def raw_id(self) -> str:
        """The id inside the product."""
        raise NotImplementedError

    @classmethod
    async def load(cls, context: Context, raw: str) -> Self | None:
        """The object, through a DataLoader, or None. The viewer's right to see it is checked by the frame."""
        raise NotImplementedError


@seen_by(PART)
@strawberry.type(description="Where a page lies in its connection.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there may be more after `endCursor`.")
    has_previous_page: bool = strawberry.field(description="Whether the page began after a cursor.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first edge.")
    end_cursor: str | None = strawberry.field(description="Cursor to go on from.")


@seen_by(PART)
@strawberry.type(description="A node of a connection and where it stands.")
class Edge(Generic[N]):
    node: N = strawberry.field(description="The node.")
    cursor: str = strawberry.field(description="Opaque; good for this connection and this viewer only.")


@seen_by(PART)
@strawberry.type(description="A page of nodes.")
class Connection(Generic[N]):
    edges: list[Edge[N]] = strawberry.field(description="The nodes of the page, in order.")
    page_info: PageInfo = strawberry.field(description="Where the page lies.")


Fetched = tuple[Sequence[M], dict[str, str] | None]
"""(items, the storage key to go on from or None at the end)."""
Fetch = Callable[[int, dict[str, str] | None], Fetched[M]]
"""(how many, after which storage key) → what was found."""


class Kind(Protocol[M_contra, N_co]):
    """A type of the API that shows one object of the domain."""

    def __call__(self, *, model: M_contra) -> N_co: ...


def page(
    info: Info,
    connection: str,
    first: int,
    after: str | None,
    *,
    fetch: Fetch[M],
    kind: Kind[M, N],
) -> Connection[N]:
    """One page of what `fetch` reads, without what the viewer may not see.

    `connection` names it together with its parent and filters (`Member.tickets/M001`, as `page_of` does): its
    cursors are good for nothing else. Raises PAGE_TOO_LARGE, BAD_USER_INPUT (first < 1) or BAD_CURSOR.
    """
    context = info.context
    _check_first(context, first)
    start = context.cursors.open(connection, context.viewer.id, after) if after is not None else Position()
    found, rest = fetch(first + start.skip, start.after)
    edges = []
    for place, model in enumerate(found[start.skip :], start.skip + 1):
        if visible(context.viewer, node := kind(model=model)):
            last = rest is not None and place == len(found)
            position = Position(rest) if last else Position(start.after, place)
            edges.append(Edge(node=node, cursor=context.cursors.seal(connection, context.viewer.id, position)))
        else:
            context.withheld += 1
    end = context.cursors.seal(connection, context.viewer.id, Position(rest)) if rest is not None else None
    return Connection(edges=edges, page_info=_page_info(edges, start, end))


def page_of(
    info: Info,
    connection: str,
    whose: str,
    first: int,
    after: str | None,
    *,
    fetch: Callable[[str, int, dict[str, str] | None], Fetched[M]],
    kind: Kind[M, N],
) -> Connection[N]:
    """As `page`, of what is `whose` (an id): `fetch` is asked for it first, and the cursors are good for no other."""
    name = f"{connection}/{whose}"
    return page(info, name, first, after, fetch=partial(fetch, whose), kind=kind)


def check_alone(info: Info) -> None:
    """ONE_AT_A_TIME below a list: what costs a query of its own for each object is asked of one object at a time."""
    if any(isinstance(step, int) for step in info.path.as_list()):
        raise ApiError("ONE_AT_A_TIME", status=200)


def _page_info(edges: list[Edge[N]], start: Position, end: str | None) -> PageInfo:
    return PageInfo(
        has_next_page=end is not None,
        has_previous_page=start != Position(),
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=end or (edges[-1].cursor if edges else None),
    )


def _check_first(context: Context, first: int) -> None:
    if first < 1:
        message = f"a page takes 1 to {MOST_PER_PAGE}"
        raise BadInput(message, field="first")
    if first > MOST_PER_PAGE:
        raise ApiError("PAGE_TOO_LARGE", field="first", most=MOST_PER_PAGE)
    context.take(first)
