"""Written Markdown → safe HTML: no raw HTML, links that are checked, citations, glossary links, inserts."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from atlas.catalogue.written_pages import (
    CITATION,
    INSERT,
    WrittenPage,
    is_external,
    site_path,
)

EXTENSIONS = ("tables", "attr_list", "def_list", "admonition", "sane_lists")
_HOLE = "atlasinsert{}atlasinsert"


@dataclass(frozen=True)
class Setting:
    """What rendering needs to know of the page's surroundings.

    `link` turns a site path into an address relative to the page; `terms` pairs the form of a glossary
    term, in lower case, with the path of its entry.
    """

    link: Callable[[str], str]
    terms: tuple[tuple[str, str], ...]
    permalink: str
    table: str


@dataclass(frozen=True)
class Prose:
    """A page's text as HTML with holes for its inserts, named in order.

    `cited` are the sources it cites, in the order of their numbers: the first has number 1.
    """

    html: str
    cited: tuple[str, ...]
    inserts: tuple[str, ...]

    def filled(self, inserts: Mapping[str, str]) -> str:
        """The HTML with each insert in its place; `inserts` maps names to HTML."""
        html = self.html
        for number, name in enumerate(self.inserts):
            hole = _HOLE.format(number)
            html = html.replace(f"<p>{hole}</p>", inserts[name]).replace(hole, "")
        return html


# While serving, most pages are the same after an edit; to convert them is what takes longest.
@lru_cache(maxsize=512)
def render(page: WrittenPage, setting: Setting) -> Prose:
    """A written page's text as HTML. Raw HTML in it comes out as the text it is."""
    inserts: list[str] = []
    cited: dict[str, int] = {}

    def hold(match: re.Match[str]) -> str:
        inserts.append(match[1])
        return _HOLE.format(len(inserts) - 1)

    def cite(source: str) -> int:
        return cited.setdefault(source, len(cited) + 1)

    text = INSERT.sub(hold, page.body)
    text = re.sub(r"^(\s*[-*] )\[ \] ", r"\1☐ ", text, flags=re.MULTILINE)
    markdown = Markdown(extensions=[*EXTENSIONS, _Atlas(page, setting, cite)])
    return Prose(_clean(markdown.convert(text)), tuple(cited), tuple(inserts))


def _clean(html: str) -> str:
    """Only elements and attributes a page may hold; attribute lists could smuggle in others."""
    return nh3.clean(
        html,
        attributes={
            "*": {"id", "class", "lang", "dir"},
            "a": {"href", "aria-label"},
            "div": {"role", "tabindex", "aria-label"},
            "ol": {"start"},
            "th": {"scope"},
        },
        url_schemes={"https", "http", "mailto"},
        link_rel=None,
    )


class _Atlas(Extension):
    def __init__(self, page: WrittenPage, setting: Setting, cite: Callable[[str], int]) -> None:
        super().__init__()
        self.page = page
        self.setting = setting
        self.cite = cite

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name Python-Markdown calls
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_Citations(CITATION, md), "citation", 175)
        # After "inline" (20), so that the tree has its links and its text.
        md.treeprocessors.register(_Numbers(md, self.cite), "numbers", 16)
        md.treeprocessors.register(_Links(md, self.page, self.setting), "links", 15)
        md.treeprocessors.register(_Terms(md, self.setting), "terms", 5)
        md.treeprocessors.register(_Frames(md, self.setting), "frames", 3)


class _Citations(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name Python-Markdown calls
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        return (
            ElementTree.Element("sup", {"class": "cite", "data-source": m[1]}),
            m.start(0),
            m.end(0),
        )


class _Numbers(Treeprocessor):
    """Numbers citations as a reader meets them; Markdown comes to what stands in lists last."""

    def __init__(self, md: Markdown, cite: Callable[[str], int]) -> None:
        super().__init__(md)
        self.cite = cite

    def run(self, root: ElementTree.Element) -> None:
        for mark in root.iter("sup"):
            if source := mark.attrib.pop("data-source", None):
                number = self.cite(source)
                link = ElementTree.SubElement(mark, "a", {"href": f"#source-{number}"})
                link.text = f"[{number}]"


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, page: WrittenPage, setting: Setting) -> None:
        super().__init__(md)
        self.page = page
        self.setting = setting

    def run(self, root: ElementTree.Element) -> None:
        for link in root.iter("a"):
            href = link.get("href", "")
            path = site_path(self.page, href)
            if path is not None and not href.startswith("#"):
                link.set("href", self.setting.link(path))
            elif path is None and not is_external(href):
                del link.attrib["href"]


class _Terms(Treeprocessor):
    """Links the first use of each glossary term to its entry."""

    SKIPPED = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th", "sup"})

    def __init__(self, md: Markdown, setting: Setting) -> None:
        super().__init__(md)
        self.setting = setting
        self.left = dict(setting.terms)
        forms = sorted(self.left, key=len, reverse=True)
        alternatives = "|".join(map(re.escape, forms)) or r"(?!)"
        self.pattern = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE)

    def run(self, root: ElementTree.Element) -> None:
        self.walk(root)

    def walk(self, element: ElementTree.Element) -> None:
        if element.tag in self.SKIPPED:
            return
        children = list(element)
        if element.text:
            element.text, links = self.split(element.text)
            for offset, link in enumerate(links):
                element.insert(offset, link)
        for child in children:
            self.walk(child)
            if child.tail:
                child.tail, links = self.split(child.tail)
                place = list(element).index(child) + 1
                for offset, link in enumerate(links):
                    element.insert(place + offset, link)

    def split(self, text: str) -> tuple[str, list[ElementTree.Element]]:
        links: list[ElementTree.Element] = []
        start, head = 0, ""
        for match in self.pattern.finditer(text):
            path = self.left.get(match[0].lower())
            if path is None:
                continue
            self.left = {form: to for form, to in self.left.items() if to != path}
            before = text[start : match.start()]
            if links:
                links[-1].tail = before
            else:
                head = before
            link = ElementTree.Element("a", {"class": "term", "href": self.setting.link(path)})
            link.text = match[0]
            links.append(link)
            start = match.end()
        if not links:
            return text, []
        links[-1].tail = text[start:]
        return head, links


class _Frames(Treeprocessor):
    """Gives wide tables a frame that scrolls by keyboard, and headings a permanent link."""

    def __init__(self, md: Markdown, setting: Setting) -> None:
        super().__init__(md)
        self.setting = setting

    def run(self, root: ElementTree.Element) -> None:
        for parent, table in list(_with_parents(root, ("table",))):
            place = list(parent).index(table)
            label = self.setting.table
            frame = ElementTree.Element(
                "div", {"class": "table", "role": "group", "tabindex": "0", "aria-label": label}
            )
            frame.tail, table.tail = table.tail, None
            parent.remove(table)
            parent.insert(place, frame)
            frame.append(table)
            for cell in table.iter("th"):
                cell.set("scope", "col")
        for heading in root:
            if heading.tag in ("h2", "h3", "h4") and (identifier := heading.get("id")):
                words = "".join(heading.itertext())
                label = self.setting.permalink.format(heading=words)
                link = ElementTree.SubElement(
                    heading,
                    "a",
                    {"class": "headerlink", "href": f"#{identifier}", "aria-label": label},
                )
                link.text = "#"


def _with_parents(
    root: ElementTree.Element, tags: Sequence[str]
) -> Iterator[tuple[ElementTree.Element, ElementTree.Element]]:
    for parent in root.iter():
        for child in parent:
            if child.tag in tags:
                yield parent, child
