"""Members of the corp, in 企业微信: what they are told there, and what they answer."""
