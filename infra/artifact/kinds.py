"""The artifacts: what `CodeUri` in the template names, what each is made of, how heavy it may be."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ARTIFACTS", "EVIDENCE", "PRODUCT", "Artifact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    name: str
    """Its folder in `build/`."""
    lock: str
    """Its dependencies, in infra/requirements/."""
    services: frozenset[str]
    """The services that its functions call. botocore ships models of four hundred: more than half of the weight."""
    parts: Mapping[str, str]
    """Path in the repository: path in the artifact, where `graphql/` itself must never lie over graphql-core."""
    limit_mb: float
    """Unzipped, in MB (10^6 bytes)."""


PRODUCT = Artifact(
    name="artifact",
    lock="runtime.txt",
    services=frozenset({"dynamodb", "events", "secretsmanager", "sqs"}),
    parts={
        "functions/care": "care",
        "functions/handlers": "handlers",
        "graphql/api": "api",
        "graphql/operations": "operations",
        "graphql/schema.graphql": "schema.graphql",
    },
    limit_mb=45.0,  # 40.6 now, a fifth of it the product's own code
)
EVIDENCE = Artifact(
    name="evidence",
    lock="evidence.txt",
    services=frozenset({"dynamodb", "s3", "secretsmanager"}),
    parts={"functions/care": "care", "functions/handlers": "handlers"},
    limit_mb=40.0,
)
"""The function of arriving photos: Pillow is its alone (docs/adr/0007-rooms-of-guarantee.md)."""
ARTIFACTS = (PRODUCT, EVIDENCE)
