"""The API of a deployment: its settings, and what it is put together from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from api.allow_list import AllowList
from api.app import App
from api.cursors import Cursors
from api.documents import Documents
from api.execute import Api
from api.limits import Limits
from api.schema import schema
from api.tokens import IssuerKeys, Tokens

__all__ = ["ApiSettings", "build_api"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSettings:
    """What the template says about the API."""

    token_issuer: str
    token_audience: str
    token_jwks_url: str
    introspection: bool = False
    allow_list: bool = True

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """KeyError names a variable that is missing; a switch that is not plainly open stays shut."""
        return cls(
            token_issuer=environ["TOKEN_ISSUER"],
            token_audience=environ["TOKEN_AUDIENCE"],
            token_jwks_url=environ["TOKEN_JWKS_URL"],
            introspection=environ.get("INTROSPECTION") == "on",
            allow_list=environ.get("ALLOW_LIST") != "off",
        )


def build_api(app: App, settings: ApiSettings) -> Api:
    """The API over `app`. Builds the schema, the costly part, once per process."""
    limits = Limits(introspection=settings.introspection)
    tokens = Tokens(settings.token_issuer, settings.token_audience, IssuerKeys(settings.token_jwks_url))
    return Api(
        schema=schema(),
        app=app,
        identify=tokens.viewer,
        cursors=Cursors(app.secret),
        documents=Documents(schema().core, limits, AllowList() if settings.allow_list else None),
        limits=limits,
    )
