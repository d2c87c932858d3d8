"""What the search knows of an edition: its pages, their parts, what they are called and say.

The list is small enough to be sent whole, so that one ranking in the browser (`search-ranking.js`)
serves the site on a server and in a folder alike, and no word of a reader goes anywhere.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from lxml.html import HtmlElement, fragment_fromstring

from atlas.catalogue.search_names import Names, names_by_address
from atlas.site.layout import Frame
from atlas.site.pages import Page

NOT_SEARCHED = frozenset({"a-z/", "translations/", "reviews/"})
"""Paths of pages the search leaves out: an index of its own, and what editors look after."""

UNSEARCHED = "data-unsearched"
"""The attribute of what a page shows and search leaves out."""

_HEADINGS = ("h2", "h3", "h4")
_BEGINNING = 150
"""Letters of a part's text that a result shows."""

_COMMON = 4
"""Pages that may have a part of the same title before that title is no longer one to look for."""

_FEW = 8
"""Pages a kind must have before what most of them say is no longer looked for."""

_WORD = re.compile(
    r"\d+(?:/\d+)+|\d+|[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\d_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+"
)
"""A number, perhaps of a resolution; a sign of a script without spaces; or the letters of a word."""


@dataclass(frozen=True)
class Part:
    """A part of a page: the anchor it stands at (empty: the page itself), its title, its text and words."""

    anchor: str
    title: str
    text: str
    words: frozenset[str]


@dataclass
class _Made:
    """A part as it goes into the list, and the words looked for in it."""

    anchor: str
    title: str
    text: str
    words: set[str] = field(default_factory=set)


def words(text: str) -> list[str]:
    """The words of a text as search compares them, as `search-ranking.js` does: `Côte` → `cote`."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    plain = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    numbered = re.sub(r"(?<=\d)[-.](?=\d)", "/", re.sub(r"['’ʼ]", "", plain))
    return [str(word) for word in _WORD.findall(numbered)]


def is_searched(frame: Frame, page: Page) -> bool:
    """Whether the search knows a page."""
    return frame.is_translated(page) and page.path not in NOT_SEARCHED


def search_index(frame: Frame, pages: Iterable[Page]) -> str:
    """The list as JSON: `{"stops": words, "groups": [name], "kinds": [name], "pages": [...], "words": text}`.

    A page is `[path, title, group, kind, description, names, codes, parts]`, a part `[anchor, title,
    names, beginning]`; group and kind are positions in the lists of those. Entries are numbered in the
    order in which they stand, a page before its parts. `words` has a line for each word: how many
    letters it shares with the word before, its other letters, a space, then the numbers of entries in
    base 36, each the distance from the one before.
    """
    searched = [page for page in pages if is_searched(frame, page)]
    named = names_by_address(frame.edition)
    split = [parts(page.html) for page in searched]
    rare = _rare_titles(split)
    made = [
        _merged(page_parts, rare, named, page.path)
        for page, page_parts in zip(searched, split, strict=True)
    ]
    _drop_furniture(searched, made)
    groups: dict[str, int] = {}
    kinds: dict[str, int] = {}
    none = Names()
    rows = []
    for page, (_, *below) in zip(searched, made, strict=True):
        own = named.get(page.path, none)
        group = groups.setdefault(frame.section_name(page), len(groups))
        kind = kinds.setdefault(page.kind, len(kinds))
        inside = [
            [
                part.anchor,
                part.title,
                named.get(f"{page.path}#{part.anchor}", none).names,
                part.text,
            ]
            for part in below
        ]
        about = (page.description, own.names, own.codes)
        rows.append([page.path, page.title, group, kind, *about, inside])
    index = {
        "stops": frame.say("search_stop_words"),
        "groups": list(groups),
        "kinds": list(kinds),
        "pages": rows,
        "words": _packed(made),
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=4096)
def parts(html: str) -> tuple[Part, ...]:
    """A page's parts in their order, the page itself first; each has the text up to the next."""
    found: list[tuple[str, str, list[str]]] = [("", "", [])]
    above = ""
    for kind, value in _events(fragment_fromstring(html, create_parent=True)):
        if kind == "text":
            found[-1][2].append(value)
            continue
        anchor, _, title = value.partition(" ")
        # “Paragraph 3” says too little: it is that of an article.
        if kind == "lower":
            title = f"{above} · {title}"
        else:
            above = title
        found.append((anchor, title, []))
    return tuple(_part(anchor, title, _plain("".join(texts))) for anchor, title, texts in found)


