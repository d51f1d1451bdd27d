"""Alibaba Cloud's SMS, with its V3 signature checked from the raw request."""

import hashlib
import hmac
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from werkzeug.wrappers import Request, Response

from fakes.providers.serving import Delivered, Fake, as_json

__all__ = ["AlibabaCloud"]

_SKEW = timedelta(minutes=15)
_AUTHORIZATION = re.compile(r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})")
_MUST = {"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}


@dataclass
class AlibabaCloud(Fake):
    """`templates`: registered texts by code. A number takes `a_day` of one template."""

    sends: tuple[str, ...] = ("/",)
    keys: dict[str, str] = field(default_factory=lambda: {"ak": "as"})
    sign_name: str = "鲜到家"
    templates: dict[str, str] = field(default_factory=dict)
    nonces: set[str] = field(default_factory=set)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    a_day: int = 50

    def respond(self, request: Request) -> Response:
        if code := self._unsigned(request):
            return as_json({"Code": code, "Message": "no", "RequestId": "R"}, 400)
        if self.forced:
            return as_json({"Code": self.forced.popleft(), "Message": "no", "RequestId": "R"})
        code = self._take(request.args.to_dict())
        biz = {"BizId": f"biz-{len(self.asked)}"} if code == "OK" else {}
        return as_json({"Code": code, "Message": code, "RequestId": "R"} | biz)

    def _unsigned(self, request: Request) -> str:
        found = _AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
        if found is None or not set(found[2].split(";")) >= _MUST:
            return "IncompleteSignature"
        key, names, signature = found[1], found[2].split(";"), found[3]
        if key not in self.keys:
            return "InvalidAccessKeyId.NotFound"
        at = datetime.strptime(request.headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if abs(self.clock.now() - at) > _SKEW:
            return "InvalidTimeStamp.Expired"
        if not hmac.compare_digest(signature, self._signature(request, key, names)):
            return "SignatureDoesNotMatch"
        if request.headers["x-acs-signature-nonce"] in self.nonces:
            return "SignatureNonceUsed"
        self.nonces.add(request.headers["x-acs-signature-nonce"])
        return ""

    def _signature(self, request: Request, key: str, names: list[str]) -> str:
        query = "&".join(
            f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(request.args.items())
        )
        digest = hashlib.sha256(request.get_data()).hexdigest()
        lines = "".join(f"{name}:{request.headers[name].strip()}\n" for name in names)
        canonical = f"{request.method}\n{request.path}\n{query}\n{lines}\n{';'.join(names)}\n{digest}"
        text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
        return hmac.new(self.keys[key].encode(), text.encode(), hashlib.sha256).hexdigest()

    def _take(self, query: dict[str, Any]) -> str:  # noqa: PLR0911 - a return a rule
        phone, code = query["PhoneNumbers"], query["TemplateCode"]
        if not re.fullmatch(r"1\d{10}", phone):
            return "isv.MOBILE_NUMBER_ILLEGAL"
        if query["SignName"] != self.sign_name:
            return "isv.SMS_SIGNATURE_ILLEGAL"
        if code not in self.templates:
            return "isv.SMS_TEMPLATE_ILLEGAL"
        values = json.loads(query["TemplateParam"])
        if set(values) != set(re.findall(r"\$\{(\w+)\}", self.templates[code])):
            return "isv.TEMPLATE_MISSING_PARAMETERS"
        if any(len(value) > 35 for value in values.values()):
            return "isv.PARAM_LENGTH_LIMIT"
        if self.taken[phone, code] >= self.a_day:
            return "isv.BUSINESS_LIMIT_CONTROL"
        self.taken[phone, code] += 1
        text = re.sub(r"\$\{(\w+)\}", lambda found: str(values[found[1]]), self.templates[code])
        self.delivered.append(Delivered(phone, text))
        return "OK"
