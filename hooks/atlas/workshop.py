"""Keeps what was read and rendered while a process lives, and makes anew only what a change touches."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from atlas.catalogue import Catalogue, load
from atlas.checks import check
from atlas.edition import Edition
from atlas.pages import TEMPLATES, Page, Site, pages
from atlas.problems import Problem

Fingerprint = tuple[tuple[str, int, int], ...]


def fingerprint(*folders: Path) -> Fingerprint:
    """The name, time and size of every file in some folders (or of the files themselves)."""
    files = (
        file
        for folder in folders
        for file in ([folder] if folder.is_file() else sorted(folder.rglob("*")))
    )
    found = []
    for file in files:
        if file.is_file():
            status = file.stat()
            found.append((file.as_posix(), status.st_mtime_ns, status.st_size))
    return tuple(found)


@dataclass
class Workshop:
    """One catalogue, with its problems, its editions and their pages, for as long as no file changes."""

    _read: tuple[Fingerprint, date] | None = None
    _catalogue: Catalogue | None = None
    _problems: list[Problem] = field(default_factory=list)
    _editions: dict[str, Edition] = field(default_factory=dict)
    _pages: dict[str, tuple[Fingerprint, Sequence[Page]]] = field(default_factory=dict)

    def catalogue(self, root: Path, today: date) -> tuple[Catalogue, list[Problem]]:
        """The catalogue of a project and its problems."""
        state = (fingerprint(root / "mkdocs.yml", root / "data", root / "content"), today)
        if self._catalogue is None or state != self._read:
            self._catalogue, found = load(root)
            self._problems = check(self._catalogue, today, found)
            self._read = state
            self._editions.clear()
            self._pages.clear()
        return self._catalogue, self._problems

    def edition(self, catalogue: Catalogue, tag: str, today: date) -> Edition:
        """The edition of a language."""
        if tag not in self._editions:
            language = next(t for t in catalogue.languages if t.tag == tag)
            self._editions[tag] = Edition(catalogue, language, today)
        return self._editions[tag]

    def pages(self, edition: Edition, site: Site) -> Sequence[Page]:
        """The pages of an edition."""
        tag, state = edition.language.tag, fingerprint(TEMPLATES)
        known = self._pages.get(tag)
        if known is None or known[0] != state:
            known = self._pages[tag] = (state, tuple(pages(edition, site)))
        return known[1]

    def surroundings(self, root: Path) -> str:
        """What stands around every page, as a text that changes with it."""
        return repr(fingerprint(root / "mkdocs.yml", root / "overrides"))
