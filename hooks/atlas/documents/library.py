"""The documents made of an edition's pages: handbook, checklist, briefs and e-book."""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

from atlas.catalogue.catalogue import data_date
from atlas.catalogue.edition import Edition
from atlas.documents import TEMPLATES
from atlas.documents.book import Book
from atlas.documents.brief import brief, qr_code
from atlas.documents.checklist import PAGE, checklist
from atlas.documents.epub import epub
from atlas.documents.handbook import bind, handbook
from atlas.documents.tree import Shelf
from atlas.documents.typst import press
from atlas.site.pages import Page

KINDS = ("handbook", "checklist", "epub", "brief")


@dataclass(frozen=True)
class Document:
    """One document: its path below `downloads/`, and how to make it.

    `day` is that of what it says. `key` changes with all that goes into it: two documents of one key
    have the same bytes.
    """

    name: str
    kind: str
    language: str
    country: str
    day: date
    key: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Library:
    """Makes the documents of one edition.

    `address` is where the site stands, `files` are its other files (what links may lead to), `version`
    is the project's, `fonts` a folder with more fonts.
    """

    edition: Edition
    pages: Iterable[Page]
    address: str
    files: frozenset[str]
    version: str
    fonts: Path

    @cached_property
    def shelf(self) -> Shelf:
        """The pages documents are made of."""
        html = {page.path: page.html for page in self.pages}
        return Shelf(html, self.files, self.edition.language.prefix)

    @cached_property
    def book(self) -> Book:
        """The pages of the handbook and of the e-book."""
        return bind(self.edition, self.shelf, self.home)

    @property
    def home(self) -> str:
        """Where the edition stands."""
        return f"{self.address}{self.edition.language.prefix}"

    @property
    def day(self) -> date:
        """The day of the data, which is the day of the documents."""
        return date.fromisoformat(data_date(self.edition.catalogue))

    def documents(self, kinds: Iterable[str] = KINDS) -> Iterator[Document]:
        """The documents of some kinds; raises TreeError where a page cannot become one."""
        makers = {
            "handbook": self._handbook,
            "checklist": self._checklist,
            "epub": self._epub,
            "brief": self._briefs,
        }
        for kind in kinds:
            yield from makers[kind]()

    def _handbook(self) -> Iterator[Document]:
        data = handbook(self.edition, self.book, self._cover("handbook"))
        yield self._printed("handbook", "handbook", data)

    def _checklist(self) -> Iterator[Document]:
        if PAGE in self.shelf.pages:
            data = checklist(self.edition, self.shelf, self.home, self._cover("checklist"))
            yield self._printed("checklist", "checklist", data)

    def _briefs(self) -> Iterator[Document]:
        for country in self.edition.countries:
            name = self.edition.country_name(country)
            cover = self._cover("brief", country.reviewed.first_day, country=name)
            path = f"countries/{country.id}/"
            data = brief(self.edition, self.shelf, path, self.home, cover)
            yield self._printed("brief", f"briefs/{country.id}", data, country.id)

    def _epub(self) -> Iterator[Document]:
        cover = self._cover("handbook")
        chapters = self.book.chapters()
        tag = self.edition.language.tag

        def make() -> bytes:
            return epub(self.edition, self.book, chapters, cover, self.day)

        key = _hash(cover, chapters, Path(__file__).with_name("epub.py").read_text("utf-8"))
        yield Document(f"atlas-{tag}.epub", "epub", tag, "", self.day, key, make)

    def _cover(self, kind: str, day: date | None = None, **values: str) -> Mapping[str, Any]:
        """The words on the first page, and what the file says of itself."""
        say = self.edition.say
        day = day or self.day
        title = say(f"{kind}_title", **values)
        return {
            "lang": self.edition.language.tag,
            "title": title,
            "description": say("handbook_description") if kind == "handbook" else title,
            "author": say("site_name"),
            "keywords": ["UNTOC"],
            "date": [day.year, day.month, day.day],
            "contents": say("book_contents"),
            "edition": say("book_edition", version=self.version, date=self.edition.date(day)),
            "independence": say("independence"),
            "address": self.home,
        }

    def _printed(
        self, template: str, name: str, data: Mapping[str, Any], country: str = ""
    ) -> Document:
        tag = self.edition.language.tag
        file = f"{name}-{tag}.pdf"
        fonts = [(font.name, font.stat().st_size) for font in sorted(self.fonts.glob("*.[ot]tf"))]
        key = _hash(_tools(template), fonts, data)
        return Document(
            file,
            template,
            tag,
            country,
            date(*data["date"]),
            key,
            lambda: press(file, f"{template}.typ", with_code(data), self.fonts),
        )


def with_code(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data of a brief with the QR code of its page, which takes long to draw."""
    return {**data, "qr": qr_code(data["page"])} if "page" in data else data


@cache
def _tools(template: str) -> str:
    """A hash of what sets a document: it changes with Typst, with the template, with the press."""
    parts = ("lib.typ", f"{template}.typ", "typst.py", "pdf_object_streams.py")
    texts = [(TEMPLATES / part).read_text("utf-8") for part in parts]
    return _hash([metadata.version(name) for name in ("typst", "segno")], texts)


def _hash(*parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def project_version(text: str) -> str:
    """The version a `pyproject.toml` names."""
    return str(tomllib.loads(text)["project"]["version"])
