"""The documentation is true: its commands run, its links lead somewhere, and it names what there is."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import load
from atlas.checks.checks import check, has_errors
from support.projects import EXAMPLE_DAY, PROJECT, atlas, built_example, copy_example

DOCUMENTS = [
    PROJECT / "README.md",
    PROJECT / "CONTRIBUTING.md",
    PROJECT / "CONTRIBUTING.es.md",
    PROJECT / "ARCHITECTURE.md",
    PROJECT / "CODE_OF_CONDUCT.md",
    PROJECT / "RELEASING.md",
    PROJECT / "SECURITY.md",
    *sorted((PROJECT / "docs").rglob("*.md")),
]
ELSEWHERE = {
    ("serve",),  # started like this, on another port, and stopped as a person does: test_serve.py
    ("build",),  # what `built_example` runs, for many tests: see below
    ("pdf",),  # run twice, as here, in test_pdf.py
    ("translations", "export", "po/fr.po"),  # run in turn, with French among the languages,
    ("translations", "import", "po/fr.po"),  # by support/third.py for test_third_language.py
    ("admin", "admin"),  # run with a repository to edit in browser/test_admin.py
}

SOURCE = [
    "web-page",
    "A page",
    "Una página",
    "",
    "",
    "",
    "Zeta Watch",
    "",
    "",
    "es, en",
    "",
    "",
    "",
]
ALLIANCE = ["zzy", "", "2025-03", "", "", "n", "", "example-page", "2025-03", "", ""]
TYPED = {
    "fingerprint": ["Zeta Watch"],
    "new": ["en", "source", *SOURCE],
    "new alliance": ["Yota Alliance", "", "It joins three.", "Une a tres.", *ALLIANCE],
    "new alianza": ["", "Yota Alliance", "Une a tres.", "It joins three.", *ALLIANCE],
}


def names(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()


def behind_make() -> dict[str, tuple[str, ...]]:
    """Verb of make → the command of the program that it gives."""
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    found = re.findall(r"^([a-z]+):.*\n\t\$\(ATLAS\) (.+)$", text, re.MULTILINE)
    return {verb: tuple(command.split()) for verb, command in found}


def commands() -> list[tuple[str, ...]]:
    """Every command of the program that a document shows, by itself or behind a verb of make."""
    behind = behind_make()
    found = set()
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for line in re.findall(r"\.venv/bin/python -m atlas ([^`\n#]+)", text):
            found.add(tuple(line.split()))
        for verb in re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE):
            if verb in behind:
                found.add(behind[verb])
    # What reads a document needs one: the test of a stranger's half-hour makes it.
    return sorted(c for c in found - ELSEWHERE if c[0] != "import" or len(c) == 1)


def test_documents_show_the_commands_editors_need() -> None:
    first = {command[0] for command in commands()} | {command[0] for command in ELSEWHERE}
    assert first == {
        *("addresses", "admin", "build", "check", "diff", "fingerprint", "format"),
        *("import", "new", "pdf", "schema", "serve", "translations"),
    }


@pytest.mark.slow
@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_command_in_the_documentation_runs(command: tuple[str, ...], tmp_path: Path) -> None:
    project = copy_example(tmp_path / "example")
    if "--trivial" in command:
        atlas(project, "translations", "--update")
    if command[0] == "diff" or "--trivial" in command:
        committed_and_changed(project)
    before = {file for file in (project / "data").rglob("*") if file.is_file()}
    file = "data/countries/zzz.yml" if "--trivial" in command else "content/en/guide/networks.md"
    own = [file if word in ("FILE", "ARCHIVO") else word for word in command]
    typed = TYPED.get(" ".join(own[:2]), [])
    done = atlas(project, *own, day=EXAMPLE_DAY, typed="".join(f"{each}\n" for each in typed))
    assert done.returncode == 0, done.stdout
    added = {file for file in (project / "data").rglob("*") if file.is_file()} - before
    assert bool(added) == (command[0] == "new")
    catalogue, found = load(project)
    assert not has_errors(check(catalogue, EXAMPLE_DAY, found))
    if command[0] == "diff":
        assert "Zetaland" in done.stdout


@pytest.mark.slow
def test_command_that_builds_leaves_the_site_of_every_language() -> None:
    site = built_example() / "site"
    assert (site / "index.html").exists()
    assert (site / "en" / "index.html").exists()


def committed_and_changed(project: Path) -> None:
    """Keep a project in Git as it is, on the branch `main`, and change the name of a country."""
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
    for arguments in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "data", "content", "mkdocs.yml"),
        (*who, "commit", "--quiet", "--message", "Example"),
    ):
        subprocess.run(["git", "-C", project, *arguments], check=True)
    record = project / "data" / "countries" / "zzz.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(
        text.replace("  es: Zeta\n  en: Zeta\n", "  es: Zetania\n  en: Zetaland\n", 1),
        encoding="utf-8",
    )


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


def test_every_layer_is_in_the_architecture() -> None:
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    atlas_folder = PROJECT / "hooks" / "atlas"
    layers = {folder.name for folder in atlas_folder.iterdir() if any(folder.glob("*.py"))}
    assert layers
    assert [layer for layer in layers if f"| `{layer}` |" not in text] == []


def test_every_file_the_architecture_names_is_there() -> None:
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|hooks|data|docs)/[\w./-]+)`", text)
    assert named
    assert [path for path in named if not (PROJECT / path).exists()] == []
