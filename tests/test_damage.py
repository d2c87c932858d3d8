"""However a file is damaged, the program says where, or builds; it never breaks and never hangs.

What is published stays as it is until the damage is mended, and nothing changes on a page that `diff`
does not tell of.
"""

import os
import resource
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.build.lock import LOCK
from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.edition import Edition
from atlas.catalogue.problems import Problem
from atlas.catalogue.reporters import as_github, as_markdown, as_sarif, as_text
from atlas.catalogue.settings import SettingsError
from atlas.checks.checks import check, has_errors
from atlas.cli.main import main
from atlas.cli.project import unfit
from atlas.editing.diff import difference
from atlas.site.pages import Site, pages
from support.projects import EXAMPLE_DAY, copy_example, files_of

SPLINTERS = (
    "\t", ":", ": ", " #", "#", "-", "- ", "'", '"', "[", "]", "{", "}", "&a", "*a", "!x", "|", ">", "%", "@",
    "\x00", "\u202e", "\ufeff", "\r", "\n", "  ", "NO", "null", "true", "12:30", "2022-02-30", "<b>", "es:",
    "x@example.org", "{{", "}}", "é", "\ud7ff", "9" * 40, "---\n", "...\n", "? ",
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """The example as a project that may be changed, and its files and pages as they were."""

    root: Path
    files: dict[str, bytes] = field(repr=False)
    catalogue: Catalogue = field(repr=False)
    pages: dict[str, str] = field(repr=False)


def shown(catalogue: Catalogue) -> dict[str, str]:
    """Address → HTML of every page, in every language."""
    return {
        f"{tongue.prefix}/{page.path}": page.html
        for tongue in catalogue.languages
        for page in pages(Edition(catalogue, tongue, EXAMPLE_DAY), Site())
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Example:
    root = copy_example(tmp_path_factory.mktemp("damage") / "example")
    names = [*(root / "data").rglob("*.yml"), *(root / "content").rglob("*.md")]
    files = {n.relative_to(root).as_posix(): n.read_bytes() for n in sorted(names)}
    del files["data/interface.yml"]
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("Published", encoding="utf-8")
    catalogue, _ = load(root)
    return Example(root, files, catalogue, shown(catalogue))


def damaged(content: bytes, random: Random) -> bytes:
    """A file with one or two of the things that go wrong when people and tools edit."""
    for _ in range(random.randint(1, 2)):
        lines = content.split(b"\n")
        at = random.randrange(len(lines))
        place = random.randrange(len(content) + 1)
        match random.randrange(9):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[random.randrange(len(lines))])
            case 2:
                lines[at] = b" " * random.randint(1, 3) + lines[at]
            case 3:
                lines[at] = lines[at].lstrip()
            case 4:
                lines[at] = lines[at].partition(b":")[0] + b":"
            case 5:
                random.shuffle(lines)
            case 6:
                lines = content[:place].split(b"\n")
            case 7:
                splinter = random.choice(SPLINTERS).encode()
                lines = (content[:place] + splinter + content[place:]).split(b"\n")
            case _:
                other = bytes([random.randrange(256)])
                lines = (content[:place] + other + content[place + 1 :]).split(b"\n")
        content = b"\n".join(lines)
    return content


@pytest.mark.slow
@settings(max_examples=100)
@given(random=st.randoms(use_true_random=False))
def test_damaged_file_is_told_of_with_its_place_or_builds(project: Example, random: Random) -> None:
    name = random.choice(list(project.files))
    file = project.root / name
    content = damaged(project.files[name], random)
    file.write_bytes(content)
    try:
        catalogue, found = load(project.root)
        problems = check(catalogue, EXAMPLE_DAY, found)
    finally:
        file.write_bytes(project.files[name])
    for told in problems:
        assert told.position.line >= 1
        assert told.position.column >= 1
        if told.path == name:
            assert told.position.line <= content.count(b"\n") + content.count(b"\r") + 2
    for write in (as_text, as_github, as_markdown, as_sarif):
        write(problems)
    if not has_errors(problems) and random.random() < 0.3:
        told_of = difference(project.catalogue, catalogue, EXAMPLE_DAY)
        assert told_of or shown(catalogue) == project.pages


@pytest.mark.slow
@settings(max_examples=8)
@given(random=st.randoms(use_true_random=False))
def test_damage_that_is_told_of_leaves_what_is_published(project: Example, random: Random) -> None:
    name = random.choice([name for name in project.files if name.endswith(".yml")])
    content = damaged(project.files[name], random) + b"\n]: x"
    # The file of the lock stays where the first command made it.
    (project.root / LOCK).parent.mkdir(exist_ok=True)
    (project.root / LOCK).touch()
    before = files_of(project.root)
    (project.root / name).write_bytes(content)
    try:
        with redirect_stderr(StringIO()) as said:
            status = main(["--root", str(project.root), "build"])
        after = files_of(project.root)
    finally:
        (project.root / name).write_bytes(project.files[name])
    assert status == 1
    assert f"{name}:" in said.getvalue()
    assert after == {**before, name: content}


HANG_SECONDS = 5
"""Of processor time; what waits for something that never comes is ended after four times as long."""

MEMORY = 2**30
"""Bytes that a process which only reads broken files may come to need."""

WHOLE = (
    b"", b"---\n", b"null\n", b"~\n", b"...\n", b"--- ~\n---\n", b"\xef\xbb\xbf",
    b"\0", b"\xff\xfe\0", b"[]\n", b"{}\n",
    b"# only a comment\n", b"text\n", b"12\n", b"- a\n- b\n", b"? ",
    b"'", b"%YAML 9.9\n---\n", b"--- !!python/none\n",
    b"- " * 1000, b"[" * 20_000, b"{a: " * 20_000, b"1" * 6000, b"a: &a [*a]\n", b"id: *x\n", b"\t- x\n",
    b"---\nnull\n---\n", b"---\n~\n---\n\ntext\n", b"---\n---\n",
    b"---\ntitle: [\n---\n", b"<<<<<<< HEAD\na: 1\n=======\n",
)  # fmt: skip
"""What may stand in a file in the place of all it held."""

VALUES = (
    "null", "~", "[]", "{}", "1", "true", '""', "' '", "2022-02-30",
    "!!binary x", "*a", "9" * 5000, "1.5", "-0",
    "[a, [b, [c]]]", "{a: b}", "0x1F", ".nan", "12:30:45", "|",
    ">-", "\u00a0", "javascript:x", "../../etc/passwd",
)  # fmt: skip
"""What may stand in the place of a value."""

WITHHELD = b"""# yaml-language-server: $schema=../schema/withhold.schema.json
organisations:
  - name: Some organization that is nowhere
    date: 2026-11-20
    mended: 2026-11-21
records:
  - kind: events
    id: observance
    date: 2026-11-20
"""


@dataclass(frozen=True)
class Outcome:
    """What came of one damage: the kind of it, what it was done to, and how it ended."""

    kind: str
    path: str
    end: str


@dataclass(frozen=True)
class Subject:
    """A project that is damaged again and again, and what is in it while it is whole."""

    root: Path
    files: dict[str, bytes] = field(repr=False)
    there: frozenset[str]

    @contextmanager
    def damage(self, random: Random) -> Iterator[tuple[str, str]]:
        """One damage, while it lasts: its kind and the path of what it was done to."""
        kind = random.choice(("bytes", "bytes", "value", "value", "whole", "file", "folder"))
        path = random.choice([*self.files])
        if kind == "folder":
            path = random.choice([*{p.rpartition("/")[0] for p in self.files} - {""}])
        target, aside = self.root / path, self.root.parent / "aside"
        try:
            if kind == "bytes":
                target.write_bytes(damaged(self.files[path], random))
            elif kind == "value":
                target.write_bytes(_other_value(self.files[path], random))
            elif kind == "whole":
                target.write_bytes(random.choice(WHOLE))
            else:
                target.rename(aside)
                _put_instead(target, aside, random)
            yield kind, path
        finally:
            if kind in ("file", "folder"):
                _remove(target)
                aside.rename(target)
            else:
                target.write_bytes(self.files[path])


def _remove(target: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)


def _other_value(content: bytes, random: Random) -> bytes:
    lines = content.decode().split("\n")
    keyed = [number for number, line in enumerate(lines) if ":" in line]
    if keyed:
        number = random.choice(keyed)
        key, _, _ = lines[number].partition(":")
        lines[number] = f"{key}: {random.choice(VALUES)}"
    return "\n".join(lines).encode()


def _put_instead(target: Path, aside: Path, random: Random) -> None:
    """Put something that is no file or folder of ours where there was one, which is now `aside`."""
    match random.randrange(7):
        case 0:
            target.symlink_to(aside)
        case 1:
            target.symlink_to(target.with_name("absent"))
        case 2:
            target.symlink_to(target)
        case 3:
            os.mkfifo(target)
        case 4 if aside.is_dir():
            target.write_bytes(b"id: x\n")
        case 4:
            target.mkdir()
        case 5 if aside.is_file():
            target.mkdir()
            shutil.copy(aside, target / target.name)
        case _:
            os.link(aside, target) if aside.is_file() else target.symlink_to("/dev/null")


def names_of(catalogue: Catalogue) -> frozenset[str]:
    """The files behind all records and written pages of a catalogue."""
    return frozenset(
        file for file in catalogue.files if file.startswith("content/") or file.count("/") == 2
    )


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    root = copy_example(tmp_path_factory.mktemp("damages") / "example")
    (root / "data" / "withhold.yml").write_bytes(WITHHELD)
    paths = [
        root / "mkdocs.yml",
        root / "data" / "translations.lock.json",
        *(root / "data").rglob("*.yml"),
        *(root / "content").rglob("*.md"),
    ]
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(paths)}
    catalogue, found = load(root)
    assert not has_errors(check(catalogue, EXAMPLE_DAY, found))
    return Subject(root, files, names_of(catalogue))


