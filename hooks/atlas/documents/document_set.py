"""The documents made of an edition's pages: handbook, checklist, briefs and e-book."""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path

from atlas.catalogue.catalogue import data_date
from atlas.catalogue.edition import Edition
from atlas.documents import OWN_FONTS, TEMPLATES
from atlas.documents.brief import draw_qr_code, make_brief
from atlas.documents.checklist import PAGE, make_checklist
from atlas.documents.compilation import Compilation
from atlas.documents.cover import Cloth, Cover, cloth
from atlas.documents.epub import write_epub
from atlas.documents.handbook import compile_handbook, make_handbook
from atlas.documents.nodes import encode
from atlas.documents.picture import Picture
from atlas.documents.tree import PageStore
from atlas.documents.typst import draw, typeset
from atlas.exports.archives import FIRST_DAY
from atlas.site.downloads import PICTURE
from atlas.site.pages import Page
from atlas.site.views.common import Citations
from atlas.site.views.country import country_view
from atlas.site.views.listing import Speaking, speaking_view
from atlas.site.views.map import map_view
from atlas.site.views.menu import menu_view

KINDS = ("handbook", "checklist", "epub", "brief", PICTURE)


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
    day: date | None
    key: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class DocumentSet:
    """The documents of one edition.

    `site_url` is where the site stands, `files` are its other files (what links may lead to), `version`
    is the project's, `fonts` a folder with more fonts.
    """

    edition: Edition
    pages: Iterable[Page]
    site_url: str
    files: frozenset[str]
    version: str
    fonts: Path

    @cached_property
    def store(self) -> PageStore:
        """The pages documents are made of, and link to."""
        html = {page.path: page.html for page in self.pages}
        return PageStore(html, self.files, self.edition.language.prefix)

    @cached_property
    def compilation(self) -> Compilation:
        """The pages of the handbook and of the e-book."""
        return compile_handbook(self.edition, self.store, self.home)

    @cached_property
    def speaking(self) -> Speaking | None:
        """The next chance to speak, which is the same for all countries."""
        return speaking_view(self.edition, Citations(self.edition))

    @cached_property
    def cloth(self) -> Cloth:
        """All States, for covers and pictures."""
        return cloth(map_view(self.edition))

    @property
    def home(self) -> str:
        """Where the edition stands."""
        return f"{self.site_url}{self.edition.language.prefix}"

    @property
    def day(self) -> date | None:
        """The day of the data, which is the day of the documents."""
        return data_date(self.edition.catalogue)

    def documents(self, kinds: Iterable[str] = KINDS) -> Iterator[Document]:
        """The documents of some kinds; raises TreeError where a page cannot become one."""
        makers = {
            "handbook": self._handbook,
            "checklist": self._checklist,
            "epub": self._epub,
            "brief": self._briefs,
            PICTURE: self._picture,
        }
        for kind in kinds:
            yield from makers[kind]()

    def _handbook(self) -> Iterator[Document]:
        data = make_handbook(self.edition, self.compilation, self.cover("handbook"), self.cloth)
        yield self._pdf("handbook", "handbook", data, self.day)

    def _checklist(self) -> Iterator[Document]:
        if PAGE in self.store.pages:
            cover, view = self.cover("checklist"), menu_view(self.edition)
            data = make_checklist(self.edition, view, self.home, cover)
            yield self._pdf("checklist", "checklist", data, self.day)

    def _briefs(self) -> Iterator[Document]:
        for country in self.edition.countries:
            name = self.edition.country_name(country)
            day = country.reviewed.first_day
            cover = self.cover("brief", day, country=name)
            view = country_view(self.edition, country)
            data = make_brief(self.edition, view, self.speaking, self.store, self.home, cover)
            yield self._pdf("brief", f"briefs/{country.id}", data, day, country.id, data.page)

    def _epub(self) -> Iterator[Document]:
        cover = self.cover("handbook")
        chapters = self.compilation.chapters()
        tag = self.edition.language.tag

        def make() -> bytes:
            return write_epub(self.edition, self.compilation, chapters, cover, self.cloth, self.day)

        sources = {path: self.store.tree(path).sources for path in chapters}
        key = _hash(
            cover, self.cloth, chapters, sources, (TEMPLATES / "epub.py").read_text("utf-8")
        )
        yield Document(f"atlas-{tag}.epub", "epub", tag, "", self.day, key, make)

    def _picture(self) -> Iterator[Document]:
        say, language = self.edition.say, self.edition.language
        data = Picture(
            language.tag,
            language.direction,
            say("site_name"),
            say("site_description"),
            self.cloth,
        )
        name = f"{PICTURE}-{language.tag}.png"

        def make() -> bytes:
            return draw(name, f"{PICTURE}.typ", data, self.fonts)

        key = _hash(_tools(PICTURE), self._fonts, data)
        yield Document(name, PICTURE, language.tag, "", self.day, key, make)

    @cached_property
    def _fonts(self) -> list[tuple[str, int]]:
        return [(font.name, font.stat().st_size) for font in sorted(self.fonts.glob("*.[ot]tf"))]

    def cover(self, kind: str, day: date | None = None, **values: str) -> Cover:
        """The words on the first page, and what the file says of itself."""
        say = self.edition.say
        day = day or self.day
        stamp = day or FIRST_DAY
        title = say(f"{kind}_title", **values)
        return Cover(
            language=self.edition.language.tag,
            title=title,
            description=say("handbook_description") if kind == "handbook" else title,
            author=say("site_name"),
            keywords=(self.edition.catalogue.convention.title,),
            day=(stamp.year, stamp.month, stamp.day),
            contents=say("book_contents"),
            edition=say("book_edition", version=self.version, date=self.edition.date(day))
            if day
            else say("book_edition_undated", version=self.version),
            independence=say("independence"),
            url=self.home,
        )

    def _pdf(
        self,
        kind: str,
        name: str,
        data: object,
        day: date | None,
        country: str = "",
        page: str = "",
    ) -> Document:
        """A document set by the template of its kind; `page`: the address its QR code holds."""
        tag = self.edition.language.tag
        file = f"{name}-{tag}.pdf"

        def make() -> bytes:
            # The code takes long to draw, so only for a document that is set.
            drawings = {"qr": draw_qr_code(page)} if page else {}
            direction = self.edition.language.direction
            return typeset(file, f"{kind}.typ", data, self.fonts, drawings, direction)

        key = _hash(_tools(kind), self._fonts, data)
        return Document(file, kind, tag, country, day, key, make)


@cache
def _tools(kind: str) -> str:
    """A hash of what sets a document: it changes with Typst, with the template and with its fonts."""
    parts = ("lib.typ", f"{kind}.typ", "typst.py", "pdf_object_streams.py")
    texts = [(TEMPLATES / part).read_text("utf-8") for part in parts]
    fonts = [hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(OWN_FONTS.glob("*.ttf"))]
    return _hash([metadata.version(name) for name in ("typst", "segno")], texts, fonts)


def _hash(*parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=encode)
    return hashlib.sha256(text.encode()).hexdigest()


def project_version(text: str) -> str:
    """The version a `pyproject.toml` names."""
    return str(tomllib.loads(text)["project"]["version"])
