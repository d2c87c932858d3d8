"""The e-book: the pages of the handbook as EPUB 3, with accessibility metadata."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any

from atlas.catalogue.edition import Edition
from atlas.documents.book import Book
from atlas.documents.tree import Node, Tree, plain_text, walk
from atlas.exports.archives import archive

STYLE = """body{line-height:1.45;margin:0 3%}
h1,h2,h3,h4,h5{line-height:1.2;text-align:start;hyphens:none}
table{border-collapse:collapse;width:100%;font-size:.85em}
th,td{border-bottom:1px solid #b8c4d0;padding:.3em .4em;text-align:start;vertical-align:top}
thead th{background:#eef3f8;color:#111}
.note,.kicker{font-size:.9em}
.lede{font-size:1.05em}
.box{border-inline-start:3px solid #12365c;padding-inline-start:.8em}
.bare,.options{list-style:none;padding:0}
.strong,.badge,.when{font-weight:bold}
dt{font-weight:bold}
dd{margin:0 0 .4em 1em}
figure{margin:1em 0}
svg{max-width:100%;height:auto}
.notes{font-size:.9em;border-top:1px solid #b8c4d0}
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


def epub(
    edition: Edition,
    book: Book,
    chapters: Mapping[str, Tree],
    cover: Mapping[str, Any],
    day: date,
) -> bytes:
    """The e-book of a book's chapters; the same input gives the same bytes."""
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
        "cover.xhtml": document(cover["title"], _cover(cover)),
    }
    drawn = set()
    titles = {}
    for path, blocks in chapters.items():
        name = file_name(path)
        titles[path] = next((plain_text(n["c"]) for n in walk(blocks) if n["t"] == "h"), path)
        page = _Chapter(path, book.shelf.tree(path).sources, edition.say)
        files[name] = document(titles[path], page.xhtml(blocks))
        if any(node["t"] in ("drawing", "icon") for node in walk(blocks)):
            drawn.add(name)
    files["nav.xhtml"] = document(cover["contents"], _contents(book, titles, cover["contents"]))
    names = ["cover.xhtml", "nav.xhtml", *(file_name(path) for path in chapters)]
    files["book.opf"] = _package(edition, cover, day, names, drawn)
    return _packed({f"book/{name}": text for name, text in files.items()}, day)


def file_name(path: str) -> str:
    """The name of a page's file in the e-book."""
    return f"{path.strip('/').replace('/', '-')}.xhtml"


def _cover(cover: Mapping[str, Any]) -> str:
    return (
        f'<section epub:type="titlepage"><p>{escape(cover["author"])}</p>'
        f"<h1>{escape(cover['title'])}</h1><p>{escape(cover['description'])}</p>"
        f"<p>{escape(cover['edition'])}</p><p><strong>{escape(cover['independence'])}</strong></p>"
        f'<p><a href="{escape(cover["address"])}">{escape(cover["address"])}</a></p></section>'
    )


def _contents(book: Book, titles: Mapping[str, str], title: str) -> str:
    def entry(path: str, inside: str = "") -> str:
        return f'<li><a href="{file_name(path)}">{escape(titles[path])}</a>{inside}</li>'

    parts = []
    for part in book.parts:
        pages = "".join(entry(path) for path in part.pages)
        parts.append(entry(part.opening, f"<ol>{pages}</ol>" if pages else ""))
    return f'<nav epub:type="toc" role="doc-toc"><h1>{escape(title)}</h1><ol>{"".join(parts)}</ol></nav>'


def _package(
    edition: Edition,
    cover: Mapping[str, Any],
    day: date,
    names: Iterable[str],
    drawn: Iterable[str],
) -> str:
    tag = edition.language.tag
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{cover['address']}atlas-{tag}.epub")
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
        f"<dc:title>{escape(cover['title'])}</dc:title><dc:language>{tag}</dc:language>"
        f"<dc:creator>{escape(cover['author'])}</dc:creator>"
        f"<dc:description>{escape(cover['description'])}</dc:description>"
        f"<dc:source>{escape(cover['address'])}</dc:source><dc:date>{day.isoformat()}</dc:date>"
        f'<meta property="dcterms:modified">{day.isoformat()}T00:00:00Z</meta>'
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


def _packed(files: Mapping[str, str], day: date) -> bytes:
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
    sources: Mapping[int, Tree]
    say: Callable[[str], str]
    cited: list[int] = field(default_factory=list)

    def xhtml(self, blocks: Tree) -> str:
        return f'<section epub:type="chapter">{self.blocks(blocks)}</section>'

    def blocks(self, tree: Tree) -> str:
        return "".join(self.block(node) for node in tree)

    def line(self, tree: Tree) -> str:
        return "".join(
            escape(each, quote=False) if isinstance(each, str) else self.inline(each)
            for each in tree
        )

    def marks(self, node: Node) -> str:
        """The attributes of a node: its id, its language, its looks."""
        found = ""
        if place := node.get("id"):
            found += f' id="{self.anchor(place)}"'
        if tag := node.get("lang"):
            found += f' lang="{tag}" xml:lang="{tag}"'
        if kind := node.get("k"):
            found += f' class="{kind}"'
        return found

    def anchor(self, place: str) -> str:
        return _identifier(place.partition("#")[2] or "top")

    def link(self, place: str) -> str:
        path = place.partition("#")[0]
        file = "" if path == self.path else file_name(path)
        return f"{file}#{self.anchor(place)}"

    def block(self, node: Node) -> str:
        kind = node["t"]
        match kind:
            case "plain":
                return self.line(node["c"])
            case "h":
                tag = f"h{min(node['n'], 6)}"
                return f"<{tag}{self.marks(node)}>{self.line(node['c'])}</{tag}>"
            case "p":
                return f"<p{self.marks(node)}>{self.line(node['c'])}</p>"
            case "ul" | "ol":
                items = "".join(
                    f"<li{self.marks(item)}>{self.blocks(item['c'])}</li>" for item in node["c"]
                )
                return f"<{kind}{self.marks(node)}>{items}</{kind}>"
            case "dl":
                pairs = "".join(
                    f"<dt>{self.line(pair['term'])}</dt><dd>{self.blocks(pair['c'])}</dd>"
                    for pair in node["c"]
                )
                return f"<dl{self.marks(node)}>{pairs}</dl>"
            case "table":
                return self.table(node)
            case "drawing":
                return self.drawing(node)
            case "sources":
                return self.notes()
        return self.frame(node)

    def frame(self, node: Node) -> str:
        """Blocks with something around them."""
        inside = self.blocks(node["c"]) if node["t"] in ("group", "box", "quote") else ""
        match node["t"]:
            case "group":
                return f"<div{self.marks(node)}>{inside}</div>"
            case "box":
                title = f'<p class="strong">{self.line(node["title"])}</p>' if node["title"] else ""
                return f'<div class="box">{title}{inside}</div>'
            case "quote":
                return f"<blockquote>{inside}</blockquote>"
            case "pre":
                return f"<pre>{escape(node['c'][0])}</pre>"
            case "hr":
                return "<hr/>"
        return self.inline(node)

    def table(self, node: Node) -> str:
        def row(each: Node, head: bool) -> str:
            cells = ""
            for cell in each["c"]:
                tag = "th" if cell["th"] else "td"
                scope = "col" if head else "row"
                more = f' scope="{scope}"' if cell["th"] else ""
                for name, count in (("colspan", cell["across"]), ("rowspan", cell["down"])):
                    more += f' {name}="{count}"' if count > 1 else ""
                cells += f"<{tag}{more}>{self.blocks(cell['c'])}</{tag}>"
            return f"<tr{self.marks(each)}>{cells}</tr>"

        head = "".join(row(each, True) for each in node["head"])
        body = "".join(row(each, False) for each in node["c"])
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"

    def drawing(self, node: Node) -> str:
        svg = node["svg"].replace(
            "<svg ", f'<svg role="img" aria-label="{escape(node["alt"])}" ', 1
        )
        caption = node.get("caption")
        words = f"<figcaption>{self.blocks(caption)}</figcaption>" if caption else ""
        return f"<figure>{svg}{words}</figure>"

    def notes(self) -> str:
        items = "".join(
            f'<li id="x-source-{number}">{self.line(line)}</li>'
            for number, line in sorted(self.sources.items())
        )
        return f'<section class="notes" epub:type="endnotes" role="doc-endnotes"><ol>{items}</ol></section>'

    def inline(self, node: Node) -> str:
        kind = node["t"]
        if kind == "a":
            target = self.link(node["to"]) if "to" in node else node["href"]
            return f'<a{self.marks(node)} href="{escape(target)}">{self.line(node["c"])}</a>'
        if kind == "cite":
            number = node["n"]
            return (
                f'<sup><a epub:type="noteref" role="doc-noteref" href="#x-source-{number}">'
                f"[{number}]</a></sup>"
            )
        if kind == "br":
            return "<br/>"
        if kind == "icon":
            return str(node["svg"].replace("<svg ", '<svg aria-hidden="true" ', 1))
        tag = {"strong": "strong", "em": "em", "sup": "sup", "sub": "sub", "code": "code"}
        name = tag.get(kind, "span")
        return f"<{name}{self.marks(node)}>{self.line(node['c'])}</{name}>"
