"""Lambda: what providers told, from its queue, in batches. What fails goes back alone (partial batch response)."""

import logging
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers.bootstrap import app
from handlers.observability import log_everything

__all__ = ["handler"]

_log = logging.getLogger(__name__)


def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    log_everything()
    answer = process_partial_response(
        event=event,
        record_handler=_take,
        processor=BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False, logger=_log),
        context=context,
    )
    app().gauges.flush()
    return answer


def _take(record: SQSRecord) -> None:
    app().inbound_taker.take(record.body)
