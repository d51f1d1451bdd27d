"""Members' posts: handed in, moderated, published to their neighbours (L4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from care.contact.service import Contact
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.members.store import member_at
from care.programmes import rules
from care.programmes.figures import longest_post, shortest_post
from care.programmes.invitations import Invitations
from care.programmes.model import InvitationState, Post, Verdict, post_id
from care.programmes.notices import of_moderation
from care.programmes.store import POSTS, moderation_queue, post_at, published_posts, write_post
from care.scripts.service import Library
from care.tickets.words import check_told

__all__ = ["Moderation", "Posts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """What a member of staff (`by`: their id) says of a post; `reason` with DECLINE, and only with it."""

    post_id: str
    verdict: Verdict
    reason: str | None = None
    by: str


class Posts:
    """Hands in, moderates and shows posts."""

    def __init__(
        self,
        storage: Storage,
        requests: Requests,
        clock: Clock,
        settings: Callable[[], Settings],
        contact: Contact,
        invitations: Invitations,
        library: Library,
    ) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock
        self._settings = settings
        self._contact = contact
        self._invitations = invitations
        self._library = library

    def submit(self, request: Request, member_id: str, invitation_id: str, text: str) -> Answer:
        """Hand in the one post of an invitation, which accepts it; a declined post is rewritten.

        Result: the post's id. BadInput, NoPostInvited, PostSubmitted, and what `Invitations.accept` refuses.
        """
        return self._requests.once(request, lambda batch: self._submit(batch, member_id, invitation_id, text))

    def moderate(self, request: Request, moderation: Moderation) -> Answer:
        """Publish or decline, once per revision; the member is told. NotFound, BadInput, PostModerated,
        WordsBanned.
        """

        def decide(batch: Batch) -> str:
            post = self._storage.get(*post_at(moderation.post_id))
            if post is None:
                raise NotFound("no such post", field="post_id")
            now = self._clock.now()
            judged = rules.moderate(post, moderation.verdict, moderation.reason, moderation.by, now)
            if judged.reason:
                check_told(judged.reason, self._library, "reason")
            batch.add(write_post(judged))
            self._contact.notify(batch, of_moderation(judged))
            return judged.id

        return self._requests.once(request, decide)

    def get_many(self, post_ids: Sequence[str]) -> dict[str, Post]:
        return fetch_by_id(self._storage, post_at, post_ids)

    def published(self, community: str, limit: int, after: Place = None) -> tuple[list[Post], Place]:
        """What a community's members have shared, the newest first, with an index's delay."""
        page = published_posts(self._storage, community, limit, after)
        return page.of(POSTS), page.after

    def waiting(self, limit: int, after: Place = None) -> tuple[list[Post], Place]:
        """The moderation queue: what has waited longest first, with an index's delay."""
        page = moderation_queue(self._storage, limit, after)
        return page.of(POSTS), page.after

    def _submit(self, batch: Batch, member_id: str, invitation_id: str, text: str) -> str:
        invitation = self._invitations.own(member_id, invitation_id)
        known = post_at(post_id(invitation_id))
        found = self._storage.fetch([known, member_at(member_id)])
        member, now = found.get(*member_at(member_id)), self._clock.now()
        community = member.community if member else ""
        post = rules.submit(invitation, found.get(*known), self._checked(text), community, now)
        if invitation.state is not InvitationState.ACCEPTED:
            self._invitations.enter(batch, invitation)
        batch.add(write_post(post))
        return post.id

    def _checked(self, text: str) -> str:
        words, settings = text.strip(), self._settings()
        low, high = shortest_post(settings), longest_post(settings)
        if not low <= len(words) <= high:
            raise BadInput(f"a post has {low} to {high} characters", field="text", low=low, high=high)
        return words
