"""Pages people write: a Markdown file with front matter that is checked like a record."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from posixpath import dirname, join, normpath

from frontmatter.default_handlers import YAMLHandler

from atlas.catalogue.markdown_parser import Excess
from atlas.catalogue.markdown_parser import parse as parse_markdown
from atlas.catalogue.problems import Position, Problem, problem
from atlas.catalogue.validation import validate
from atlas.catalogue.yaml_reader import Document, decode, parse
from atlas.model.records import FrontMatter


@dataclass(frozen=True)
class WrittenPage:
    """One written page in one language.

    `file` is the path from the project's root, `name` the path inside the language's folder, `path`
    the address it is published at; `body_line` is the line its text starts on.
    """

    file: str
    name: str
    front: FrontMatter
    body: str
    body_line: int

    @property
    def path(self) -> str:
        """Its address below the language's root: `guide/vpi/`."""
        return page_path(self.name)


def page_path(name: str) -> str:
    """The address of a Markdown file: `guide/vpi.md` → `guide/vpi/`, `about/index.md` → `about/`."""
    stem = name.removesuffix(".md")
    if stem == "index" or stem.endswith("/index"):
        return stem.removesuffix("index")
    return f"{stem}/"


def read_written(
    file: str, name: str, content: bytes
) -> tuple[WrittenPage | None, Document, tuple[Problem, ...]]:
    """Read a written page: the page if its front matter is right, its front matter, its problems."""
    text, found = decode(file, content)
    if found:
        return None, Document(file, None), (found,)
    handler = YAMLHandler()
    # The front matter ends at a second line of hyphens; without one there is nothing to split.
    if not handler.detect(text) or len(handler.FM_BOUNDARY.split(text, 2)) < 3:
        missing = problem("missing-front-matter", file, Position())
        return None, Document(file, None), (missing,)
    matter, body = handler.split(text)
    document = parse(file, matter.removeprefix("\n"), first_line=2)
    front, problems = validate(document, FrontMatter)
    if not front:
        return None, document, problems
    line = text[: len(text) - len(body)].count("\n") + 1
    return WrittenPage(file, name, front, body, line), document, problems


@dataclass(frozen=True)
class Mention:
    """Something a page's Markdown names (a link, an insert, a heading), and the line it stands on."""

    value: str
    line: int
    column: int = 1


@dataclass
class Outline:
    """What a written page links to, cites, inserts and is divided into.

    `excess` says why a page is too much to be read; the rest is empty then.
    """

    links: list[Mention] = field(default_factory=list)
    images: list[Mention] = field(default_factory=list)
    citations: list[Mention] = field(default_factory=list)
    inserts: list[Mention] = field(default_factory=list)
    raw_html: list[Mention] = field(default_factory=list)
    unnamed_headings: list[Mention] = field(default_factory=list)
    heading_ids: list[str] = field(default_factory=list)
    excess: Excess | None = None


@lru_cache(maxsize=512)
def outline(page: WrittenPage) -> Outline:
    """The outline of a written page, for checks: lines as in its file, columns from 1."""
    parsed = parse_markdown(page.body)
    contents = Outline(excess=parsed.excess)
    for token, words in zip_longest(parsed.tokens, parsed.tokens[1:]):
        line = page.body_line + (token.map[0] if token.map else 0)
        if token.type == "insert":
            contents.inserts.append(Mention(token.content, line))
        elif token.type == "heading_open":
            if identifier := token.attrs.get("id"):
                contents.heading_ids.append(str(identifier))
            elif token.tag != "h1" and words:
                contents.unnamed_headings.append(Mention(words.content, line))
    lists = {
        "link_open": contents.links,
        "image": contents.images,
        "citation": contents.citations,
        "html_inline": contents.raw_html,
    }
    for passage in parsed.passages():
        for token in passage.token.children or ():
            if token.type in lists:
                row, column = passage.position(token.meta["offset"])
                value = str(token.attrs.get("href") or token.attrs.get("src") or token.content)
                lists[token.type].append(Mention(value, page.body_line + row, column + 1))
    return contents


def site_path(page: WrittenPage, link: str) -> str | None:
    """Where a relative link of a page leads, as a path below the language's root; None if elsewhere."""
    # A colon before the first slash may end the name of a scheme, however that name is disguised;
    # to a browser a backslash is a slash.
    if re.match(r"[^/]*:|[/\\]", link):
        return None
    target, mark, fragment = link.partition("#")
    if not target:
        return page.path + mark + fragment
    name = normpath(join(dirname(page.name), target))
    return (page_path(name) if name.endswith(".md") else name) + mark + fragment


def is_external(link: str) -> bool:
    """Whether a link leads to another site or opens a mail program, safely."""
    return link.startswith(("https://", "http://", "mailto:"))


LISTS = (
    "objectives",
    "themes",
    "services",
    "principles",
    "activities",
    "results",
    "connections",
)


TABLES = ("roles", "steps", "deadlines", "groups", "figures")


OTHERS = (
    "scenarios",
    "networks",
    "processes",
    "dialogues",
    "calendar",
    "mailboxes",
    "mandates",
    "contact",
)


DRAWINGS = {"review picture": "review_drawing", "levels picture": "levels_drawing"}
"""Insert → the key of the words without which there is no such drawing."""


def insert_names(
    programmes: Iterable[str], actors: Iterable[str], words: Container[str]
) -> set[str]:
    """Every insert a written page may name, where there are some programmes, kinds of actor and words."""
    lists = {f"{programme} {part}" for programme in programmes for part in (*LISTS, *TABLES)}
    drawings = {name for name, key in DRAWINGS.items() if key in words}
    return lists | {f"{actor} paragraphs" for actor in actors} | {*OTHERS} | drawings
