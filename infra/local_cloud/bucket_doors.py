"""The doors of buckets on loopback: forms are posted and signed addresses read over HTTP, as at S3 itself."""

import io
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from xml.sax.saxutils import escape

from botocore.credentials import Credentials
from werkzeug.formparser import parse_form_data

from local_cloud.bucket_forms import Denied, check_address, check_form
from local_cloud.functions import Clock
from local_cloud.http_events import Answer, Request
from local_cloud.http_server import DOORS, Route

__all__ = ["BucketDoors"]


class BucketDoors:
    """Answers as S3 would, at `url`. Time is the product clock's, as it is for what signs."""

    def __init__(self, s3: Any, buckets: Mapping[str, str], url: str, region: str, clock: Clock) -> None:
        """`buckets`: name of the bucket → the address that it would have at AWS."""
        self._s3 = s3
        self._buckets = buckets
        self._url = url
        self._region = region
        self._clock = clock
        given = s3._request_signer._credentials  # noqa: SLF001 - whom this process signs for
        self._credentials = Credentials(given.access_key, given.secret_key)

    def here(self, variables: Mapping[str, str]) -> dict[str, str]:
        """Those of a function's variables that are a bucket's address, with the address that it has here."""
        local = {f"https://{address}": f"{self._url}{DOORS}/{name}" for name, address in self._buckets.items()}
        return {name: local[value] for name, value in variables.items() if value in local}

    def routes(self) -> dict[str, Route]:
        found: dict[str, Route] = {}
        for name in self._buckets:
            found[f"POST {DOORS}/{name}"] = self._post
            found[f"GET {DOORS}/{name}/*"] = self._get
        return found

    def _post(self, request: Request) -> Answer:
        try:
            return self._put(request)
        except Denied as denied:
            return _denied(denied)

    def _put(self, request: Request) -> Answer:
        bucket = urlsplit(request.target).path.removeprefix(f"{DOORS}/")
        fields, content = _form(request)
        check_form(
            bucket,
            fields,
            len(content),
            credentials=self._credentials,
            region=self._region,
            now=self._clock.now(),
        )
        key, kind = fields["key"], fields.get("Content-Type", "binary/octet-stream")
        etag = self._s3.put_object(Bucket=bucket, Key=key, Body=content, ContentType=kind)["ETag"]
        if fields.get("success_action_status") != "201":
            return Answer(204)
        where = escape(f"{self._url}{DOORS}/{bucket}/{quote(key)}")
        told = (
            f"<Location>{where}</Location><Bucket>{bucket}</Bucket><Key>{escape(key)}</Key><ETag>{escape(etag)}</ETag>"
        )
        return _xml(201, f"<PostResponse>{told}</PostResponse>")

    def _get(self, request: Request) -> Answer:
        bucket, _, key = urlsplit(request.target).path.removeprefix(f"{DOORS}/").partition("/")
        url = f"{self._url}{request.target}"
        try:
            check_address(url, credentials=self._credentials, region=self._region, now=self._clock.now())
            found = self._s3.get_object(Bucket=bucket, Key=unquote(key))
        except Denied as denied:
            return _denied(denied)
        except self._s3.exceptions.NoSuchKey:
            return _denied(Denied(404, "NoSuchKey", "The specified key does not exist."))
        return Answer(200, found["Body"].read(), [("content-type", found["ContentType"])])


def _form(request: Request) -> tuple[dict[str, str], bytes]:
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": request.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.input": io.BytesIO(request.body),
    }
    _stream, form, files = parse_form_data(environ)
    if "file" not in files:
        raise Denied(400, "InvalidArgument", "POST requires exactly one file upload per request.")
    with closing(files["file"]) as file:
        return dict(form.items()), file.read()


def _denied(denied: Denied) -> Answer:
    return _xml(denied.status, f"<Error><Code>{denied.code}</Code><Message>{escape(str(denied))}</Message></Error>")


def _xml(status: int, text: str) -> Answer:
    return Answer(
        status, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode(), [("content-type", "application/xml")]
    )
