"""What callbacks are verified with: one secret (care.contact.inbound.config)."""

from aws_lambda_powertools.utilities.parameters import get_secret

from care.contact.inbound.config import InboundConfig, read_inbound_config

__all__ = ["read_inbound"]


def read_inbound(secret_arn: str) -> InboundConfig:
    """From Secrets Manager, once a sandbox; "" for no secret: no door is open. InboundConfigFault names a mistake."""
    return read_inbound_config(str(get_secret(secret_arn))) if secret_arn else InboundConfig()
