"""Why an alert is not lifted. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = ["AlertOver"]


class AlertOver(Refused):
    """The alert was lifted, or its time is over."""

    code = "WEATHER_ALERT_OVER"
