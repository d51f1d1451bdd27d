"""Byte-code, without which a cold start doubles: Lambda's file system takes none at run time."""

import subprocess
from pathlib import Path

__all__ = ["compile_all"]

_TASK_ROOT = "/var/task"
"""Where Lambda unpacks the artifact; tracebacks then name real files."""


def compile_all(interpreter: str | None, folder: Path, *, under: Path | None = None) -> None:
    """Compile all modules in `folder`, which is the artifact or lies in it (`under`).

    Does nothing where there is no interpreter of the deployed minor.

    Unchecked: a zip and an unzip may change times of files, and nothing changes sources under a running function.
    """
    if interpreter is None:
        return
    mode = ["--invalidation-mode", "unchecked-hash", "-j", "0", "-q"]
    command = [interpreter, "-I", "-m", "compileall", *mode, "-s", str(under or folder), "-p", _TASK_ROOT, str(folder)]
    subprocess.run(command, check=True)
