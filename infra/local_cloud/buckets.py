"""A template's buckets on moto, which keeps what lies in them and sends word of it to queues.

What a bucket says of encryption and owners has no meaning here; lifecycles are stated, not carried out.
"""

from collections.abc import Mapping
from typing import Any

__all__ = ["make_bucket"]


def make_bucket(s3: Any, name: str, region: str, properties: Mapping[str, Any]) -> None:
    """A bucket with what the template says of it, as far as moto keeps it."""
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})
    if block := properties.get("PublicAccessBlockConfiguration"):
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)
    if cors := properties.get("CorsConfiguration"):
        allowed = [_cors(rule) for rule in cors["CorsRules"]]
        s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": allowed})
    if lifecycle := properties.get("LifecycleConfiguration"):
        rules = [_lifecycle(rule) for rule in lifecycle["Rules"]]
        s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
    if told := properties.get("NotificationConfiguration", {}).get("QueueConfigurations"):
        queues = [_notification(each) for each in told]
        s3.put_bucket_notification_configuration(
            Bucket=name, NotificationConfiguration={"QueueConfigurations": queues}, SkipDestinationValidation=True
        )


def _cors(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {"MaxAgeSeconds" if name == "MaxAge" else name: value for name, value in rule.items()}


def _lifecycle(rule: Mapping[str, Any]) -> dict[str, Any]:
    named = {"ID": rule["Id"], "Filter": {"Prefix": rule.get("Prefix", "")}, "Status": rule["Status"]}
    if days := rule.get("ExpirationInDays"):
        named["Expiration"] = {"Days": days}
    if abort := rule.get("AbortIncompleteMultipartUpload"):
        named["AbortIncompleteMultipartUpload"] = abort
    return named


def _notification(told: Mapping[str, Any]) -> dict[str, Any]:
    rules = told.get("Filter", {}).get("S3Key", {}).get("Rules", [])
    return {
        "QueueArn": told["Queue"],
        "Events": [told["Event"]],
        "Filter": {"Key": {"FilterRules": rules}},
    }
