"""Aftercare, the product: one package per domain, in the order that `docs/architecture.md` draws."""
