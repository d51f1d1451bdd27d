"""The API of a deployment, put together from its environment."""

from collections.abc import Callable
from typing import Protocol

from api.allow_list import AllowList
from api.app import App
from api.callers import Callers
from api.cursors import Cursors
from api.documents import Documents
from api.execute import Api
from api.limits import Limits
from api.schema import schema
from api.tokens import IssuerKeys, Tokens

__all__ = ["Deployed", "build_api"]


class Deployed(Protocol):
    """What the template says about the API."""

    @property
    def token_issuer(self) -> str: ...

    @property
    def token_audience(self) -> str: ...

    @property
    def token_jwks_url(self) -> str: ...

    @property
    def introspection(self) -> bool: ...

    @property
    def allow_list(self) -> bool: ...


def build_api(app: App, deployed: Deployed) -> Api:
    """The API over `app`. The schema, its costly part, is built once per process."""
    limits = Limits(introspection=deployed.introspection)
    keys = IssuerKeys(deployed.token_jwks_url)
    return Api(
        schema=schema(),
        app=app,
        identify=Tokens(deployed.token_issuer, deployed.token_audience, keys, own=_own_tokens(app)).viewer,
        cursors=Cursors(app.master),
        documents=Documents(schema().core, limits, AllowList() if deployed.allow_list else None),
        limits=limits,
        callers=Callers(),
    )


def _own_tokens(app: App) -> Callable[[str], str | None]:
    """The member whose access token of ours it is."""
    return lambda token: app.seals.member_of(token, app.clock.now())
