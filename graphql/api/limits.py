"""How large and how deep a document may be; checked before validation, whose own cost grows with the document."""

from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    Lexer,
    OperationDefinitionNode,
    SelectionSetNode,
    Source,
    TokenKind,
)

from api.errors import ApiError

__all__ = ["Limits", "check_shape", "check_text"]

_OPEN = (TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L)
_CLOSE = (TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one request. Sizes in bytes, the rest counted with fragments spread out and doubles included."""

    body: int = 64 * 1024
    variables: int = 32 * 1024
    tokens: int = 2_000
    nesting: int = 64
    """Brackets of any kind inside each other: keeps the recursive parser off the interpreter's own limit."""
    depth: int = 14
    aliases: int = 20
    fields: int = 400
    introspection: bool = False


@dataclass(frozen=True, slots=True)
class _Size:
    depth: int = 0
    fields: int = 0
    aliases: int = 0


def check_text(text: str, limits: Limits) -> None:
    """TOO_MANY_TOKENS or QUERY_TOO_DEEP, found without parsing; GRAPHQL_PARSE_FAILED for what is no GraphQL."""
    lexer, count, nesting = Lexer(Source(text)), 0, 0
    try:
        while lexer.advance().kind is not TokenKind.EOF:
            count += 1
            nesting += (lexer.token.kind in _OPEN) - (lexer.token.kind in _CLOSE)
            if count > limits.tokens:
                raise ApiError("TOO_MANY_TOKENS", most=limits.tokens)
            if nesting > limits.nesting:
                raise ApiError("QUERY_TOO_DEEP", most=limits.depth)
    except GraphQLSyntaxError as error:
        raise ApiError("GRAPHQL_PARSE_FAILED", reason=error.message[:200]) from None


def check_shape(document: DocumentNode, operation: OperationDefinitionNode, limits: Limits) -> None:
    """QUERY_TOO_DEEP, TOO_MANY_FIELDS, TOO_MANY_ALIASES or INTROSPECTION_OFF."""
    size = _Walk(document, limits).size(operation.selection_set)
    if size.depth > limits.depth:
        raise ApiError("QUERY_TOO_DEEP", most=limits.depth)
    if size.fields > limits.fields:
        raise ApiError("TOO_MANY_FIELDS", most=limits.fields)
    if size.aliases > limits.aliases:
        raise ApiError("TOO_MANY_ALIASES", most=limits.aliases)


class _Walk:
    """Sizes selections; a fragment is walked once, however often it is spread."""

    def __init__(self, document: DocumentNode, limits: Limits) -> None:
        self._limits = limits
        self._sizes: dict[str, _Size] = {}
        self._fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }

    def size(self, selections: SelectionSetNode | None) -> _Size:
        depth = fields = aliases = 0
        for each in selections.selections if selections else ():
            inner = self._fragment(each.name.value) if isinstance(each, FragmentSpreadNode) else self._of(each)
            depth, fields, aliases = max(depth, inner.depth), fields + inner.fields, aliases + inner.aliases
        return _Size(depth, fields, aliases)

    def _of(self, node: object) -> _Size:
        inner = self.size(getattr(node, "selection_set", None))
        if not isinstance(node, FieldNode):
            return inner
        if node.name.value in {"__schema", "__type"} and not self._limits.introspection:
            raise ApiError("INTROSPECTION_OFF")
        return _Size(inner.depth + 1, inner.fields + 1, inner.aliases + (node.alias is not None))

    def _fragment(self, name: str) -> _Size:
        if name not in self._sizes:
            self._sizes[name] = _Size()  # a circle adds nothing here; validation names it
            found = self._fragments.get(name)
            self._sizes[name] = self.size(found.selection_set if found else None)
        return self._sizes[name]
