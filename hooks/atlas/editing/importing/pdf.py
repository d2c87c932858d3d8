"""PDF → passages, by where letters stand on the page: lines, paragraphs, italics, footnotes.

What a page repeats at its head and foot is left out, and so are raised figures. PDFium reads the
file (pypdfium2); it runs no script and follows no link.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any

from atlas.editing.importing.passages import LABEL, Passage, Run, passage
from atlas.editing.importing.refusal import RefusedError

MAXIMUM_PAGES = 120
_ITALIC_FLAG = 1 << 6  # ISO 32000-2, table 121: bit 7 of a font's flags
_FAINT = re.compile(r"\d+")


@dataclass
class _Line:
    """Letters that stand on one line of a page; lengths in points from the page's lower left."""

    page: int
    bottom: float
    left: float
    right: float
    size: float
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(run.text for run in self.runs).split())


@dataclass(frozen=True)
class _Letter:
    text: str
    left: float
    right: float
    bottom: float
    size: float
    italic: bool


def passages(content: bytes) -> list[Passage]:
    """The passages of a PDF. Raises RefusedError with what keeps it from being read."""
    try:
        import pypdfium2  # noqa: PLC0415  # only who imports PDFs has it
        import pypdfium2.raw as raw  # noqa: PLC0415
    except ImportError as error:
        raise RefusedError("no-pdf-reader") from error
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "unreadable"
        raise RefusedError(code) from error
    if len(document) > MAXIMUM_PAGES:
        raise RefusedError("too-long", limit=str(MAXIMUM_PAGES))
    lines = []
    for number, page in enumerate(document):
        letters = list(_letters(raw, page.get_textpage()))
        lines.extend(_lines(number, letters))
    if sum(len(line.text) for line in lines) < 40 * len(document):
        raise RefusedError("scan")
    return _paragraphs(_without_repeated(lines))


def _letters(raw: Any, page: Any) -> Iterator[_Letter]:
    buffer = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        text = chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if not text:  # the ends of lines, which PDFium puts in
            continue
        raw.FPDFText_GetCharBox(page, index, left, right, bottom, top)
        origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(page, index, origin_x, origin_y)
        raw.FPDFText_GetFontInfo(page, index, buffer, 256, flags)
        name = buffer.value.decode("utf-8", "replace").lower()
        italic = bool(flags.value & _ITALIC_FLAG) or "italic" in name or "oblique" in name
        size = raw.FPDFText_GetFontSize(page, index)
        yield _Letter(text, left.value, right.value, origin_y.value, size, italic)


def _lines(page: int, letters: list[_Letter]) -> list[_Line]:
    """Letters in the order of the file → lines from top to bottom."""
    lines: list[_Line] = []
    ordinary = median([each.size for each in letters]) if letters else 0.0
    for letter in letters:
        line = lines[-1] if lines else None
        if letter.text == " ":  # one that PDFium puts in has no place of its own
            if line is not None:
                line.runs.append(Run(" ", line.runs[-1].italic, line.runs[-1].raised))
            continue
        raised = False
        if line is not None:
            rise = letter.bottom - line.bottom
            raised = letter.size < 0.8 * line.size and 0 < rise < line.size
            if abs(rise) > 0.6 * max(ordinary, letter.size) or letter.right < line.left:
                line = None
        if line is None:
            line = _Line(page, letter.bottom, letter.left, letter.left, letter.size)
            lines.append(line)
        line.runs.append(Run(letter.text, letter.italic, raised))
        line.right = max(line.right, letter.right)
        if not raised and letter.size > line.size:
            line.size, line.bottom = letter.size, letter.bottom
    return [line for line in lines if line.text]


def _without_repeated(lines: list[_Line]) -> list[_Line]:
    """Lines without those that stand at the same height of several pages, whatever their figures."""
    pages = {line.page for line in lines}
    if len(pages) < 2:
        return [line for line in lines if not re.fullmatch(r"\d+(?:\s*/\s*\d+)?", line.text)]

    def signature(line: _Line) -> tuple[str, int]:
        return _FAINT.sub("#", line.text), round(line.bottom / 4)

    counted = Counter(signature(line) for line in lines)
    limit = max(2, len(pages) // 3)
    edges = {
        id(line)
        for number in pages
        for own in [sorted((e for e in lines if e.page == number), key=lambda e: e.bottom)]
        for line in (*own[:3], *own[-3:])
    }
    return [line for line in lines if id(line) not in edges or counted[signature(line)] < limit]


def _paragraphs(lines: list[_Line]) -> list[Passage]:
    if not lines:
        return []
    size = median([line.size for line in lines])
    margin = Counter(round(line.left) for line in lines).most_common(1)[0][0]
    gaps = [
        before.bottom - after.bottom
        for before, after in pairwise(lines)
        if before.page == after.page and before.bottom > after.bottom
    ]
    usual = Counter(round(gap) for gap in gaps).most_common(1)[0][0] if gaps else 1.2 * size
    found: list[Passage] = []
    runs: list[Run] = []
    before: _Line | None = None
    small = False

    def end() -> None:
        if made := passage(_together(runs), note=small):
            text = re.sub(r"^\d{1,2}(?=[^\W\d])", "", made.text) if small else made.text
            found.append(replace(made, text=text))
        runs.clear()

    for line in lines:
        if before is not None and _begins(before, line, usual, margin, small=small, size=size):
            end()
        if not runs:
            small = line.size < 0.93 * size
        hyphen = bool(runs) and runs[-1].text.endswith("\u00ad")
        runs += [*([] if hyphen or not runs else [Run(" ", runs[-1].italic)]), *line.runs]
        before = line
    end()
    return found


def _begins(
    before: _Line, line: _Line, usual: float, margin: int, *, small: bool, size: float
) -> bool:
    """Whether a line begins a paragraph."""
    if (line.size < 0.93 * size) != small or LABEL.match(line.text):
        return True
    ended = before.text.endswith((".", ",", ";", ":"))
    if line.page != before.page:
        return ended
    gap = before.bottom - line.bottom
    indented = line.left - max(before.left, margin) > 8
    return gap > 1.25 * usual or gap < 0 or (indented and ended)


def _together(runs: list[Run]) -> list[Run]:
    """Neighbours that are set alike as one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and (last.italic, last.raised) == (run.italic, run.raised):
            joined[-1] = Run(last.text + run.text, run.italic, run.raised)
        else:
            joined.append(run)
    return joined
