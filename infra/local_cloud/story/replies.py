"""A member replies to a message: through the callback of a provider, sealed and signed as it would be."""

from local_cloud.cloud import LocalCloud
from local_cloud.local_callbacks import push_text
from local_cloud.local_codes import local_codes
from local_cloud.story.answers import Mismatch

__all__ = ["send_reply"]

_TAKEN = 200


def send_reply(cloud: LocalCloud, member_id: str, text: str) -> None:
    """Mismatch where the callback does not take it. A member without an openid gets one, as at a login."""
    openid = local_codes(cloud.clock).identify(f"local:{member_id}").openid
    status = push_text(cloud.url, openid, text, cloud.clock.now())
    if status != _TAKEN:
        raise Mismatch(f"the callback answered {status}")
