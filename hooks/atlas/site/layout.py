"""What stands around a page: its other languages, the site's sections, its addresses and metadata."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from markupsafe import Markup

from atlas.catalogue.edition import Edition, path_between
from atlas.catalogue.routes import SECTIONS, all_paths
from atlas.catalogue.written_pages import WrittenPage
from atlas.model.languages import Language
from atlas.model.values import PartialDate
from atlas.site import http_headers
from atlas.site.citation import Citation, formats
from atlas.site.downloads import CHECKSUMS, FOLDER, PICTURE
from atlas.site.pages import Page, Site
from atlas.site.structured_data import json_ld

MAIN = (
    ("countries/", "kind_countries"),
    ("resolutions/", "kind_resolutions"),
    ("scenarios/", "menu_options"),
    ("calendar/", "kind_events"),
    ("guide/", "section_guide"),
)
"""Path of a page the head of every page leads to → the key of its name."""

MENU = (
    ("", "home"),
    *SECTIONS,
    ("downloads/", "downloads_title"),
    ("a-z/", "index_title"),
    ("about/accessibility/", "foot_accessibility"),
    ("about/privacy/", "foot_privacy"),
)
"""Path of a page in the full menu, at the foot of every page → the key of its name."""

UPKEEP = (
    ("about/method/", "foot_method"),
    ("about/corrections/", "correct_or_remove"),
    ("translations/", "translations_title"),
    ("reviews/", "reviews_title"),
)
"""Path of a page for those who look after the data → the key of its name."""

UNTIL_THERE_IS_ONE = {"alliances": "networks"}
"""Kind that has no entry in the menu while it has no record → the kind whose pages lead to its own."""


@dataclass(frozen=True)
class Section:
    """An entry of the menu; `language` is set where the title awaits translation.

    `current` says that the page is this one (`is_page`) or stands below it.
    """

    title: str
    href: str
    current: bool
    is_page: bool = False
    language: str = ""


@dataclass(frozen=True)
class Alternate:
    """A page in one of the site's languages; `exists` is False where it awaits translation."""

    language: Language
    href: str
    url: str
    current: bool
    exists: bool