def _part(anchor: str, title: str, text: str) -> Part:
    return Part(anchor, title, text, frozenset(words(text)))


def _events(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """What an element holds, in order: `text`, or its anchor and title: `part`, or `lower` for the lowest."""
    for child in (None, *element):
        if child is None:
            yield "text", element.text or ""
            continue
        if isinstance(child.tag, str) and _is_read(child):
            title = _title(child)
            if title:
                yield "lower" if child.tag == "h4" else "part", f"{child.get('id')} {title}"
            inline = child.tag in _INLINE
            yield "text", "" if inline else "\n"
            if not (title and child.tag in _HEADINGS):
                yield from _events(child)
            yield "text", "" if inline else "\n"
        yield "text", child.tail or ""


_INLINE = (
    *("a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong"),
    *("time", "wbr"),
)
"""Elements that do not end a word."""


def _is_read(element: HtmlElement) -> bool:
    return (
        element.get(UNSEARCHED) is None
        and element.get("class") != "headerlink"
        and element.tag not in ("script", "style", "nav", "svg", "form", "sup", "template")
        and element.get("aria-hidden") != "true"
    )


def _title(element: HtmlElement) -> str:
    """The title of the part an element begins, if it begins one: a heading, or what holds one first."""
    if not element.get("id"):
        return ""
    if element.tag in _HEADINGS:
        return _plain("".join(text for kind, text in _events(element) if kind == "text"))
    # What a list or a section says first, if it says it on a line of its own, is its title.
    named = element.xpath("./*[self::h2 or self::h3 or self::h4][1]") or element.xpath(
        "./*[contains(@class, '__title') or contains(@class, '__name')][1]"
    )
    if element.tag in ("section", "article", "li", "div") and named:
        return _plain("".join(text for kind, text in _events(named[0]) if kind == "text"))
    return ""


def _plain(text: str) -> str:
    return " ".join(text.split())


def _rare_titles(pages: Sequence[Sequence[Part]]) -> frozenset[str]:
    """The titles of parts that only few pages have."""
    count = Counter(title for page in pages for title in {part.title for part in page})
    return frozenset(title for title, number in count.items() if number <= _COMMON)


def _merged(
    found: Sequence[Part], rare: frozenset[str], named: Mapping[str, Names], path: str
) -> list[_Made]:
    """The parts of a page that have a title to look for; what else it says counts as the page's."""
    made = [_Made("", "", "")]
    for part in found:
        anchor = part.anchor
        if anchor and (part.title in rare or f"{path}#{anchor}" in named) and len(part.title) > 1:
            made.append(_Made(anchor, part.title, _beginning(part.text)))
            into = made[-1]
        else:
            into = made[0]
        into.words |= part.words
    return made


def _beginning(text: str) -> str:
    if len(text) <= _BEGINNING:
        return text
    return f"{text[:_BEGINNING].rpartition(' ')[0]}…"


def _drop_furniture(pages: Sequence[Page], made: Sequence[Sequence[_Made]]) -> None:
    """Forget the words that half the pages of a kind say: nobody looks for one of them by those."""
    by_kind: dict[str, list[_Made]] = {}
    for page, parts_of_page in zip(pages, made, strict=True):
        by_kind.setdefault(page.kind, []).append(parts_of_page[0])
    for own in by_kind.values():
        if len(own) < _FEW:
            continue
        count = Counter(word for part in own for word in part.words)
        furniture = {word for word, number in count.items() if number * 2 > len(own)}
        for part in own:
            part.words -= furniture


def _packed(made: Iterable[Sequence[_Made]]) -> str:
    entries: dict[str, list[int]] = {}
    flat = [part for parts_of_page in made for part in parts_of_page]
    for number, part in enumerate(flat):
        for word in part.words:
            entries.setdefault(word, []).append(number)
    lines, before = [], ""
    for word in sorted(entries):
        shared = 0
        while shared < min(len(word), len(before), 35) and word[shared] == before[shared]:
            shared += 1
        numbers = entries[word]
        distances = [numbers[0], *(b - a for a, b in pairwise(numbers))]
        lines.append(f"{_base36(shared)}{word[shared:]} {' '.join(map(_base36, distances))}")
        before = word
    return "\n".join(lines)


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits
