"""Stories: JSON Lines of mall events, API calls and times, played through a local cloud (docs/stories.md)."""
