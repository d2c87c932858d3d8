"""Builds the whole site: one run of the engine per language, the search index, and one swap at the end.

Nothing half-made is ever published: everything is built aside, and `site/` changes in one move.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

from atlas.catalogue import Catalogue
from atlas.exports import files
from atlas.languages import address, configuration

WORKPLACE = ".build"


class BuildError(Exception):
    """A step of the build failed; its message is what the step said."""


def today() -> date:
    """The day the build counts as made on: of SOURCE_DATE_EPOCH if that is set, else of the clock.

    See reproducible-builds.org/specs/source-date-epoch.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.date()


def build(root: Path, catalogue: Catalogue, engine: str = "mkdocs") -> Path:
    """Build every language of a project whose catalogue has no errors into `site/`; returns it."""
    place = root / WORKPLACE
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    tags = [language.tag for language in catalogue.languages]
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(lambda tag: _run_engine(root, place / tag, tag, engine), tags))
    site = place / "site"
    (place / tags[0]).rename(site)
    for language in catalogue.languages[1:]:
        (place / language.tag).rename(site / language.prefix)
    configured = configuration((root / "mkdocs.yml").read_text(encoding="utf-8"))
    export(site, catalogue, address(configured))
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
        {"ATLAS_LANGUAGE": tag, "NO_MKDOCS_2_WARNING": "1"},
    )


def export(site: Path, catalogue: Catalogue, place: str) -> None:
    """Write the public data of a catalogue into a site; `place` is the address it will stand at."""
    say("data")
    for path, content in files(catalogue, place).items():
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


def say(step: str) -> None:
    """Tell the person at the terminal which long step begins."""
    print(f"· {step}", file=sys.stderr, flush=True)
