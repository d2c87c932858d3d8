"""The HTML of a page as a tree of nodes (`nodes.py`), of which handbook and e-book are made.

Nothing is lost without anyone noticing: whatever of a page is not on paper is left out by name
(`LEFT_OUT`, `SCREEN_ELEMENTS`, `hidden`, `aria-hidden`), and an element, a class or an attribute that
is not named here stops the work with the page and the element. An `id` is an anchor and nothing else:
the tree takes any.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import normpath
from typing import TypeVar
from urllib.parse import urlsplit

from lxml import etree, html

from atlas.documents.nodes import (
    Blocks,
    Box,
    Cell,
    Citation,
    Code,
    Definitions,
    Destination,
    Drawing,
    Emphasis,
    Group,
    GroupStyle,
    Heading,
    Inline,
    Item,
    Items,
    Line,
    LineBreak,
    Link,
    ListStyle,
    Node,
    PagePlace,
    Pair,
    Paragraph,
    Plain,
    Preformatted,
    Quotation,
    Row,
    Rule,
    SourceList,
    Span,
    SpanStyle,
    State,
    Strong,
    Subscript,
    Superscript,
    Table,
    Web,
    plain_text,
    walk,
)
from atlas.model.roles import ROLES


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


SCREEN_ELEMENTS = frozenset(
    {"button", "form", "input", "meter", "nav", "script", "select", "style"}
)
"""Elements that only work on a screen, or that repeat in another form what stands beside them."""

LEFT_OUT = frozenset(
    {
        "button",  # leads into the builder
        "download",  # leads to the very document
        "filter",
        "go",  # leads down the page
        "headerlink",
        "page-foot__links",  # edit and correct, at a screen
        "paragraph__beside",  # the other language; its own document has it
        "paragraph__cite",
        "related",  # pages that name this one; the index has them with page numbers
        "roadmap",  # filled in by the builder
        "screen-only",
        "sources__more",
        "stamp",  # the head of the page says it of the whole text
        "visually-hidden",
    }
)
"""Classes of what paper does without."""

INLINE: Mapping[str, type[Strong | Emphasis | Subscript | Superscript]] = {
    "b": Strong,
    "cite": Emphasis,
    "dfn": Strong,
    "em": Emphasis,
    "i": Emphasis,
    "strong": Strong,
    "sub": Subscript,
    "sup": Superscript,
    "var": Emphasis,
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

LOOKS: Mapping[str, SpanStyle] = {
    "event__kind": "note",
    "event__when": "when",
    "finding": "strong",
    "term-entry__others": "kicker",
    "kicker": "kicker",
    "lede": "lede",
    "note": "note",
    "options__code": "strong",
    "page-foot__dates": "note",
    "paragraph__number": "strong",
    "paragraph__use": "note",
    "paragraph__whom": "note",
    "status": "badge",
    "stepper__name": "strong",
    "verb": "verb",
}
"""Class → how a span or a paragraph of it looks."""

JOINED = {"event__kind": "· ", "options__state": "– "}
"""Class → what stands between it and what comes before, where the site keeps them apart by layout."""

LISTS: Mapping[str, ListStyle] = {
    "bibliography": "bare",
    "columns": "run",
    "events": "bare",
    "options": "options",
    "rows": "bare",
}
"""Class → how a list of it looks."""

SEWN: Mapping[str, GroupStyle] = {"paragraphs--adopted": "sewn", "paragraphs--draft": "basted"}
"""Class → how the paragraphs in it hang together."""

STATES: Mapping[str, State] = {
    "options__item": "open",
    "options__item--done": "done",
    "options__item--open": "open",
}
"""Class of an item → whether its box is ticked."""

STRUCTURE = frozenset(
    {"admonition", "admonition-title", "cards", "cite", "page-foot__dates", "sources"}
)
"""Classes that say what an element is; `_Reader` asks for each by name."""

SCREEN_CLASSES = _names(
    """
    act after all ask asof band bare bare-t begun bg bgp card card__official card__title chart
    cloth code comparison contact countries danger done doors drawing drawing__arrow drawing__box
    drawing__entry drawing__frame drawing__ground drawing__small event event__place event__title
    facts facts--small first fold ghost go grid halo head heat heat__cell hero info key knot knots
    lab lines links loc long loom m1 map me moments months more near neighbours net notice open
    option option__code option__head page-foot page-head page-sources para paragraph
    paragraph__head paragraph__summary paragraph__texts paragraph__topic paragraph__who paragraphs
    path phone-key pick plain points preamble process prose pt pub q r recalls region roles
    rows__row scale sec side small soft st0 stamped step stepper stepper__step stones strip t
    table term term-entry threads tick tip turnout two unknown untranslated verbs warning way weft
    """
)
"""Classes for looks on a screen alone; what bears them is on paper like anything else."""


NUMBERED = frozenset(f"{name}{number}" for name in "bck" for number in range(10))
"""Classes of how strongly a verb asks (`b`) and of a treaty's dye (`c`, `k`), for looks alone."""


