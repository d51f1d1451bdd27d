"""The words of the API, a module per domain: `TEXTS: dict[code, (zh-CN, en)]`."""
