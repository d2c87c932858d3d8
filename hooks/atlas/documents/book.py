"""A document made of many pages: parts and chapters in order, with every link resolved."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, zip_longest
from urllib.parse import urljoin

from atlas.documents.tree import Node, Shelf, Tree, TreeError, copied, plain_text, walk

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


@dataclass(frozen=True)
class Part:
    """A part: the page that opens it, whose title it bears, and the pages that follow."""

    opening: str
    pages: tuple[str, ...] = ()


@dataclass
class Book:
    """Pages bound together. `shelf` holds every page of the site, `parts` says which are bound.

    `address` is where the site stands in this language; `aliases` maps the path of a page that is not
    bound to the place inside that says the same; `marked` are places that keep their `id` though no
    link leads to them.
    """

    shelf: Shelf
    parts: Sequence[Part]
    address: str
    aliases: Mapping[str, str] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()

    @property
    def paths(self) -> tuple[str, ...]:
        """The pages bound, in order."""
        return tuple(path for part in self.parts for path in (part.opening, *part.pages))

    def chapters(self) -> dict[str, Tree]:
        """Path → the blocks of each page bound, in order.

        A heading's `n` is its level in the whole document, and `listed` says whether the table of
        contents has it. A link has `to` (a place inside) or `href`
        (an address); only what is linked to keeps an `id`, which is then unique in the document.
        Raises TreeError for a link that leads nowhere.
        """
        bound = {path: copied(self.shelf.tree(path).blocks) for path in self.paths}
        openings = {part.opening for part in self.parts}
        places: dict[str, Node] = {}
        for path, blocks in bound.items():
            _title_first(blocks)
            for node in walk(blocks):
                if node["t"] == "h":
                    places.setdefault(path, node)
                    node["listed"] = node["n"] == 1
                    node["n"] += path not in openings
                if identifier := node.pop("id", None):
                    places.setdefault(f"{path}#{identifier}", node)
        for place in self.marked & places.keys():
            places[place]["id"] = place
        for path, blocks in bound.items():
            for node in walk(blocks):
                if node["t"] == "a" and "path" in node:
                    self._resolve(path, node, places)
        return bound

    def _resolve(self, page: str, link: Node, places: Mapping[str, Node]) -> None:
        path, anchor, query = link.pop("path"), link.pop("anchor"), link.pop("query")
        self.shelf.check(page, path, anchor)
        place = f"{path}#{anchor}" if anchor else path
        alias = self.aliases.get(path)
        if place not in places and alias and alias.partition("#")[0] != page:
            place = alias
        if place in places and not query:
            places[place]["id"] = link["to"] = place
        elif place == alias:
            link["to"] = place
        else:
            mark = f"#{anchor}" if anchor else ""
            link["href"] = urljoin(self.address, f"{path}{f'?{query}' if query else ''}{mark}")


def _title_first(blocks: Tree) -> None:
    """Put what stands above a page's title below it, so that the title begins the chapter."""
    place = next((i for i, node in enumerate(blocks) if node["t"] == "h"), 0)
    blocks.insert(0, blocks.pop(place))


def footnotes(path: str, blocks: Tree, sources: Mapping[int, Tree], before: int = 0) -> Tree:
    """Blocks whose citations are notes: the first of a source carries its line, later ones refer to it.

    Notes are numbered from the one after `before`. The list of sources stays only for those that no
    citation names.
    """
    cited: dict[int, int] = {}

    def note(cite: Node) -> Node:
        number = cite["n"]
        if number not in sources:
            raise TreeError(
                path, f"la fuente [{number}] no está en la página", f"source [{number}] is missing"
            )
        name = f"{path}#note-{number}"
        if number in cited:
            return {"t": "noteref", "to": name, "n": cited[number]}
        cited[number] = before + len(cited) + 1
        return {"t": "note", "id": name, "n": cited[number], "c": copied(sources[number])}

    replaced = _replaced(blocks, note)
    left = {n: line for n, line in sources.items() if n not in cited}
    return without_sources(replaced, left)


def _replaced(tree: Tree, note: Callable[[Node], Node]) -> Tree:
    found: Tree = []
    for node in tree:
        if isinstance(node, str):
            found.append(node)
            continue
        if node["t"] == "cite":
            if found and isinstance(found[-1], dict) and found[-1]["t"] in ("note", "noteref"):
                found.append({"t": "sup", "c": [","]})
            found.append(note(node))
            continue
        inside = {part: _replaced(node[part], note) for part in ("term", "c") if part in node}
        found.append(node | inside)
    return found


