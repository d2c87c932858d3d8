"""A document made of many pages: parts and chapters in order, with every link resolved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from atlas.pdf.tree import Node, Shelf, Tree, TreeError, copied, plain_text, walk


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


def footnotes(path: str, blocks: Tree, sources: Mapping[int, Tree]) -> Tree:
    """Blocks whose citations are notes: the first of a source carries its line, later ones refer to it.

    The list of sources stays only for those that no citation names.
    """
    cited: set[int] = set()

    def note(cite: Node) -> Node:
        number = cite["n"]
        if number not in sources:
            raise TreeError(
                path, f"la fuente [{number}] no está en la página", f"source [{number}] is missing"
            )
        name = f"{path}#note-{number}"
        if number in cited:
            return {"t": "noteref", "to": name}
        cited.add(number)
        return {"t": "note", "id": name, "c": copied(sources[number])}

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
        return [*blocks[:place], {"t": "ul", "c": items}, *blocks[place + 1 :]]
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


def lay_out(tree: Tree) -> None:
    """Ready a tree for paper: `w` is the share of the width of each column of a table.

    Headings, and the heads of tables, carry no links: they come again in the contents, at the top of
    pages and where a table goes on, and there a link may not be (PDF/UA). `running` is what pages from
    here on bear at their top.
    """
    part = ""
    for node in walk(tree):
        if node["t"] == "table":
            node["w"] = _widths([*node["head"], *node["c"]])
            _unlink(node["head"])
        elif node["t"] == "h":
            _unlink(node["c"])
            words = plain_text(node["c"])
            if node["n"] == 1:
                part = words
            if node["n"] <= 2:
                node["running"] = [part, words if node["n"] == 2 else ""]


def _unlink(tree: Tree) -> None:
    for node in walk(tree):
        if node["t"] == "a":
            node["t"] = "span"


def _widths(rows: Sequence[Node]) -> list[float]:
    """Each column's share: room for its longest word, the rest by how much text it holds."""
    columns = max(sum(cell["across"] for cell in row["c"]) for row in rows)
    longest, most, total = [2.0] * columns, [2.0] * columns, [0.0] * columns
    for row in rows:
        place = 0
        for cell in row["c"]:
            words = plain_text(cell["c"])
            if cell["across"] == 1 and place < columns:
                parts = words.replace("-", "- ").replace("/", "/ ").split() or [""]
                longest[place] = max(longest[place], *map(len, parts))
                most[place] = max(most[place], len(words))
                total[place] += len(words)
            place += cell["across"]
    line = 96.0  # characters a line of a table holds, about
    floor = [min(n, 16) + 2.5 for n in longest]
    wish = [max(f, m + 2.5) for f, m in zip(floor, most, strict=True)]
    if sum(wish) <= line:
        return [round(w, 1) for w in wish]
    weight = [
        (w - f) ** 0.5 * (t / len(rows) + 1) ** 0.25
        for w, f, t in zip(wish, floor, total, strict=True)
    ]
    rest = max(line - sum(floor), 0)
    share = sum(weight) or 1
    return [round(f + rest * g / share, 1) for f, g in zip(floor, weight, strict=True)]
