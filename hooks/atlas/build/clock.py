"""The day a command counts as run on."""

import os
from datetime import UTC, date, datetime


class UnfitDayError(Exception):
    """SOURCE_DATE_EPOCH says no day; the message says so in both languages."""


def today() -> date:
    """The day of SOURCE_DATE_EPOCH (seconds since 1970) if that is set, else of the clock, in UTC.

    Raises UnfitDayError. See reproducible-builds.org/specs/source-date-epoch.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise UnfitDayError(_UNFIT) from None
    return moment.date()


_UNFIT = (
    "SOURCE_DATE_EPOCH no es un número de segundos desde 1970. Corríjalo, o quítelo con «unset».\n"
    "SOURCE_DATE_EPOCH is no number of seconds since 1970. Mend it, or take it away with “unset”."
)
