"""A process that sees the standard library, the task root and the runtime client, and nothing else."""

import subprocess
import tempfile
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path
from queue import Empty
from types import TracebackType
from typing import Any, Self

from lambda_sandbox.runtime_api import FunctionError, RuntimeApi

__all__ = ["Sandbox"]

_CLIENT = ("awslambdaric", "simplejson", "snapshot_restore_py")
_START = """
import sys
task_root, client, handler = sys.argv[1:]
sys.path.insert(0, task_root)
sys.path.append(client)
from awslambdaric.__main__ import main
main(["bootstrap", handler])
"""
_POLL_SECONDS = 0.1


class Sandbox:
    """One execution environment of one function. `python` must be of the minor that the task root is built for.

    `environment` is all that the function sees, apart from what Lambda itself sets.
    """

    def __init__(self, handler: str, *, python: str, task_root: Path, environment: Mapping[str, str]) -> None:
        self._handler = handler
        self._python = python
        self._task_root = task_root
        self._environment = environment
        self._api = RuntimeApi(handler.replace(".", "-"))
        self._scratch = tempfile.TemporaryDirectory(prefix="sandbox-")
        self._log = Path(self._scratch.name, "log")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._api.start()
        client = Path(self._scratch.name, "client")
        _link_client(client)
        # -I and -S: neither this environment's site-packages, nor the working folder, nor PYTHONPATH
        command = [self._python, "-I", "-S", "-B", "-c", _START, str(self._task_root), str(client), self._handler]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, env=self._lambda_environment(), cwd=self._task_root, stdout=log, stderr=log
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()
        self._api.close()
        self._scratch.cleanup()

    @property
    def log(self) -> str:
        """What the function has printed so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End the process at once, as Lambda does at a time-out; harmless twice."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def invoke(self, event: dict[str, Any], *, seconds: float = 30) -> Any:
        """The handler's answer; FunctionError where it, or its module's import, raised; RuntimeError where it died."""
        answer = self._api.submit(event)
        for _ in range(int(seconds / _POLL_SECONDS)):
            try:
                well, content = answer.get(timeout=_POLL_SECONDS)
            except Empty:
                self._check_alive()
                continue
            if not well:
                raise FunctionError(content)
            return content
        raise TimeoutError(f"no answer within {seconds} s\n{self.log}")

    def _check_alive(self) -> None:
        if self._api.init_error:
            raise FunctionError(self._api.init_error)
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"the function's process ended\n{self.log}")

    def _lambda_environment(self) -> dict[str, str]:
        return {
            "AWS_LAMBDA_RUNTIME_API": self._api.address,
            "AWS_LAMBDA_FUNCTION_NAME": self._handler.replace(".", "-"),
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "LAMBDA_TASK_ROOT": str(self._task_root),
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            **self._environment,
        }


def _link_client(folder: Path) -> None:
    """Links to the runtime client's own modules, so that nothing else of the environment comes along."""
    folder.mkdir()
    for name in _CLIENT:
        files = distribution(name).files or ()
        tops = {file.parts[0] for file in files if ".dist-info" not in file.parts[0] and file.parts[0] != ".."}
        for top in tops - {"__pycache__"}:
            (folder / top).symlink_to(Path(str(distribution(name).locate_file(top))))
