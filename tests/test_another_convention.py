"""The program serves another convention as it is: a small site of one, and the instructions to start it."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from atlas.catalogue.catalogue import load
from atlas.checks.checks import check
from support.faults import errors, faults
from support.projects import (
    EXAMPLE_DAY,
    PROJECT,
    atlas,
    built_other,
    copy_other,
    copy_real,
    environment,
)

OURS = re.compile(rb"UNTOC|UNODC|VPI|NACSA4U|NET4U")
"""What only this convention's Atlas speaks of."""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of another convention; tests only read it."""
    return copy_other(tmp_path_factory.mktemp("other") / "project")


def contents(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """All that a file says: its name, its bytes, and what is packed in it."""
    yield name, name.encode()
    if name.endswith(".pdf"):
        document = PdfDocument(content)
        told = [page.get_textpage().get_text_range() for page in document]
        yield name, "\n".join([*told, json.dumps(document.get_metadata_dict())]).encode()
    elif name.endswith((".zip", ".epub", ".xlsx")):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for inner in packed.namelist():
                yield from contents(f"{name}/{inner}", packed.read(inner))
    else:
        yield name, content


def test_data_of_another_convention_have_no_problem(other: Path) -> None:
    catalogue, found = load(other)
    assert [p.sentence("en") for p in (*found, *check(catalogue, EXAMPLE_DAY))] == []


def test_pages_of_another_convention_lead_somewhere_and_say_what_its_data_say(other: Path) -> None:
    catalogue, _ = load(other)
    assert not catalogue.networks
    assert not catalogue.alliances
    assert not catalogue.scenarios
    assert errors(catalogue) == []
    assert faults(catalogue) == []


@pytest.mark.slow
def test_site_of_another_convention_names_nothing_of_ours() -> None:
    site = built_other() / "site"
    held = {
        name
        for file in site.rglob("*")
        if file.is_file()
        for name, content in contents(file.relative_to(site).as_posix(), file.read_bytes())
        if OURS.search(content)
    }
    assert held == set()
    assert {file.suffix for file in site.rglob("*")} >= {".html", ".pdf", ".epub", ".zip", ".ics"}
    page = (site / "en" / "countries" / "qqa" / "index.html").read_text(encoding="utf-8")
    assert "review table" in page
    assert page.count('<li class="done">') == 1
    assert not (site / "en" / "networks").exists()


_FILE = re.compile(
    r"(?:New file|Archivo nuevo) `([^`]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_SETTINGS = re.compile(r"```yaml\n(product: .*?)^```$", re.MULTILINE | re.DOTALL)
_COMMANDS = re.compile(r"```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["es", "en"])
def test_instructions_for_another_convention_work_as_written(tmp_path: Path, language: str) -> None:
    text = (PROJECT / "docs" / f"another-convention.{language}.md").read_text(encoding="utf-8")
    project = copy_real(tmp_path / "project")
    empty, rename, build = _COMMANDS.findall(text)
    files = _FILE.findall(text)
    assert len(files) + 1 + 3 == text.count("\n```\n") - text.count("\n\n```\n")
    run(project, empty)
    convention = project / "data" / "convention.yml"
    _, texts = convention.read_text(encoding="utf-8").split("texts:\n", 1)
    (settings,) = _SETTINGS.findall(text)
    convention.write_text(f"{settings}texts:\n{texts}", encoding="utf-8")
    run(project, rename)
    for name, content in files:
        file = project / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    run(project, build)
    home = (project / "site" / "en" / "index.html").read_text(encoding="utf-8")
    assert "UNCAC Atlas" in home
    assert (project / "site" / "en" / "treaties" / "uncac" / "index.html").exists()
    assert not (project / "site" / "en" / "networks").exists()


def run(project: Path, commands: str) -> None:
    """Type commands in a project's folder."""
    variables = environment(project)
    path = f"{Path(sys.executable).parent}{os.pathsep}{variables['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", commands],
        cwd=project,
        env={**variables, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_first_alliance_is_added_as_its_folder_says(tmp_path: Path, name: str) -> None:
    project = copy_real(tmp_path / "project")
    readme = (PROJECT / "data" / "alliances" / name).read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert block
    file = project / "data" / "alliances" / "example-alliance.yml"
    file.write_text(block[1], encoding="utf-8")
    done = atlas(project, "check")
    assert done.returncode == 0, done.stdout
    catalogue, _ = load(project)
    assert set(catalogue.alliances) == {"example-alliance"}


@pytest.mark.parametrize("folder", ["alliances", "countries", "vocabularies", "."])
@pytest.mark.parametrize("name", ["README.md", "README.es.md", ".gitkeep"])
def test_what_says_how_to_add_to_a_folder_is_no_record(
    example_copy: Path, folder: str, name: str
) -> None:
    (example_copy / "data" / folder / name).write_text("# How\n", encoding="utf-8")
    _, found = load(example_copy)
    assert found == []
