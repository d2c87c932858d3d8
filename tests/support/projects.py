"""Projects that tests build: a copy of the real one, the example, and the example with changes."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

PROJECT = Path(__file__).parents[2]
EXAMPLE = PROJECT / "tests" / "example"
PROBLEMS = PROJECT / "tests" / "problems"
SHARED = PROJECT.parent / "shared"
OTHER = PROJECT / "tests" / "other"
INTERFACE = PROJECT / "data" / "interface.yml"
EXAMPLE_DAY = date(2026, 11, 21)
"""The day the example counts as built on, so that what is past and what is to come never changes."""

EXAMPLE_PARTS = (
    EXAMPLE,
    PROJECT / "hooks",
    PROJECT / "overrides",
    PROJECT / "data" / "interface.yml",
    PROJECT / "data" / "convention.yml",
    PROJECT / "requirements" / "site.txt",
)
"""What a site of the example is made from."""

_CACHE = PROJECT / ".cache" / "tests"
_PARTS = ("mkdocs.yml", "data", "content", "hooks", "overrides")
_KEPT_SECONDS = 3600
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")


class TestBuildError(Exception):
    """A site that tests need could not be built; its message is what the build said."""

    __test__ = False


def copy_real(target: Path) -> Path:
    """Copy what the real site is made from to `target`; returns it."""
    target.mkdir(parents=True, exist_ok=True)
    for part in _PARTS:
        source = PROJECT / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=_LEFT_OUT, dirs_exist_ok=True)
        else:
            shutil.copy(source, target / part)
    return target


def copy_example(target: Path) -> Path:
    """Make the example project at `target`, with the real program, frame and interface; returns it."""
    for part in ("hooks", "overrides"):
        shutil.copytree(PROJECT / part, target / part, ignore=_LEFT_OUT, dirs_exist_ok=True)
    shutil.copytree(EXAMPLE, target, dirs_exist_ok=True)
    for words in ("interface.yml", "convention.yml"):
        shutil.copy(PROJECT / "data" / words, target / "data")
    return target


def versioned_example(target: Path) -> Path:
    """Make the example project at `target`, under Git since before its last change; returns it."""
    project = copy_example(target)
    commit(
        project,
        date(2026, 10, 1),
        {"data/countries/zzz.yml": [("status: signatory", "status: party")]},
    )
    commit(project, date(2026, 11, 2), {})
    return project


def commit(project: Path, day: date, before: Mapping[str, Iterable[tuple[str, str]]]) -> None:
    """Commit the data of a project on a day, with other words in some files than they hold: theirs, ours."""
    theirs = {project / name: (project / name).read_bytes() for name in before}
    for name, changes in before.items():
        text = (project / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, name
            text = text.replace(old, new)
        (project / name).write_text(text, encoding="utf-8")
    moment = f"{day.isoformat()}T12:00:00Z"
    dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    for words in (
        ("init", "--quiet"),
        ("add", "--all", "data"),
        (*identity, "commit", "--quiet", "--message", "Data"),
    ):
        subprocess.run(
            ["git", "-C", project, *words], check=True, capture_output=True, env=os.environ | dates
        )
    for file, content in theirs.items():
        file.write_bytes(content)


def copy_other(target: Path) -> Path:
    """Make the project of another convention at `target`, with the real program and interface; returns it."""
    for part in ("hooks", "overrides"):
        shutil.copytree(PROJECT / part, target / part, ignore=_LEFT_OUT, dirs_exist_ok=True)
    shutil.copytree(OTHER, target, dirs_exist_ok=True)
    shutil.copy(INTERFACE, target / "data")
    return target


def environment(root: Path, *, day: date | None = None, **variables: str) -> dict[str, str]:
    """The environment to run a project's own program in, on a given day."""
    found = {**os.environ, "PYTHONPATH": str(root / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
    found.pop("ATLAS_LANGUAGE", None)
    found.pop("SOURCE_DATE_EPOCH", None)
    if day:
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        found["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    return found | variables


def atlas(
    root: Path, *arguments: str, day: date | None = None, typed: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run `python -m atlas` on a project, with what somebody types, and wait for it."""
    return subprocess.run(
        [sys.executable, "-m", "atlas", *arguments],
        cwd=root,
        env=environment(root, day=day, **variables),
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def build(
    root: Path,
    *options: str,
    day: date | None = EXAMPLE_DAY,
    engine: str = "mkdocs",
    **variables: str,
) -> Path:
    """Build a project as `make site` does; returns its site, or raises TestBuildError."""
    done = atlas(root, "build", "--engine", engine, *options, day=day, **variables)
    if done.returncode:
        raise TestBuildError(done.stdout)
    return root / "site"


def fingerprint(*places: Path, also: str = "") -> str:
    """A hash of the names and contents of all files in some places."""
    digest = hashlib.sha256(also.encode())
    for place in places:
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(place.parent).as_posix().encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def built_real() -> Path:
    """The project's copy with its built site, made again only when something it is made from changed."""
    state = fingerprint(
        *(PROJECT / part for part in _PARTS),
        PROJECT / "requirements" / "site.txt",
        also=datetime.now(UTC).date().isoformat(),
    )
    return kept(f"real-{state}", lambda target: build(_with_documents(copy_real(target)), day=None))


def _with_documents(project: Path) -> Path:
    """Let a project keep its documents beside the cache, so that a change makes anew only some."""
    documents = _CACHE / "documents"
    documents.mkdir(exist_ok=True)
    (project / ".cache").mkdir()
    (project / ".cache" / "documents").symlink_to(documents)
    return project


def built_example() -> Path:
    """The example project with its built site, made again only when needed."""
    state = fingerprint(*EXAMPLE_PARTS)
    return kept(
        f"example-{state}",
        lambda target: build(versioned_example(target), "--history", PYTHONHASHSEED="1"),
    )


def built_other() -> Path:
    """The project of another convention with its built site, made again only when needed."""
    state = fingerprint(OTHER, *(PROJECT / part for part in ("hooks", "overrides")), INTERFACE)
    return kept(f"other-{state}", lambda target: build(copy_other(target)))


def kept(name: str, make: Callable[[Path], object]) -> Path:
    """A project in the cache; one process of the run makes it while the others wait."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    place, failure = _CACHE / name, _CACHE / f"{name}.failed"
    with _locked(name.partition("-")[0]):
        if failure.exists():
            told, _, text = failure.read_text(encoding="utf-8").partition("\n")
            if told == run:
                raise TestBuildError(text)
            failure.unlink()
        if not place.exists():
            _forget_old(name)
            made = _CACHE / f"{name}.making"
            shutil.rmtree(made, ignore_errors=True)
            try:
                make(made)
            except TestBuildError as error:
                failure.write_text(f"{run}\n{error}", encoding="utf-8")
                raise
            made.rename(place)
        os.utime(place)
    return place


def _forget_old(name: str) -> None:
    """Remove what earlier runs left of the same kind, but nothing a run may still be reading."""
    kind = name.partition("-")[0]
    for old in _CACHE.glob(f"{kind}-*"):
        if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
            if old.is_dir():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink(missing_ok=True)


@contextmanager
def _locked(name: str) -> Iterator[None]:
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)


def files_of(site: Path) -> Mapping[str, bytes]:
    """Path below a folder → content, of every file in it."""
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }
