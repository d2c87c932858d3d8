"""What documents are made of: one class for each kind of node, and nothing else.

A page becomes a list of blocks (`Blocks`); a line of words is a list of texts and inline nodes
(`Line`). `tree.py` makes them of a page's HTML and `view_nodes.py` of views; `compilation.py` resolves
links and readies them for paper; `epub.py` writes them as XHTML, and `lib.typ`, which knows each by its
`kind`, as PDF. Texts are never markup in any language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Literal, TypeAlias, TypeVar

SpanStyle = Literal["badge", "kicker", "lede", "note", "strong", "verb", "when", ""]
"""How words look: a status, a line above a title, an opening, an aside, in bold, a verb, a date."""

ListStyle = Literal["bare", "boxes", "options", "run", "small", ""]
"""How a list looks: no bullets, boxes to tick, boxes of which some are ticked, one line, small."""

GroupStyle = Literal["basted", "sewn", ""]
"""How blocks hang together: the paragraphs of a draft, those of an adopted text, not at all."""

State = Literal["open", "done", ""]
"""Whether the box of an item is ticked; empty where it has none."""


@dataclass(slots=True)
class Node:
    """One part of a document.

    `id` is the anchor that links may lead to, `language` the tag of the language of what is inside (BCP
    47) where it is not that of the document; both may be empty. `parts` are the fields that hold other
    nodes, in the order of reading.
    """

    kind: ClassVar[str] = ""
    parts: ClassVar[tuple[str, ...]] = ()

    id: str = field(default="", kw_only=True)
    language: str = field(default="", kw_only=True)


# Where a link leads


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page of the Atlas in the same language, as a page's HTML names it; to be resolved."""

    path: str
    anchor: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A place in the same document: the `id` of a node."""

    label: str


@dataclass(frozen=True, slots=True)
class Web:
    """An address on the web."""

    url: str


Destination: TypeAlias = PagePlace | Label | Web


# Lines


@dataclass(slots=True)
class Link(Node):
    """Words that lead somewhere."""

    kind = "link"
    parts = ("content",)

    content: "Line"
    destination: Destination


@dataclass(slots=True)
class Strong(Node):
    """Words of importance."""

    kind = "strong"
    parts = ("content",)

    content: "Line"


@dataclass(slots=True)
class Emphasis(Node):
    """Stressed words, or the title of a work."""

    kind = "emphasis"
    parts = ("content",)

    content: "Line"


@dataclass(slots=True)
class Superscript(Node):
    """What stands raised."""

    kind = "superscript"
    parts = ("content",)

    content: "Line"


@dataclass(slots=True)
class Subscript(Node):
    """What stands lowered."""

    kind = "subscript"
    parts = ("content",)

    content: "Line"


@dataclass(slots=True)
class Span(Node):
    """Words of another look or language."""

    kind = "span"
    parts = ("content",)

    content: "Line"
    style: SpanStyle = ""


@dataclass(slots=True)
class Code(Node):
    """Letters for a machine."""

    kind = "code"

    text: str


@dataclass(slots=True)
class Citation(Node):
    """The number of a source in the list of its page."""

    kind = "citation"

    number: int


@dataclass(slots=True)
class Note(Node):
    """A note at the foot of the page; `id` is always set."""

    kind = "note"
    parts = ("content",)

    content: "Line"
    number: int


@dataclass(slots=True)
class NoteReference(Node):
    """The number of a note that stands elsewhere, whose `id` is `label`."""

    kind = "note-reference"

    number: int
    label: str


@dataclass(slots=True)
class LineBreak(Node):
    """The end of a line."""

    kind = "break"


@dataclass(slots=True)
class WebAddress(Node):
    """An address, printed as it is typed."""

    kind = "address"

    url: str


Inline: TypeAlias = (
    Link
    | Strong
    | Emphasis
    | Superscript
    | Subscript
    | Span
    | Code
    | Citation
    | Note
    | NoteReference
    | LineBreak
    | WebAddress
)
Line: TypeAlias = "list[Inline | str]"


# Blocks


@dataclass(slots=True)
class Plain(Node):
    """Words that are no paragraph: in a cell or an item."""

    kind = "plain"
    parts = ("content",)

    content: Line


@dataclass(slots=True)
class Paragraph(Node):
    """A paragraph; `leads` says that it stays with what follows, which it announces."""

    kind = "paragraph"
    parts = ("content",)

    content: Line
    style: SpanStyle = ""
    leads: bool = False


@dataclass(slots=True)
class Heading(Node):
    """A heading; `level` counts from 1.

    `listed`: the table of contents has it. `fresh`: it begins a page. `running`: what pages from here
    on bear at their top, the title of the part and that of the chapter (empty where a part opens);
    nothing: as before.
    """

    kind = "heading"
    parts = ("content",)

    content: Line
    level: int
    listed: bool = True
    fresh: bool = False
    running: tuple[()] | tuple[str, str] = ()


@dataclass(slots=True)
class Group(Node):
    """Blocks with an anchor, a language or a thread in common."""

    kind = "group"
    parts = ("content",)

    content: "Blocks"
    style: GroupStyle = ""


@dataclass(slots=True)
class Item(Node):
    """An item of a list."""

    kind = "item"
    parts = ("content",)

    content: "Blocks"
    state: State = ""


@dataclass(slots=True)
class Items(Node):
    """A list, numbered where `ordered`, from `start`."""

    kind = "list"
    parts = ("items",)

    items: list[Item]
    ordered: bool = False
    style: ListStyle = ""
    start: int = 1


@dataclass(slots=True)
class Pair(Node):
    """A term and what is said of it."""

    kind = "pair"
    parts = ("term", "content")

    term: Line
    content: "Blocks"


@dataclass(slots=True)
class Definitions(Node):
    """A list of terms or facts."""

    kind = "definitions"
    parts = ("pairs",)

    pairs: list[Pair]


@dataclass(slots=True)
class Cell(Node):
    """A cell of a table; `header` where it names its row or column."""

    kind = "cell"
    parts = ("content",)

    content: "Blocks"
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(slots=True)
class Row(Node):
    """A row of a table."""

    kind = "row"
    parts = ("cells",)

    cells: list[Cell]


@dataclass(slots=True)
class Table(Node):
    """A table: the rows of its head, which are repeated on each page, and the others.

    `widths` are the shares of its columns; `hyphenate`: some word is wider than its column; `whole`: it
    is short enough to stand on one page.
    """

    kind = "table"
    parts = ("head", "rows")

    head: list[Row]
    rows: list[Row]
    widths: list[int] = field(default_factory=list)
    hyphenate: bool = False
    whole: bool = False


@dataclass(slots=True)
class Box(Node):
    """Blocks set apart, under a title that may be empty."""

    kind = "box"
    parts = ("title", "content")

    title: Line
    content: "Blocks"


@dataclass(slots=True)
class Drawing(Node):
    """A drawing; `alternative` says it in words, `width` is in its own units."""

    kind = "drawing"
    parts = ("caption",)

    svg: str
    width: float
    alternative: str
    caption: "Blocks" = field(default_factory=list)


@dataclass(slots=True)
class Quotation(Node):
    """What somebody else said."""

    kind = "quotation"
    parts = ("content",)

    content: "Blocks"


@dataclass(slots=True)
class Preformatted(Node):
    """Lines for a machine."""

    kind = "preformatted"

    text: str


@dataclass(slots=True)
class Rule(Node):
    """A line across the page."""

    kind = "rule"


@dataclass(slots=True)
class SourceList(Node):
    """Where the numbered sources of a page stand; `PageTree.sources` holds them. Never in a PDF."""

    kind = "sources"


Block: TypeAlias = (
    Plain
    | Paragraph
    | Heading
    | Group
    | Items
    | Definitions
    | Table
    | Box
    | Drawing
    | Quotation
    | Preformatted
    | Rule
    | SourceList
)
Blocks: TypeAlias = "list[Block]"

_T = TypeVar("_T")


def walk(tree: Iterable[Node | str]) -> Iterator[Node]:
    """Every node of a tree in the order of reading, outer ones first."""
    ahead = [*tree]
    ahead.reverse()
    while ahead:
        node = ahead.pop()
        if isinstance(node, Node):
            yield node
            for part in reversed(node.parts):
                ahead.extend(reversed(getattr(node, part)))


def plain_text(tree: Iterable[Node | str]) -> str:
    """The words of a tree, without notes and captions of drawings."""
    words = []
    for node in tree:
        if isinstance(node, str):
            words.append(node)
        elif isinstance(node, Code | Preformatted):
            words.append(node.text)
        elif not isinstance(node, Note | Drawing):
            inner = [plain_text(getattr(node, part)) for part in node.parts]
            words.append(" ".join(filter(None, inner)))
    return "".join(words).strip()


def copy_tree(tree: list[_T]) -> list[_T]:
    """A copy of a list of nodes and texts, all the way down, that may be changed."""
    return [_copy(piece) for piece in tree]


def _copy(piece: Any) -> Any:
    if not isinstance(piece, Node):
        return piece
    new = object.__new__(type(piece))
    for name in _names(type(piece)):
        value = getattr(piece, name)
        setattr(new, name, [_copy(each) for each in value] if isinstance(value, list) else value)
    return new


def encode(value: object) -> dict[str, Any]:
    """A node, or another dataclass of a document, as JSON has it: `json.dumps(…, default=encode)`.

    A node has its `kind`; empty texts (no id, no style) are left out. Raises TypeError for anything else.
    """
    named = {"kind": value.kind} if isinstance(value, Node) else {}
    return named | {n: v for n in _names(type(value)) if (v := getattr(value, n)) != ""}


_NAMES: dict[type, tuple[str, ...]] = {}


def _names(cls: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass; to ask each time takes a third of a copy's time."""
    if cls not in _NAMES:
        _NAMES[cls] = tuple(each.name for each in fields(cls))
    return _NAMES[cls]
