"""Builds the whole site aside, checks that it can be published, and publishes it in one move.

Nothing half-made is ever published, and nothing begins by removing what is.
"""

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from atlas.build.clock import today
from atlas.build.engine import rendered
from atlas.build.offline import is_included, site_archive
from atlas.build.steps import BuildError, Step, run
from atlas.build.swap import ensure_replaceable, publish
from atlas.build.workplace import OLD, SITE, WORKPLACE, workplace
from atlas.catalogue.catalogue import Catalogue, data_date
from atlas.catalogue.edition import Edition
from atlas.catalogue.problems import Position, problem
from atlas.catalogue.record_history import NO_HISTORIES, Histories, as_json, from_json, told
from atlas.catalogue.reporters import as_text
from atlas.catalogue.routes import feed_path, page_files
from atlas.documents.printing import PrintingError, print_documents
from atlas.exports import files
from atlas.exports.feeds import record_feed
from atlas.model.kinds import KINDS
from atlas.site.downloads import (
    CHECKSUMS,
    FOLDER,
    SITE_ZIP,
    Download,
    checksums,
    describe,
    manifest,
    read_manifest,
)
from atlas.site.http_headers import headers_file
from atlas.site.links import dead_links
from atlas.site.pages import Site
from atlas.site.views.common import title_of

OWN_ENGINE = "none"
"""The name of the engine that is none: the program writes the site itself."""

MANIFEST = "downloads.json"

DOWNLOADS = "ATLAS_DOWNLOADS"
"""Names, in the environment of the engine, the manifest of the documents that will stand in the site."""

HISTORIES = "ATLAS_HISTORIES"
"""Names, in the same, the file of what changed in records; its name is that of the variable."""

_log = logging.getLogger(__name__)


def build(
    root: Path,
    catalogue: Catalogue,
    engine: str = "mkdocs",
    histories: Histories = NO_HISTORIES,
    *,
    with_documents: bool = True,
) -> Path:
    """Build every language of a project whose catalogue has no errors into `site/`; returns it.

    `histories` is what pages tell of what changed in records. The caller holds the project's lock. Raises
    UnfitFolderError before anything is made if `site/` cannot be replaced, BuildError if a step fails, or
    OSError; what is published stays then.
    """
    published = root / SITE
    home = catalogue.settings.url
    with workplace(root) as work:
        ensure_replaceable(published, work)
        public = files(catalogue, home)
        printed: tuple[Download, ...] = ()
        if with_documents:
            printed = _printed(root, work, catalogue, home, public)
        about = site_of(catalogue, printed, histories)
        site = render(root, work, catalogue, engine, about)
        _fill(site, public | dict(_feeds(catalogue, home, histories)))
        if with_documents:
            for made in (work / FOLDER).iterdir():
                made.rename(site / FOLDER / made.name)
        ensure_linked(site, catalogue, home)
        if with_documents:
            archive(site, catalogue, home, printed)
        publish(site, published, root / OLD)
    return published


def documents(root: Path, catalogue: Catalogue) -> Path:
    """Make the handbooks, briefs, checklists and e-books of a project alone; returns their folder.

    The caller holds the project's lock. Raises BuildError, which names the page and the reason, or OSError.
    """
    home = catalogue.settings.url
    published = root / WORKPLACE / FOLDER
    with workplace(root) as work:
        _printed(root, work, catalogue, home, files(catalogue, home))
        publish(work / FOLDER, published, work / "old")
    return published


def _printed(
    root: Path, work: Path, catalogue: Catalogue, home: str, public: Iterable[str]
) -> tuple[Download, ...]:
    """Make all documents in the folder FOLDER of `work`.

    `home` is where the site will stand, `public` the paths of the files of its data.
    """
    tags = [language.tag for language in catalogue.languages]
    try:
        return print_documents(root, work / FOLDER, tags, home, public, today())
    except PrintingError as error:
        raise BuildError(str(error)) from error


