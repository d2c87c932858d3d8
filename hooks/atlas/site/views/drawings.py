"""Drawings as coordinates: what a resolution recalls, how a treaty's parties grew, boxes and arrows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from atlas.model.values import PartialDate

WIDTH = 640
"""All drawings are this wide; text of 15 units is read well at that width."""


@dataclass(frozen=True)
class Branch:
    """One body in the drawing of recalled texts: a line that leads to its name, and a dot per text.

    `known` and `others` are how far to the right the dots stand of texts with and without a page.
    """

    label: str
    line: str
    y: int
    known: tuple[int, ...]
    others: tuple[int, ...]

    @property
    def label_y(self) -> int:
        """Where its name stands, above the line."""
        return self.y - 5

    @property
    def dot_y(self) -> int:
        """Where its dots stand, below the line."""
        return self.y + 12


@dataclass(frozen=True)
class Recalls:
    """The drawing of recalled texts: how high it is, where its root stands, its branches."""

    height: int
    middle: int
    branches: tuple[Branch, ...]

    @property
    def root_y(self) -> int:
        """The top of the root's box, which is 48 high."""
        return self.middle - 24

    @property
    def root_text_y(self) -> int:
        """Where the root's name stands."""
        return self.middle + 5


_ROOT_EDGE, _LABEL, _ROW = 150, 210, 52


def recalls(bodies: Sequence[tuple[str, Sequence[bool]]]) -> Recalls:
    """The drawing of some bodies, each with, text by text, whether the text has a page in the Atlas."""
    height = _ROW * len(bodies)
    middle = height // 2
    branches = []
    for row, (body, texts) in enumerate(bodies):
        y = row * _ROW + 22
        step = min(22, (WIDTH - _LABEL - 12) // max(len(texts), 1))
        dots = [(_LABEL + 8 + step * number, known) for number, known in enumerate(texts)]
        branches.append(
            Branch(
                label=f"{body} ({len(texts)})",
                line=f"M{_ROOT_EDGE} {middle}C{_ROOT_EDGE + 35} {middle} {_LABEL - 45} {y} {_LABEL - 10} {y}",
                y=y,
                known=tuple(x for x, known in dots if known),
                others=tuple(x for x, known in dots if not known),
            )
        )
    return Recalls(height, middle, tuple(branches))


@dataclass(frozen=True)
class Box:
    """A box with two lines of text: its corner, its size, and where the lines stand, all in units."""

    x: int
    y: int
    width: int
    height: int
    title: str
    title_y: int
    note: str
    note_y: int

    @property
    def middle(self) -> int:
        """The x of its middle, where its lines are centred."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Part:
    """Boxes of one style and the arrows that belong to them, each the data of an SVG path."""

    style: str
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]


@dataclass(frozen=True)
class Diagram:
    """A drawing of boxes and arrows; `name` is read aloud for it, `text` says the same below it."""

    id: str
    height: int
    name: str
    text: str
    parts: tuple[Part, ...]


def levels(say: Callable[[str], str]) -> Diagram:
    """The drawing of the levels on which organizations and States meet, in the words `say` knows."""
    corners = (
        (10, 20, "levels_network", "levels_regional"),
        (10, 120, "levels_alliance", "levels_national"),
        (430, 120, "levels_government", "levels_review_team"),
        (430, 20, "levels_conference", "levels_dialogues"),
    )
    boxes = tuple(
        Box(x, y, 200, 70, say(title), y + 30, say(note), y + 52) for x, y, title, note in corners
    )
    arrows = (
        "M80 118V96m-5 8 5-8 5 8",
        "M140 92v22m-5-8 5 8 5-8",
        "M214 155h210m-8-5 8 5-8 5M222 150l-8 5 8 5",
        "M214 55h210m-8-5 8 5-8 5",
    )
    text = say("levels_text")
    return Diagram("levels", 200, say("levels_drawing"), text, (Part("box", boxes, arrows),))


_STEPS = ("questionnaire", "feedback", "observations", "conference")
_ENTRIES = {"consultation": 0, "dialogues": 2, "sessions": 3}
_STEP = 158


def review(say: Callable[[str], str]) -> Diagram:
    """The drawing of a review's steps and of what enters at which, in the words `say` knows."""
    parts = []
    for index, key in enumerate(_STEPS):
        box = _review_box(say, f"review_box_{key}", "who", index, 20)
        arrow = f"M{box.x + box.width + 1} 60h10m-5-4 5 4-5 4"
        parts.append(Part("box", (box,), (arrow,) if key != _STEPS[-1] else ()))
    for key, index in _ENTRIES.items():
        box = _review_box(say, f"review_entry_{key}", "rule", index, 180)
        parts.append(Part("entry", (box,), (f"M{box.middle} 176v-66m-5 8 5-8 5 8",)))
    return Diagram("review", 276, say("review_drawing"), say("review_text"), tuple(parts))


def _review_box(say: Callable[[str], str], key: str, note: str, index: int, y: int) -> Box:
    x = 10 + index * _STEP
    return Box(x, y, 146, 80, say(key), y + 34, say(f"{key}_{note}"), y + 58)


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
