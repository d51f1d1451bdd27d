"""A Lambda sandbox on this machine: the real runtime client in its own process, against a small runtime API.

with Sandbox("handlers.api.handler", task_root=Path("build/artifact"), environment={...}) as sandbox:
    answer = sandbox.invoke({...})      # FunctionError where the handler raises, as the runtime reports it
"""

from lambda_sandbox.runtime_api import FunctionError, RuntimeApi
from lambda_sandbox.sandbox import Sandbox

__all__ = ["FunctionError", "RuntimeApi", "Sandbox"]
