"""Schedules: when a function's next tick is, and the event that it gets.

The ticks of `rate(n …)` are the multiples of the rate from midnight UTC, so that a clock that jumps and a clock that
runs meet the same ticks. AWS starts counting when the schedule is made; nothing may depend on that.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

from croniter import croniter

from local_cloud.functions import Functions, FunctionSpec
from local_cloud.resources import ACCOUNT
from local_cloud.template import TemplateError

__all__ = ["Cron", "Rate", "Schedule", "Ticks", "parse_schedule", "schedules"]

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
_DAY = re.compile(r"(?<![#\w])[1-7](?!\w)")
_SWEEP = "sweep_"


class Ticks(Protocol):
    """A series of instants."""

    def after(self, at: datetime) -> datetime:
        """The first tick later than `at` (aware)."""
        ...

    def since(self, at: datetime) -> datetime:
        """The first tick not earlier than `at` (aware)."""
        ...


@dataclass(frozen=True, slots=True)
class Rate:
    """`rate(5 minutes)`."""

    every: timedelta

    def after(self, at: datetime) -> datetime:
        return self._upto(at) + self.every

    def since(self, at: datetime) -> datetime:
        last = self._upto(at)
        return last if last == at else last + self.every

    def _upto(self, at: datetime) -> datetime:
        midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + (at - midnight) // self.every * self.every


@dataclass(frozen=True, slots=True)
class Cron:
    """`cron(0 18 ? * MON-FRI *)`, in UTC."""

    expression: str

    def after(self, at: datetime) -> datetime:
        following: datetime = croniter(self.expression, at.astimezone(UTC)).get_next(datetime)
        return following

    def since(self, at: datetime) -> datetime:
        full = at.replace(microsecond=0) if at.microsecond == 0 else at.replace(microsecond=0) + timedelta(seconds=1)
        return self.after(full - timedelta(seconds=1))


def parse_schedule(text: str) -> Rate | Cron:
    """TemplateError for what AWS takes and this does not: years, and days by W."""
    if match := _RATE.fullmatch(text):
        return Rate(timedelta(**{f"{match[2]}s": int(match[1])}))
    if match := _CRON.fullmatch(text):
        minute, hour, day, month, weekday, year = match.groups()
        if year != "*" or "W" in day:
            message = f"the local cloud does not know {text}"
            raise TemplateError(message)
        weekday = _DAY.sub(lambda found: str(int(found[0]) - 1), weekday)  # AWS counts from Sunday = 1
        return Cron(" ".join(each.replace("?", "*") for each in (minute, hour, day, month, weekday)))
    message = f"not a schedule: {text}"
    raise TemplateError(message)


@dataclass(frozen=True, slots=True)
class Schedule:
    """One schedule of one function."""

    spec: FunctionSpec
    expression: str
    ticks: Ticks
    input: str | None
    functions: Functions
    send: Callable[[str, str], None]
    """Sends a text to the queue with this ARN."""

    @property
    def lane(self) -> str | None:
        """The lane that the function sweeps, by the name of its module; None where it is no sweep."""
        module = self.spec.handler.rpartition(".")[0].rpartition(".")[2]
        return module.removeprefix(_SWEEP) if module.startswith(_SWEEP) else None

    def fire(self, at: datetime) -> bool:
        """Invoke the function as the schedule does, retries included; whether it went well."""
        event = json.loads(self.input) if self.input else self._event(at)
        for _attempt in range(1 + self.spec.retries):
            outcome = self.functions.invoke(self.spec, event)
            if not outcome.failed:
                return True
        if self.spec.on_failure:
            self.send(self.spec.on_failure, json.dumps(_given_up(self.spec, event)))
        return False

    def _event(self, at: datetime) -> dict[str, Any]:
        rule = f"arn:aws:events:{self.functions.region}:{ACCOUNT}:rule/{self.spec.name}"
        return {
            "version": "0",
            "id": str(uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": ACCOUNT,
            "time": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": self.functions.region,
            "resources": [rule],
            "detail": {},
        }


def schedules(functions: Functions, send: Callable[[str, str], None]) -> list[Schedule]:
    """The schedules of all functions, in the order of the template, which is the order of ticks at one instant."""
    found = []
    for spec in functions.specs:
        for event in spec.events.values():
            if event["Type"] in ("Schedule", "ScheduleV2"):
                properties = event["Properties"]
                text = properties.get("Schedule") or properties["ScheduleExpression"]
                found.append(Schedule(spec, text, parse_schedule(text), properties.get("Input"), functions, send))
    return found


def _given_up(spec: FunctionSpec, event: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(),
        "requestContext": {
            "functionArn": spec.name,
            "condition": "RetriesExhausted",
            "approximateInvokeCount": 1 + spec.retries,
        },
        "requestPayload": event,
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
    }
