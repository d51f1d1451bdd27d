"""Our own part of the artifact, and how it is put together."""

import os
import shutil
from pathlib import Path

from artifact.target import ROOT

__all__ = ["assemble"]

_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.pyi", "tests")
_PARTS = {
    "functions/care": "care",
    "functions/handlers": "handlers",
    "graphql/api": "api",
    "graphql/operations": "operations",
    "graphql/schema.graphql": "schema.graphql",
}
"""Path in the repository: path in the artifact, where `graphql/` itself must never lie over graphql-core."""


def assemble(layer: Path, folder: Path) -> list[Path]:
    """The layer (as links: no time, no room) with our sources over it; answers the folders whose code is ours."""
    shutil.copytree(layer, folder, copy_function=os.link)
    for source, name in _PARTS.items():
        _copy(ROOT / source, folder / name)
    return [folder / name for source, name in _PARTS.items() if (ROOT / source / "__init__.py").exists()]


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        raise FileExistsError(f"a dependency already brings {target.name}")
    if source.is_dir():
        shutil.copytree(source, target, ignore=_LEFT_OUT)
    else:
        shutil.copy2(source, target)
