"""Written Markdown → safe HTML: no raw HTML, links that are checked, citations, glossary links, inserts."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nh3
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from atlas.catalogue.markdown_parser import parse
from atlas.catalogue.written_pages import WrittenPage, is_external, site_path

ATTRIBUTES = {
    "a": {"href", "class", "aria-label"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "h1": {"id"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "h6": {"id"},
    "ol": {"start"},
    "p": {"class"},
    "sup": {"class"},
    "td": {"data-label"},
    "th": {"scope"},
}
"""The attributes an element of a written page may have."""

ELEMENTS = {
    *ATTRIBUTES,
    *("blockquote", "br", "code", "dd", "dl", "dt", "em", "hr", "li", "pre", "strong"),
    *("table", "tbody", "thead", "tr", "ul"),
}
"""The elements a written page may hold."""

# An attribute no text can have: what a page's author writes becomes no class of a paragraph.
_HOLE = '<p class="insert-{}"></p>'


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

    def fill(self, inserts: Mapping[str, str]) -> str:
        """The HTML with each insert in its place; `inserts` maps names to HTML."""
        html = self.html
        for number, name in enumerate(self.inserts):
            html = html.replace(_HOLE.format(number), inserts[name])
        return html


# While serving, most pages are the same after an edit; to convert them is what takes longest.
@lru_cache(maxsize=512)
def render(page: WrittenPage, setting: Setting) -> Prose:
    """A written page's text as HTML. Raw HTML in it comes out as the text it is.

    A page that is too much to be read (see `Outline.excess`) comes out empty.
    """
    renderer = _Renderer(page, setting)
    html = renderer.render(parse(page.body).tokens, OptionsDict(_OPTIONS), {})
    return Prose(_clean(html).rstrip(), tuple(renderer.cited), tuple(renderer.inserts))


_OPTIONS: Any = {"xhtmlOut": False, "breaks": False, "langPrefix": "", "highlight": None}


def _clean(html: str) -> str:
    """Only elements and attributes a page may hold, whatever the renderer let through."""
    return nh3.clean(
        html,
        tags=ELEMENTS,
        attributes=ATTRIBUTES,
        url_schemes={"https", "http", "mailto"},
        link_rel=None,
    )


class _Renderer(RendererHTML):
    """One page's HTML. Each public method makes the HTML of the tokens it is named after."""

    def __init__(self, page: WrittenPage, setting: Setting) -> None:
        super().__init__()
        self._page = page
        self._setting = setting
        self._left = dict(setting.terms)
        self._terms = _pattern(setting.terms)
        # How many headings, links and heads of columns are open: no term is linked inside them.
        self._plain = 0
        # The heads of the table being made, and those left for the cells of the row being made.
        self._columns: list[str] = []
        self._names: Iterator[str] = iter(())
        self.cited: dict[str, int] = {}
        self.inserts: list[str] = []

    def text(self, tokens: Sequence[Token], index: int, *_: object) -> str:
        words = tokens[index].content
        return escapeHtml(words) if self._plain else self._linked(words)

    def _linked(self, words: str) -> str:
        """Text with the first use of each glossary term linked to its entry."""
        html, start = [], 0
        for match in self._terms.finditer(words):
            path = self._left.get(match[0].lower())
            if path is None:
                continue
            self._left = {form: to for form, to in self._left.items() if to != path}
            href = escapeHtml(self._setting.link(path))
            html.append(escapeHtml(words[start : match.start()]))
            html.append(f'<a class="term" href="{href}">{escapeHtml(match[0])}</a>')
            start = match.end()
        return "".join((*html, escapeHtml(words[start:])))

    def html_inline(self, tokens: Sequence[Token], index: int, *_: object) -> str:
        return escapeHtml(tokens[index].content)

    def image(self, tokens: Sequence[Token], index: int, *_: object) -> str:
        return escapeHtml(tokens[index].content)

    def citation(self, tokens: Sequence[Token], index: int, *_: object) -> str:
        number = self.cited.setdefault(tokens[index].content, len(self.cited) + 1)
        return f'<sup class="cite"><a href="#source-{number}">[{number}]</a></sup>'

    def insert(self, tokens: Sequence[Token], index: int, *_: object) -> str:
        self.inserts.append(tokens[index].content)
        return _HOLE.format(len(self.inserts) - 1) + "\n"

    def link_open(self, tokens: Sequence[Token], index: int, *_: object) -> str:
        self._plain += 1
        href = str(tokens[index].attrs["href"])
        path = site_path(self._page, href)
        if path is None:
            return f'<a href="{escapeHtml(href)}">' if is_external(href) else "<a>"
        inside = href if href.startswith("#") else self._setting.link(path)
        return f'<a href="{escapeHtml(inside)}">'

    def link_close(self, *_: object) -> str:
        self._plain -= 1
        return "</a>"

    def heading_open(self, tokens: Sequence[Token], index: int, *_: object) -> str:
        self._plain += 1
        heading = tokens[index]
        identifier = heading.attrs.get("id")
        return f'<{heading.tag} id="{identifier}">' if identifier else f"<{heading.tag}>"

    def heading_close(self, tokens: Sequence[Token], index: int, *_: object) -> str:
        self._plain -= 1
        heading = tokens[index - 2]
        link = ""
        identifier = heading.attrs.get("id")
        if identifier and heading.level == 0 and heading.tag in ("h2", "h3", "h4"):
            label = escapeHtml(self._setting.permalink.format(heading=_words(tokens[index - 1])))
            link = f'<a aria-label="{label}" class="headerlink" href="#{identifier}">#</a>'
        return f"{link}</{heading.tag}>\n"

    def table_open(self, *_: object) -> str:
        label = escapeHtml(self._setting.table)
        return f'<div aria-label="{label}" class="table" role="group" tabindex="0"><table>\n'

    def table_close(self, *_: object) -> str:
        return "</table></div>\n"

    def thead_open(self, *_: object) -> str:
        self._columns = []
        return "<thead>\n"

    def th_open(self, tokens: Sequence[Token], index: int, *_: object) -> str:
        self._plain += 1
        self._columns.append(_words(tokens[index + 1]))
        return '<th scope="col">'

    def tr_open(self, *_: object) -> str:
        self._names = iter(self._columns)
        return "<tr>\n"

    def td_open(self, *_: object) -> str:
        return f'<td data-label="{escapeHtml(next(self._names, ""))}">'

    def th_close(self, *_: object) -> str:
        self._plain -= 1
        return "</th>\n"


def _words(line: Token) -> str:
    return "".join(child.content for child in line.children or () if child.type != "citation")


def _pattern(terms: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    forms = sorted(dict(terms), key=len, reverse=True)
    alternatives = "|".join(map(re.escape, forms)) or r"(?!)"
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE)
