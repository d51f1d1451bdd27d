"""What a function is told by its environment: read once, typed, complete."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["TABLES", "Environment", "read_environment"]

TABLES = (
    "agenda", "orders", "members", "tickets", "accounts", "policy", "staff", "contact", "outreach", "programmes",
    "evidence", "requests",
)  # fmt: skip
"""Logical names; the deployment says in TABLE_AGENDA … what each is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """template.yaml sets all of it."""

    region: str
    tables: Mapping[str, str]
    bus_name: str
    evidence_bucket: str
    evidence_url: str
    """The bucket's own address, as phones reach it."""
    mall_dead_letters_url: str
    secret_arn: str
    channels_secret_arn: str = ""
    """Of the secret that switches channels on; empty: the inbox alone."""
    inbound_secret_arn: str = ""
    """Of the secret that callbacks are verified with; empty: no door is open."""
    inbound_queue_url: str = ""
    inbound_dead_letters_url: str = ""
    agenda_shards: int
    token_issuer: str
    token_audience: str
    token_jwks_url: str
    introspection: bool
    allow_list: bool


def read_environment(variables: Mapping[str, str]) -> Environment:
    """KeyError names what is missing."""
    return Environment(
        region=variables["AWS_REGION"],
        tables={name: variables[f"TABLE_{name.upper()}"] for name in TABLES},
        bus_name=variables["BUS_NAME"],
        evidence_bucket=variables["EVIDENCE_BUCKET"],
        evidence_url=variables["EVIDENCE_URL"],
        mall_dead_letters_url=variables["MALL_DLQ_URL"],
        secret_arn=variables["SECRET_ARN"],
        channels_secret_arn=variables.get("CHANNELS_SECRET_ARN", ""),
        inbound_secret_arn=variables.get("INBOUND_SECRET_ARN", ""),
        inbound_queue_url=variables.get("INBOUND_QUEUE_URL", ""),
        inbound_dead_letters_url=variables.get("INBOUND_DLQ_URL", ""),
        agenda_shards=int(variables["AGENDA_SHARDS"]),
        token_issuer=variables["TOKEN_ISSUER"],
        token_audience=variables["TOKEN_AUDIENCE"],
        token_jwks_url=variables["TOKEN_JWKS_URL"],
        introspection=variables["INTROSPECTION"] == "on",
        allow_list=variables["ALLOW_LIST"] == "on",
    )
