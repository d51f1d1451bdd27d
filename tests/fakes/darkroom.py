"""A shop to which members send photos: uploads by shipped operations and signed forms, arrivals judged as they come."""

from typing import Any

from care.evidence.inspect_photo import inspect_photo
from care.evidence.judge_arrival import Arrivals
from care.evidence.model import Problem
from care.evidence.recogniser import Recogniser, UnknownToAll
from fakes.bucket import MemoryBucket
from fakes.front import ME, Front, line_of
from fakes.photos import photo
from fakes.product import ENVIRONMENT, Product

__all__ = ["Darkroom", "Sees", "arrivals_of", "send_photo"]


class Sees:
    """A recogniser that sees the same on every photo; `shown` are those that it was shown."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.shown: list[bytes] = []

    def recognise(self, jpeg: bytes) -> Problem:
        self.shown.append(jpeg)
        return self.problem


def arrivals_of(product: Product, bucket: MemoryBucket, recogniser: Recogniser) -> Arrivals:
    """What EvidenceFunction does, over the product's own storage."""
    app = product.app
    return Arrivals(
        storage=app.storage, uow=app.uow, clock=app.clock, objects=bucket, recogniser=recogniser, inspect=inspect_photo
    )


class Darkroom(Front):
    """O001 of M001, just signed; `bucket` is where photos go."""

    def __init__(self, recogniser: Recogniser | None = None) -> None:
        self.bucket = MemoryBucket(ENVIRONMENT.evidence_bucket, ENVIRONMENT.region)
        self.recogniser = recogniser or UnknownToAll()
        super().__init__()

    @property
    def arrivals(self) -> Arrivals:
        return arrivals_of(self, self.bucket, self.recogniser)

    def begin(self, as_: str = ME, **wanted: Any) -> dict[str, Any]:
        """Begin an upload; the photo, awaited. Of line 1 unless `ticketId` or `lineId` says otherwise."""
        return dict(self.call("StartEvidenceUpload", as_, input=self.wanted(**wanted))["evidence"])

    def wanted(self, **wanted: Any) -> dict[str, Any]:
        about = {} if "ticketId" in wanted or "lineId" in wanted else {"lineId": line_of("1")}
        return {"contentType": "image/jpeg", "bytes": 400_000, **about, **wanted}

    def post(self, begun: dict[str, Any], content: bytes, **changes: str) -> None:
        """The phone posts the photo to the bucket."""
        self.bucket.post(begun["upload"], content, self.clock.now(), **changes)

    def arrive(self) -> None:
        """Word of all that has arrived reaches the function, once, in order; and what follows happens."""
        while self.bucket.told:
            self.arrivals.take(self.bucket.told.pop(0))
        self.settle()

    def upload(self, content: bytes | None = None, as_: str = ME, **wanted: Any) -> dict[str, Any]:
        """From the wish to the judged photo, as its member then sees it."""
        begun = self.begin(as_, **wanted)
        self.post(begun, photo() if content is None else content)
        self.arrive()
        return self.photo(begun, as_)

    def photo(self, begun: dict[str, Any], as_: str = ME) -> dict[str, Any]:
        return dict(self.call("EvidenceDetail", as_, id=begun["id"]) or {})

    def photos_of(self, ticket: dict[str, Any], as_: str = ME) -> list[dict[str, Any]]:
        return list(self.call("TicketEvidence", as_, id=ticket["id"])["evidence"])


def send_photo(product: Product, as_: str, content: bytes, **about: str) -> str:
    """A photo sent to any product, and judged; its global id."""
    wanted = {"contentType": "image/jpeg", "bytes": len(content), **about}
    begun = product.call("StartEvidenceUpload", as_, input=wanted)["evidence"]
    bucket = MemoryBucket(ENVIRONMENT.evidence_bucket, ENVIRONMENT.region)
    bucket.post(begun["upload"], content, product.clock.now())
    arrivals_of(product, bucket, UnknownToAll()).take(bucket.told.pop())
    product.settle()
    return str(begun["id"])