def _variants(base: str, *codes: str) -> frozenset[str]:
    return frozenset(f"{base}--{code}" for code in codes)


def _roles(base: str, *vocabularies: str) -> frozenset[str]:
    return _variants(base, "other", *(r for name in vocabularies for r in ROLES[name].names))


VARIANTS = (
    _variants("event", "yearly")
    | _roles("status", "vpi-statuses", "resolution-statuses")
    | _roles("paragraphs", "resolution-statuses")
    | _roles("treaty", "treaty-statuses")
    | _variants("verb", *"123456789")
    | _variants("heat__cell", "draft", *"12345")
)
"""Classes that carry a role of the data or a rank, for looks that words beside them repeat."""

CLASSES = (
    LEFT_OUT | {*LOOKS, *JOINED, *LISTS, *STATES} | STRUCTURE | SCREEN_CLASSES | NUMBERED | VARIANTS
)
"""Every class a page may hold."""

ATTRIBUTES = _names(
    """
    class dir hidden id lang role tabindex title aria-hidden aria-label aria-labelledby
    data-addressee data-also data-country data-filtered data-group data-kind data-label data-network
    data-option data-unsearched data-party data-region data-row data-sortable data-status data-theme
    data-user data-verb
    """
)
"""Attributes any element may have."""

ATTRIBUTES_OF = {
    "a": frozenset({"href", "rel"}),
    "img": frozenset({"alt", "src"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
"""Attributes one element may have besides. A drawing may have any: it is on paper as it is."""

INK = (
    "rect{fill:#fffdf8;stroke:#24427e;stroke-width:1.5}"
    ".drawing__entry rect{stroke:#a8332c}"
    "line,path{fill:none;stroke:#24427e;stroke-width:2}"
    ".drawing__ground,.ground{stroke:#857a68}"
    ".grid,.tick{stroke:#d8ccb6;stroke-width:1}"
    ".step{stroke-width:3}.c2{stroke:#a8332c}.c3{stroke:#a96c09}.c4{stroke:#22705f}"
    ".pub{stroke-dasharray:2 4}"
    "circle{fill:#24427e}.m1{fill:#a8332c}"
    "text{fill:#20222e;font-family:'Libertinus Serif',serif;font-size:15px}"
    "text.drawing__small{font-size:13px}"
)
"""How drawings look on paper; on the site, the style sheet of the theme says so."""

_N = TypeVar("_N", bound=Node)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_ID = re.compile(r'\bid="([^"]+)"')


class TreeError(Exception):
    """A page that cannot become part of a document: which, and why, in both languages."""

    def __init__(self, page: str, spanish: str, english: str) -> None:
        super().__init__(f"/{page}: {spanish}\n    {english}")


@dataclass(frozen=True)
class PageTree:
    """A page as a tree: its blocks, and the lines of its numbered sources."""

    path: str
    blocks: Blocks
    sources: Mapping[int, Line]


def page_tree(path: str, text: str) -> PageTree:
    """The tree of a page's HTML; `path` is the page's own.

    Raises TreeError for what a document cannot carry and for what is not known.
    """
    root = html.fragment_fromstring(text, create_parent="div")
    _check_names(path, root)
    reader = _Reader(path)
    blocks = reader.blocks(root)
    _check_levels(path, blocks)
    return PageTree(path, blocks, reader.sources)


@dataclass
class PageStore:
    """The pages of an edition by path, as HTML and, once asked for, as trees.

    `files` are the paths of other files of the site, and `prefix` is where the edition stands in it:
    `""` or `en/`.
    """

    pages: Mapping[str, str]
    files: frozenset[str] = frozenset()
    prefix: str = ""
    _trees: dict[str, PageTree] = field(default_factory=dict)
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def tree(self, path: str) -> PageTree:
        """The tree of a page, always the same one; raises TreeError."""
        if path not in self._trees:
            self._trees[path] = page_tree(path, self.pages[path])
        return self._trees[path]

    def check_link(self, page: str, path: str, anchor: str = "") -> None:
        """Raise TreeError if the link of a page to a path and an anchor of the edition leads nowhere."""
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


def _check_names(path: str, element: html.HtmlElement, drawn: bool = False) -> None:
    """Raise TreeError for a class or an attribute that is not known, but for what is left out."""
    for child in element:
        if not isinstance(child.tag, str) or (not drawn and _is_left_out(child)):
            continue
        inside = drawn or child.tag == "svg"
        known = ATTRIBUTES | ATTRIBUTES_OF.get(child.tag, frozenset())
        unknown = [
            *(name for name in child.attrib if not inside and name not in known),
            *(f'class="{name}"' for name in _classes(child) if name not in CLASSES),
        ]
        if unknown:
            raise TreeError(
                path,
                f"<{child.tag} {unknown[0]}>: tree.py no conoce este atributo o clase",
                f"<{child.tag} {unknown[0]}>: tree.py does not know this attribute or class",
            )
        _check_names(path, child, inside)


def _check_levels(path: str, blocks: Blocks) -> None:
    before = 0
    for node in walk(blocks):
        if isinstance(node, Heading):
            if node.level > before + 1:
                words = plain_text(node.content)
                raise TreeError(
                    path,
                    f"el título «{words}» se salta un nivel (h{before} → h{node.level})",
                    f"the heading “{words}” skips a level (h{before} → h{node.level})",
                )
            before = node.level


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.sources: dict[int, Line] = {}
        self.makers: dict[str, Callable[[html.HtmlElement], Blocks]] = {
            "blockquote": lambda e: [_marked(Quotation(self.blocks(e)), e)],
            "details": self.details,
            "dl": self.definitions,
            "figure": self.figure,
            "hr": lambda _: [Rule()],
            "ol": self.listing,
            "p": self.paragraph,
            "pre": lambda e: [Preformatted(e.text_content())],
            "table": self.table,
            "ul": self.listing,
        }
        self.inline_makers: dict[str, Callable[[html.HtmlElement], Line]] = {
            "a": self.link,
            "br": lambda _: [LineBreak()],
            "code": self.code,
            "img": self.image,
            "kbd": self.code,
            "samp": self.code,
            "small": lambda e: [_marked(Span(self.line(e), "note"), e)],
            "svg": self.stray_drawing,
            "wbr": lambda _: ["\u200b"],
        }

    def fail(self, spanish: str, english: str) -> TreeError:
        return TreeError(self.path, spanish, english)

    # Blocks

    def blocks(self, element: html.HtmlElement) -> Blocks:
        """What stands in an element, as blocks; loose text becomes a block of its own."""
        blocks: Blocks = []
        line: Line = []

        def end_line() -> None:
            if words := trim(line):
                blocks.append(Plain(words))
            line.clear()

        _add(line, _spaced(element.text))
        for child in element:
            if not _is_left_out(child):
                if _is_block(child):
                    end_line()
                    blocks += self.block(child)
                else:
                    for piece in self.inline(child):
                        _add(line, piece)
            _add(line, _spaced(child.tail))
        end_line()
        return blocks

    def block(self, element: html.HtmlElement) -> Blocks:
        tag = element.tag
        if tag in HEADINGS:
            words = trim(self.line(element))
            return [_marked(Heading(words, int(tag[1])), element)] if words else []
        if tag == "svg":
            return [self.drawing(element)]
        if make := self.makers.get(tag):
            return make(element)
        if "admonition" in _classes(element):
            return self.admonition(element)
        inside = self.blocks(element)
        style: GroupStyle = next((SEWN[name] for name in _classes(element) if name in SEWN), "")
        if inside and (style or element.get("id") or element.get("lang")):
            return [_marked(Group(inside, style), element)]
        return inside

    def paragraph(self, element: html.HtmlElement) -> Blocks:
        words = trim(self.line(element))
        if "page-foot__dates" in _classes(element):
            parts = [trim(self.line(child)) for child in element]
            words = trim([" · ".join(plain_text(part) for part in parts)])
        return [_marked(Paragraph(words, _look(element)), element)] if words else []

    def listing(self, element: html.HtmlElement) -> Blocks:
        if "sources" in _classes(element):
            for item in element:
                self.sources[int(item.get("value", "0"))] = trim(self.line(item))
            return [SourceList()]
        items = [self.item(child) for child in element if not _is_left_out(child)]
        items = [item for item in items if item.content]
        if not items:
            return []
        if "cards" in _classes(element):  # no list on paper: each is a group of blocks
            return [_marked(Group(item.content), element) for item in items]
        styles = (LISTS[name] for name in _classes(element) if name in LISTS)
        style: ListStyle = next(styles, "")
        ordered, start = element.tag == "ol", int(element.get("start", "1"))
        return [_marked(Items(items, ordered, style, start), element)]

    def item(self, element: html.HtmlElement) -> Item:
        if element.tag != "li":
            tag = element.tag
            raise self.fail(f"<{tag}> dentro de una lista", f"<{tag}> inside a list")
        if "value" in element.attrib:
            raise self.fail("<li value> fuera de las fuentes", "<li value> outside the sources")
        states = {STATES[name] for name in _classes(element) if name in STATES}
        state: State = "done" if "done" in states else "open" if states else ""
        return _marked(Item(self.blocks(element), state), element)

    def definitions(self, element: html.HtmlElement) -> Blocks:
        pairs: list[Pair] = []
        for child in element.iter("dt", "dd"):
            if child.tag == "dt":
                pairs.append(Pair(trim(self.line(child)), []))
            elif pairs:
                pairs[-1].content += self.blocks(child)
        pairs = [pair for pair in pairs if pair.content or pair.term]
        return [_marked(Definitions(pairs), element)] if pairs else []

    def details(self, element: html.HtmlElement) -> Blocks:
        title = element.find("summary")
        if title is not None and _is_left_out(title):
            return self.blocks(element)
        return self.box(element, title)

    def admonition(self, element: html.HtmlElement) -> Blocks:
        return self.box(element, element.find("p[@class='admonition-title']"))

    def box(self, element: html.HtmlElement, title: html.HtmlElement | None) -> Blocks:
        words = [] if title is None else trim(self.line(title))
        if title is not None:
            element.remove(title)
        return [_marked(Box(words, self.blocks(element)), element)]

    def figure(self, element: html.HtmlElement) -> Blocks:
        svg = element.find("svg")
        caption = element.find("figcaption")
        words = [] if caption is None else self.blocks(caption)
        if caption is not None:
            element.remove(caption)
        if svg is None:
            return [*self.blocks(element), *words]
        drawing = self.drawing(svg)
        drawing.caption = words
        element.remove(svg)
        return [*self.blocks(element), drawing]

    def drawing(self, element: html.HtmlElement) -> Drawing:
        title = element.find("title")
        name = (title.text or "") if title is not None else element.get("aria-label", "")
        if not name.strip():
            raise self.missing_text("svg")
        return Drawing(*_svg(element), name.strip())

    def stray_drawing(self, element: html.HtmlElement) -> Line:
        raise self.fail("un dibujo en medio de una línea", "a drawing inside a line of text")

    def missing_text(self, tag: str) -> TreeError:
        return self.fail(
            f"falta el texto alternativo de una imagen (<{tag}>)",
            f"an image (<{tag}>) has no alternative text",
        )

    def table(self, element: html.HtmlElement) -> Blocks:
        head = [self.row(row) for row in element.iterfind("thead/tr")]
        rows = [self.row(row) for row in element.iterfind("tbody/tr")]
        rows += [self.row(row) for row in element.iterfind("tr")]
        if not head:
            raise self.fail("una tabla no tiene encabezado", "a table has no head")
        for child in element:
            if child.tag not in ("thead", "tbody", "tr"):
                tag = child.tag
                raise self.fail(f"<{tag}> dentro de una tabla", f"<{tag}> inside a table")
        return [_marked(Table(head, rows), element)]

    def row(self, element: html.HtmlElement) -> Row:
        cells = [
            _marked(
                Cell(
                    self.blocks(cell),
                    cell.tag == "th",
                    int(cell.get("colspan", "1")),
                    int(cell.get("rowspan", "1")),
                ),
                cell,
            )
            for cell in element
        ]
        return _marked(Row(cells), element)

    # Lines

    def line(self, element: html.HtmlElement) -> Line:
        """What stands in an element, as texts and inline nodes."""
        line: Line = []
        _add(line, _spaced(element.text))
        for child in element:
            if not _is_left_out(child):
                for piece in self.inline(child):
                    _add(line, piece)
            _add(line, _spaced(child.tail))
        return line

    def inline(self, element: html.HtmlElement) -> Line:
        tag = element.tag
        if make := self.inline_makers.get(tag):
            return make(element)
        if tag == "sup" and "cite" in _classes(element):
            return [Citation(int(element.text_content().strip("[] \n")))]
        if kind := INLINE.get(tag):
            return [_marked(kind(self.line(element)), element)]
        if tag not in PLAIN:
            raise self.fail(f"elemento desconocido <{tag}>", f"unknown element <{tag}>")
        inside = self.line(element)
        joined = [JOINED[name] for name in _classes(element) if name in JOINED]
        before: Line = [*joined] if trim(inside) else []
        style = _look(element)
        if style or element.get("lang") or element.get("id"):
            return [*before, _marked(Span(inside, style), element)]
        return [*before, *inside]

    def code(self, element: html.HtmlElement) -> Line:
        return [Code(element.text_content())]

    def image(self, element: html.HtmlElement) -> Line:
        if (text := element.get("alt")) is None:
            raise self.missing_text("img")
        if text:
            raise self.fail(
                "los documentos solo llevan dibujos SVG, no imágenes de otro tipo",
                "documents carry SVG drawings only, no other images",
            )
        return []

    def link(self, element: html.HtmlElement) -> Line:
        inside = self.line(element)
        href = element.get("href", "")
        if not href or not trim(inside):
            return inside
        if style := _look(element):
            inside = [Span(inside, style)]
        return [_marked(Link(inside, self.destination(href)), element)]

    def destination(self, href: str) -> Destination:
        """Where a link leads: to the web, or to a page of the same language."""
        parts = urlsplit(href)
        if parts.scheme:
            return Web(href)
        if not parts.path:
            path = self.path
        else:
            path = normpath(f"{self.path}{parts.path}").removeprefix(".")
            if path and not re.search(r"\.\w+$", path):
                path += "/"
        return PagePlace(path, parts.fragment, parts.query)


def _marked(node: _N, element: html.HtmlElement) -> _N:
    """A node with the anchor and the language of the element it is made of."""
    node.id = element.get("id", "")
    node.language = element.get("lang", "")
    return node


def _svg(element: html.HtmlElement) -> tuple[str, float]:
    """A drawing as it stands by itself, and its width in its own units."""
    left, top, width, height = (float(n) for n in element.get("viewbox", "0 0 1 1").split())
    inside = "".join(_drawn(child) for child in element if child.tag != "title")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {width:g} {height:g}"'
        f' width="{width:g}" height="{height:g}" class="{element.get("class", "")}">'
        f"<style>{INK}</style>{inside}</svg>"
    )
    return svg, width


def _classes(element: html.HtmlElement) -> Sequence[str]:
    return element.get("class", "").split()  # type: ignore[no-any-return]


def _look(element: html.HtmlElement) -> SpanStyle:
    return next((LOOKS[name] for name in _classes(element) if name in LOOKS), "")


def _is_block(element: html.HtmlElement) -> bool:
    return element.tag in BLOCKS or element.tag == "svg"


def _is_left_out(element: html.HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return True  # a comment
    if element.tag in HEADINGS and "visually-hidden" in _classes(element):
        return False  # without it, the headings below would skip a level
    return (
        element.tag in SCREEN_ELEMENTS
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or not LEFT_OUT.isdisjoint(_classes(element))
    )


def _drawn(element: html.HtmlElement) -> str:
    """A part of a drawing, as XML; its links are for the screen."""
    for part in element.iter():
        for name in [n for n in part.attrib if n in ("href", "role") or n.startswith("aria-")]:
            del part.attrib[name]
        if part.tag == "a":
            part.tag = "g"
    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def _spaced(text: str | None) -> str:
    return _SPACE.sub(" ", text) if text else ""


def _add(line: Line, piece: Inline | str) -> None:
    """Add a text or node to a line, joining neighbouring texts."""
    last = line[-1] if line else None
    if not isinstance(piece, str):
        if isinstance(piece, Citation) and isinstance(last, str):
            line[-1] = last.rstrip(" ")  # a note never begins a line
        line.append(piece)
    elif isinstance(last, str):
        line[-1] = _SPACE.sub(" ", last + piece)
    elif piece:
        line.append(piece)


def trim(line: Line) -> Line:
    """A line without spaces at its ends; empty where it holds no word."""
    trimmed = [*line]
    if trimmed and isinstance(trimmed[0], str):
        trimmed[0] = trimmed[0].lstrip(" ")
    if trimmed and isinstance(trimmed[-1], str):
        trimmed[-1] = trimmed[-1].rstrip(" ")
    return [piece for piece in trimmed if piece != ""]
