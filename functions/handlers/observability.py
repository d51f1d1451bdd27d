"""Logs and metrics, in one place (M4). template.yaml raises its alarms on these names; no personal data in either."""

from datetime import timedelta
from functools import cache

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit

from care.contact.model import Message
from care.kernel.agenda import AgendaItem, Lane

__all__ = ["MetricsObserver", "count_message", "count_unknown_category", "log_everything", "logger", "metrics"]


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


class MetricsObserver:
    """Counts what the agenda does."""

    def fired(self, item: AgendaItem, late: timedelta) -> None:
        metrics().add_metric("ItemsFired", MetricUnit.Count, 1)
        if item.kind == "payout.failed":
            metrics().add_metric("PayoutFailed", MetricUnit.Count, 1)
        _count_by("LaneLagSeconds", late.total_seconds(), MetricUnit.Seconds, "lane", item.lane)

    def failed(self, item: AgendaItem) -> None:
        metrics().add_metric("ItemsFailed", MetricUnit.Count, 1)
        if item.lane is Lane.DEAD:
            metrics().add_metric("DeadLaneItems", MetricUnit.Count, 1)


def count_message(message: Message) -> None:
    """By what was decided about it."""
    _count_by("Messages", 1, MetricUnit.Count, "state", message.state)


def count_unknown_category(_text: str) -> None:
    metrics().add_metric("UnknownCategory", MetricUnit.Count, 1)


def _count_by(name: str, number: float, unit: MetricUnit, dimension: str, value: str) -> None:
    """A metric with a dimension of its own, beside those that all share."""
    with single_metric(name=name, unit=unit, value=number, default_dimensions={dimension: value}) as metric:
        metric.add_dimension(name="service", value=metrics().service or "")
