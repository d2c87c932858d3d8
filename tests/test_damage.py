"""However a file is damaged, the program says where, or builds; it never breaks and never hangs.

What is published stays as it is until the damage is mended, and nothing changes on a page that `diff`
does not tell of.
"""

from contextlib import redirect_stderr
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.edition import Edition
from atlas.catalogue.reporters import as_github, as_markdown, as_sarif, as_text
from atlas.checks.checks import check, has_errors
from atlas.cli.main import main
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
@pytest.mark.xdist_group("damage")
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
@pytest.mark.xdist_group("damage")
@settings(max_examples=8)
@given(random=st.randoms(use_true_random=False))
def test_damage_that_is_told_of_leaves_what_is_published(project: Example, random: Random) -> None:
    name = random.choice([name for name in project.files if name.endswith(".yml")])
    content = damaged(project.files[name], random) + b"\n]: x"
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
