"""What a resolver finds in `info.context`: one per request."""

from dataclasses import dataclass, field

from graphql import DocumentNode
from strawberry import Info as StrawberryInfo

from api.app import App
from api.cursors import Cursors
from api.errors import ApiError
from api.loaders import Loaders
from api.messages import Language
from api.viewer import ANONYMOUS, Viewer

__all__ = ["MOST_NODES", "Context", "Info"]

MOST_NODES = 1_000
"""Nodes that all pages of one request may hold together: nested pages cannot multiply past it."""


@dataclass(slots=True, kw_only=True)
class Context:
    """The request as the resolvers see it."""

    app: App
    cursors: Cursors
    viewer: Viewer = ANONYMOUS
    language: Language = Language.ZH
    loaders: Loaders = field(default_factory=Loaders)
    correlation_id: str = ""
    address: str = ""
    """Where the call comes from, as the HTTP API saw it. Personal data."""
    document: DocumentNode | None = None
    """The prepared document, for `api.documents.Prepared`."""
    nodes_left: int = MOST_NODES
    withheld: int = 0
    """Objects that the request reached and was not shown: an honest client has none."""

    def take(self, count: int) -> None:
        """Count a page of `count` nodes; PAGE_TOO_LARGE when all pages together would hold too many."""
        if count > self.nodes_left:
            raise ApiError("PAGE_TOO_LARGE", most=MOST_NODES)
        self.nodes_left -= count


Info = StrawberryInfo[Context, None]
"""Annotate a resolver's `info` with this."""
