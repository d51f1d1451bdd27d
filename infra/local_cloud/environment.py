"""The process environment that the functions see: one for all, since they share this process and one bootstrap."""

import os
from collections.abc import Mapping

from local_cloud.template import TemplateError

__all__ = ["Environment", "union"]

_NOT_SET = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_LAMBDA_FUNCTION_NAME")


def union(environments: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The variables of all functions; TemplateError where two functions give one variable different values."""
    found: dict[str, str] = {}
    for function, variables in environments.items():
        for name, value in variables.items():
            if found.setdefault(name, value) != value:
                message = f"{function} gives {name} another value than the functions before it"
                raise TemplateError(message)
    return found


class Environment:
    """Sets variables of os.environ, and puts back what was there."""

    def __init__(self) -> None:
        self._before: dict[str, str | None] = {}

    def set(self, variables: Mapping[str, str]) -> dict[str, str]:
        for name, value in variables.items():
            self._before.setdefault(name, os.environ.get(name))
            os.environ[name] = value
        return dict(variables)

    def restore(self) -> None:
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        self._before.clear()

    def set_aws(self, *, region: str, endpoint: str) -> dict[str, str]:
        """Lead every AWS client of this process, and of its children, to `endpoint`; what was set."""
        for name in _NOT_SET:
            self._before.setdefault(name, os.environ.pop(name, None))
        return self.set(
            {
                "AWS_ACCESS_KEY_ID": "local",
                "AWS_SECRET_ACCESS_KEY": "local",  # moto asks for none
                "AWS_REGION": region,
                "AWS_DEFAULT_REGION": region,
                "AWS_ENDPOINT_URL": endpoint,
                "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",  # moto knows no account in a host name
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_CONFIG_FILE": os.devnull,
                "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
                "POWERTOOLS_METRICS_DISABLED": "true",  # metrics are lines on stdout
                "POWERTOOLS_TRACE_DISABLED": "true",
            }
        )
