"""Drawings made from the data, as coordinates: what a resolution recalls, how a treaty's parties grew."""

from collections.abc import Sequence
from dataclasses import dataclass

from atlas.model.values import PartialDate

WIDTH = 640
"""All drawings are this wide; text of 15 units is read well at that width."""


@dataclass(frozen=True)
class Branch:
    """One body in the drawing of recalled texts: a line that leads to its name, and a dot per text."""

    label: str
    line: str
    y: int
    known: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True)
class Recalls:
    """The drawing of recalled texts: how high it is, where its root stands, its branches."""

    height: int
    middle: int
    branches: tuple[Branch, ...]


_ROOT_EDGE, _LABEL, _ROW = 150, 210, 52


def recalls(bodies: Sequence[tuple[str, Sequence[bool]]]) -> Recalls:
    """The drawing of some bodies, each with, text by text, whether the text has a page in the Atlas."""
    height = _ROW * len(bodies)
    middle = height // 2
    branches = []
    for row, (body, texts) in enumerate(bodies):
        y = row * _ROW + 22
        step = min(22, (WIDTH - _LABEL - 12) // max(len(texts), 1))
        places = [(_LABEL + 8 + step * number, known) for number, known in enumerate(texts)]
        branches.append(
            Branch(
                label=f"{body} ({len(texts)})",
                line=f"M{_ROOT_EDGE} {middle}C{_ROOT_EDGE + 35} {middle} {_LABEL - 45} {y} {_LABEL - 10} {y}",
                y=y,
                known=tuple(x for x, known in places if known),
                others=tuple(x for x, known in places if not known),
            )
        )
    return Recalls(height, middle, tuple(branches))


@dataclass(frozen=True)
class Timeline:
    """The drawing of dates on a line: its two years, and how far to the right each dot stands."""

    first_year: int
    last_year: int
    dots: tuple[int, ...]


_START, _END = 20, 620


def timeline(dates: Sequence[PartialDate], this_year: int) -> Timeline:
    """The drawing of some dates in order of time, from the first of their years to this year or beyond.

    A date without a month stands at the middle of its year.
    """
    first = dates[0].year if dates else this_year
    last = max(this_year, *(date.year for date in dates)) if dates else first
    span = max(last - first, 1)
    dots = []
    for date in dates:
        share = min((date.year - first + ((date.month or 6) - 1) / 12) / span, 1)
        dots.append(_START + round(share * (_END - _START)))
    return Timeline(first, last, tuple(dots))


@dataclass(frozen=True)
class Growth:
    """The drawing of a number over time: its line, its dots, and the four words that explain it."""

    line: str
    dots: tuple[tuple[int, int], ...]
    first_year: int
    last_year: int
    first_number: int
    last_number: int


_LEFT, _RIGHT, _TOP, _GROUND = 40, 600, 30, 150


def growth(counts: Sequence[tuple[PartialDate, int]]) -> Growth | None:
    """The drawing of at least two dated numbers, in order of time; its scale begins at nought."""
    if len(counts) < 2:
        return None
    days = [when.first_day.toordinal() for when, _ in counts]
    span = max(days[-1] - days[0], 1)
    largest = max(number for _, number in counts)
    dots = tuple(
        (
            round(_LEFT + (day - days[0]) * (_RIGHT - _LEFT) / span),
            round(_GROUND - number * (_GROUND - _TOP) / max(largest, 1)),
        )
        for day, (_, number) in zip(days, counts, strict=True)
    )
    return Growth(
        line="M" + "L".join(f"{x} {y}" for x, y in dots),
        dots=dots,
        first_year=counts[0][0].year,
        last_year=counts[-1][0].year,
        first_number=counts[0][1],
        last_number=counts[-1][1],
    )
