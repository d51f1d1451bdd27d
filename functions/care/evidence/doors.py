"""The two doors of the bucket that members use themselves: where a photo is posted, and where it is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.evidence.model import Evidence
from care.evidence.s3_signing import Credentials, post_fields, view_url

__all__ = ["Doors", "Slip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A form that S3 takes until `until`: `fields` in this order, then the photo as `file`."""

    url: str
    fields: dict[str, str]
    until: datetime
    most_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """`url` is the bucket's own address. `credentials` are asked for each time: a function's are renewed."""

    bucket: str
    url: str
    region: str
    credentials: Callable[[], Credentials]

    def slip(self, evidence: Evidence) -> Slip:
        """The same for one piece of evidence, whenever it is asked for."""
        fields = {
            "key": evidence.arrived_at,
            "Content-Type": evidence.content_type,
            "success_action_status": "201",
        }
        size = ["content-length-range", 1, evidence.bounds.most_bytes]
        bucket = {"bucket": self.bucket}
        signed = post_fields(
            self.credentials(), self.region, fields, [bucket, size], at=evidence.at, until=evidence.upload_by
        )
        return Slip(url=self.url, fields=signed, until=evidence.upload_by, most_bytes=evidence.bounds.most_bytes)

    def view(self, evidence: Evidence, now: datetime, good_for: timedelta) -> str:
        """Where the photo can be seen for a while."""
        return view_url(
            self.credentials(),
            self.region,
            f"{self.url}/{evidence.shown_at(evidence.sha256 or '')}",
            at=now,
            good_for=good_for,
        )
