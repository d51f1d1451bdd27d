"""A bucket in memory: forms are taken as S3 takes them, and word of what arrived waits to be handed on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.credentials import Credentials as BotoCredentials

from care.evidence.s3_signing import Credentials
from local_cloud.bucket_forms import Denied, check_address, check_form

__all__ = ["SIGNER", "Denied", "MemoryBucket"]

SIGNER = Credentials(access_key="AKTEST", secret_key="the secret key of tests")
_BOTO = BotoCredentials(SIGNER.access_key, SIGNER.secret_key)


class MemoryBucket:
    """See care.evidence.objects.Objects. `told` are the keys of what arrived, in order."""

    def __init__(self, name: str, region: str) -> None:
        self.objects: dict[str, bytes] = {}
        self.told: list[str] = []
        self._name = name
        self._region = region

    def post(self, upload: Mapping[str, Any], content: bytes, now: datetime, **changes: str) -> None:
        """Post the form as `upload` (of GraphQL) states it, with some fields changed; Denied as S3 denies."""
        fields = {each["name"]: each["value"] for each in upload["fields"]} | changes
        check_form(self._name, fields, len(content), credentials=_BOTO, region=self._region, now=now)
        self.objects[fields["key"]] = content
        self.told.append(fields["key"])

    def look(self, url: str, now: datetime) -> bytes:
        """What is seen at a signed address; Denied, or KeyError where the object is gone."""
        check_address(url, credentials=_BOTO, region=self._region, now=now)
        return self.objects[url.partition("?")[0].split("/", 3)[3]]

    def size(self, key: str) -> int | None:
        return len(self.objects[key]) if key in self.objects else None

    def read(self, key: str, most: int) -> bytes:
        return self.objects[key][:most]

    def put_photo(self, key: str, jpeg: bytes) -> None:
        self.objects[key] = jpeg

    def delete(self, key: str) -> None:
        self.objects.pop(key, None)
