"""Keeps what was read and rendered while a site is served: a page of the same plan is not made again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.edition import Edition
from atlas.catalogue.problems import Problem
from atlas.checks.checks import check
from atlas.model.kinds import RECORDS
from atlas.site.pages import TEMPLATES, Page, Plan, Site, page_of, pages, plans

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


# What every country's page shows something of.
SHARED = ("scenarios", "programmes", "treaties", "vocabularies", "networks", "alliances")


def same_words(before: Catalogue, now: Catalogue) -> bool:
    """Whether the site says the same in both, whatever the data are."""
    return before.interface == now.interface and before.glossary == now.glossary


def untouched(before: Catalogue, now: Catalogue) -> set[str]:
    """The paths of the countries' pages that show nothing of what changed between two catalogues.

    A record that was not edited is the same object in both. A country's page shows the country, what
    it names and what names it, and what those name; of the other kinds it may show anything.
    """
    if any(before.records[kind] != now.records[kind] for kind in SHARED):
        return set()
    changed = {
        (kind, identifier)
        for kind, records in now.records.items()
        for identifier in records.keys() | before.records[kind].keys()
        if records.get(identifier) is not before.records[kind].get(identifier)
    }
    found = set()
    for identifier in now.countries:
        shown = _shown(now, ("countries", identifier))
        if not changed & shown and shown == _shown(before, ("countries", identifier)):
            found.add(f"countries/{identifier}/")
    return found


def _shown(catalogue: Catalogue, record: tuple[str, str]) -> set[tuple[str, str]]:
    near = {record, *_named(catalogue, record), *catalogue.back.get(record, ())}
    return near | {named for other in near for named in _named(catalogue, other)}


def _named(catalogue: Catalogue, record: tuple[str, str]) -> set[tuple[str, str]]:
    leaves = catalogue.leaves.get("data/{}/{}.yml".format(*record), ())
    return {(leaf.target, leaf.value) for leaf in leaves if leaf.target in RECORDS}


@dataclass(frozen=True)
class _Made:
    """The pages of an edition with the plan of each, and the files and site they were made from."""

    templates: Fingerprint
    edition: Edition
    site: Site
    pages: Mapping[str, tuple[Plan, Page]]


@dataclass
class Workshop:
    """One catalogue, with its problems, its editions and their pages, for as long as no file changes.

    `keeps` says that there will be edits: then pages are kept, and only those that differ made again.
    """

    keeps: bool = False
    _read: tuple[Fingerprint, date] | None = None
    _catalogue: Catalogue | None = None
    _problems: list[Problem] = field(default_factory=list)
    _editions: dict[str, Edition] = field(default_factory=dict)
    _made: dict[str, _Made] = field(default_factory=dict)

    def catalogue(self, root: Path, today: date) -> tuple[Catalogue, list[Problem]]:
        """The catalogue of a project and its problems."""
        state = (fingerprint(root / "mkdocs.yml", root / "data", root / "content"), today)
        if self._catalogue is None or state != self._read:
            self._catalogue, found = load(root)
            self._problems = check(self._catalogue, today, found)
            self._read = state
            self._editions.clear()
        return self._catalogue, self._problems

    def edition(self, catalogue: Catalogue, tag: str, today: date) -> Edition:
        """The edition of a language."""
        if tag not in self._editions:
            self._editions[tag] = Edition(catalogue, catalogue.language(tag), today)
        return self._editions[tag]

    def pages(self, edition: Edition, site: Site) -> Iterable[Page]:
        """The pages of an edition. One whose plan is the same as before is the same object as before."""
        if not self.keeps:
            return pages(edition, site)
        tag = edition.language.tag
        templates = fingerprint(TEMPLATES)
        found: dict[str, tuple[Plan, Page]] = {}
        before: Mapping[str, tuple[Plan, Page]] = {}
        made = self._made.get(tag)
        if (
            made
            and (made.templates, made.site, made.edition.today) == (templates, site, edition.today)
            and same_words(made.edition.catalogue, edition.catalogue)
            and made.edition.catalogue.lock == edition.catalogue.lock
        ):
            before = made.pages
            same = untouched(made.edition.catalogue, edition.catalogue)
            found = {path: before[path] for path in before if path in same}
        for plan in plans(edition, site, [page for _, page in found.values()]):
            old = before.get(plan.path)
            if old and old[0] == plan:
                found[plan.path] = old
            else:
                found[plan.path] = plan, page_of(edition, site, plan)
        self._made[tag] = _Made(templates, edition, site, found)
        return [page for _, page in found.values()]

    def surroundings(self, root: Path) -> str:
        """What stands around every page, as a text that changes with it."""
        return repr(fingerprint(root / "mkdocs.yml", root / "overrides"))
