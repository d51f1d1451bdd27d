"""Whom the signatures of slips and views speak for: this function's own role, whose credentials are renewed."""

from functools import cached_property
from typing import TYPE_CHECKING

from care.evidence.s3_signing import Credentials

if TYPE_CHECKING:
    import boto3

__all__ = ["OwnCredentials"]


class OwnCredentials:
    """Called each time something is signed. LookupError where this process has none."""

    @cached_property
    def _session(self) -> "boto3.Session":
        import boto3

        return boto3.Session()

    def __call__(self) -> Credentials:
        found = self._session.get_credentials()
        if found is None:
            raise LookupError("no AWS credentials")
        frozen = found.get_frozen_credentials()
        return Credentials(
            access_key=frozen.access_key or "", secret_key=frozen.secret_key or "", token=frozen.token or None
        )
