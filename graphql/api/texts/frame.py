"""Texts of the API's frame and of the kernel's errors."""

TEXTS: dict[str, tuple[str, str]] = {
    # kernel
    "CARE_ERROR": ("请求未能完成", "The request could not be completed"),
    "BAD_INPUT": ("填写的内容有误,请检查后重试", "Something in the input is not valid; please check it"),
    "NOT_FOUND": ("没有找到相关内容", "Not found"),
    "FORBIDDEN": ("您没有权限进行此操作", "You may not do this"),
    "REFUSED": ("按规则暂时无法办理", "A rule does not allow this"),
    "CONFLICT": ("内容刚刚被更新,请刷新后重试", "This was changed a moment ago; reload and try again"),
    "IDEMPOTENCY_KEY_REUSED": (
        "该 idempotencyKey 已用于另一个请求,请换一个新的",
        "This idempotencyKey was used for another input; take a new one",
    ),
    "NOT_READY": ("系统正在更新规则,请稍后重试", "The rules are being reloaded; try again in a moment"),
    "ALREADY_FIRED": ("该事项已处理", "This has been done already"),
    # who is calling
    "UNAUTHENTICATED": ("请先登录", "Please sign in"),
    "AUTH_UNAVAILABLE": ("暂时无法验证登录,请稍后重试", "Sign-in cannot be checked right now; try again in a moment"),
    # the request
    "BAD_REQUEST": (
        "请求格式有误:应为含 query 的 JSON 对象",
        "The body must be a JSON object with a query",
    ),
    "BODY_TOO_LARGE": ("请求内容过大(最多 {most} 字节)", "The body is larger than {most} bytes"),
    "VARIABLES_TOO_LARGE": ("变量内容过大(最多 {most} 字节)", "The variables are larger than {most} bytes"),
    "BATCH_NOT_ALLOWED": ("不支持批量请求", "Batches are not allowed: send one operation per request"),
    "RATE_LIMITED": ("请求过于频繁,请稍后重试", "Too many requests; try again in a moment"),
    "ROUTE_NOT_FOUND": ("接口不存在", "No such route"),
    # the document
    "GRAPHQL_PARSE_FAILED": ("查询语句无法解析:{reason}", "The document cannot be parsed: {reason}"),
    "GRAPHQL_VALIDATION_FAILED": ("查询语句不合法", "The document is not valid"),
    "NO_OPERATION": ("查询语句中没有操作", "The document holds no operation"),
    "MULTIPLE_OPERATIONS": ("每次请求只能包含一个操作", "A document may hold one operation only"),
    "UNKNOWN_OPERATION": ("没有名为 {name} 的操作", "The document has no operation named {name}"),
    "SUBSCRIPTIONS_NOT_SUPPORTED": ("不支持订阅", "Subscriptions are not supported"),
    "TOO_MANY_TOKENS": ("查询语句过长(最多 {most} 个词元)", "The document has more than {most} tokens"),
    "QUERY_TOO_DEEP": ("查询嵌套过深(最多 {most} 层)", "The document is nested deeper than {most}"),
    "TOO_MANY_ALIASES": ("别名过多(最多 {most} 个)", "The document has more than {most} aliases"),
    "TOO_MANY_FIELDS": ("查询字段过多(最多 {most} 个)", "The document selects more than {most} fields"),
    "INTROSPECTION_OFF": ("未开放结构查询", "Introspection is switched off"),
    "OPERATION_NOT_ALLOWED": ("该操作不在允许列表中", "This document is not on the allow-list"),
    # its arguments
    "BAD_USER_INPUT": ("参数有误", "An argument is not valid"),
    "PAGE_TOO_LARGE": ("一次最多取 {most} 条", "At most {most} items at a time"),
    "ONE_AT_A_TIME": (
        "列表中的对象不能各自展开,请按编号逐个查询",
        "This cannot be asked of each object of a list; ask for one object by its id",
    ),
    "BAD_CURSOR": ("翻页位置已失效,请从第一页重新开始", "The cursor is not valid here; start from the first page"),
    # us
    "INTERNAL": ("系统开小差了,请稍后重试", "Something went wrong on our side; try again in a moment"),
}
