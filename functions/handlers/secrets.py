"""The deployment's master secret; every key is derived from it for one purpose (care.kernel.signing)."""

from aws_lambda_powertools.utilities.parameters import get_secret

__all__ = ["read_master"]


def read_master(secret_arn: str) -> str:
    """From Secrets Manager, once a sandbox. KeyError if the secret is not `{"master": …}`."""
    secret = get_secret(secret_arn, transform="json")
    return str(dict(secret)["master"])
