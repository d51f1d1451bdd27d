"""The ways out of the house: adapters of `Channel` for each provider (docs/adr/0008-channels.md)."""
