"""`python -m artifact [--arch arm64]`: build, and say what it weighs. Exits 1 above the limit."""

import argparse
import shutil
import sys
import time
from pathlib import Path

from artifact import bytecode
from artifact.layer import layer
from artifact.sources import assemble
from artifact.target import ROOT, Architecture, Target

LIMIT_MB = 40.0
_HEAVIEST = 6


def build(target: Target, out: Path) -> Path:
    """The artifact in `out`/artifact; the old one stands until the new one is whole."""
    interpreter = target.interpreter()
    if interpreter is None:
        print(f"No Python {target.minor} on this machine: sources only, no byte-code. Do not deploy this one.")
    making, done = out / "artifact.making", out / "artifact"
    shutil.rmtree(making, ignore_errors=True)
    ours = assemble(layer(target, interpreter, out / "layers"), making)
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
    target, started = Target.of_template(asked.arch), time.monotonic()
    artifact = build(target, asked.out)
    sizes = sorted(((megabytes(part), part.name) for part in artifact.iterdir()), reverse=True)
    for size, name in sizes[:_HEAVIEST]:
        print(f"{size:8.1f} MB  {name}")
    whole, seconds = sum(size for size, _ in sizes), time.monotonic() - started
    print(
        f"{whole:8.1f} MB  in all (limit {LIMIT_MB:.0f}), python{target.minor} {target.architecture}, {seconds:.1f} s"
    )
    return int(whole > LIMIT_MB)


if __name__ == "__main__":
    sys.exit(main())
