"""The GraphQL API: translates, never decides. Nothing under `care` knows it."""
