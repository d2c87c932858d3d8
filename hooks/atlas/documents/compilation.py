"""Many pages as one document: parts and chapters in order, every link resolved, ready for paper."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, zip_longest
from typing import Any
from urllib.parse import urljoin

from atlas.documents.nodes import (
    Block,
    Blocks,
    Box,
    Citation,
    Group,
    Heading,
    Inline,
    Item,
    Items,
    Label,
    Line,
    Link,
    Node,
    Note,
    NoteReference,
    PagePlace,
    Paragraph,
    Plain,
    Row,
    SourceList,
    Span,
    Superscript,
    Table,
    Web,
    copy_tree,
    plain_text,
    walk,
)
from atlas.documents.tree import PageStore, TreeError

Lengths = tuple[int, ...]
"""The lengths of the words of a cell."""

BOX = "☐ "
"""What begins each item of a list of things to tick."""

LINE = 110
"""Letters in a line of a table, about, as the handbook sets it."""

MARGIN = 3
"""What a column takes besides its words, in letters."""

LONG_WORD = 22
"""The longest word a column makes room for."""

STEPS = (1, 2, 3, 5, 8, 13)
"""By how many letters a column may grow at once."""

WHOLE = 24
"""How many lines a table may have and still not be parted."""

_WITHOUT_NOTES = frozenset({"head", "title", "caption"})
"""Parts of a node that are repeated or stand apart, where a note may not be."""


@dataclass(frozen=True)
class Part:
    """A part: the page that opens it, whose title it bears, and the pages that follow."""

    opening: str
    pages: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """All its pages, in order."""
        return (self.opening, *self.pages)


@dataclass
class Compilation:
    """Some pages of an edition as the chapters of a document.

    `store` holds every page, `parts` says which are chapters. `site_url` is where the edition stands on the
    web. `aliases` maps the path of a page that is no chapter to the anchor inside that says the same;
    `marked` are anchors that keep their `id` though no link leads to them.
    """

    store: PageStore
    parts: Sequence[Part]
    site_url: str
    aliases: Mapping[str, str] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()

    @property
    def paths(self) -> tuple[str, ...]:
        """The pages that are chapters, in order."""
        return tuple(path for part in self.parts for path in part.paths)

    def chapters(self) -> dict[str, Blocks]:
        """Path → the blocks of each chapter, in order; they are the caller's own.

        The level of a heading is that in the whole document. Every link leads to a label or to the web;
        only what is linked to keeps an `id`, which is then unique in the document.
        Raises TreeError for a link that leads nowhere.
        """
        chapters = {path: copy_tree(self.store.tree(path).blocks) for path in self.paths}
        openings = {part.opening for part in self.parts}
        targets: dict[str, Node] = {}
        for path, blocks in chapters.items():
            _put_title_first(blocks)
            for node in walk(blocks):
                if isinstance(node, Heading):
                    targets.setdefault(path, node)
                    node.listed = node.level == 1
                    node.level += path not in openings
                if node.id:
                    targets.setdefault(f"{path}#{node.id}", node)
                    node.id = ""
        for target in self.marked & targets.keys():
            targets[target].id = target
        for path, blocks in chapters.items():
            for node in walk(blocks):
                if isinstance(node, Link) and isinstance(node.destination, PagePlace):
                    node.destination = self._resolve(path, node.destination, targets)
        return chapters

    def _resolve(self, page: str, to: PagePlace, targets: Mapping[str, Node]) -> Label | Web:
        self.store.check_link(page, to.path, to.anchor)
        mark = f"#{to.anchor}" if to.anchor else ""
        target = f"{to.path}{mark}"
        alias = self.aliases.get(to.path)
        if target not in targets and alias and alias.partition("#")[0] != page:
            target = alias
        if target in targets and not to.query:
            targets[target].id = target
            return Label(target)
        if target == alias:
            return Label(target)
        query = f"?{to.query}" if to.query else ""
        return Web(urljoin(self.site_url, f"{to.path}{query}{mark}"))


def _put_title_first(blocks: Blocks) -> None:
    """Put what stands above a page's title below it, so that the title begins the chapter."""
    heads = (position for position, node in enumerate(blocks) if isinstance(node, Heading))
    blocks.insert(0, blocks.pop(next(heads, 0)))


def number_notes(path: str, blocks: Blocks, sources: Mapping[int, Line], before: int = 0) -> Blocks:
    """Make notes of the citations in some blocks, which are changed; returns them all.

    The first citation of a source becomes a note with its line, later ones refer to it. Notes are numbered
    from the one after `before`. The list of sources stays only for those that no citation names. Raises
    TreeError for a citation of a source the page does not have.
    """
    cited: dict[int, int] = {}

    def note(number: int) -> Note | NoteReference:
        if number not in sources:
            raise TreeError(
                path, f"la fuente [{number}] no está en la página", f"source [{number}] is missing"
            )
        label = f"{path}#note-{number}"
        if number in cited:
            return NoteReference(cited[number], label)
        cited[number] = before + len(cited) + 1
        return Note(copy_tree([*sources[number]]), cited[number], id=label)

    _replace_citations(blocks, note)
    return _list_sources(blocks, {n: line for n, line in sources.items() if n not in cited})


def _replace_citations(pieces: list[Any], note: Callable[[int], Inline]) -> None:
    replaced: list[Any] = []
    for piece in pieces:
        if isinstance(piece, Citation):
            if replaced and isinstance(replaced[-1], Note | NoteReference):
                replaced.append(Superscript([","]))
            replaced.append(note(piece.number))
            continue
        if isinstance(piece, Node):
            for part in piece.parts:
                if part not in _WITHOUT_NOTES:
                    _replace_citations(getattr(piece, part), note)
        replaced.append(piece)
    pieces[:] = replaced


