"""Our own part of the artifact, and how it is put together."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from artifact.target import ROOT

__all__ = ["assemble"]

_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.pyi", "tests")


def assemble(layer: Path, folder: Path, parts: Mapping[str, str]) -> list[Path]:
    """The layer (as links: no time, no room) with our sources over it; answers the folders whose code is ours."""
    shutil.copytree(layer, folder, copy_function=os.link)
    for source, name in parts.items():
        _copy(ROOT / source, folder / name)
    return [folder / name for source, name in parts.items() if (ROOT / source / "__init__.py").exists()]


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        raise FileExistsError(f"a dependency already brings {target.name}")
    if source.is_dir():
        shutil.copytree(source, target, ignore=_LEFT_OUT)
    else:
        shutil.copy2(source, target)