@dataclass(frozen=True)
class Frame:
    """What the theme's templates need; `root_url` is the address of the default language's home."""

    edition: Edition
    site: Site
    root_url: str

    @property
    def language(self) -> Language:
        """The language of the edition."""
        return self.edition.language

    @property
    def product(self) -> str:
        """The name of the Atlas, where it has no language."""
        return self.edition.catalogue.convention.title

    def say(self, key: str, **values: object) -> str:
        """A text of the site's own."""
        return self.edition.say(key, **values)

    def to(self, page: Page | None, path: str) -> str:
        """The link from a page (from the 404 page: from anywhere) to a path of this language."""
        if page is None:
            return f"{self._base}{self.language.prefix}{path}"
        return path_between(page.path, path)

    def to_root(self, page: Page | None, path: str) -> str:
        """The link from a page to a path below the site's root, such as an asset or a download."""
        if page is None:
            return f"{self._base}{path}"
        return path_between(self.language.prefix + page.path, path)

    @property
    def _base(self) -> str:
        """The path the site is published under, from its address."""
        return "/" + self.root_url.split("://", 1)[-1].partition("/")[2]

    def from_home(self, path: str) -> str:
        """The link from the home of this language to a path below the site's root."""
        return path_between(self.language.prefix, path)

    @cached_property
    def picture(self) -> str:
        """The URL of the picture that stands for the site where it is shared; empty without one."""
        wanted = (PICTURE, self.language.tag)
        names = (d.name for d in self.site.downloads if (d.kind, d.language) == wanted)
        return next((f"{self.root_url}{FOLDER}{name}" for name in names), "")

    def main(self, page: Page | None) -> Sequence[Section]:
        """What the head of every page leads to, of the pages there are."""
        return self._entries(MAIN, page)

    def sections(self, page: Page | None) -> Sequence[Section]:
        """The full menu, of the pages there are."""
        return self._entries(MENU, page)

    def upkeep(self, page: Page | None) -> Sequence[Section]:
        """What those look for who correct the data, and the checksums of the documents."""
        entries = self._entries(UPKEEP, page)
        if self.site.downloads:
            path = f"{FOLDER}{CHECKSUMS}"
            entries.append(Section(self.say("foot_checksums"), self.to_root(page, path), False))
        return entries

    def _entries(self, entries: Iterable[tuple[str, str]], page: Page | None) -> list[Section]:
        paths = all_paths(self.edition.catalogue)
        records = self.edition.catalogue.records
        absent = {kind for kind in UNTIL_THERE_IS_ONE if not records[kind]}
        here = page.section if page else None
        if here in absent:
            here = UNTIL_THERE_IS_ONE[here]
        return [
            Section(
                self.say(key),
                self.to(page, path),
                page is not None and (page.path == path or f"{here}/" == path),
                page is not None and page.path == path,
            )
            for path, key in entries
            if (not path or path in paths) and path.rstrip("/") not in absent
        ]

    def report(self, canonical: str, title: str) -> str:
        """Where a reader says, without an account, what is wrong on a page; empty without a mailbox."""
        if not self.site.contact:
            return ""
        subject = quote(f"{self.say('report_wrong')}: {title}")
        return f"mailto:{self.site.contact}?subject={subject}&body={quote(canonical)}%0A%0A"

    def chapters(self, page: Page | None) -> Sequence[Section]:
        """The written pages beside this one, in their order: those of the guide, or about the site."""
        if page is None:
            return []
        chapters: dict[str, tuple[int, str, WrittenPage, str]] = {}
        own = self.language.tag
        for language in self.edition.tongues:
            for path, written in self.edition.catalogue.written[language.tag].items():
                if path.split("/")[0] == page.section and path != f"{page.section}/":
                    chapters.setdefault(path, (written.front.order, path, written, language.tag))
        return [
            Section(
                written.front.title,
                self.to(page, path),
                page.path == path,
                page.path == path,
                tag if tag != own else "",
            )
            for _, path, written, tag in sorted(chapters.values(), key=lambda chapter: chapter[:2])
        ]

    def section_name(self, page: Page) -> str:
        """What the section a page stands in is called; the site's name for those outside the menu."""
        names = {path.rstrip("/"): key for path, key in SECTIONS}
        return self.say(names.get(page.section, "site_name"))

    def alternates(self, page: Page | None) -> Sequence[Alternate]:
        """The page in every language of the site, this one included."""
        path = page.path if page else ""
        return [
            Alternate(
                language,
                self.to_root(page, language.prefix + path),
                f"{self.root_url}{language.prefix}{path}",
                language == self.language,
                page is None or language.tag in page.languages,
            )
            for language in self.edition.catalogue.languages
        ]

    def canonical(self, page: Page) -> str:
        """The address search engines should keep: that of the original while a page awaits translation."""
        languages = self.edition.catalogue.languages
        shown = next(language for language in languages if language.tag == page.text_language)
        return f"{self.root_url}{shown.prefix}{page.path}"

    def is_translated(self, page: Page) -> bool:
        """Whether a page truly is in the language of this edition."""
        return page.text_language == self.language.tag

    def json_ld(self, page: Page) -> Markup:
        """What a page is about, for search engines, as JSON-LD."""
        return json_ld(self.edition, page, self.root_url)

    def citation(self, page: Page) -> tuple[str, Sequence[tuple[str, str]]]:
        """How to cite a page: a sentence, and the machine formats each with its name."""
        day = page.reviewed
        cited = Citation(
            title=page.title,
            publisher=self.say("site_name"),
            url=self.canonical(page),
            language=page.text_language,
            date=PartialDate(day.year, day.month, day.day) if day else None,
        )
        sentence = self.say(
            "cite_sentence" if day else "cite_sentence_undated",
            publisher=cited.publisher,
            title=cited.title,
            url=cited.url,
            date=self.edition.date(day) if day else "",
        )
        return sentence, tuple(formats(cited).items())

    def policy(self) -> Markup:
        """The Content-Security-Policy for a `<meta>` element, for hosts that send no headers."""
        # A constant of the program: its quotes may stand as they are.
        return Markup(http_headers.policy(meta=True))
