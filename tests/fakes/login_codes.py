"""WeChat as a login sees it, in memory: a code says whose it is, and is good once."""

from dataclasses import dataclass, field

from care.login.codes import Identity
from care.login.errors import CodeNotTaken

__all__ = ["OneUseCodes", "code_of"]


@dataclass
class OneUseCodes:
    """`refusal`: what the next codes are answered by. `seen`: all that were asked for."""

    seen: list[str] = field(default_factory=list)
    refusal: Exception | None = None

    def identify(self, code: str) -> Identity:
        used = code in self.seen
        self.seen.append(code)
        if self.refusal:
            raise self.refusal
        if used or "~" not in code:
            raise CodeNotTaken(field="code")
        _, openid, *union = code.split("~")
        return Identity(openid=openid, unionid=union[0] if union else None)


def code_of(openid: str, unionid: str | None = None, *, number: int = 1) -> str:
    """A code of this person's; another `number`, another code."""
    return "~".join([f"c{number}", openid, *([unionid] if unionid else [])])
