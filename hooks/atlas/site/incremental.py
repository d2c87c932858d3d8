"""Keeps what was made while a site is served: a page of the same plan is not made again."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from jinja2 import Environment

from atlas.catalogue.edition import Edition
from atlas.catalogue.routes import ways
from atlas.site.layout import Frame
from atlas.site.pages import TEMPLATES, Page, Plan, page_of, plans
from atlas.site.shell import PAGE, Document, document

Fingerprint = tuple[tuple[str, int, int], ...]
"""(path, time of change in ns, size in bytes) of every file."""


def fingerprint(*paths: Path) -> Fingerprint:
    """The name, time and size of every file in some folders (or of the files themselves)."""
    files = []
    for path in paths:
        for file in [path, *sorted(path.rglob("*"))]:
            # An editor may be just putting a new file in the place of an old one.
            with suppress(FileNotFoundError):
                status = file.stat()
                if S_ISREG(status.st_mode):
                    files.append((file.as_posix(), status.st_mtime_ns, status.st_size))
    return tuple(files)


def words(edition: Edition, templates: Path) -> tuple[object, ...]:
    """What every page may show besides its plan: the site's own words, the day, and the templates.

    `templates` is the folder of those of the shell. While this is the same, so is a page of the same plan.
    """
    catalogue = edition.catalogue
    return (
        catalogue.words,
        catalogue.convention,
        ways(catalogue),
        catalogue.languages,
        edition.today,
        fingerprint(TEMPLATES, templates),
    )


@dataclass
class Rendering:
    """Makes the pages of one edition after another, and none of them twice that is the same."""

    _words: tuple[object, ...] = ()
    _pages: dict[str, tuple[Plan, Page]] = field(default_factory=dict)
    _documents: dict[str, tuple[Document, str]] = field(default_factory=dict)

    def pages(self, frame: Frame, templates: Path) -> Sequence[Page]:
        """The pages of an edition; one of the same plan as before is the same object as before.

        `templates` is the folder of the shell's templates.
        """
        now = (frame.site, frame.root_url, *words(frame.edition, templates))
        if now != self._words:
            self._words = now
            self._pages, self._documents = {}, {}
        made: dict[str, tuple[Plan, Page]] = {}
        for plan in plans(frame.edition, frame.site):
            before = self._pages.get(plan.path)
            made[plan.path] = (
                before
                if before and before[0] == plan
                else (plan, page_of(frame.edition, frame.site, plan))
            )
        self._pages = made
        return [page for _, page in made.values()]

    def documents(
        self, frame: Frame, templates: Environment, pages: Sequence[Page]
    ) -> Iterator[tuple[str, str]]:
        """Path and whole HTML of each page; of `pages`, as `self.pages` gave them."""
        template = templates.get_template(PAGE)
        made: dict[str, tuple[Document, str]] = {}
        for page in pages:
            shown = document(frame, page)
            before = self._documents.get(page.path)
            made[page.path] = (
                before
                if before and before[0] == shown
                else (shown, template.render(shown.context()))
            )
            yield page.path, made[page.path][1]
        self._documents = made
