"""Charts as coordinates and shares: scales with their ticks, and what is drawn against them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from atlas.model.values import PartialDate

WIDTH = 480
"""A curve is this wide: its text is read well on a phone's screen and on a desk's."""


@dataclass(frozen=True)
class Scale:
    """Maps a number from `low` to `high` on a place from `start` to `end`, in proportion."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a number stands, in units, to a tenth."""
        span = (self.high - self.low) or 1
        return round(self.start + (value - self.low) * (self.end - self.start) / span, 1)


@dataclass(frozen=True)
class Tick:
    """A mark of an axis: where it stands, and what is written there."""

    at: float
    label: str


def round_numbers(highest: int, most: int = 5) -> tuple[int, ...]:
    """At most `most` round numbers above nought, evenly apart, up to the first that is not below `highest`.

    Their step is 1, 2 or 5, or one of these times a power of ten.
    """
    step = 1
    while step * most < highest:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return tuple(range(step, max(highest, 1) + step, step))


def round_years(first: int, last: int, most: int = 6) -> tuple[int, ...]:
    """At most `most` years from `first` to `last`, evenly apart, each a multiple of their distance."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first) / step < most)
    return tuple(year for year in range(first, last + 1) if year % step == 0)


@dataclass(frozen=True)
class Steps:
    """One line that climbs a step for each date: its name, its last number, the number of its dye.

    `path` is what is known date by date; `beyond` leads on through numbers that were published
    whole, and is empty where there is none; `points` are these numbers' places. The name stands
    at `label_y`.
    """

    name: str
    last: int
    dye: int
    path: str
    beyond: str
    points: tuple[tuple[float, float], ...]
    label_y: float


@dataclass(frozen=True)
class Curve:
    """The chart of some lines of steps over the years."""

    width: int
    height: int
    left: int
    right: int
    years: tuple[Tick, ...]
    numbers: tuple[Tick, ...]
    lines: tuple[Steps, ...]

    @property
    def ground(self) -> int:
        """The y of nought."""
        return self.height - _FOOT


@dataclass(frozen=True)
class Series:
    """What one line shows: its name and dye, the date of each step, numbers published for a date."""

    name: str
    dye: int
    dates: tuple[PartialDate, ...]
    published: tuple[tuple[PartialDate, int], ...] = ()


_LEFT, _RIGHT, _HEAD, _FOOT, _LABEL = 36, 470, 12, 28, 18
_BELOW = 28
"""How far below its end a name stands: a line rises to it, and would run through a nearer one."""


def curve(series: Sequence[Series], today: date, height: int = 260) -> Curve | None:
    """The chart of some lines from their first year to this one; None where no line has two dates."""
    if not any(len(each.dates) > 1 for each in series):
        return None
    days = [when.first_day for each in series for when in each.dates]
    first = min(days).year
    last = max(today, *days, *(when.first_day for each in series for when, _ in each.published))
    highest = max(
        *(len(each.dates) for each in series),
        *(number for each in series for _, number in each.published),
        1,
    )
    numbers = round_numbers(highest)
    across = Scale(date(first, 1, 1).toordinal(), last.toordinal(), _LEFT, _RIGHT)
    up = Scale(0, numbers[-1], height - _FOOT, _HEAD)
    lines = [_steps(each, across, up) for each in series]
    return Curve(
        WIDTH,
        height,
        _LEFT,
        _RIGHT,
        tuple(
            Tick(across(date(year, 1, 1).toordinal()), str(year))
            for year in round_years(first, last.year)
        ),
        tuple(Tick(up(number), str(number)) for number in numbers),
        _named(lines),
    )


def _steps(series: Series, across: Scale, up: Scale) -> Steps:
    dates = sorted(series.dates, key=lambda each: each.sort_key)
    published = sorted(series.published, key=lambda each: each[0].sort_key)
    path, x = f"M{_LEFT} {up(0)}", float(_LEFT)
    for number, when in enumerate(dates, 1):
        x = across(when.first_day.toordinal())
        path += f"H{x}V{up(number)}"
    points = tuple((across(when.first_day.toordinal()), up(number)) for when, number in published)
    last, beyond = len(dates), ""
    if published and published[-1][1] > last:
        until = published[-1][0].first_day
        at = sum(when.first_day <= until for when in dates)
        later = [point for point in points if point[0] > x] or [points[-1]]
        start = (min(x, later[0][0]), up(at))
        beyond = "L".join(f"{px} {py}" for px, py in (start, *later))
        beyond = f"M{beyond}H{max(x, later[-1][0])}"
        last = published[-1][1]
    return Steps(series.name, last, series.dye, path, beyond, points, up(last))


def _named(lines: Sequence[Steps]) -> tuple[Steps, ...]:
    """The lines with the places of their names: the highest above its end, the others below theirs.

    Names are moved down until none covers another.
    """
    named, above = list(lines), 0.0
    for rank, index in enumerate(sorted(range(len(lines)), key=lambda i: lines[i].label_y)):
        end = lines[index].label_y
        y = max(end + _BELOW, above + _LABEL) if rank else end - _LABEL / 3
        above = round(y, 1)
        named[index] = replace(lines[index], label_y=above)
    return tuple(named)


@dataclass(frozen=True)
class Cell:
    """How often a row meets a column; its shade from 0 (none) to 5 (the most); if drafts alone say so."""

    count: int
    shade: int
    is_draft: bool


@dataclass(frozen=True)
class HeatRow:
    """A row of the grid: its name and its cells."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Heat:
    """A grid of numbers, darker where they are higher."""

    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]


SHADES = 5


def heat(
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    adopted: dict[tuple[str, str], int],
    drafts: dict[tuple[str, str], int],
) -> Heat:
    """The grid of some rows and columns, each a code and its name; the counts are by pairs of codes."""
    pairs = {*adopted, *drafts}
    most = max((adopted.get(pair, 0) + drafts.get(pair, 0) for pair in pairs), default=0)

    def cell(pair: tuple[str, str]) -> Cell:
        count = adopted.get(pair, 0) + drafts.get(pair, 0)
        return Cell(
            count, -(-count * SHADES // most) if most else 0, bool(count) and pair not in adopted
        )

    return Heat(
        tuple(name for _, name in columns),
        tuple(
            HeatRow(name, tuple(cell((code, column)) for column, _ in columns))
            for code, name in rows
        ),
    )
