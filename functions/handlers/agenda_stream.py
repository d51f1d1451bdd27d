"""Lambda: the fast path of lane `now`. What it leaves, the sweep picks up within a minute: nothing here is retried."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from care.kernel.agenda import AgendaItem
from handlers.bootstrap import App, app
from handlers.observability import log_everything

__all__ = ["handler"]

LEAST_SECONDS = 5.0


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Fire what was just planned and is due; the runner puts off what fails, so no record is ever given back."""
    log_everything()
    house = app()
    for record in event["Records"]:
        if context.get_remaining_time_in_millis() / 1000 < LEAST_SECONDS:
            break
        _fire(house, record)
    house.gauges.flush()
    return {"batchItemFailures": []}


def _fire(house: App, record: dict[str, Any]) -> None:
    image = record["dynamodb"].get("NewImage")
    if not image:
        return
    item: AgendaItem = house.agenda.shelf.load(image)
    if item.due <= house.clock.now():
        house.runner.fire(item)
