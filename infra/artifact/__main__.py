"""`python -m artifact [--arch arm64]`: build, and say what it weighs. Exits 1 above the limit."""

import argparse
import shutil
import sys
import time
from pathlib import Path

from artifact import bytecode
from artifact.kinds import ARTIFACTS, Artifact
from artifact.layer import layer
from artifact.sources import assemble
from artifact.target import ROOT, Architecture, Target

_HEAVIEST = 6


def build(kind: Artifact, target: Target, out: Path) -> Path:
    """The artifact in `out`/<its name>; the old one stands until the new one is whole."""
    interpreter = target.interpreter()
    if interpreter is None:
        print(f"No Python {target.minor} on this machine: sources only, no byte-code. Do not deploy this one.")
    making, done = out / f"{kind.name}.making", out / kind.name
    shutil.rmtree(making, ignore_errors=True)
    ours = assemble(layer(kind, target, interpreter, out / "layers"), making, kind.parts)
    for folder in ours:
        bytecode.compile_all(interpreter, folder, under=making)
    shutil.rmtree(done, ignore_errors=True)
    return making.rename(done)


def megabytes(path: Path) -> float:
    """Unzipped size in MB (10^6 bytes)."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.lstat().st_size for each in files if each.is_file()) / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(prog="artifact", description=__doc__)
    parser.add_argument("--arch", type=Architecture, default=Architecture.X86_64, choices=list(Architecture))
    parser.add_argument("--out", type=Path, default=ROOT / "build")
    asked = parser.parse_args()
    target = Target.of_template(asked.arch)
    fits = [_report(kind, target, asked.out) for kind in ARTIFACTS]
    return int(not all(fits))


def _report(kind: Artifact, target: Target, out: Path) -> bool:
    """Build one and say what it weighs; whether that is within its limit."""
    started = time.monotonic()
    artifact = build(kind, target, out)
    sizes = sorted(((megabytes(part), part.name) for part in artifact.iterdir()), reverse=True)
    for size, name in sizes[:_HEAVIEST]:
        print(f"{size:8.1f} MB  {name}")
    whole, seconds = sum(size for size, _ in sizes), time.monotonic() - started
    limit = f"limit {kind.limit_mb:.0f}"
    print(f"{whole:8.1f} MB  {kind.name} ({limit}), python{target.minor} {target.architecture}, {seconds:.1f} s")
    return whole <= kind.limit_mb


if __name__ == "__main__":
    sys.exit(main())
