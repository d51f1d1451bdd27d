"""Whose posts a caller may read who is more than one thing."""

import pytest

from api.viewer import Role, Viewer
from fakes.shop import Shop


@pytest.mark.parametrize(
    ("community", "codes"), [(None, []), ("阳光花园", []), ("别的小区", []), ("没有的小区", ["FORBIDDEN"])]
)
def test_a_leader_who_shops_elsewhere_reads_both_communities(community: str | None, codes: list[str]) -> None:
    shop = Shop()
    shop.event("MemberChanged", member_id="M009", community="别的小区", occurred_at="2026-03-02T09:00:00+08:00")
    roles = frozenset({Role.MEMBER, Role.LEADER})
    shop.viewers.stated["leader"] = Viewer(id="M009", roles=roles, community="阳光花园")
    assert shop.run("CommunityPosts", "leader", community=community).codes == codes