def outcome(subject: Subject, random: Random, whole: Random) -> Outcome:
    """Damage the project once, look at what the program says of it, and mend it."""

    def overdue(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, overdue)
    with subject.damage(random) as (kind, path):
        started = time.process_time()
        signal.alarm(4 * HANG_SECONDS)
        try:
            end = _end(subject, path, render=whole.random() < 0.1)
        except TimeoutError:
            end = "hang"
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            end = f"traceback: {type(error).__name__}: {str(error)[:80]}"
        finally:
            signal.alarm(0)
        if time.process_time() - started > HANG_SECONDS:
            end = "hang"
    return Outcome(kind, path, end)


def _end(subject: Subject, path: str, *, render: bool) -> str:
    if reason := unfit(subject.root):
        assert "mkdocs.yml" in reason
        return "named"
    try:
        catalogue, found = load(subject.root)
        problems = check(catalogue, EXAMPLE_DAY, found)
    except SettingsError as error:
        return _named(path, error.problems)
    for write in (as_text, as_github, as_markdown, as_sarif):
        write(problems)
    if has_errors(problems):
        return _named(path, problems)
    if lost := subject.there - names_of(catalogue) - _withheld(catalogue):
        return f"lost in silence: {sorted(lost)[:3]}"
    if render:
        shown(catalogue)
        return "built"
    return "accepted"