def without_sources(blocks: Tree, left: Mapping[int, Tree]) -> Tree:
    """Blocks whose list of sources holds only some, or is gone with its heading when none is left."""
    place = next((i for i, node in enumerate(blocks) if node["t"] == "sources"), None)
    if place is None:
        return blocks
    if left:
        items = [{"t": "li", "c": [{"t": "plain", "c": line}], "n": n} for n, line in left.items()]
        return [*blocks[:place], {"t": "ul", "c": items, "k": "small"}, *blocks[place + 1 :]]
    kept = [*blocks[:place], *blocks[place + 1 :]]
    if place and kept[place - 1]["t"] == "h":
        del kept[place - 1]
    return kept


def sections(blocks: Tree) -> dict[str, Tree]:
    """The blocks of a page by the id of the second-level heading they stand under (`""`: before any).

    A third-level heading with an id opens an entry of its own as well, inside that of the second.
    """
    found: dict[str, Tree] = {"": []}
    open_entries = [""]
    for node in blocks:
        if node["t"] == "h" and node["n"] == 2:
            open_entries = [node.get("id", "")]
        elif node["t"] == "h" and node["n"] == 3:
            open_entries = [*open_entries[:1], node.get("id", "")]
        for name in open_entries:
            found.setdefault(name, []).append(node)
    return found


def lay_out(tree: Tree, line: int = LINE) -> None:
    """Ready a tree for paper: tables get the widths of their columns, `line` being that of all together.

    Headings, and the heads of tables, carry no links: they come again in the contents, at the top of
    pages and where a table goes on, and there a link may not be (PDF/UA). `running` is what pages from
    here on bear at their top; `leads` marks a sentence that stays with what it announces; a list of
    things to tick has boxes in place of its bullets.
    """
    part = ""
    _announce(tree)
    for node in walk(tree):
        if node["t"] == "table":
            _columns(node, line)
            _unlink(node["head"])
        elif node["t"] in ("group", "box", "li"):
            _announce(node["c"])
        elif node["t"] == "ul":
            _box(node)
        elif node["t"] == "h":
            _unlink(node["c"])
            words = plain_text(node["c"])
            if node["n"] == 1:
                part = words
            if node["n"] <= 2:
                node["running"] = [part, words if node["n"] == 2 else ""]


def _announce(blocks: Tree) -> None:
    for node, after in pairwise(blocks):
        if node["t"] == "p" and after["t"] != "p" and plain_text(node["c"]).endswith(":"):
            node["leads"] = True


def _box(items: Node) -> None:
    starts = [line["c"] for item in items["c"] for line in item["c"][:1] if line["t"] == "plain"]
    if len(starts) == len(items["c"]) and all(str(line[0]).startswith(BOX) for line in starts):
        items["k"] = "boxes"
        for line in starts:
            line[0] = line[0].removeprefix(BOX)


def _unlink(tree: Tree) -> None:
    for node in walk(tree):
        if node["t"] == "a":
            node["t"] = "span"


def _columns(table: Node, line: int) -> None:
    """Give each column its share: room for its longest word, the rest where cells are tallest.

    Widths are counted in letters. `hyphenate` says that some word has no room, `whole` that the table
    is short enough to stand on one page.
    """
    rows = [*table["head"], *table["c"]]
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
        _, place, widths[place] = best
    heights = [max(map(_lines, row, widths)) for row in zip(*columns, strict=True)]
    table["w"] = widths
    table["hyphenate"] = max(longest) > LONG_WORD or sum(widths) > line
    table["whole"] = sum(heights) <= WHOLE


def _gains(
    columns: Sequence[tuple[Lengths, ...]], widths: Sequence[int], rest: int
) -> Iterator[tuple[float, int, int]]:
    """What each letter more would gain, with the place of the column and its new width."""
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        now = _height(column, width)
        for more in STEPS:
            if more <= rest and (gain := now - _height(column, width + more)):
                yield gain / more, place, width + more


@cache
def _height(column: tuple[Lengths, ...], width: int) -> int:
    """How tall the cells of a column are; the tallest, which make the row, count most."""
    return sum(_lines(cell, width) ** 3 for cell in column)


def _lengths(row: Node) -> list[Lengths]:
    """The lengths of the words of each cell; a cell across several columns asks for no room."""
    found: list[Lengths] = []
    for cell in row["c"]:
        words = " ".join(plain_text(n["c"]) for n in walk(cell["c"]) if n["t"] in ("plain", "p"))
        parts = words.replace("-", "- ").replace("/", "/ ").split(" ")
        one: Lengths = tuple(map(_length, parts)) if cell["across"] == 1 else ()
        found += [one, *[()] * (cell["across"] - 1)]
    return found


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
