"""From an HTTP event to its answer: size, caller, document, execution, errors; in this order, cheapest first."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import GraphQLError

from api import faults, loop
from api.app import App
from api.callers import Callers
from api.context import Context
from api.cursors import Cursors
from api.documents import Document, Documents, Invalid
from api.errors import ApiError
from api.http import Call, answer, header, read_body, read_call
from api.limits import Limits
from api.messages import language_of
from api.schema import CareSchema
from api.viewer import Viewer

__all__ = ["Api", "Served"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a request came to, for logs and metrics: no text of the query, no variables."""

    status: int
    operation: str | None = None
    viewer: Viewer | None = None
    codes: list[str] = field(default_factory=list)
    withheld: int = 0


class Api:
    """Serves GraphQL for one sandbox. `identify` turns an Authorization header into a viewer, or raises ApiError."""

    def __init__(
        self,
        *,
        schema: CareSchema,
        app: App,
        identify: Callable[[str | None], Viewer],
        cursors: Cursors,
        documents: Documents,
        limits: Limits,
        callers: Callers,
    ) -> None:
        self._schema = schema
        self._app = app
        self._identify = identify
        self._cursors = cursors
        self._documents = documents
        self._limits = limits
        self._callers = callers

    def handle(self, event: dict[str, Any]) -> tuple[dict[str, Any], Served]:
        """The answer to `POST /graphql`, and what it came to. Never raises an Exception; a crash passes through."""
        context = Context(
            app=self._app,
            cursors=self._cursors,
            language=language_of(header(event, "accept-language")),
            correlation_id=str(event.get("requestContext", {}).get("requestId", "")),
            address=_address(event),
        )
        try:
            return self._serve(event, context)
        except ApiError as error:
            return _refused(error.status, [faults.present_refusal(error, context.language)], context)
        except Invalid as invalid:
            return _refused(400, [faults.present_invalid(error) for error in invalid.errors], context)
        except Exception as error:  # noqa: BLE001  # the caller gets an answer whatever happens
            faults.report(error, context.correlation_id)
            return _refused(500, [faults.internal(context.language, context.correlation_id)], context)

    def _serve(self, event: dict[str, Any], context: Context) -> tuple[dict[str, Any], Served]:
        body = read_body(event, self._limits.body)
        context.viewer = self._identify(header(event, "authorization"))
        self._callers.admit(context.viewer.caller if context.viewer.signed_in else context.address)
        call = read_call(body, self._limits)
        document = self._documents.prepare(call.query)
        document.check_name(call.operation_name)
        context.document = document.node
        data, errors = self._run(call, context)
        shown = [faults.present(error, context.language, context.correlation_id) for error in errors]
        content = {"data": data} | ({"errors": shown} if shown else {})
        return answer(200, content), replace(_served(200, shown, context), operation=_name(document))

    def _run(self, call: Call, context: Context) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
        result = loop.run(self._schema.execute(call.query, variable_values=call.variables, context_value=context))
        return result.data, result.errors or []


def _address(event: dict[str, Any]) -> str:
    return str(event.get("requestContext", {}).get("http", {}).get("sourceIp", ""))


def _name(document: Document) -> str | None:
    return document.name[:64] if document.name else None


def _refused(status: int, errors: list[dict[str, Any]], context: Context) -> tuple[dict[str, Any], Served]:
    return answer(status, {"errors": errors}), _served(status, errors, context)


def _served(status: int, errors: list[dict[str, Any]], context: Context) -> Served:
    codes = sorted({str(error["extensions"]["code"]) for error in errors})
    return Served(status=status, viewer=context.viewer, codes=codes, withheld=context.withheld)
