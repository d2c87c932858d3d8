"""Prints what the documents cost: CPU and memory of the handbook, and of all briefs of one language.

Each is made in a process of its own, with nothing kept from before, as `make site` does the first time.
"""

import resource
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from atlas.catalogue.catalogue import load
from atlas.catalogue.settings import read_settings
from atlas.documents.printing import Job, work
from atlas.exports import files

ROOT = Path(__file__).parents[2]
TARGETS = {"handbook": (10.0, 700), "brief": (12.0, 700)}
"""Kind of document → the most seconds of CPU and megabytes of memory it may take."""


def cost(job: Job) -> tuple[float, int]:
    """Do a job; returns its seconds of CPU and the most megabytes the process held."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    if error := work(job).error:
        raise SystemExit(error)
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, after.ru_maxrss // 1024


def main() -> int:
    """Measure; returns 1 if a target is missed."""
    catalogue, _ = load(ROOT)
    home = read_settings((ROOT / "mkdocs.yml").read_bytes()).url
    known = frozenset(files(catalogue, home))
    missed = False
    for kind, (seconds, megabytes) in TARGETS.items():
        for language in catalogue.languages:
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder)
                for part in ("mkdocs.yml", "data", "content", "pyproject.toml"):
                    (root / part).symlink_to(ROOT / part)
                job = Job(root, root / "made", language.tag, (kind,), home, known, date.today())  # noqa: DTZ011 - a measure, not a document
                with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                    spent, held = pool.submit(cost, job).result()
            over = spent > seconds or held > megabytes
            missed |= over
            print(
                f"{kind} {language.tag}: {spent:.1f} s CPU (≤ {seconds:.0f}), "
                f"{held} MB (≤ {megabytes}){'  OVER' if over else ''}"
            )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
