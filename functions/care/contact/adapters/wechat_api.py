"""What 企业微信 and WeChat's servers have in common: an access token in the address, JSON, `errcode`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import msgspec

from care.contact.adapters.calls import read, send
from care.contact.adapters.http import Answer, Http, HttpTrouble, Unanswered
from care.contact.adapters.meanings import Provider, TokenRefused, refusal
from care.contact.adapters.tokens import Fetched, TokenCache
from care.contact.adapters.unsent import unsent
from care.contact.channels import ChannelRefused, Then

__all__ = ["WechatApi", "fetched"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WechatApi:
    """One app at one of the two. `app` names its token; `fetch` asks for one (see TokenCache.get)."""

    provider: Provider
    base: str
    app: str
    http: Http
    tokens: TokenCache
    fetch: Callable[[str | None], Fetched]

    def post(self, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to what sends a message. ChannelRefused: certainly not sent; Unanswered: nobody knows."""
        return self._with_token(lambda token: send(self.http, self._url(path, token), *_body(content)))

    def ask(self, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to what changes nothing, and so may be asked again. ChannelRefused; HttpTrouble: try later."""
        return self._with_token(lambda token: read(self.http.ask("POST", self._url(path, token), *_body(content))))

    def _with_token(self, call: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
        """A token that is over is replaced once: a call that was refused for it did nothing."""
        try:
            return self._judged(call)
        except TokenRefused:
            pass
        try:
            return self._judged(call)
        except TokenRefused as error:
            raise ChannelRefused(f"{self.provider}:{error}", Then.ALARM) from error

    def _judged(self, call: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
        token = self._token()
        answer = call(token)
        if "errcode" not in answer:
            raise Unanswered("an answer without a code")
        try:
            return _or_raise(self.provider, answer)
        except TokenRefused:
            with unsent("NO_TOKEN"):
                self.tokens.drop(self.app, token)
            raise

    def _url(self, path: str, token: str) -> str:
        return f"{self.base}{path}?{urlencode({'access_token': token})}"

    def _token(self) -> str:
        with unsent("NO_TOKEN"):
            return self.tokens.get(self.app, self.fetch)


def _body(content: Mapping[str, Any]) -> tuple[bytes, Mapping[str, str]]:
    return msgspec.json.encode(content), {"content-type": "application/json"}


def fetched(provider: Provider, answer: Answer) -> Fetched:
    """The token in an answer. What is refused here for the token's sake is refused for the secret's: an alarm."""
    content = read(answer)
    try:
        _or_raise(provider, content)
        return Fetched(token=str(content["access_token"]), lasts=timedelta(seconds=int(content["expires_in"])))
    except TokenRefused as error:
        raise ChannelRefused(f"{provider}:{error}", Then.ALARM) from error
    except (KeyError, TypeError, ValueError) as error:
        raise HttpTrouble("no token in the answer") from error


def _or_raise(provider: Provider, answer: dict[str, Any]) -> dict[str, Any]:
    code = str(answer.get("errcode", 0))
    if code != "0":
        raise refusal(provider, code)
    return answer
