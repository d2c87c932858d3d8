"""How much time and memory the site takes, against the same pages built the plain way.

The plain way: Material with mkdocs-static-i18n, all languages in one run, its own search. Both are
built in turn, a few times each. Documents (PDF, e-books) and data files are left out, since the plain
way makes none; search indexing is in. Use: `make bench`, or `python tests/bench/run.py --times 5`.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from atlas.build.clock import today
from atlas.catalogue.catalogue import load
from atlas.checks.checks import check, has_errors
from bench.plain import write_plain
from support.projects import copy_real, environment

OURS = """
from pathlib import Path
from atlas.catalogue.catalogue import load
from atlas.checks.checks import check, has_errors
from atlas.build.clock import today
from atlas.build.publishing import index, render
root = Path.cwd()
catalogue, problems = load(root)
assert not has_errors(check(catalogue, today(), problems))
(root / "bench").mkdir()
index(render(root, root / "bench", catalogue, "mkdocs", ()))
"""
COPIED = ("countries", "networks", "resolutions", "events", "sources")


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds of processor and of patience, and MB of its largest process."""

    cpu: float
    wall: float
    memory: float


def measure(command: Sequence[str], folder: Path) -> Cost:
    """Run a build to its end, with all the processes it starts."""
    shutil.rmtree(folder / "bench", ignore_errors=True)
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=environment(folder), stdout=output, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            sys.exit(output.read().decode(errors="replace"))
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def multiply(project: Path, times: int) -> None:
    """Add copies of the records of a project, with ids of their own, and of its written pages."""
    for number in range(2, times + 1):
        for kind in COPIED:
            for file in sorted((project / "data" / kind).glob("*.yml")):
                if not file.stem.rsplit("-", 1)[-1].startswith("copy"):
                    name = f"{file.stem}-copy{number}"
                    text = file.read_text(encoding="utf-8")
                    copied = text.replace(f"\nid: {file.stem}\n", f"\nid: {name}\n", 1)
                    file.with_name(f"{name}.yml").write_text(copied, encoding="utf-8")
        for file in sorted((project / "content").rglob("*.md")):
            if file.stem != "index" and "-copy" not in file.stem:
                shutil.copy(file, file.with_name(f"{file.stem}-copy{number}.md"))


def compare(times: int, data: int, folder: Path) -> None:
    """Build both, in turn, and print what each took."""
    ours, plain = folder / "ours", folder / "plain"
    multiply(copy_real(ours), data)
    catalogue, found = load(ours)
    problems = [each for each in check(catalogue, today(), found) if each.level == "error"]
    if has_errors(problems):
        sys.exit(f"{problems[0].path}: {problems[0].sentence('en')}")
    write_plain(catalogue, plain)
    number = sum(1 for _ in (plain / "docs").rglob("*.md"))
    print(f"\n{data} × the data: {number} pages, {times} builds each", flush=True)
    commands = {
        "ours": [sys.executable, "-c", OURS],
        "plain": [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "bench"],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            costs[name].append(measure(command, folder / name))
    print(f"{'':8}{'CPU s':>10}{'wall s':>10}{'peak MB':>10}")
    middle = {
        name: Cost(*(statistics.median(values) for values in zip(*map(_parts, found), strict=True)))
        for name, found in costs.items()
    }
    for name, cost in middle.items():
        print(f"{name:8}{cost.cpu:10.1f}{cost.wall:10.1f}{cost.memory:10.0f}")
    ratio = middle["ours"].cpu / middle["plain"].cpu
    memory = middle["ours"].memory / middle["plain"].memory
    print(f"{'ratio':8}{ratio:10.2f}{'':10}{memory:10.2f}", flush=True)


def _parts(cost: Cost) -> tuple[float, float, float]:
    return cost.cpu, cost.wall, cost.memory


def main() -> None:
    """Compare at 1 and at 4 times the data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="builds of each kind (3)")
    parser.add_argument("--data", type=int, nargs="+", default=[1, 4], help="times the data (1 4)")
    options = parser.parse_args()
    for data in options.data:
        with tempfile.TemporaryDirectory() as folder:
            compare(options.times, data, Path(folder))


if __name__ == "__main__":
    main()
