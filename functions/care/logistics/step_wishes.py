"""The steps of a parcel that a member wants to be told of (P5)."""

from collections.abc import Collection

from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.work import Batch
from care.logistics.model import Step, StepWishes
from care.logistics.store import STEP_WISHES, step_wishes_at

__all__ = ["ShippingWishes"]


class ShippingWishes:
    """The members' own choice; all steps, where a member has not chosen."""

    def __init__(self, storage: Storage, requests: Requests) -> None:
        self._storage = storage
        self._requests = requests

    def get_many(self, member_ids: Collection[str]) -> dict[str, StepWishes]:
        """Of each there is something, if only the default."""
        found = fetch_by_id(self._storage, step_wishes_at, member_ids)
        return {each: found.get(each) or StepWishes(member_id=each) for each in member_ids}

    def set(self, request: Request, member_id: str, steps: Collection[Step]) -> Answer:
        """From the next movement on: these steps and no others; none: none is told."""
        wanted = tuple(each for each in Step if each in steps)

        def decide(batch: Batch) -> str:
            before = self.get_many([member_id])[member_id]
            if before.steps != wanted:
                after = StepWishes(member_id=member_id, steps=wanted, version=before.version)
                batch.add(STEP_WISHES.save(after, name="steps.wish"))
            return member_id

        return self._requests.once(request, decide)
