"""What lies in the bucket, for the function that judges it: `raw/` as it came, `shown/` as it is looked at."""

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

__all__ = ["Objects", "S3Objects"]


class Objects(Protocol):
    """The bucket. A call may fail with any error; then the arrival comes again."""

    def size(self, key: str) -> int | None:
        """Bytes of an object; None where there is none."""
        ...

    def read(self, key: str, most: int) -> bytes:
        """The first `most` bytes."""
        ...

    def put_photo(self, key: str, jpeg: bytes) -> None: ...

    def delete(self, key: str) -> None:
        """Nothing happens where there is none."""
        ...


class S3Objects:
    """See Objects."""

    def __init__(self, bucket: str, *, region: str) -> None:
        self._bucket = bucket
        self._region = region

    @cached_property
    def _client(self) -> "S3Client":
        import boto3
        from botocore.config import Config

        quick = Config(connect_timeout=1, read_timeout=8, retries={"total_max_attempts": 3, "mode": "standard"})
        return boto3.client("s3", region_name=self._region, config=quick)

    def size(self, key: str) -> int | None:
        from botocore.exceptions import ClientError

        try:
            return self._client.head_object(Bucket=self._bucket, Key=key)["ContentLength"]
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:  # noqa: PLR2004 - HTTP's own
                return None
            raise

    def read(self, key: str, most: int) -> bytes:
        answer = self._client.get_object(Bucket=self._bucket, Key=key, Range=f"bytes=0-{most - 1}")
        return answer["Body"].read()

    def put_photo(self, key: str, jpeg: bytes) -> None:
        self._client.put_object(
            Bucket=self._bucket, Key=key, Body=jpeg, ContentType="image/jpeg", CacheControl="private, max-age=600"
        )

    def delete(self, key: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=key)
