"""The deployment's master secret; every key is derived from it for one purpose (care.kernel.signing)."""

from aws_lambda_powertools.utilities.parameters import get_secret

__all__ = ["KEPT_SECONDS", "read_master"]

KEPT_SECONDS = 900


def read_master(secret_arn: str) -> str:
    """From Secrets Manager, kept for a quarter of an hour. KeyError if the secret is not `{"master": …}`."""
    secret = get_secret(secret_arn, transform="json", max_age=KEPT_SECONDS)
    return str(dict(secret)["master"])
