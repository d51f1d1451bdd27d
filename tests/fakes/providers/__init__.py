"""The providers as loopback servers that hold a caller to their contract: signature, token, quotas, fields."""
