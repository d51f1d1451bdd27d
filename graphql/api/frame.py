"""The queries that belong to no domain: viewer, health, node, nodes."""

from asyncio import gather

import strawberry

from api.context import Context, Info
from api.errors import ApiError
from api.permissions import ANYONE, PART, SIGNED_IN, may, seen_by
from api.relay import MOST_PER_PAGE, Node, parse_global_id
from api.viewer import Role, Viewer

__all__ = ["FrameQuery"]


@seen_by(PART)
@strawberry.type(name="Viewer", description="The caller, as its token says.")
class ViewerType:
    model: strawberry.Private[Viewer]

    @strawberry.field(name="callerId")
    def caller_id(self) -> str:
        """The caller's own id inside the product (not a global id)."""
        return self.model.id

    @strawberry.field
    def roles(self) -> list[Role]:
        """In alphabetical order."""
        return sorted(self.model.roles)

    @strawberry.field
    def community(self) -> str | None:
        """The community that a leader leads."""
        return self.model.community

    @strawberry.field
    def region(self) -> str | None:
        """The region that a staff member works for; null is every region."""
        return self.model.region


@strawberry.type
class FrameQuery:
    @strawberry.field(metadata=may(ANYONE))
    def health(self) -> bool:
        """True: the API answers. Asks nothing of the database."""
        return True

    @strawberry.field(metadata=may(SIGNED_IN))
    def viewer(self, info: Info) -> ViewerType:
        """Who the caller is."""
        return ViewerType(model=info.context.viewer)

    @strawberry.field(metadata=may(SIGNED_IN))
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:  # Relay's own name
        """The object with this global id; null when there is none, or none that the caller may see."""
        return await _load(info, id)

    @strawberry.field(metadata=may(SIGNED_IN))
    async def nodes(self, info: Info, ids: list[strawberry.ID]) -> list[Node | None]:
        """As `node`, for at most 100 ids, in their order."""
        if len(ids) > MOST_PER_PAGE:
            raise ApiError("PAGE_TOO_LARGE", field="ids", most=MOST_PER_PAGE)
        info.context.take(len(ids))
        return list(await gather(*(_load(info, id_) for id_ in ids)))


async def _load(info: Info, text: str) -> Node | None:
    context: Context = info.context
    kind, raw = parse_global_id(text) or ("", "")
    found = info.schema.node_types.get(kind)  # type: ignore[attr-defined]  # of api.schema.CareSchema
    loaded: Node | None = await found.load(context, raw) if found else None
    return loaded
