"""Who a member is (Login): WeChat's code in, our own short-lived tokens out."""
