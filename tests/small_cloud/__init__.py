"""A deployment of the smallest size that has every shape the local cloud wires: its template and its handlers.

What its functions see is kept in `bootstrap.SEEN`; what they do is told by the bodies that they get.
"""

from datetime import UTC, datetime
from pathlib import Path

__all__ = ["OPERATIONS", "START", "TEMPLATE"]

TEMPLATE = Path(__file__).parent / "template.yaml"
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Monday 2 March 2026, 10:00 in Shanghai."""
OPERATIONS = Path(__file__).parent / "operations"
