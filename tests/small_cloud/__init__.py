"""A deployment of the smallest size that has every shape the local cloud wires: its template and its handlers.

What its functions see is kept in `bootstrap.SEEN`; what they do is told by the bodies that they get.
"""

from pathlib import Path

__all__ = ["OPERATIONS", "TEMPLATE"]

TEMPLATE = Path(__file__).parent / "template.yaml"
OPERATIONS = Path(__file__).parent / "operations"
