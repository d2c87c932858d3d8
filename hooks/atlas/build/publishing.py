"""Builds the whole site: one run of the engine per language, the search index, and one swap at the end.

Nothing half-made is ever published: everything is built aside, and `site/` changes in one move.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

from atlas.build.offline import site_archive
from atlas.catalogue.catalogue import Catalogue, data_date
from atlas.catalogue.edition import Edition
from atlas.documents.printing import Printed, PrintingError, print_documents
from atlas.exports import files
from atlas.model.languages import address, configuration
from atlas.model.progress import say
from atlas.site.downloads import (
    CHECKSUMS,
    FOLDER,
    SITE_ZIP,
    Download,
    checksums,
    described,
    manifest,
    read_manifest,
    with_site_facts,
)
from atlas.site.http_headers import headers_file

WORKPLACE = ".build"
MANIFEST = "downloads.json"

DOWNLOADS = "ATLAS_DOWNLOADS"
"""Names, in the environment of the engine, the manifest of the documents that will stand in the site."""


class BuildError(Exception):
    """A step of the build failed; its message is what the step said."""


def today() -> date:
    """The day the build counts as made on: of SOURCE_DATE_EPOCH if that is set, else of the clock.

    See reproducible-builds.org/specs/source-date-epoch.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.date()


def build(
    root: Path, catalogue: Catalogue, engine: str = "mkdocs", *, with_documents: bool = True
) -> Path:
    """Build every language of a project whose catalogue has no errors into `site/`; returns it."""
    place = root / WORKPLACE
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    tags = [language.tag for language in catalogue.languages]
    home = address(configuration((root / "mkdocs.yml").read_text(encoding="utf-8")))
    public = files(catalogue, home)
    printed = documents(root, catalogue, home, public) if with_documents else Printed()
    (place / MANIFEST).write_text(manifest(printed.downloads), encoding="utf-8")
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(lambda tag: _run_engine(root, place / tag, tag, engine), tags))
    site = place / "site"
    (place / tags[0]).rename(site)
    for language in catalogue.languages[1:]:
        (place / language.tag).rename(site / language.prefix)
    (site / "_headers").write_text(headers_file(), encoding="utf-8")
    # The engine packs its site maps with the time of day in them; hosts pack what they send anyway.
    for packed in site.rglob("sitemap.xml.gz"):
        packed.unlink()
    _write(site, public)
    if with_documents:
        shutil.copytree(place / FOLDER, site / FOLDER, dirs_exist_ok=True)
        archive(site, catalogue, home, printed)
    index(site)
    return swap(site, root / "site")


def swap(made: Path, published: Path) -> Path:
    """Put what was made in the place of what is published."""
    old = made.with_name("old")
    if published.exists():
        published.rename(old)
    made.rename(published)
    shutil.rmtree(old, ignore_errors=True)
    return published


def _run_engine(root: Path, target: Path, tag: str, engine: str) -> None:
    say(f"{engine}: {tag}")
    run(
        [
            sys.executable,
            "-m",
            engine,
            "build",
            "--strict",
            "--config-file",
            "mkdocs.yml",
            "--site-dir",
            str(target),
        ],
        root,
        {
            "ATLAS_LANGUAGE": tag,
            "NO_MKDOCS_2_WARNING": "1",
            DOWNLOADS: str(root / WORKPLACE / MANIFEST),
        },
    )


def documents(root: Path, catalogue: Catalogue, home: str, public: Mapping[str, bytes]) -> Printed:
    """Make the handbooks, briefs, checklists and e-books of a project, in its WORKPLACE.

    `home` is where the site will stand, `public` the files of its data. Raises BuildError, which names
    the page and the reason.
    """
    tags = [language.tag for language in catalogue.languages]
    try:
        return print_documents(root, root / WORKPLACE / FOLDER, tags, home, public, today())
    except PrintingError as error:
        raise BuildError(str(error)) from error


def known_downloads() -> tuple[Download, ...]:
    """The documents that will stand beside the pages; none while serving, which does not wait for them."""
    file = os.environ.get(DOWNLOADS)
    return read_manifest(Path(file).read_text(encoding="utf-8")) if file else ()


def archive(site: Path, catalogue: Catalogue, home: str, printed: Printed) -> None:
    """Put a finished site, and the checksums of all documents, into the site itself."""
    say("zip")
    day = date.fromisoformat(data_date(catalogue))
    pages = [
        (site / language.prefix / FOLDER / "index.html", Edition(catalogue, language, day))
        for language in catalogue.languages
    ]
    found = {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }
    for page, edition in pages:
        name = page.relative_to(site).as_posix()
        found[name] = with_site_facts(found[name].decode(), edition, None).encode()
    content = site_archive(found, printed.lists, home, day, catalogue.convention.product)
    made = described(SITE_ZIP, "site", "", "", content, 0, day.isoformat())
    (site / FOLDER / SITE_ZIP).write_bytes(content)
    (site / FOLDER / CHECKSUMS).write_text(checksums([*printed.downloads, made]), encoding="utf-8")
    for page, edition in pages:
        text = page.read_text(encoding="utf-8")
        page.write_text(with_site_facts(text, edition, made), encoding="utf-8")


def export(site: Path, catalogue: Catalogue, place: str) -> None:
    """Write the public data of a catalogue into a site; `place` is the address it will stand at."""
    say("data")
    _write(site, files(catalogue, place))


def _write(site: Path, public: Mapping[str, bytes]) -> None:
    for path, content in public.items():
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def index(site: Path) -> None:
    """Index a finished site for search, each language apart."""
    say("pagefind")
    run(
        [
            sys.executable,
            "-m",
            "pagefind",
            "--site",
            str(site),
            "--output-path",
            str(site / "pagefind"),
        ],
        site,
        {},
    )
    for unused in site.glob("pagefind/*ui*"):
        unused.unlink()
    entry = site / "pagefind" / "pagefind-entry.json"
    # Pagefind writes the languages in the order of a hash map.
    ordered = json.dumps(json.loads(entry.read_text(encoding="utf-8")), sort_keys=True)
    entry.write_text(ordered, encoding="utf-8")


def run(command: Sequence[str], folder: Path, variables: dict[str, str]) -> None:
    """Run a step; raise BuildError with what it printed if it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(done.stdout)