def render(
    root: Path,
    work: Path,
    catalogue: Catalogue,
    engine: str,
    about: Site,
) -> Path:
    """Make the pages of every language in `work`; returns their folder.

    `engine` is a Python module, of which each language takes a run, or OWN_ENGINE; `about` is what pages
    say of the site itself.
    """
    site = work / "site"
    if engine == OWN_ENGINE:
        _log.info("pages")
        home = catalogue.settings.url
        _fill(site, dict(rendered(root, catalogue, about, home, today(), {})))
    else:
        (work / MANIFEST).write_text(manifest(about.downloads), encoding="utf-8")
        (work / HISTORIES).write_text(as_json(about.histories), encoding="utf-8")
        tags = [language.tag for language in catalogue.languages]
        run([_engine(root, work, tag, engine) for tag in tags], together=2)
        (work / tags[0]).rename(site)
        for language in catalogue.languages[1:]:
            (work / language.tag).rename(site / language.prefix)
    (site / "_headers").write_text(headers_file(), encoding="utf-8")
    # The engine packs its site maps with the time of day in them; hosts pack what they send anyway.
    for packed in site.rglob("sitemap.xml.gz"):
        packed.unlink()
    return site


def site_of(
    catalogue: Catalogue, downloads: tuple[Download, ...], histories: Histories = NO_HISTORIES
) -> Site:
    """What pages say of the site itself; `downloads` are the documents that will stand beside them."""
    return Site(catalogue.settings.repository, catalogue.settings.contact, downloads, histories)


def _feeds(catalogue: Catalogue, home: str, histories: Histories) -> Iterator[tuple[str, bytes]]:
    """Path and content of the feed of each record, in every language that has something to tell."""
    for language in catalogue.languages:
        edition = Edition(catalogue, language, today())
        for file, days in histories.items():
            _, kind, name = file.removesuffix(".yml").split("/")
            path = KINDS[kind].path(name)
            if lines := told(edition, days):
                title = title_of(edition, kind, name).text
                text = record_feed(edition, home, path, title, lines)
                yield f"{language.prefix}{feed_path(path)}", text.encode()


def _engine(root: Path, work: Path, tag: str, engine: str) -> Step:
    target = str(work / tag)
    return Step(
        name=f"{engine}: {tag}",
        module=engine,
        arguments=("build", "--strict", "--config-file", "mkdocs.yml", "--site-dir", target),
        folder=root,
        variables={
            "ATLAS_LANGUAGE": tag,
            "NO_MKDOCS_2_WARNING": "1",
            DOWNLOADS: str(work / MANIFEST),
            HISTORIES: str(work / HISTORIES),
        },
    )


def known_downloads() -> tuple[Download, ...]:
    """The documents that will stand beside the pages; none while serving, which does not wait for them."""
    file = os.environ.get(DOWNLOADS)
    return read_manifest(Path(file).read_text(encoding="utf-8")) if file else ()


def known_histories() -> Histories:
    """What pages tell of what changed in records; nothing while serving."""
    file = os.environ.get(HISTORIES)
    return from_json(Path(file).read_text(encoding="utf-8")) if file else NO_HISTORIES


def ensure_linked(site: Path, catalogue: Catalogue, home: str) -> None:
    """Raise BuildError if a link of a finished site leads nowhere; it names the file behind the page.

    `home` is where the site will stand. The zip and the checksums, which are made last, count as there.
    """
    pages: dict[str, str] = {}
    files = {f"{FOLDER}{SITE_ZIP}", f"{FOLDER}{CHECKSUMS}"}
    for file in site.rglob("*"):
        path = file.relative_to(site).as_posix()
        if file.suffix == ".html":
            pages[path.removesuffix("index.html")] = file.read_text(encoding="utf-8")
        files.add(path)
    behind = {
        f"{language.prefix}{path}": file
        for language in catalogue.languages
        for path, file in page_files(catalogue, language.tag).items()
    }
    problems = [
        problem(
            "dead-link",
            behind.get(dead.page, f"overrides/{dead.page}"),
            Position(),
            page=f"/{dead.page}",
            link=dead.link,
        )
        for dead in dead_links(pages, files, home)
    ]
    if problems:
        raise BuildError(as_text(problems))


def archive(site: Path, catalogue: Catalogue, home: str, printed: Sequence[Download]) -> None:
    """Put a zip of a finished site, and the checksums of all documents and of the zip, into the site."""
    _log.info("zip")
    day = data_date(catalogue)
    paths = {file.relative_to(site).as_posix(): file for file in site.rglob("*") if file.is_file()}
    included = {path: file.read_bytes() for path, file in paths.items() if is_included(path)}
    content = site_archive(included, home, day, catalogue.convention.product)
    (site / FOLDER / SITE_ZIP).write_bytes(content)
    site_zip = describe(SITE_ZIP, "site", "", "", content, 0, day.isoformat() if day else "")
    listed = checksums([*printed, site_zip])
    (site / FOLDER / CHECKSUMS).write_text(listed, encoding="utf-8")


def _fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a folder that nobody reads yet."""
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
