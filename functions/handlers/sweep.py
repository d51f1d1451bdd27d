"""What the sweeps of all lanes share."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from care.kernel.agenda import Lane
from handlers.bootstrap import app
from handlers.observability import log_everything

__all__ = ["sweep"]


def sweep(lane: Lane, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001 - AWS's call
    """Fire what is due in a lane and say what was done; what the time did not allow is the next tick's."""
    log_everything()
    house = app()
    swept = house.runner.sweep(lane, lambda: context.get_remaining_time_in_millis() / 1000)
    house.gauges.flush()
    return {"lane": lane, "fired": swept.fired, "complete": swept.complete}
