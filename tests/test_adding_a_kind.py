"""The written recipe for a new kind of record, followed to the letter on a copy of the project."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.projects import PROJECT, atlas, copy_example

RECIPE = PROJECT / "docs" / "adding-a-kind.md"
_STEP = re.compile(
    r"^(?:(?P<end>At the end of)|In|(?P<new>New file)) `(?P<path>[^`]+)`"
    r"(?:, (?P<where>after|before) `(?P<anchor>[^`]+)`)?:\n\n```\w+\n(?P<block>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_RECORD = re.compile(r"```yaml\n(id: .*?)^```$", re.MULTILINE | re.DOTALL)


FORMS = """
import sys
from pathlib import Path
from atlas.catalogue.catalogue import load
from atlas.editing.cms import Settings, configuration
catalogue, _ = load(Path(sys.argv[1]))
made = configuration(catalogue, Settings({"name": "test-repo"}, "https://example.org/"), "en")
print(*(each.get("folder") for each in made["collections"]))
"""
"""Prints the folders that the editing page offers forms for, one after the other."""


def follow(project: Path) -> None:
    """Do what the recipe says in a project."""
    recipe = RECIPE.read_text(encoding="utf-8")
    steps = list(_STEP.finditer(recipe))
    assert len(steps) == recipe.count("\n```\n") - 1, "a step is not in the form the test reads"
    for step in steps:
        file = project / step["path"]
        block = step["block"]
        if step["new"]:
            file.write_text(block, encoding="utf-8")
            continue
        text = file.read_text(encoding="utf-8")
        if step["end"]:
            text = text.rstrip("\n") + block
        else:
            anchor = f"{step['anchor']}\n" if step["where"] == "after" else step["anchor"]
            # An anchor is where a line begins: `names:` is not the end of `other_names:`.
            before, line, rest = f"\n{text}".partition(f"\n{anchor}")
            assert line, f"{step['path']} has no line {step['anchor']!r}"
            added = f"{anchor}{block}" if step["where"] == "after" else f"{block}{anchor}"
            text = f"{before}\n{added}{rest}".removeprefix("\n")
        file.write_text(text, encoding="utf-8")
    record = _RECORD.search(recipe)
    assert record
    folder = project / "data" / "clinics"
    folder.mkdir()
    (folder / "example-clinic.yml").write_text(record[1], encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = copy_example(tmp_path_factory.mktemp("kind") / "project")
    (made / "docs").mkdir(exist_ok=True)
    follow(made)
    return made


@pytest.mark.slow
def test_the_new_kind_has_schema_form_page_json_and_csv_and_can_be_withheld(project: Path) -> None:
    hooks = str(project / "hooks")
    assert atlas(project, "schema", PYTHONPATH=hooks).returncode == 0
    schema = json.loads((project / "schema/clinics.schema.json").read_text(encoding="utf-8"))
    assert set(schema["required"]) >= {"id", "name", "summary"}
    checked = atlas(project, "check", PYTHONPATH=hooks)
    assert checked.returncode == 0, checked.stdout

    offered = subprocess.run(
        [sys.executable, "-c", FORMS, str(project)],
        env={**os.environ, "PYTHONPATH": hooks},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "data/clinics" in offered.stdout.split()

    built = atlas(project, "build", "--without-documents", PYTHONPATH=hooks)
    assert built.returncode == 0, built.stderr
    site = project / "site"
    page = (site / "en/clinics/example-clinic/index.html").read_text(encoding="utf-8")
    assert "Example Clinic" in page
    assert "clinics/" in (site / "en/index.html").read_text(encoding="utf-8")
    record = json.loads((site / "data/v1/clinics/example-clinic.json").read_text(encoding="utf-8"))
    assert record["record"]["name"]["en"] == "Example Clinic"
    assert "Example Clinic" in (site / "data/v1/clinics.csv").read_text(encoding="utf-8")

    (project / "data/withhold.yml").write_text(
        "records:\n  - kind: clinics\n    id: example-clinic\n    date: 2026-11-24\n",
        encoding="utf-8",
    )
    assert atlas(project, "build", "--without-documents", PYTHONPATH=hooks).returncode == 0
    assert not [
        file
        for file in site.rglob("*")
        if file.is_file() and b"Example Clinic" in file.read_bytes()
    ]
