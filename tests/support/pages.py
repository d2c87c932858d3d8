"""Reads finished HTML pages: titles, links, anchors, languages."""

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ],
)


@dataclass
class Element:
    """A start tag: its name and attributes, and the text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    language: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass
class Reader(HTMLParser):
    """The elements of a page in order."""

    elements: list[Element] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a start tag, in the language it stands in."""
        attributes = {name: value or "" for name, value in attrs}
        around = self._open[-1].language if self._open else ""
        element = Element(tag, attributes, language=attributes.get("lang", around))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself, as in SVG."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those inside it that need no end tag."""
        if tag in VOID:
            return
        names = [each.tag for each in self._open]
        if tag not in names:
            self.unbalanced.append(tag)
            return
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Add text to every element it stands in."""
        for element in self._open:
            element.text += data


@dataclass(frozen=True)
class HtmlPage:
    """A finished page of a built site; `address` is its path below the site's root."""

    address: str
    file: Path
    elements: tuple[Element, ...]

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element of a name with these attributes (`class_` for `class`)."""
        wanted = {name.strip("_"): value for name, value in attributes.items()}
        return [
            each
            for each in self.elements
            if each.tag == tag
            and all(value in each[name].split() for name, value in wanted.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only element of a name with these attributes."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{self.address}: {len(found)} <{tag}> {attributes}"
        return found[0]

    @property
    def anchors(self) -> set[str]:
        """What a fragment can lead to."""
        return {each["id"] for each in self.elements if each["id"]}

    @property
    def language(self) -> str:
        """The language the page says it is in."""
        return self.one("html")["lang"]

    @property
    def alternates(self) -> dict[str, str]:
        """hreflang → address, of the other languages of the page."""
        return {
            each["hreflang"]: each["href"]
            for each in self.all("link", rel="alternate")
            if each["hreflang"]
        }

    @property
    def links(self) -> list[str]:
        """Every address the page names: links, images, scripts, styles."""
        named = [each["href"] for each in self.elements if each["href"] and each.tag != "base"]
        named += [each["src"] for each in self.elements if each["src"]]
        return [link for link in named if link]

    @property
    def is_moved(self) -> bool:
        """Whether it only leads on to another page."""
        return any(each["http-equiv"] == "refresh" for each in self.all("meta"))


def read_page(site: Path, file: Path) -> HtmlPage:
    """Read one file of a site."""
    reader = Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    address = file.relative_to(site).as_posix().removesuffix("index.html")
    return HtmlPage(address, file, tuple(reader.elements))


@cache
def read_site(site: Path) -> dict[str, HtmlPage]:
    """Address → page, of every HTML page of a site."""
    files = sorted(site.rglob("*.html"))
    pages = [read_page(site, file) for file in files]
    return {page.address: page for page in pages}


def broken_links(site: Path) -> list[str]:
    """Every internal link, image, script or style that leads to nothing, told in a line."""
    pages = read_site(site)
    found = []
    for page in pages.values():
        anchors = page.anchors
        for link in dict.fromkeys(page.links):
            if urlsplit(link).scheme or link.startswith("//"):
                continue
            path, fragment = _resolve(page, link)
            there = pages.get(path)
            if there is None and not (site / path).is_file():
                found.append(f"/{page.address}: {link}")
            elif (
                fragment and there and fragment not in (anchors if there is page else there.anchors)
            ):
                found.append(f"/{page.address}: {link} (#{fragment})")
    return found


def _resolve(page: HtmlPage, link: str) -> tuple[str, str]:
    """Path below the site's root and fragment of a link without a scheme."""
    base = f"http://site/{page.address}"
    parts = urlsplit(urljoin(base, link))
    return unquote(parts.path.lstrip("/")), unquote(parts.fragment)
