"""The shell: the complete HTML around a page, from the templates in `overrides/`.

Whatever engine writes the site, it gets its templates, and what they show, from here: the same page is
the same bytes. A document is a value: two equal ones, in the same words and by the same templates, give
the same HTML.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, partial
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition, path_between
from atlas.catalogue.routes import folded, path_of
from atlas.model.kinds import KINDS, PAGED
from atlas.site.downloads import PICTURE_SIZE
from atlas.site.icons import icon
from atlas.site.layout import Alternate, Frame, Section
from atlas.site.pages import Heading, Page
from atlas.site.script_data import script_data
from atlas.site.search_index import search_index

FOLDER = "overrides"
"""Where the templates, and beside them the assets, stand below the project's root."""

PAGE = "main.html"
"""The template of a page; the engine MkDocs knows it by this name."""

MOVED = "moved.html"
"""The template of a page at a former address."""

NOT_FOUND = "404.html"

SEARCH_INDEX = "search-index.js"
"""What search knows of a language, as a script: a page read from a folder can fetch nothing else."""

ONCE = (NOT_FOUND, SEARCH_INDEX, "sitemap.xml", "robots.txt", "site.webmanifest")
"""Templates each language needs once. What comes out empty is not written."""

ASSETS = ("assets/", "favicon.ico")
"""What of the folder goes into the site."""

ICON = "assets/atlas/icon.svg"

SCRIPTS = {
    "lists.js": ("data-filter", "data-sortable", "data-compare"),
    "docx.js": ("data-builder",),
    "builder.js": ("data-builder",),
}
"""Script → the attributes in a page that call for it."""


@cache
def environment(folder: Path) -> Environment:
    """The templates of a folder: everything they show is escaped, and no name may be unknown."""
    templates = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined
    )
    templates.globals["icon"] = icon
    return templates


def assets(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Path below the site's root and content, of what goes into the site; style sheets without their air."""
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and name.startswith(ASSETS):
            content = file.read_bytes()
            yield name, _pressed(content.decode()).encode() if file.suffix == ".css" else content


def _pressed(styles: str) -> str:
    """A style sheet without comments and without the spaces that only people need."""
    parts = re.split(r'("[^"]*")', re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL))
    for index in range(0, len(parts), 2):
        part = re.sub(r"\s+", " ", parts[index])
        part = re.sub(r" ?([{};,]) ?", r"\1", part)
        parts[index] = re.sub(r"(?<=[\w-]): ", ":", part).replace(";}", "}")
    return "".join(parts).strip()


_NOTHING = Markup()

