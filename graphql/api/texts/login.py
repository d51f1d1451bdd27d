"""What people read when they are not logged in."""

TEXTS: dict[str, tuple[str, str]] = {
    "LOGIN_OFF": (
        "这里暂未开通微信登录，请从商城小程序进入",
        "There is no login by WeChat here; come by way of the mall.",
    ),
    "LOGIN_CODE_NOT_TAKEN": ("登录没有成功，请再点一次登录", "That did not work; please log in once more."),
    "LOGIN_BLOCKED": (
        "微信暂时不允许这个账号登录，请在微信的“账号与安全”中查看",
        "WeChat does not let this account log in for now; see its account security page.",
    ),
    "LOGIN_LATER": ("微信登录暂时繁忙，请{seconds}秒后再试", "WeChat is busy; try again in {seconds} seconds."),
    "LOGIN_TOO_MANY": (
        "登录次数较多，请{seconds}秒后再试",
        "Many logins in a short time; try again in {seconds} seconds.",
    ),
    "LOGIN_UNKNOWN_MEMBER": (
        "还没有找到您的会员信息，请先在商城小程序登录或下一单，几分钟后再来",
        "The mall has not told us of you yet; log in there, or place an order, and come back in a few minutes.",
    ),
    "LOGIN_NOT_CLEAR": (
        "您的微信绑定了两个会员账号，请联系商城客服确认使用哪一个",
        "Your WeChat account is bound to two members; ask the mall's service to say which one it is.",
    ),
    "SESSION_OVER": ("登录已过期，请重新登录", "Your login is over; please log in again."),
}
