"""The configuration of the channels: one secret with a section a provider (care.contact.adapters.config)."""

from aws_lambda_powertools.utilities.parameters import get_secret

from care.contact.adapters.config import ChannelsConfig, read_config

__all__ = ["read_channels"]


def read_channels(secret_arn: str) -> ChannelsConfig:
    """From Secrets Manager, once a sandbox; "" for no secret: every provider is off. ConfigFault names a mistake."""
    return read_config(str(get_secret(secret_arn))) if secret_arn else ChannelsConfig()
