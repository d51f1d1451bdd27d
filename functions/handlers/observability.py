"""Logs and metrics, in one place (M4). template.yaml raises its alarms on these names; no personal data in either."""

from collections import Counter
from datetime import timedelta
from functools import cache

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit

from care.contact.channels import ChannelKind
from care.contact.model import Message
from care.contact.receipts import Word
from care.kernel.agenda import AgendaItem, Lane

__all__ = ["Gauges", "log_everything", "logger", "metrics", "put_out"]


@cache
def metrics() -> Metrics:
    """Flushed by the handler at the end of each invocation."""
    return Metrics()


@cache
def logger() -> Logger:
    """JSON lines; what `care` logs by the standard library comes along."""
    return Logger()


@cache
def log_everything() -> None:
    """Bring the product's own loggers to the same JSON lines, once for each sandbox."""
    from aws_lambda_powertools.logging.utils import copy_config_to_registered_loggers

    copy_config_to_registered_loggers(source_logger=logger(), include={"care", "api", "handlers"})


def put_out() -> None:
    """Put out what was counted. Nothing counted is no news: powertools would warn, each minute and for each lane."""
    if metrics().metric_set:
        metrics().flush_metrics()


class Gauges:
    """Counts what the product reports during an invocation; `flush` puts it out, a line for each dimension."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._counts: Counter[str] = Counter()
        self._messages: Counter[str] = Counter()
        self._lag: dict[Lane, float] = {}

    def fired(self, item: AgendaItem, late: timedelta) -> None:
        self._counts["ItemsFired"] += 1
        self._counts["PayoutFailed"] += item.kind == "payout.failed"
        self._counts["BreakerOpened"] += item.kind == "breaker.opened"
        self._counts["AlertUnanswered"] += item.kind == "alert.unanswered"
        self._lag[item.lane] = max(late.total_seconds(), self._lag.get(item.lane, 0.0))

    def failed(self, item: AgendaItem) -> None:
        self._counts["ItemsFailed"] += 1
        self._counts["DeadLaneItems"] += item.lane is Lane.DEAD

    def message(self, message: Message) -> None:
        """By what was decided about it."""
        self._messages[message.state] += 1

    def channel_alarm(self, _kind: ChannelKind, _code: str) -> None:
        """A channel refused for a reason that is ours to mend; the log names channel and code."""
        self._counts["ChannelRefusals"] += 1

    def receipt(self, word: Word) -> None:
        """What providers say of messages later."""
        self._counts["MessagesBounced"] += word is Word.BOUNCED
        self._counts["MessagesDelivered"] += word is Word.DELIVERED

    def unknown_category(self, _text: str) -> None:
        self._counts["UnknownCategory"] += 1

    def unknown_year(self, _year: int) -> None:
        self._counts["UnknownHolidays"] += 1

    def flush(self) -> None:
        """Put everything out and begin anew."""
        for name, count in self._counts.items():
            metrics().add_metric(name, MetricUnit.Count, count)
        put_out()
        for state, count in self._messages.items():
            _put("Messages", count, MetricUnit.Count, "state", state)
        for lane, seconds in self._lag.items():
            _put("LaneLagSeconds", seconds, MetricUnit.Seconds, "lane", lane)
        self._begin()


def _put(name: str, number: float, unit: MetricUnit, dimension: str, value: str) -> None:
    """A metric with a dimension of its own, beside the one that all share."""
    with single_metric(name=name, unit=unit, value=number, default_dimensions={dimension: value}) as metric:
        metric.add_dimension(name="service", value=metrics().service or "")
