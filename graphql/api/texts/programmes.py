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
    "AUDIENCE_IS_EVERYONE": (
        "请至少选一个标签:不按人群发给所有会员是不允许的",
        "Name a tag: nothing is sent to everyone",
    ),
    "AUDIENCE_IS_EMPTY": ("没有人会收到:请看预览里的原因,再改人群", "Nobody would be written to; see the preview"),
    "AUDIENCE_TOO_WIDE": ("人群有 {meant} 人,一次最多 {most} 人", "{meant} members are meant; at most {most} may be"),
    "AUDIENCE_NOT_COUNTED": ("人群还在统计,请过一分钟再提交", "The audience is still being counted"),
    "CARD_FINISHED": ("这张卡片已经有结果了", "Somebody has said already what came of the card."),
    "GREETING_OVER": ("问候的时间已经过了", "The time of this greeting is over"),
    "GREETING_STEP_REFUSED": ("这份问候现在不能这样操作(状态:{state})", "Not possible in state {state}"),
    "OWN_GREETING": ("自己写的问候要由另一位同事审批", "A second person approves what you wrote"),
}
