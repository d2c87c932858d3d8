"""However a file is damaged, the program says where, or builds; it never breaks and never hangs."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.catalogue import load
from atlas.checks import check, has_errors
from atlas.edition import Edition
from atlas.pages import Site, pages
from atlas.problems import as_github, as_markdown, as_sarif, as_text
from house.projects import EXAMPLE_DAY, copy_example

SPLINTERS = (
    "\t", ":", ": ", " #", "#", "-", "- ", "'", '"', "[", "]", "{", "}", "&a", "*a", "!x", "|", ">", "%", "@",
    "\x00", "\u202e", "\ufeff", "\r", "\n", "  ", "NO", "null", "true", "12:30", "2022-02-30", "<b>", "es:",
    "x@example.org", "{{", "}}", "é", "\ud7ff", "9" * 40, "---\n", "...\n", "? ",
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """The example as a project that may be changed, and its files as they were."""

    root: Path
    files: dict[str, bytes] = field(repr=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Example:
    root = copy_example(tmp_path_factory.mktemp("damage") / "example")
    names = [*(root / "data").rglob("*.yml"), *(root / "content").rglob("*.md")]
    files = {n.relative_to(root).as_posix(): n.read_bytes() for n in sorted(names)}
    del files["data/interface.yml"]
    return Example(root, files)


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


@pytest.mark.xdist_group("damage")
@settings(max_examples=100)
@given(seed=st.integers(0, 2**32))
def test_damaged_file_is_told_of_with_its_place_or_builds(project: Example, seed: int) -> None:
    random = Random(seed)
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
    if not has_errors(problems) and random.random() < 0.1:
        list(pages(Edition(catalogue, catalogue.languages[0], EXAMPLE_DAY), Site()))