_OPENING = re.compile(r'.*?</header>(?:\s*<p class="lede">.*?</p>)?', re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """A line of a page's contents: a section and those below it."""

    heading: Heading
    below: tuple[Heading, ...]


@dataclass(frozen=True)
class Document:
    """All that a whole page shows, but for the site's own words.

    `beginning` is the page's HTML to the end of its header and opening sentence, `rest` what follows;
    `path` is None where the document is shown at any address. `citation` is a sentence, then each machine
    format with its name.
    """

    frame: Frame = field(compare=False)
    path: str | None
    title: str
    description: str
    alternates: Sequence[Alternate]
    sections: Sequence[Section]
    chapters: Sequence[Section]
    upkeep: Sequence[Section]
    main: Sequence[Section]
    page: Page | None = None
    beginning: Markup = _NOTHING
    rest: Markup = _NOTHING
    scripts: tuple[str, ...] = ()
    contents: tuple[Entry, ...] = ()
    canonical: str = ""
    picture: str = ""
    picture_size: tuple[int, int] = PICTURE_SIZE
    translated: bool = True
    json_ld: Markup = _NOTHING
    citation: tuple[str, Sequence[tuple[str, str]]] = ("", ())
    report: str = ""

    def context(self) -> dict[str, Any]:
        """What the template sees: this document's fields, the site's words, and links from the page."""
        return {
            **{part.name: getattr(self, part.name) for part in fields(self)},
            "say": self.frame.say,
            "to": partial(self.frame.to, self.page),
            "root": partial(self.frame.to_root, self.page),
        }


def document(frame: Frame, page: Page) -> Document:
    """What the whole of a page shows."""
    beginning, rest = _opening(page.html)
    translated = frame.is_translated(page)
    return Document(
        frame=frame,
        path=page.path,
        title=page.title,
        description=page.description,
        **_around(frame, page),
        page=page,
        beginning=Markup(beginning),  # the HTML of a page, escaped when it was made
        rest=Markup(rest),  # the same
        scripts=tuple(
            name for name, marks in SCRIPTS.items() if any(mark in rest for mark in marks)
        ),
        contents=_contents(page),
        canonical=frame.canonical(page),
        picture=frame.picture,
        translated=translated,
        json_ld=frame.json_ld(page),
        citation=frame.citation(page),
        report=frame.report(frame.canonical(page), page.title),
    )


def _opening(html: str) -> tuple[str, str]:
    """A page's HTML to the end of its header and, where one follows, its opening sentence; and the rest."""
    end = _OPENING.match(html)
    return (html[: end.end()], html[end.end() :]) if end else (html, "")


def _around(frame: Frame, page: Page | None) -> dict[str, Any]:
    return {
        "alternates": frame.alternates(page),
        "sections": frame.sections(page),
        "chapters": frame.chapters(page),
        "upkeep": frame.upkeep(page),
        "main": frame.main(page),
    }


def _contents(page: Page) -> tuple[Entry, ...]:
    """The contents of a page that has at least three parts and begins with no list of its own."""
    if not page.path or page.section == "countries" or 'class="initials"' in page.html:
        return ()
    entries: list[Entry] = []
    for heading in page.headings:
        if heading.level == 2 or not entries:
            entries.append(Entry(heading, ()))
        else:
            last = entries[-1]
            entries[-1] = replace(last, below=(*last.below, heading))
    return tuple(entries) if len(entries) > 2 else ()


def once(frame: Frame, template: str, pages: Sequence[Page]) -> dict[str, Any]:
    """What one of the templates ONCE sees; `pages` are all pages of the frame's edition."""
    if template == NOT_FOUND:
        return _not_found(frame)
    if template == SEARCH_INDEX:
        return {"index": script_data(search_index(frame, pages))}
    return {"frame": frame, "pages": pages}


def _not_found(frame: Frame) -> dict[str, Any]:
    """What the page shows that stands for one that is not there.

    Most hosts know only the one at the root, so that one speaks every language of the site.
    """
    frames = (frame, *_others(frame)) if frame.language.default else (frame,)
    titles = dict.fromkeys(other.say("not_found_title") for other in frames)
    shown = Document(
        frame=frame,
        path=None,
        title=" · ".join(titles),
        description=frame.say("site_description"),
        **_around(frame, None),
    )
    return {**shown.context(), "frames": frames}


def _others(frame: Frame) -> Iterator[Frame]:
    edition = frame.edition
    for language in edition.catalogue.languages:
        if language != frame.language:
            yield replace(frame, edition=Edition(edition.catalogue, language, edition.today))


def moved(frame: Frame) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each former address of the language, and what the template MOVED sees to lead on from it."""
    for path, target in _moves(frame.edition.catalogue):
        yield (
            path,
            {
                "frame": frame,
                "target": path_between(path, target),
                "icon_href": path_between(f"{frame.language.prefix}{path}", ICON),
            },
        )


def _moves(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Former path and present one, of everything that has, or had, a page of its own."""
    yield from ((KINDS[kind].path(own), path) for kind, own, path in folded(catalogue))
    for kind in PAGED:
        for identifier, record in catalogue.records[kind].items():
            present = path_of(catalogue, kind, identifier) or ""
            yield from ((KINDS[kind].path(former), present) for former in record.former_ids)
    for code in catalogue.codes["themes"].values():
        yield from ((f"themes/{former}/", f"themes/{code.id}/") for former in code.former_ids)


def fault(error: TemplateError) -> str:
    """What is wrong with a template, and where, in both languages."""
    frames = [
        f"{frame.filename}:{frame.lineno}"
        for frame in extract_tb(error.__traceback__)
        if not frame.filename.endswith(".py")
    ]
    name = frames[-1] if frames else FOLDER
    return f"{name}: la plantilla está mal: {error}\n{name}: the template is wrong: {error}"
