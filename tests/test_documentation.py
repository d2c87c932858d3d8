"""The documentation is true: its commands run, its links lead somewhere, and it names what there is."""

import re
from datetime import date
from pathlib import Path

import pytest

from house.projects import EXAMPLE_DAY, PROJECT, atlas

DOCUMENTS = [
    PROJECT / "README.md",
    PROJECT / "CONTRIBUTING.md",
    PROJECT / "CONTRIBUTING.es.md",
    PROJECT / "ARCHITECTURE.md",
    *sorted((PROJECT / "docs").rglob("*.md")),
]
# Needs a person, a browser or minutes; each is tried in tests of its own.
ELSEWHERE = {"new", "serve", "build", "pdf", "test", "accept", "bench", "audit", "pins"}


def names(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()


def commands() -> list[tuple[str, ...]]:
    """Every command of the program that a document shows, without its comment."""
    found = set()
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for line in re.findall(r"\.venv/bin/python -m atlas ([^`\n#]+)", text):
            found.add(tuple(line.split()))
    return sorted(found)


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_command_in_the_documentation_runs(command: tuple[str, ...], example_copy: Path) -> None:
    if command[0] in ELSEWHERE or command[0] == "diff":
        done = atlas(example_copy, command[0], "--help")
    else:
        own = [
            "content/en/guide/networks.md" if word in ("FILE", "ARCHIVO") else word
            for word in command
        ]
        done = atlas(example_copy, *own, day=EXAMPLE_DAY)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_verbs_of_make_exist(document: Path) -> None:
    verbs = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))
    used = re.findall(r"(?:^|`)make ([a-z]+)", document.read_text("utf-8"), re.MULTILINE)
    assert set(used) <= verbs


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (document.parent / link).exists(), link


def test_every_module_is_in_the_architecture() -> None:
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for module in (PROJECT / "hooks" / "atlas").glob("*.py"):
        if not module.stem.startswith("__"):
            assert f"| `{module.stem}` |" in text, module.stem


def test_every_decision_says_when_it_is_reviewed_again() -> None:
    for document in (PROJECT / "docs" / "decisions").glob("*.md"):
        text = document.read_text(encoding="utf-8")
        reviewed = re.search(r"To be reviewed: (\d{4}-\d{2}-\d{2})\.", text)
        assert reviewed, document.name
        assert date.fromisoformat(reviewed[1]) > date(2026, 11, 21)


def test_contributing_says_the_same_in_both_languages() -> None:
    both = [
        (PROJECT / name).read_text(encoding="utf-8")
        for name in ("CONTRIBUTING.md", "CONTRIBUTING.es.md")
    ]
    headings = [re.findall(r"^#+", text, re.MULTILINE) for text in both]
    shown = [re.findall(r"^(?:make|\.venv)[^#\n]*", text, re.MULTILINE) for text in both]
    assert headings[0] == headings[1]
    assert [c.split()[:5] for c in shown[0]] == [
        [word.replace("ARCHIVO", "FILE") for word in c.split()[:5]] for c in shown[1]
    ]
