"""For which Python and which machine the artifact is built."""

import re
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

__all__ = ["ROOT", "Architecture", "Target"]

ROOT = Path(__file__).parents[2]
_RUNTIME = re.compile(r"^\s*Runtime: python(\d+\.\d+)\s*$", re.MULTILINE)


class Architecture(StrEnum):
    """As Lambda names them; the template's parameter `Architecture` must say the same."""

    X86_64 = "x86_64"
    ARM64 = "arm64"

    @property
    def wheels(self) -> str:
        """The platform as uv names it: Amazon Linux 2023 has glibc 2.34."""
        return {"x86_64": "x86_64-manylinux_2_28", "arm64": "aarch64-manylinux_2_28"}[self]


@dataclass(frozen=True, slots=True)
class Target:
    minor: str
    """Such as `3.13`: byte-code and native wheels are good for one minor only."""
    architecture: Architecture

    @classmethod
    def of_template(cls, architecture: Architecture) -> "Target":
        """The one runtime that the template deploys; ValueError where it names none, or several."""
        minors = set(_RUNTIME.findall((ROOT / "template.yaml").read_text(encoding="utf-8")))
        if len(minors) != 1:
            raise ValueError(f"template.yaml must name one Python runtime, it names {sorted(minors)}")
        return cls(minors.pop(), architecture)

    def interpreter(self) -> str | None:
        """An interpreter of the minor on this machine, to compile with; None where there is none."""
        found = subprocess.run(
            [ROOT / "infra/setup/find-python", self.minor], capture_output=True, text=True, check=False
        )
        return found.stdout.strip() or None
