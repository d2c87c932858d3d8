"""The HTML of a page as a tree of plain values, which Typst and the e-book turn into a document.

A tree is made of texts and nodes. A node is a dictionary whose `t` says what it is and whose `c`
holds what is inside it; `id` is the anchor others may link to. What belongs to the screen alone is
left out by name (`DROPPED`, `DROPPED_CLASSES`, `DROPPED_SECTIONS`); whatever is not known stops the
work, so that nothing is lost without anyone noticing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import normpath
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

Node = dict[str, Any]
Tree = list[Any]
"""Texts and nodes, in order."""

PARTS = ("title", "term", "head", "caption", "c")
"""The keys of a node that hold other nodes, in the order of reading."""

DROPPED = frozenset({"button", "form", "input", "meter", "nav", "script", "select", "style"})
"""Elements that only work on a screen, or that repeat in another form what stands beside them."""

DROPPED_CLASSES = frozenset(
    {
        "button",  # leads into the builder
        "download",  # leads to the very document
        "filter",
        "headerlink",
        "page-foot__links",  # edit and correct, at a screen
        "paragraph__beside",  # the other language; its own document has it
        "paragraph__cite",
        "related",  # pages that name this one; the index has them with page numbers
        "roadmap",  # filled in by the builder
        "sources__more",
        "visually-hidden",
    }
)
DROPPED_SECTIONS = frozenset({"builder", "cite"})
"""Ids of headings that go with all that follows them, up to the next heading of their level."""

INLINE = {
    "b": "strong",
    "cite": "em",
    "dfn": "strong",
    "em": "em",
    "i": "em",
    "strong": "strong",
    "sub": "sub",
    "sup": "sup",
    "var": "em",
}
"""Element of a line → kind of node."""

PLAIN = frozenset({"abbr", "bdi", "data", "del", "ins", "label", "mark", "q", "s", "span", "time"})
GROUPS = frozenset(
    {"address", "article", "aside", "div", "fieldset", "footer", "header", "main", "section"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = (
    GROUPS
    | HEADINGS
    | frozenset({"blockquote", "details", "dl", "figure", "hr", "ol", "p", "pre", "table", "ul"})
)

STYLES = {
    "event__kind": "note",
    "event__when": "when",
    "term-entry__others": "kicker",
    "kicker": "kicker",
    "lede": "lede",
    "note": "note",
    "options__code": "strong",
    "page-foot__dates": "note",
    "paragraph__number": "strong",
    "status": "badge",
    "statusline": "statusline",
    "stepper__name": "strong",
    "tracker__name": "strong",
    "verb": "verb",
}
"""Class → how a span or a paragraph of it looks."""

JOINED = {"event__kind": "· ", "options__state": "– ", "tracker__state": "– "}
"""Class → what stands between it and what comes before, where the site keeps them apart by layout."""

LISTS = {
    "bibliography": "bare",
    "cards": "cards",
    "columns": "run",
    "events": "bare",
    "map__legend": "run",
    "options": "options",
    "rows": "bare",
    "tracker": "tracker",
}
"""Class → kind of list."""

INK = (
    "rect{fill:#eef3f8;stroke:#12365c;stroke-width:1.5}"
    "line,path{fill:none;stroke:#12365c;stroke-width:2}"
    "circle{fill:#12365c}"
    "text{fill:#111;font-family:'Libertinus Serif',serif;font-size:15px}"
    "text.drawing__small{font-size:13px}"
    "path.map__land{fill:#d5dee7;stroke:none}"
    "path.map__dots{stroke:#5b7083;stroke-width:3;stroke-linecap:round}"
    "circle.map__hit{fill:none}"
    "path.map__sign{fill:#12365c;stroke:#fff;stroke-width:1}"
    ".map__mark--none path{stroke:#5b7083;stroke-width:6;stroke-linecap:round}"
)
"""How drawings look on paper; on the site, the style sheet of the theme says so."""

KEYS = frozenset({"map__key"})
"""Classes of drawings without a name of their own that explain another drawing."""

_LAST_FIRST = PARTS[::-1]
_ID = re.compile(r'\bid="([^"]+)"')
_SPACE = re.compile(r"[ \t\n\r\f]+")
_STATE = re.compile(r"(?:options__item|tracker__step)--([\w-]+)")


class TreeError(Exception):
    """A page that cannot become part of a document: which, and why, in both languages."""

    def __init__(self, page: str, spanish: str, english: str) -> None:
        super().__init__(f"/{page}: {spanish}\n    {english}")


@dataclass(frozen=True)
class PageTree:
    """A page as a tree: its blocks, and the lines of its numbered sources."""

    path: str
    blocks: Tree
    sources: Mapping[int, Tree]


def page_tree(path: str, text: str) -> PageTree:
    """The tree of a page's HTML; `path` is the page's own. Raises TreeError."""
    reader = _Reader(path)
    blocks = reader.blocks(html.fragment_fromstring(text, create_parent="div"))
    _check_levels(path, blocks)
    return PageTree(path, blocks, reader.sources)


@dataclass
class Shelf:
    """The pages of an edition, of which documents are made.

    `files` are other files of the site, and `prefix` is where the edition stands in it: `""` or `en/`.
    """

    pages: Mapping[str, str]
    files: frozenset[str] = frozenset()
    prefix: str = ""
    _trees: dict[str, PageTree] = field(default_factory=dict)
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def tree(self, path: str) -> PageTree:
        """The tree of a page; raises TreeError."""
        if path not in self._trees:
            self._trees[path] = page_tree(path, self.pages[path])
        return self._trees[path]

    def check(self, page: str, path: str, anchor: str) -> None:
        """Raise TreeError if the link of a page to a path and an anchor of the site leads nowhere."""
        if path in self.pages and (not anchor or self._has(path, anchor)):
            return
        if normpath(f"{self.prefix}{path}") in self.files:
            return
        target = f"/{path}#{anchor}" if anchor else f"/{path}"
        raise TreeError(
            page, f"un enlace no lleva a ninguna parte: {target}", f"a dead internal link: {target}"
        )

    def _has(self, path: str, anchor: str) -> bool:
        if path not in self._ids:
            self._ids[path] = frozenset(_ID.findall(self.pages[path]))
        return anchor in self._ids[path]


def _check_levels(path: str, blocks: Tree) -> None:
    before = 0
    for node in walk(blocks):
        if node["t"] == "h":
            if node["n"] > before + 1:
                words = plain_text(node["c"])
                raise TreeError(
                    path,
                    f"el título «{words}» se salta un nivel (h{before} → h{node['n']})",
                    f"the heading “{words}” skips a level (h{before} → h{node['n']})",
                )
            before = node["n"]


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.sources: dict[int, Tree] = {}
        self.makers: dict[str, Callable[[html.HtmlElement], Tree]] = {
            "blockquote": lambda e: [_node("quote", self.blocks(e), e)],
            "details": self.details,
            "dl": self.definitions,
            "figure": self.figure,
            "hr": lambda _: [{"t": "hr"}],
            "ol": self.listing,
            "p": self.paragraph,
            "pre": lambda e: [{"t": "pre", "c": [e.text_content()]}],
            "table": self.table,
            "ul": self.listing,
        }
        self.inline_makers: dict[str, Callable[[html.HtmlElement], Tree]] = {
            "a": self.link,
            "br": lambda _: [{"t": "br"}],
            "code": self.code,
            "img": self.image,
            "kbd": self.code,
            "samp": self.code,
            "small": lambda e: [_node("span", self.line(e), e, k="note")],
            "svg": self.icon,
            "wbr": lambda _: ["\u200b"],
        }

    def fail(self, spanish: str, english: str) -> TreeError:
        return TreeError(self.path, spanish, english)

    # Blocks

    def blocks(self, element: html.HtmlElement) -> Tree:
        """What stands in an element, as blocks; loose text becomes a block of its own."""
        found: Tree = []
        line: Tree = []

        def end_line() -> None:
            if words := trimmed(line):
                found.append({"t": "plain", "c": words})
            line.clear()

        skipped = 7
        _add(line, _spaced(element.text))
        for child in element:
            if _is_heading(child):
                level = int(child.tag[1])
                if level <= skipped:
                    skipped = 7
                if child.get("id") in DROPPED_SECTIONS:
                    skipped = level
            if skipped == 7 and not _is_dropped(child):
                if _is_block(child):
                    end_line()
                    found += self.block(child)
                else:
                    for each in self.inline(child):
                        _add(line, each)
            _add(line, _spaced(child.tail))
        end_line()
        return found

    def block(self, element: html.HtmlElement) -> Tree:
        tag = element.tag
        if tag in HEADINGS:
            words = trimmed(self.line(element))
            return [_node("h", words, element, n=int(tag[1]))] if words else []
        if tag == "svg":
            return [self.drawing(element)]
        if make := self.makers.get(tag):
            return make(element)
        classes = _classes(element)
        if "admonition" in classes:
            return self.admonition(element)
        inside = self.blocks(element)
        if not inside:
            return []
        if element.get("id") or element.get("lang"):
            return [_node("group", inside, element)]
        return inside

    def paragraph(self, element: html.HtmlElement) -> Tree:
        words = trimmed(self.line(element))
        if "page-foot__dates" in _classes(element):
            parts = [trimmed(self.line(child)) for child in element]
            words = [" · ".join(plain_text(part) for part in parts)]
        if not words:
            return []
        return [_node("p", words, element, k=_style(element))]

    def listing(self, element: html.HtmlElement) -> Tree:
        if "sources" in _classes(element):
            for item in element:
                self.sources[int(item.get("value", "0"))] = trimmed(self.line(item))
            return [{"t": "sources"}]
        kind = next((LISTS[c] for c in _classes(element) if c in LISTS), None)
        items = []
        for item in element:
            if item.tag != "li":
                raise self.fail(f"<{item.tag}> dentro de una lista", f"<{item.tag}> inside a list")
            if _is_dropped(item):
                continue
            state = _STATE.search(item.get("class", ""))
            inside = self.blocks(item)
            if inside:
                items.append(_node("li", inside, item, k=state[1] if state else None))
        if not items:
            return []
        if kind == "cards":
            return [_node("group", item["c"], element) for item in items]
        return [_node(element.tag, items, element, k=kind)]

    def definitions(self, element: html.HtmlElement) -> Tree:
        pairs: Tree = []
        for child in element.iter("dt", "dd"):
            if child.tag == "dt":
                pairs.append({"t": "pair", "c": [], "term": trimmed(self.line(child))})
            elif pairs:
                pairs[-1]["c"] += self.blocks(child)
        pairs = [pair for pair in pairs if pair["c"] or pair["term"]]
        return [_node("dl", pairs, element)] if pairs else []

    def details(self, element: html.HtmlElement) -> Tree:
        summary = element.find("summary")
        title = [] if summary is None else trimmed(self.line(summary))
        if summary is not None:
            element.remove(summary)
        return [_node("box", self.blocks(element), element, title=title, k="note")]

    def admonition(self, element: html.HtmlElement) -> Tree:
        title = element.find("p[@class='admonition-title']")
        words = [] if title is None else trimmed(self.line(title))
        if title is not None:
            element.remove(title)
        kind = next((c for c in _classes(element) if c != "admonition"), "note")
        return [_node("box", self.blocks(element), element, title=words, k=kind)]

    def figure(self, element: html.HtmlElement) -> Tree:
        svg = element.find("svg")
        caption = element.find("figcaption")
        words = [] if caption is None else self.blocks(caption)
        if caption is not None:
            element.remove(caption)
        if svg is None:
            return [*self.blocks(element), *words]
        return [{**self.drawing(svg), "caption": words}]

    def drawing(self, element: html.HtmlElement) -> Node:
        title = element.find("title")
        name = (title.text or "") if title is not None else element.get("aria-label", "")
        if not name.strip():
            raise self.missing_text("svg")
        return {"t": "drawing", "alt": name.strip(), "c": [], **self.svg(element)}

    def icon(self, element: html.HtmlElement) -> Tree:
        if not _is_key(element):
            raise self.fail("un dibujo en medio de una línea", "a drawing inside a line of text")
        return [{"t": "icon", **self.svg(element)}]

    def svg(self, element: html.HtmlElement) -> Node:
        left, top, width, height = (float(n) for n in element.get("viewbox", "0 0 1 1").split())
        inside = "".join(_drawn(child) for child in element if child.tag != "title")
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {width:g} {height:g}"'
            f' width="{width:g}" height="{height:g}" class="{element.get("class", "")}">'
            f"<style>{INK}</style>{inside}</svg>"
        )
        return {"svg": svg, "width": width}

    def missing_text(self, tag: str) -> TreeError:
        return self.fail(
            f"falta el texto alternativo de una imagen (<{tag}>)",
            f"an image (<{tag}>) has no alternative text",
        )

    def table(self, element: html.HtmlElement) -> Tree:
        head = [self.row(row) for row in element.iterfind("thead/tr")]
        rows = [self.row(row) for row in element.iterfind("tbody/tr")]
        rows += [self.row(row) for row in element.iterfind("tr")]
        caption = element.find("caption")
        title = [] if caption is None else trimmed(self.line(caption))
        if not head:
            raise self.fail("una tabla no tiene encabezado", "a table has no head")
        return [_node("table", rows, element, head=head, caption=title)]

    def row(self, element: html.HtmlElement) -> Node:
        cells = [
            {
                "t": "cell",
                "c": self.blocks(cell),
                "th": cell.tag == "th",
                "across": int(cell.get("colspan", "1")),
                "down": int(cell.get("rowspan", "1")),
            }
            for cell in element
        ]
        return _node("row", cells, element)

    # Lines

    def line(self, element: html.HtmlElement) -> Tree:
        """What stands in an element, as texts and inline nodes."""
        found: Tree = []
        _add(found, _spaced(element.text))
        for child in element:
            if not _is_dropped(child):
                for each in self.inline(child):
                    _add(found, each)
            _add(found, _spaced(child.tail))
        return found

    def inline(self, element: html.HtmlElement) -> Tree:
        tag = element.tag
        if make := self.inline_makers.get(tag):
            return make(element)
        if tag == "sup" and "cite" in _classes(element):
            number = element.text_content().strip("[] \n")
            return [{"t": "cite", "n": int(number)}]
        if kind := INLINE.get(tag):
            return [_node(kind, self.line(element), element)]
        if tag not in PLAIN:
            raise self.fail(f"elemento desconocido <{tag}>", f"unknown element <{tag}>")
        inside = self.line(element)
        joined = [JOINED[each] for each in _classes(element) if each in JOINED]
        before: Tree = joined if trimmed(inside) else []
        style = _style(element)
        if style or element.get("lang") or element.get("id"):
            return [*before, _node("span", inside, element, k=style)]
        return [*before, *inside]

    def code(self, element: html.HtmlElement) -> Tree:
        return [{"t": "code", "c": [element.text_content()]}]

    def image(self, element: html.HtmlElement) -> Tree:
        if (text := element.get("alt")) is None:
            raise self.missing_text("img")
        if text:
            raise self.fail(
                "los documentos solo llevan dibujos SVG, no imágenes de otro tipo",
                "documents carry SVG drawings only, no other images",
            )
        return []

    def link(self, element: html.HtmlElement) -> Tree:
        inside = self.line(element)
        address = element.get("href", "")
        if not address or not trimmed(inside):
            return inside
        if style := _style(element):
            inside = [{"t": "span", "k": style, "c": inside}]
        return [_node("a", inside, element, **self.target(address))]

    def target(self, address: str) -> Node:
        """Where a link leads: `href` on the web, or `path` and `anchor` in the same language."""
        parts = urlsplit(address)
        if parts.scheme:
            return {"href": address}
        if not parts.path:
            path = self.path
        else:
            path = normpath(f"{self.path}{parts.path}").removeprefix(".")
            if path and not re.search(r"\.\w+$", path):
                path += "/"
        return {"path": path, "anchor": parts.fragment, "query": parts.query}


def _node(kind: str, inside: Tree, element: html.HtmlElement, **more: Any) -> Node:
    node: Node = {"t": kind, "c": inside}
    for name in ("id", "lang"):
        if value := element.get(name):
            node[name] = value
    return node | {name: value for name, value in more.items() if value is not None}


def _classes(element: html.HtmlElement) -> Sequence[str]:
    return element.get("class", "").split()  # type: ignore[no-any-return]


def _style(element: html.HtmlElement) -> str | None:
    return next((STYLES[c] for c in _classes(element) if c in STYLES), None)


def _is_heading(element: html.HtmlElement) -> bool:
    return element.tag in HEADINGS


def _is_key(element: html.HtmlElement) -> bool:
    return element.tag == "svg" and not KEYS.isdisjoint(_classes(element))


def _is_block(element: html.HtmlElement) -> bool:
    return element.tag in BLOCKS or (element.tag == "svg" and not _is_key(element))


def _is_dropped(element: html.HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return True  # a comment
    if _is_key(element):
        return False
    return (
        element.tag in DROPPED
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or not DROPPED_CLASSES.isdisjoint(_classes(element))
    )


def _drawn(element: html.HtmlElement) -> str:
    """A part of a drawing, as XML; its links are for the screen."""
    for each in element.iter():
        for name in [n for n in each.attrib if n in ("href", "role") or n.startswith("aria-")]:
            del each.attrib[name]
        if each.tag == "a":
            each.tag = "g"
    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def _spaced(text: str | None) -> str:
    return _SPACE.sub(" ", text) if text else ""


def _add(line: Tree, each: Any) -> None:
    """Add a text or node to a line, joining neighbouring texts."""
    if not isinstance(each, str):
        if each["t"] == "cite" and line and isinstance(line[-1], str):
            line[-1] = line[-1].rstrip(" ")  # a note never begins a line
        line.append(each)
    elif each:
        if line and isinstance(line[-1], str):
            line[-1] = _SPACE.sub(" ", line[-1] + each)
        else:
            line.append(each)


def trimmed(line: Tree) -> Tree:
    """A line without spaces at its ends; empty where it holds no word."""
    found = list(line)
    if found and isinstance(found[0], str):
        found[0] = found[0].lstrip(" ")
    if found and isinstance(found[-1], str):
        found[-1] = found[-1].rstrip(" ")
    return [each for each in found if each != ""]


def copied(tree: Any) -> Any:
    """A copy of a tree (or of a part of one) that may be changed."""
    if isinstance(tree, list):
        return [copied(each) for each in tree]
    if isinstance(tree, dict):
        return {name: copied(each) for name, each in tree.items()}
    return tree


def walk(tree: Iterable[Any]) -> Iterator[Node]:
    """Every node of a tree in the order of reading, outer ones first."""
    ahead = [*tree]
    ahead.reverse()
    while ahead:
        node = ahead.pop()
        if isinstance(node, dict):
            yield node
            for part in _LAST_FIRST:
                if inside := node.get(part):
                    ahead.extend(reversed(inside))


def plain_text(tree: Iterable[Any]) -> str:
    """The words of a tree, without those at the foot of a page."""
    found = []
    for node in tree:
        if isinstance(node, str):
            found.append(node)
        elif node["t"] != "note":
            inner = [plain_text(node.get(part, ())) for part in ("title", "term", "head", "c")]
            found.append(" ".join(filter(None, inner)))
    return "".join(found).strip()
