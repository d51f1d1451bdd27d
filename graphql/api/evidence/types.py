"""A photo as its member and staff see it (G8). A leader is told that there is one, and shown none."""

import asyncio
from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.messages import text
from api.permissions import OWN, PART, STAFF, Belongs, may, seen_by
from api.stored import Source, Stored
from care.evidence import model
from care.evidence.doors import Slip

__all__ = ["Photo", "Problem", "photos"]

PhotoState = described(
    model.EvidenceState,
    "Where a photo stands.",
    name="PhotoState",
    AWAITED="It may be uploaded, or is being looked at.",
    ACCEPTED="It is a photo, and can be seen.",
    REFUSED="What came is not taken; `fault` says why.",
    EXPIRED="Nothing came in time. What comes all the same is still looked at.",
)
PhotoFault = described(
    model.Fault,
    "Why what was uploaded is not taken.",
    name="PhotoFault",
    NO_PHOTO="It is no JPEG, PNG or WebP, whatever its name says.",
    HEIC="It is a HEIC or AVIF photo: to be sent as JPEG.",
    TOO_HEAVY="It has more bytes than are taken.",
    TOO_LARGE="It has more pixels than are taken.",
    TOO_SMALL="One of its sides is shorter than 100 pixels.",
    ANIMATED="It moves, or is a GIF.",
    UNREADABLE="It is broken, or was cut off on its way.",
)
Problem = described(
    model.Problem,
    "What is wrong with the goods, as it was recognised on a photo.",
    name="PhotoProblem",
    ROTTEN="They are rotten or wilted.",
    MOULDY="They are mouldy.",
    DAMAGED="They are crushed, cut or broken.",
    LEAKING="Their packing leaks.",
    FOREIGN_OBJECT="Something is in them that does not belong there.",
    WRONG_GOODS="They are not what was ordered.",
    MISSING_GOODS="Some of them are missing.",
    EXPIRED="The date on them has passed.",
    NOTHING_WRONG="Nothing wrong can be seen.",
    UNKNOWN="It cannot be told, or nobody was asked.",
)


@seen_by(PART)
@strawberry.type(description="A field of the form in which a photo is posted.")
class UploadField:
    name: str = strawberry.field(description="Its name.")
    value: str = strawberry.field(description="Its value.")


@seen_by(PART)
@strawberry.type(description="Where to post a photo: a multipart form of these fields, then the photo as `file`.")
class UploadSlip:
    model: strawberry.Private[Slip]

    @strawberry.field
    def url(self) -> str:
        """Where to post it."""
        return self.model.url

    @strawberry.field
    def fields(self) -> list[UploadField]:
        """Before the photo, in this order."""
        return [UploadField(name=name, value=value) for name, value in self.model.fields.items()]

    @strawberry.field
    def until(self) -> datetime:
        """When the upload must have begun."""
        return self.model.until

    @strawberry.field
    def most_bytes(self) -> int:
        """The heaviest photo that is taken."""
        return self.model.most_bytes


@seen_by(OWN | STAFF)
@strawberry.type(description="A photo of the goods of an order line.")
class Photo(Stored[model.Evidence]):
    @staticmethod
    def source(app: App) -> Source[model.Evidence]:
        return "evidence", app.evidence.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id)

    @strawberry.field
    def state(self) -> PhotoState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def fault(self) -> PhotoFault | None:  # type: ignore[valid-type]
        """Why it is not taken."""
        return self.model.fault

    @strawberry.field
    def fault_text(self, info: Info) -> str | None:
        """The same for people: what to do about it."""
        if self.model.fault is None:
            return None
        most_kb = self.model.bounds.most_bytes // 1024
        return text(f"PHOTO_{self.model.fault}", info.context.language, {"most_kb": most_kb})

    @strawberry.field
    def at(self) -> datetime:
        """When its upload was begun."""
        return self.model.at

    @strawberry.field
    def width(self) -> int | None:
        """Of the photo that is shown, in pixels."""
        return self.model.width

    @strawberry.field
    def height(self) -> int | None:
        """Of the photo that is shown, in pixels."""
        return self.model.height

    @strawberry.field
    def problem(self) -> Problem | None:  # type: ignore[valid-type]
        """What was recognised on it."""
        return self.model.problem

    @strawberry.field
    def upload(self, info: Info) -> UploadSlip | None:
        """Where to post it; null once it came or its time is over, and for all but its member."""
        own = OWN.allows(info.context.viewer, self.belongs())
        slip = info.context.app.evidence.slip(self.model) if own else None
        return UploadSlip(model=slip) if slip else None

    @strawberry.field
    def url(self, info: Info) -> str | None:
        """Where it can be seen for some minutes; ask again for another address. Photos are kept for 180 days."""
        return info.context.app.evidence.view(self.model)

    @strawberry.field(metadata=may(STAFF))
    async def seen_before(self, info: Info) -> list["Photo"] | None:
        """Photos of other order lines, anybody's, that show the same; for staff, and never a reproach by itself."""
        return await photos(info, self.model.seen_before)


async def photos(info: Info, ids: tuple[str, ...]) -> list[Photo]:
    """The photos of these ids, in their order, read in one batch with others of their level."""
    found = await asyncio.gather(*(Photo.load(info.context, each) for each in ids))
    return [each for each in found if each is not None]