def _list_sources(blocks: Blocks, left: Mapping[int, Line]) -> Blocks:
    """Blocks whose list of sources holds only some, or is gone with its heading when none is left."""
    lists = (position for position, node in enumerate(blocks) if isinstance(node, SourceList))
    position = next(lists, None)
    if position is None:
        return blocks
    before, after = blocks[:position], blocks[position + 1 :]
    if left:
        items = [Item([Plain(line)]) for line in left.values()]
        return [*before, Items(items, style="small"), *after]
    if before and isinstance(before[-1], Heading):
        before.pop()
    return [*before, *after]


def lay_out(blocks: Iterable[Block], line: int = LINE) -> None:
    """Ready blocks for paper: tables get the widths of their columns, `line` being that of all together.

    Headings, and the heads of tables, carry no links: they come again in the contents, at the top of
    pages and where a table goes on, and there a link may not be (PDF/UA). `Heading.running` and
    `Paragraph.leads` are set; a list of things to tick has boxes in place of its bullets.
    """
    part = ""
    blocks = list(blocks)
    _announce(blocks)
    for node in walk(blocks):
        if isinstance(node, Table):
            _set_widths(node, line)
            for cell in (cell for row in node.head for cell in row.cells):
                _unlink(cell.content)
        elif isinstance(node, Group | Box | Item):
            _announce(node.content)
        elif isinstance(node, Items):
            _set_boxes(node)
        elif isinstance(node, Heading):
            _unlink(node.content)
            words = plain_text(node.content)
            if node.level == 1:
                part = words
            if node.level <= 2:
                node.running = (part, words if node.level == 2 else "")


def _announce(blocks: Blocks) -> None:
    for node, after in pairwise(blocks):
        if isinstance(node, Paragraph) and not isinstance(after, Paragraph):
            node.leads = plain_text(node.content).endswith(":")


def _set_boxes(items: Items) -> None:
    lines = [
        block.content
        for item in items.items
        for block in item.content[:1]
        if isinstance(block, Plain)
    ]
    if len(lines) == len(items.items) and all(str(line[0]).startswith(BOX) for line in lines):
        items.style = "boxes"
        for line in lines:
            line[0] = str(line[0]).removeprefix(BOX)


def _unlink(pieces: list[Any]) -> None:
    """Make mere words of the links in a tree."""
    for position, piece in enumerate(pieces):
        if isinstance(piece, Link):
            pieces[position] = Span(piece.content, id=piece.id, language=piece.language)
        if isinstance(piece, Node):
            for part in piece.parts:
                _unlink(getattr(piece, part))


def _set_widths(table: Table, line: int) -> None:
    """Give each column its share: room for its longest word, the rest where cells are tallest.

    Widths are counted in letters.
    """
    rows = [*table.head, *table.rows]
    columns = [*zip_longest(*map(_lengths, rows), fillvalue=())]
    longest = [max((n for cell in column for n in cell), default=1) for column in columns]
    widths = [min(n, LONG_WORD) + MARGIN for n in longest]
    wishes = [
        max(width, *(sum(cell) + len(cell) - 1 + MARGIN for cell in column))
        for width, column in zip(widths, columns, strict=True)
    ]
    if sum(wishes) <= line:
        widths = wishes
    while best := max(_gains(columns, widths, line - sum(widths)), default=None):
        widths[best.column] = best.width
    heights = [max(map(_lines, row, widths)) for row in zip(*columns, strict=True)]
    table.widths = widths
    table.hyphenate = max(longest) > LONG_WORD or sum(widths) > line
    table.whole = sum(heights) <= WHOLE


@dataclass(frozen=True, order=True)
class _Gain:
    """What a column's new width gains, for each letter it is wider."""

    gain: float
    column: int
    width: int


def _gains(
    columns: Sequence[tuple[Lengths, ...]], widths: Sequence[int], rest: int
) -> Iterator[_Gain]:
    for position, (column, width) in enumerate(zip(columns, widths, strict=True)):
        now = _height(column, width)
        for more in STEPS:
            if more <= rest and (gain := now - _height(column, width + more)):
                yield _Gain(gain / more, position, width + more)


@cache
def _height(column: tuple[Lengths, ...], width: int) -> int:
    """How tall the cells of a column are; the tallest, which make the row, count most."""
    return sum(_lines(cell, width) ** 3 for cell in column)


def _lengths(row: Row) -> list[Lengths]:
    """The lengths of the words of each cell; a cell across several columns asks for no room."""
    lengths: list[Lengths] = []
    for cell in row.cells:
        lines = (n for n in walk(cell.content) if isinstance(n, Plain | Paragraph))
        words = " ".join(plain_text(node.content) for node in lines)
        parts = words.replace("-", "- ").replace("/", "/ ").split(" ")
        one: Lengths = tuple(map(_length, parts)) if cell.colspan == 1 else ()
        lengths += [one, *[()] * (cell.colspan - 1)]
    return lengths


@cache
def _length(word: str) -> int:
    """How long a word is in letters; a capital is half as wide again."""
    return len(word) + sum(letter.isupper() for letter in word) // 2


@cache
def _lines(words: Lengths, width: int) -> int:
    """How many lines words of some lengths fill in a column."""
    lines, used = 1, -1
    for length in words:
        used += length + 1
        if used > width - MARGIN and used > length:
            lines, used = lines + 1, length
    return lines
