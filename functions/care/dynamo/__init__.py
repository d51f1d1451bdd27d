"""DynamoDB under the domains: shelves (typed homes of items), storage (reads), the unit of work (the only commit)."""
