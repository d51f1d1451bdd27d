"""The dependencies: pinned by hash, made once for each lock, target and way of building, then kept."""

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

from uv import find_uv_bin

from artifact import bytecode, trim
from artifact.kinds import Artifact
from artifact.target import ROOT, Target

__all__ = ["layer"]

_LOCKS = ROOT / "infra" / "requirements"


def layer(kind: Artifact, target: Target, interpreter: str | None, kept: Path) -> Path:
    """The folder under `kept` that holds the trimmed, compiled dependencies; made where it is not there yet."""
    folder = kept / _key(kind, target, interpreter)
    if not folder.exists():
        making = folder.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        _install(kind, target, making)
        trim.trim(making, kind.services)
        bytecode.compile_all(interpreter, making)
        making.rename(folder)
    return folder


def _key(kind: Artifact, target: Target, interpreter: str | None) -> str:
    own = sorted(Path(__file__).parent.glob("*.py"))
    content = b"".join(path.read_bytes() for path in (_LOCKS / kind.lock, *own))
    text = f"{kind.name} {target.minor} {target.architecture} {bool(interpreter)}"
    return sha256(content + text.encode()).hexdigest()[:16]


def _install(kind: Artifact, target: Target, folder: Path) -> None:
    command = [find_uv_bin(), "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    where = ["--python-platform", target.architecture.wheels, "--python-version", target.minor]
    subprocess.run([*command, *where, "--target", folder, "-r", _LOCKS / kind.lock], check=True)
