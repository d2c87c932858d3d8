"""Makes all documents of a project, two at a time, and keeps those whose content has not changed."""

import logging
import signal
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from multiprocessing import active_children, get_context
from pathlib import Path

from atlas.catalogue import disk
from atlas.catalogue.catalogue import load
from atlas.catalogue.edition import Edition
from atlas.documents.document_set import KINDS, Document, DocumentSet, project_version
from atlas.documents.pdf_object_streams import page_count
from atlas.documents.processes import deaf_children
from atlas.documents.tree import TreeError
from atlas.documents.typst import TypesettingError
from atlas.site.downloads import Download, describe
from atlas.site.pages import Site, pages

KEPT = Path(".cache") / "documents"
"""Where documents are kept from one build to the next, each under the hash of what it is made of."""

FONTS = "fonts"

PROCESSES = 2

_log = logging.getLogger(__name__)


class PrintingError(Exception):
    """A document could not be made; the message says which page and why."""


@dataclass(frozen=True)
class Job:
    """Some kinds of document, in one language, of the project at `root`."""

    root: Path
    target: Path
    language: str
    kinds: tuple[str, ...]
    site_url: str
    files: frozenset[str]
    today: date


@dataclass(frozen=True)
class Done:
    """What came of a job: the documents and their keys, or an error."""

    downloads: tuple[Download, ...] = ()
    keys: frozenset[str] = frozenset()
    error: str = ""


def print_documents(
    root: Path,
    target: Path,
    languages: Iterable[str],
    site_url: str,
    files: Iterable[str],
    today: date,
) -> tuple[Download, ...]:
    """Make every document of a project without errors into `target`; raises PrintingError.

    `site_url` is where the site will stand, `files` the files it will have besides its pages.
    """
    tags = list(languages)
    known = frozenset(files)
    _log.info("documents: %s", ", ".join(tags))
    jobs = [Job(root, target, tag, KINDS, site_url, known, today) for tag in tags]
    try:
        done = _results(jobs)
    except BrokenProcessPool as error:
        raise PrintingError(ENDED) from error
    if errors := [each.error for each in done if each.error]:
        raise PrintingError("\n".join(dict.fromkeys(errors)))
    _forget(root / KEPT, {key for each in done for key in each.keys})
    return tuple(download for each in done for download in each.downloads)


ENDED = (
    "El sistema terminó el proceso que hacía los documentos; quizá faltó memoria.\n"
    "The system ended the process that made the documents; perhaps memory ran out."
)


def _results(jobs: Sequence[Job]) -> list[Done]:
    """What comes of jobs, some at once, each in another process; none is left running, however this ends."""
    # A job for each language: all its documents are made of the same pages, which are read once.
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        try:
            # The pool ends its processes by SIGTERM: that they must hear.
            with deaf_children({signal.SIGINT}):
                running = [pool.submit(work, job) for job in jobs]
            return [job.result() for job in running]
        except BaseException:
            for process in active_children():
                process.kill()
            pool.shutdown(cancel_futures=True)
            raise


def work(job: Job) -> Done:
    """Make the documents of one job."""
    catalogue, _ = load(job.root)
    language = catalogue.language(job.language)
    edition = Edition(catalogue, language, job.today)
    settings = catalogue.settings
    shown = list(pages(edition, Site(settings.repository, settings.contact)))
    printed = DocumentSet(
        edition=edition,
        pages=shown,
        site_url=job.site_url,
        files=job.files,
        version=_version(job.root),
        fonts=job.root / FONTS,
    )
    found, keys = [], set()
    try:
        for kind in job.kinds:
            for document in printed.documents([kind]):
                content = _made(document, job.root / KEPT)
                file = job.target / document.name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                keys.add(document.key)
                found.append(_described(document, content))
    except (TreeError, TypesettingError) as error:
        return Done(error=str(error))
    return Done(tuple(found), frozenset(keys))


def _version(root: Path) -> str:
    project = root / "pyproject.toml"
    if project.exists():
        return project_version(project.read_text(encoding="utf-8"))
    return metadata.version("untoc-atlas")


def _described(document: Document, content: bytes) -> Download:
    pdf = document.name.endswith(".pdf")
    return describe(
        document.name,
        document.kind,
        document.language,
        document.country,
        content,
        page_count(content) if pdf else 0,
        document.day.isoformat() if document.day else "",
    )


def _made(document: Document, cache: Path) -> bytes:
    """A document's bytes: those cached before where nothing changed."""
    file = cache / document.key
    if file.exists():
        return file.read_bytes()
    content = document.make()
    disk.write(file, content)
    return content


def _forget(cache: Path, keys: Iterable[str]) -> None:
    """Remove documents that are no longer made."""
    wanted = set(keys)
    for file in cache.iterdir():
        if file.name not in wanted:
            file.unlink()
