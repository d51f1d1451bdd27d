"""What people read when a campaign, an answer or a post is not taken."""

TEXTS: dict[str, tuple[str, str]] = {
    "UNKNOWN_SKU": ("商品库里没有这个商品:{sku}", "The catalog knows no product {sku}"),
    "CAMPAIGN_OVER": ("活动已经结束,谢谢您的关注", "The campaign is over"),
    "QUOTA_FULL": ("名额已满(共 {quota} 个),有人退出时可以再来", "All {quota} places are taken"),
    "INVITATION_ANSWERED": ("您已经回复过这个邀请了", "This invitation has been answered already"),
    "INVITATION_EXPIRED": ("邀请已经过期,谢谢您的关注", "The time to answer this invitation has passed"),
    "NOT_TAKING_PART": ("您没有参加这个活动", "You do not take part in this"),
    "NO_POST_INVITED": ("这个邀请不需要投稿", "This invitation does not ask for a post"),
    "POST_SUBMITTED": ("您已经投过稿了,谢谢您", "You have handed in a post already; thank you"),
    "POST_MODERATED": ("这篇投稿已经审核过了", "Somebody has decided about this post already"),
}
