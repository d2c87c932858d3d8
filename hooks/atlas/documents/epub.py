"""The e-book: the pages of the handbook as EPUB 3, with accessibility metadata."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import assert_never

from atlas.catalogue.edition import Edition
from atlas.documents.compilation import Compilation
from atlas.documents.cover import Cloth, Cover
from atlas.documents.nodes import (
    Block,
    Blocks,
    Box,
    Citation,
    Code,
    Definitions,
    Destination,
    Drawing,
    Emphasis,
    Group,
    Heading,
    Inline,
    Items,
    Label,
    Line,
    LineBreak,
    Link,
    Node,
    Note,
    NoteReference,
    PagePlace,
    Paragraph,
    Plain,
    Preformatted,
    Quotation,
    Row,
    Rule,
    SourceList,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    Web,
    WebAddress,
    plain_text,
    walk,
)
from atlas.exports.archives import FIRST_DAY, archive

STYLE = """body{line-height:1.45;margin:0 3%}
h1,h2,h3,h4,h5{line-height:1.2;text-align:start;hyphens:none}
table{border-collapse:collapse;width:100%;font-size:.85em}
th,td{border-bottom:1px solid #d8ccb6;padding:.3em .4em;text-align:start;vertical-align:top}
thead th{border-top:2px solid #24427e;background:#ece2d0;color:#20222e}
.note,.kicker{font-size:.9em}
.lede{font-size:1.05em}
hr{border:0;border-top:2px dashed #857a68}
.box{border-inline-start:3px solid #24427e;padding-inline-start:.8em}
.sewn{border-inline-start:3px solid #24427e;padding-inline-start:.8em}
.basted{border-inline-start:3px dashed #a96c09;padding-inline-start:.8em}
.selvedge{height:12px;background:linear-gradient(#24427e 3px,#a8332c 3px 6px,#a96c09 6px 9px,#22705f 9px)}
.cloth{width:100%}.cloth .bg{fill:#cfc2aa}.w1{fill:#24427e}.w2{fill:#a8332c}.w3{fill:#a96c09}.w4{fill:#22705f}
.bare,.options{list-style:none;padding:0}
.strong,.badge,.when{font-weight:bold}
dt{font-weight:bold}
dd{margin:0 0 .4em 1em}
figure{margin:1em 0}
svg{max-width:100%;height:auto}
.notes{font-size:.9em;border-top:1px solid #d8ccb6}
"""

FEATURES = (
    "alternativeText",
    "readingOrder",
    "structuralNavigation",
    "tableOfContents",
    "unlocked",
)

CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)


def write_epub(
    edition: Edition,
    compilation: Compilation,
    chapters: Mapping[str, Blocks],
    cover: Cover,
    cloth: Cloth,
    day: date | None,
) -> bytes:
    """The e-book of a compilation's chapters; the same input gives the same bytes."""
    language = edition.language
    head = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language.tag}" xml:lang="{language.tag}" dir="{language.direction}">'
    )

    def document(title: str, body: str) -> str:
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
            f'{head}<head><title>{escape(title)}</title><link rel="stylesheet" href="style.css"/></head>'
            f"<body>{body}</body></html>"
        )

    files: dict[str, str] = {
        "style.css": STYLE,
        "cover.xhtml": document(cover.title, _cover(cover, cloth)),
    }
    drawn = {"cover.xhtml"}
    titles = {}
    for path, blocks in chapters.items():
        name = file_name(path)
        heads = (node for node in walk(blocks) if isinstance(node, Heading))
        titles[path] = next((plain_text(head.content) for head in heads), path)
        page = _Chapter(path, compilation.store.tree(path).sources)
        files[name] = document(titles[path], page.xhtml(blocks))
        if any(isinstance(node, Drawing) for node in walk(blocks)):
            drawn.add(name)
    files["nav.xhtml"] = document(cover.contents, _contents(compilation, titles, cover.contents))
    names = ["cover.xhtml", "nav.xhtml", *(file_name(path) for path in chapters)]
    files["book.opf"] = _package(edition, cover, day, names, drawn)
    return _packed({f"book/{name}": text for name, text in files.items()}, day)


def file_name(path: str) -> str:
    """The name of a page's file in the e-book."""
    return f"{path.strip('/').replace('/', '-')}.xhtml"


def _cover(cover: Cover, cloth: Cloth) -> str:
    return (
        f'<section epub:type="titlepage"><div class="selvedge"></div><p>{escape(cover.author)}</p>'
        f"<h1>{escape(cover.title)}</h1>"
        '<svg xmlns="http://www.w3.org/2000/svg" class="cloth" aria-hidden="true" '
        f'viewBox="0 0 {cloth.width} {cloth.height}">{cloth.inside}</svg>'
        f"<p>{escape(cover.description)}</p>"
        f"<p>{escape(cover.edition)}</p><p><strong>{escape(cover.independence)}</strong></p>"
        f'<p><a href="{escape(cover.url)}">{escape(cover.url)}</a></p></section>'
    )


def _contents(compilation: Compilation, titles: Mapping[str, str], title: str) -> str:
    def entry(path: str, inside: str = "") -> str:
        return f'<li><a href="{file_name(path)}">{escape(titles[path])}</a>{inside}</li>'

    parts = []
    for part in compilation.parts:
        pages = "".join(entry(path) for path in part.pages)
        parts.append(entry(part.opening, f"<ol>{pages}</ol>" if pages else ""))
    return f'<nav epub:type="toc" role="doc-toc"><h1>{escape(title)}</h1><ol>{"".join(parts)}</ol></nav>'


def _package(
    edition: Edition,
    cover: Cover,
    day: date | None,
    names: Iterable[str],
    drawn: Iterable[str],
) -> str:
    tag = edition.language.tag
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{cover.url}atlas-{tag}.epub")
    dated = f"<dc:date>{day.isoformat()}</dc:date>" if day else ""
    properties = dict.fromkeys(drawn, "svg") | {"nav.xhtml": "nav"}

    def item(name: str) -> str:
        more = f' properties="{properties[name]}"' if name in properties else ""
        return f'<item id="{_identifier(name)}" href="{name}" media-type="application/xhtml+xml"{more}/>'

    names = list(names)
    features = "".join(
        f'<meta property="schema:accessibilityFeature">{each}</meta>' for each in FEATURES
    )
    spine = "".join(f'<itemref idref="{_identifier(name)}"/>' for name in names)
    direction = ' page-progression-direction="rtl"' if edition.language.direction == "rtl" else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{tag}">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>'
        f"<dc:title>{escape(cover.title)}</dc:title><dc:language>{tag}</dc:language>"
        f"<dc:creator>{escape(cover.author)}</dc:creator>"
        f"<dc:description>{escape(cover.description)}</dc:description>"
        f"<dc:source>{escape(cover.url)}</dc:source>{dated}"
        f'<meta property="dcterms:modified">{(day or FIRST_DAY).isoformat()}T00:00:00Z</meta>'
        '<meta property="schema:accessMode">textual</meta>'
        '<meta property="schema:accessMode">visual</meta>'
        '<meta property="schema:accessModeSufficient">textual</meta>'
        f"{features}"
        '<meta property="schema:accessibilityHazard">none</meta>'
        f'<meta property="schema:accessibilitySummary">{escape(edition.say("epub_access"))}</meta>'
        "</metadata><manifest>"
        f'<item id="style" href="style.css" media-type="text/css"/>{"".join(map(item, names))}</manifest>'
        f"<spine{direction}>{spine}</spine>"
        "</package>"
    )


def _packed(files: Mapping[str, str], day: date | None) -> bytes:
    # First, and not compressed: that is how a reader knows an EPUB (EPUB OCF 3.3, section 4.3).
    texts = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, **files}
    encoded = {path: text.encode() for path, text in texts.items()}
    return archive(encoded, day, stored=["mimetype"])


def _identifier(text: str) -> str:
    """A name XML allows as an id."""
    return "x-" + "".join(c if c.isalnum() or c in "-_" else "-" for c in text)


@dataclass
class _Chapter:
    path: str
    sources: Mapping[int, Line]

    def xhtml(self, blocks: Blocks) -> str:
        return f'<section epub:type="chapter">{self.blocks(blocks)}</section>'

    def blocks(self, blocks: Blocks) -> str:
        return "".join(map(self.block, blocks))

    def line(self, line: Line) -> str:
        return "".join(
            escape(piece, quote=False) if isinstance(piece, str) else self.inline(piece)
            for piece in line
        )

    def marks(self, node: Node, style: str = "") -> str:
        """The attributes of a node: its id, its language, its looks."""
        marks = f' id="{self.anchor(node.id)}"' if node.id else ""
        if tag := node.language:
            marks += f' lang="{tag}" xml:lang="{tag}"'
        return f'{marks} class="{style}"' if style else marks

    def anchor(self, label: str) -> str:
        return _identifier(label.partition("#")[2] or "top")

    def href(self, to: Destination) -> str:
        match to:
            case Web():
                return to.url
            case Label():
                path = to.label.partition("#")[0]
                file = "" if path == self.path else file_name(path)
                return f"{file}#{self.anchor(to.label)}"
            case PagePlace():
                raise AssertionError(f"/{self.path}: /{to.path} is not resolved")
        assert_never(to)

    def block(self, node: Block) -> str:
        match node:
            case Plain():
                return self.line(node.content)
            case Heading():
                tag = f"h{min(node.level, 6)}"
                return f"<{tag}{self.marks(node)}>{self.line(node.content)}</{tag}>"
            case Paragraph():
                return f"<p{self.marks(node, node.style)}>{self.line(node.content)}</p>"
            case Items():
                return self.items(node)
            case Definitions():
                return self.definitions(node)
            case Table():
                return self.table(node)
            case Group() | Box() | Quotation():
                return self.frame(node)
            case _:
                return self.alone(node)

    def alone(self, node: Drawing | Preformatted | Rule | SourceList) -> str:
        """What holds no words of a page's own line."""
        match node:
            case Drawing():
                return self.drawing(node)
            case Preformatted():
                return f"<pre>{escape(node.text)}</pre>"
            case Rule():
                return "<hr/>"
            case SourceList():
                return self.notes()
        assert_never(node)

    def frame(self, node: Group | Box | Quotation) -> str:
        """Blocks with something around them."""
        inside = self.blocks(node.content)
        match node:
            case Group():
                return f"<div{self.marks(node, node.style)}>{inside}</div>"
            case Box():
                title = f'<p class="strong">{self.line(node.title)}</p>' if node.title else ""
                return f"<div{self.marks(node, 'box')}>{title}{inside}</div>"
            case Quotation():
                return f"<blockquote{self.marks(node)}>{inside}</blockquote>"
        assert_never(node)

    def items(self, node: Items) -> str:
        items = "".join(
            f"<li{self.marks(item, item.state)}>{self.blocks(item.content)}</li>"
            for item in node.items
        )
        tag = "ol" if node.ordered else "ul"
        start = f' start="{node.start}"' if node.start != 1 else ""
        return f"<{tag}{start}{self.marks(node, node.style)}>{items}</{tag}>"

    def definitions(self, node: Definitions) -> str:
        pairs = "".join(
            f"<dt>{self.line(pair.term)}</dt><dd>{self.blocks(pair.content)}</dd>"
            for pair in node.pairs
        )
        return f"<dl{self.marks(node)}>{pairs}</dl>"

    def table(self, node: Table) -> str:
        head = "".join(self.row(row, "col") for row in node.head)
        body = "".join(self.row(row, "row") for row in node.rows)
        inside = f"<thead>{head}</thead><tbody>{body}</tbody>"
        return f"<table{self.marks(node)}>{inside}</table>"

    def row(self, row: Row, scope: str) -> str:
        cells = ""
        for cell in row.cells:
            tag, more = ("th", f' scope="{scope}"') if cell.header else ("td", "")
            for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan)):
                more += f' {name}="{count}"' if count > 1 else ""
            cells += f"<{tag}{more}{self.marks(cell)}>{self.blocks(cell.content)}</{tag}>"
        return f"<tr{self.marks(row)}>{cells}</tr>"

    def drawing(self, node: Drawing) -> str:
        name = escape(node.alternative)
        svg = node.svg.replace("<svg ", f'<svg role="img" aria-label="{name}" ', 1)
        words = f"<figcaption>{self.blocks(node.caption)}</figcaption>" if node.caption else ""
        return f"<figure>{svg}{words}</figure>"

    def notes(self) -> str:
        items = "".join(
            f'<li id="x-source-{number}">{self.line(line)}</li>'
            for number, line in sorted(self.sources.items())
        )
        return f'<section class="notes" epub:type="endnotes" role="doc-endnotes"><ol>{items}</ol></section>'

    def inline(self, node: Inline) -> str:
        match node:
            case Link():
                href = escape(self.href(node.destination))
                return f'<a{self.marks(node)} href="{href}">{self.line(node.content)}</a>'
            case Span():
                return f"<span{self.marks(node, node.style)}>{self.line(node.content)}</span>"
            case Strong() | Emphasis() | Superscript() | Subscript():
                tag = _TAGS[type(node)]
                return f"<{tag}{self.marks(node)}>{self.line(node.content)}</{tag}>"
            case Code():
                return f"<code>{escape(node.text, quote=False)}</code>"
            case Citation():
                return _note_reference(node.number)
            case LineBreak():
                return "<br/>"
            case Note() | NoteReference() | WebAddress():
                raise AssertionError(f"/{self.path}: {node.kind} is for pages of paper")
        assert_never(node)


_TAGS = {Strong: "strong", Emphasis: "em", Superscript: "sup", Subscript: "sub"}


def _note_reference(number: int) -> str:
    return (
        f'<sup><a epub:type="noteref" role="doc-noteref" href="#x-source-{number}">'
        f"[{number}]</a></sup>"
    )