def _withheld(catalogue: Catalogue) -> set[str]:
    return {f"data/{kind}/{identifier}.yml" for kind, identifier in catalogue.withheld_records}


def _named(path: str, problems: tuple[Problem, ...] | list[Problem]) -> str:
    """Whether an error stands in the file that was damaged, or names it otherwise."""
    errors = [problem for problem in problems if problem.level == "error"]
    assert all(each.position.line >= 1 and each.position.column >= 1 for each in errors)
    own = [each for each in errors if each.path == path or each.path.startswith(f"{path}/")]
    above = [each for each in errors if path.startswith(f"{each.path}/")]
    if own or above:
        return "named"
    return f"named elsewhere: {errors[0].path}: {errors[0].code}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "number", [150, pytest.param(10_000, marks=pytest.mark.audit)], ids=["some", "ten thousand"]
)
def test_damages_are_named_in_their_file_or_built(subject: Subject, number: int) -> None:
    random, whole = Random(number), Random(0)
    ends: Counter[str] = Counter()
    wrong: list[Outcome] = []
    for _ in range(number):
        one = outcome(subject, random, whole)
        ends[one.end.partition(":")[0]] += 1
        if one.end.startswith(("traceback", "hang", "lost")):
            wrong.append(one)
    print(*(f"{count:6} {end}" for end, count in ends.most_common()), sep="\n")
    assert not wrong, "\n".join(map(str, wrong))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < MEMORY
