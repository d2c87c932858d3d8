"""What views hold, as nodes: how briefs and checklists, which are made from views, say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urljoin

from atlas.catalogue.edition import Phrase
from atlas.documents.nodes import (
    Block,
    Blocks,
    Citation,
    Heading,
    Item,
    Items,
    Line,
    Link,
    ListStyle,
    Pair,
    Paragraph,
    Plain,
    Span,
    SpanStyle,
    Strong,
    Web,
)
from atlas.documents.tree import PageStore
from atlas.site.views import common

Words = Phrase | str | None


def words(text: Words) -> Line:
    """A text of a view as a line: marked up with its language and its notice; empty for None."""
    if not isinstance(text, Phrase):
        return [text] if text else []
    line: Line = [Span([text.text], language=text.language) if text.language else text.text]
    if text.notice:
        line += [" ", Span([f"({text.notice})"], "note")]
    return line


def citations(numbers: Iterable[int]) -> Line:
    """The numbers of some sources, as they stand behind what they prove."""
    return [Citation(number) for number in numbers]


def aside(text: Words) -> Line:
    """An explanation behind a text, with the space before it; empty for None."""
    return [" ", Span(words(text), "note")] if text else []


def strong(text: Words) -> Line:
    """A text in bold; empty for None."""
    return [Strong(words(text))] if text else []


def joined(lines: Iterable[Line], separator: str) -> Line:
    """Lines as one, with a separator between those that are not empty."""
    line: Line = []
    for part in filter(None, lines):
        line += [separator, *part] if line else part
    return line


def paragraph(*lines: Line, style: SpanStyle = "") -> Blocks:
    """A paragraph of some lines; no block if all are empty."""
    line = [*chain(*lines)]
    return [Paragraph(line, style)] if line else []


def items(lines: Iterable[Line], style: ListStyle = "", *, ordered: bool = False) -> Blocks:
    """A list of one line for each item; no block without any."""
    listed = [Item([Plain(line)]) for line in lines if line]
    return [Items(listed, ordered, style)] if listed else []


def fact(term: str, *blocks: Block) -> list[Pair]:
    """A fact under its name; none where nothing is said."""
    return [Pair([term], [*blocks])] if blocks else []


def fact_line(term: str, line: Line) -> list[Pair]:
    """A fact of one line under its name; none where the line is empty."""
    return fact(term, *([Plain(line)] if line else []))


def section(level: int, title: str, *blocks: Iterable[Block]) -> Blocks:
    """A heading with what stands under it; nothing where nothing does."""
    inside = [*chain(*blocks)]
    return [Heading([title], level), *inside] if inside else []


@dataclass(frozen=True)
class Linker:
    """Makes links on paper of the links in the view of one page: all lead to the site on the web.

    `page` is the path of the page, `home` where the edition stands on the web.
    """

    store: PageStore
    page: str
    home: str

    def url(self, path: str) -> str:
        """The address of a path with or without an anchor; raises TreeError if it leads nowhere."""
        page, _, anchor = path.partition("#")
        self.store.check_link(self.page, page, anchor)
        return urljoin(self.home, path)

    def to(self, path: str | None, line: Line) -> Line:
        """A line that leads to a path; the line alone where there is none."""
        return line if path is None else [Link(line, Web(self.url(path)))]

    def link(self, link: common.Link) -> Line:
        """A link of a view, with its note."""
        return [*self.to(link.path, words(link.text)), *aside(link.note)]

    def source(self, source: common.SourceLine) -> Line:
        """A source as it stands in a list of sources."""
        title = words(source.title)
        line: Line = [Link(title, Web(source.link))] if source.link else title
        line += [". ", *words(source.publisher)]
        return [*line, f", {source.published}." if source.published else "."]
