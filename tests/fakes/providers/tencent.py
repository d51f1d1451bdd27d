"""Tencent Cloud's SMS, with its TC3 signature checked from the raw request."""

import hashlib
import hmac
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from werkzeug.wrappers import Request, Response

from fakes.providers.serving import Delivered, Fake, as_json

__all__ = ["TencentCloud"]

_SKEW = timedelta(minutes=5)
_AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/]+)/(\d{4}-\d\d-\d\d)/(\w+)/tc3_request, "
    r"SignedHeaders=([^,]+), Signature=([0-9a-f]{64})"
)


@dataclass
class TencentCloud(Fake):
    """`templates`: registered texts by id, with `{1}`. Its HTTP status is always 200."""

    sends: tuple[str, ...] = ("/",)
    keys: dict[str, str] = field(default_factory=lambda: {"sid": "skey"})
    sign_name: str = "鲜到家"
    templates: dict[str, str] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    a_day: int = 10

    def respond(self, request: Request) -> Response:
        if code := self._unsigned(request):
            return _error(code)
        if self.forced:
            code = self.forced.popleft()
            return _status(code) if code.startswith(("FailedOperation", "LimitExceeded")) else _error(code)
        return self._take(json.loads(request.get_data()))

    def _unsigned(self, request: Request) -> str:
        found = _AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
        if found is None or not {"content-type", "host"} <= set(found[4].split(";")):
            return "AuthFailure.InvalidAuthorization"
        key, date, service, names, signature = found.groups()
        if key not in self.keys:
            return "AuthFailure.SecretIdNotFound"
        at = datetime.fromtimestamp(int(request.headers["x-tc-timestamp"]), UTC)
        if abs(self.clock.now() - at) > _SKEW or at.strftime("%Y-%m-%d") != date:
            return "AuthFailure.SignatureExpire"
        if (request.headers["x-tc-action"], request.headers["x-tc-version"]) != ("SendSms", "2021-01-11"):
            return "InvalidAction"
        wanted = self._signature(request, self.keys[key], date, service, names.split(";"))
        return "" if hmac.compare_digest(signature, wanted) else "AuthFailure.SignatureFailure"

    def _signature(self, request: Request, key: str, date: str, service: str, names: list[str]) -> str:
        lines = "".join(f"{name}:{request.headers[name].lower()}\n" for name in names)
        body = hashlib.sha256(request.get_data()).hexdigest()
        canonical = f"POST\n/\n\n{lines}\n{';'.join(names)}\n{body}"
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        stamp = request.headers["x-tc-timestamp"]
        text = f"TC3-HMAC-SHA256\n{stamp}\n{date}/{service}/tc3_request\n{hashed}"
        secret = ("TC3" + key).encode()
        for part in (date, service, "tc3_request", text):
            secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
        return secret.hex()

    def _take(self, content: Any) -> Response:  # noqa: PLR0911 - a return a rule
        (phone,) = content["PhoneNumberSet"]
        if content["SmsSdkAppId"] != "1400006666":
            return _error("InvalidParameterValue.SdkAppIdNotExist")
        if content["SignName"] != self.sign_name:
            return _error("FailedOperation.SignatureIncorrectOrUnapproved")
        text, values = self.templates.get(content["TemplateId"]), content["TemplateParamSet"]
        if text is None:
            return _error("FailedOperation.TemplateIncorrectOrUnapproved")
        if len(values) != len(re.findall(r"\{\d+\}", text)):
            return _status("FailedOperation.TemplateParamSetNotMatchApprovedTemplate")
        if not re.fullmatch(r"\+861\d{10}", phone):
            return _status("InvalidParameterValue.IncorrectPhoneNumber")
        if self.taken[phone] >= self.a_day:
            return _status("LimitExceeded.PhoneNumberDailyLimit")
        self.taken[phone] += 1
        told = re.sub(r"\{(\d+)\}", lambda found: values[int(found[1]) - 1], text)
        self.delivered.append(Delivered(phone.removeprefix("+86"), told))
        return _status("Ok", f"serial-{len(self.asked)}")


def _error(code: str) -> Response:
    return as_json({"Response": {"Error": {"Code": code, "Message": "no"}, "RequestId": "R"}})


def _status(code: str, serial: str = "") -> Response:
    return as_json({"Response": {"SendStatusSet": [{"Code": code, "SerialNo": serial}], "RequestId": "R"}})
