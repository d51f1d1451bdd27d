"""Puts together what judges photos, and no more: this function has an artifact of its own, without what others need."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from aws_lambda_powertools.utilities.parameters import get_secret

from care.dynamo.agenda_shelf import AgendaShelf
from care.dynamo.dynamo_storage import DynamoStorage
from care.dynamo.unit_of_work import DynamoUnitOfWork
from care.evidence.inspect_photo import inspect_photo
from care.evidence.judge_arrival import Arrivals
from care.evidence.objects import S3Objects
from care.evidence.recogniser import Recogniser, UnknownToAll
from care.kernel.clock import Clock, SystemClock
from handlers.brought import brought
from handlers.environment import Environment, read_environment

__all__ = ["EvidenceApp", "Vision", "evidence_app", "read_vision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vision:
    """Where problems on photos are recognised; `url` is empty where they are not."""

    url: str
    model: str
    secret_arn: str


def read_vision(variables: Mapping[str, str]) -> Vision:
    """KeyError names what is missing."""
    return Vision(
        url=variables["VISION_URL"], model=variables["VISION_MODEL"], secret_arn=variables["VISION_SECRET_ARN"]
    )


@dataclass
class EvidenceApp:
    """Every part, made when it is first asked for."""

    environment: Environment
    vision: Vision
    clock: Clock = field(default_factory=SystemClock)

    @cached_property
    def arrivals(self) -> Arrivals:
        storage = DynamoStorage(self.environment.tables, region=self.environment.region)
        return Arrivals(
            storage=storage,
            uow=DynamoUnitOfWork(storage, AgendaShelf(shards=self.environment.agenda_shards)),
            clock=self.clock,
            objects=S3Objects(self.environment.evidence_bucket, region=self.environment.region),
            recogniser=self.recogniser,
            inspect=inspect_photo,
        )

    @cached_property
    def recogniser(self) -> Recogniser:
        if not self.vision.url:
            return UnknownToAll()
        from care.evidence.vision_endpoint import VisionEndpoint

        key = str(dict(get_secret(self.vision.secret_arn, transform="json"))["key"])
        return VisionEndpoint(url=self.vision.url, model=self.vision.model, key=key)


_built: list[tuple[object, EvidenceApp]] = []


def evidence_app() -> EvidenceApp:
    """What this sandbox judges with; put together anew when another clock was brought."""
    clock = brought.get("clock")
    if not _built or _built[0][0] is not clock:
        given = {"clock": clock} if clock else {}
        made = EvidenceApp(environment=read_environment(os.environ), vision=read_vision(os.environ), **given)  # type: ignore[arg-type]
        _built[:] = [(clock, made)]
    return _built[0][1]
