"""Access tokens, shared by all sandboxes: `TOKEN#app / TOKEN`, as cipher text.

    now    ── fresh until 5 min before its end ──▶ used as it is
           ── later ──▶ whoever gets the lease (10 s) fetches; the others go on with the old one
           ── over ──▶ whoever gets the lease fetches; the others wait for it, a moment at most

A token that the provider refuses is dropped, whatever its time says: whoever comes next fetches.
"""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from care.contact.adapters.http import Unreached
from care.dynamo.shelf import Shelf
from care.dynamo.storage import Storage, Wanted
from care.dynamo.writes import Key
from care.kernel.clock import Clock
from care.kernel.errors import Conflict
from care.kernel.work import Batch, UnitOfWork
from care.members.cipher import Cipher, Unreadable

__all__ = ["TOKENS", "Fetched", "Token", "TokenCache", "token_at"]

EARLY = timedelta(minutes=5)
"""So long before its end a token is renewed."""
LEASE = timedelta(seconds=10)
_WAITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A token as its provider gives it. Secret."""

    token: str
    lasts: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """`sealed` is cipher text, "" before the first one. `refused`: the provider no longer takes it."""

    app: str
    sealed: str = ""
    expires_at: datetime
    refused: bool = False
    leased_until: datetime | None = None
    version: int = 0

    def usable(self, at: datetime) -> bool:
        return bool(self.sealed) and not self.refused and at < self.expires_at

    def leased(self, at: datetime) -> bool:
        return self.leased_until is not None and at < self.leased_until


TOKENS = Shelf(shape=Token, kind="token", table="contact", key=lambda token: _key(token.app))


def token_at(app: str) -> Wanted:
    return (TOKENS, _key(app))


def _key(app: str) -> Key:
    return Key(f"TOKEN#{app}", "TOKEN")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """The lease: it is on us to fetch. `old` is the token that was refused, if one was."""

    token: Token
    old: str | None


@dataclass(slots=True, kw_only=True)
class TokenCache:
    """Tokens by app. `sleep` takes seconds."""

    storage: Storage
    uow: UnitOfWork
    clock: Clock
    cipher: Cipher
    sleep: Callable[[float], None] = time.sleep
    _held: dict[str, Token] = field(default_factory=dict)

    def get(self, app: str, fetch: Callable[[str | None], Fetched]) -> str:
        """A token of `app`. `fetch` gets the token that was refused (None: none was) and asks the provider; what it
        raises is passed on. Unreached: another sandbox is fetching, and it takes too long.
        """
        for waited in range(_WAITS):
            found = self._held_or_stored(app)
            if not isinstance(found, _Task) and found is not None:
                return self._open(found) or self._fetch(_Task(token=found, old=None), fetch)
            if found is not None:
                return self._fetch(found, fetch)
            self.sleep(random.uniform(0.1, 0.2) * (waited + 1))  # noqa: S311 - spreads rivals, guards nothing
        raise Unreached("another sandbox fetches the token")

    def drop(self, app: str, token: str) -> None:
        """The provider refused `token`. One that came meanwhile stays."""
        self._held.pop(app, None)

        def decide(batch: Batch) -> None:
            stored = self._stored(app)
            if stored and not stored.refused and self._open(stored) == token:
                batch.add(TOKENS.replace(replace(stored, refused=True, leased_until=None), name="token.drop"))

        with suppress(Conflict):  # whoever changed it has seen to it
            self.uow.run(decide)

    def _held_or_stored(self, app: str) -> Token | _Task | None:
        """A token to use, the task to fetch one, or None: wait."""
        held = self._held.get(app)
        if held and self.clock.now() < held.expires_at - EARLY:
            return held
        try:
            found = self.uow.run(lambda batch: self._lease(app, batch))
        except Conflict:
            return None
        if isinstance(found, Token):
            self._held[app] = found
        return found

    def _lease(self, app: str, batch: Batch) -> Token | _Task | None:
        now = self.clock.now()
        stored = self._stored(app) or Token(app=app, expires_at=now)
        usable = stored.usable(now)
        if usable and now < stored.expires_at - EARLY:
            return stored
        if stored.leased(now):
            return stored if usable else None
        batch.add(TOKENS.save(replace(stored, leased_until=now + LEASE), name="token.lease"))
        leased = replace(stored, leased_until=now + LEASE, version=stored.version + 1)
        return _Task(token=leased, old=self._open(stored) if stored.refused else None)

    def _fetch(self, task: _Task, fetch: Callable[[str | None], Fetched]) -> str:
        fetched, app = fetch(task.old), task.token.app
        expires_at = self.clock.now() + fetched.lasts
        token = Token(app=app, sealed=self.cipher.seal(fetched.token, app, "token"), expires_at=expires_at)

        def decide(batch: Batch) -> None:
            stored = self._stored(app)
            batch.add(TOKENS.save(replace(token, version=stored.version if stored else 0), name="token.renew"))

        with suppress(Conflict):  # then another one lies there, which is as good
            self.uow.run(decide)
        self._held[app] = token
        return fetched.token

    def _stored(self, app: str) -> Token | None:
        stored: Token | None = self.storage.get(*token_at(app))
        return stored

    def _open(self, token: Token) -> str | None:
        """None if it was sealed under a key that is gone: then it is fetched anew."""
        try:
            return self.cipher.open(token.sealed, token.app, "token")
        except Unreadable:
            return None
