"""Lambda: photos that have arrived in the bucket, by way of a queue, one at a time. What fails comes again."""

import json
import logging
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers.evidence_bootstrap import evidence_app
from handlers.observability import log_everything

__all__ = ["handler"]

_log = logging.getLogger(__name__)


def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    log_everything()
    return process_partial_response(
        event=event,
        record_handler=_take,
        processor=BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False, logger=_log),
        context=context,
    )


def _take(record: SQSRecord) -> None:
    """A message of S3's bears one or more records; the one that it sends when it is told of the queue bears none."""
    for each in json.loads(record.body).get("Records", ()):
        evidence_app().arrivals.take(unquote_plus(each["s3"]["object"]["key"]))
