"""When a record must be looked at again."""

from datetime import date

from atlas.model.values import PartialDate

MONTHS_BETWEEN_REVIEWS = 18


def is_due(reviewed: PartialDate, today: date) -> bool:
    """Whether something was last checked too long ago."""
    return today.toordinal() - reviewed.first_day.toordinal() > MONTHS_BETWEEN_REVIEWS * 30
