"""The files at the top of the repository say what is so elsewhere."""

import importlib.util
import json
import re
import sys
import tomllib
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from support.projects import PROJECT


def read_yaml(name: str) -> Any:
    return yaml.safe_load((PROJECT / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def about() -> dict[str, Any]:
    """What pyproject.toml says of the project."""
    project: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    return project


def configured(name: str) -> str:
    """A setting of mkdocs.yml that a publisher changes."""
    text = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    (value,) = re.findall(rf"^ *{name}: (?:!ENV \[\w+, \"(.+)\"\]|(\S+))$", text, re.MULTILINE)
    return str(value[0] or value[1])


def verbs() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))


def test_private_door_is_the_address_of_the_site_in_both_languages() -> None:
    text = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
    assert text.count(configured("contact")) == 2
    assert re.findall(r"[\w.-]+@[\w.-]+\w", text) == [configured("contact")] * 2


def test_citation_has_what_its_format_requires_and_agrees_with_the_project(
    about: dict[str, Any],
) -> None:
    citation = read_yaml("CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] in ("software", "dataset")
    assert all(author.keys() <= {"name", "website"} for author in citation["authors"])
    assert citation["version"] == about["project"]["version"]
    assert isinstance(citation["date-released"], date)
    assert citation["url"] == configured("site_url")
    assert citation["repository-code"] == configured("repository")


def test_robot_that_proposes_versions_leaves_those_that_are_exact_alone(
    about: dict[str, Any],
) -> None:
    groups = [about["project"]["dependencies"], *about["dependency-groups"].values()]
    exact = {line.partition("==")[0] for group in groups for line in group if "==" in line}
    updates = {
        each["package-ecosystem"]: each for each in read_yaml(".github/dependabot.yml")["updates"]
    }
    assert {each["dependency-name"] for each in updates["pip"]["ignore"]} == exact
    for update in updates.values():
        for folder in update.get("directories", [update.get("directory")]):
            assert (PROJECT / folder.strip("/")).is_dir()


def test_hooks_before_a_commit_run_verbs_there_are() -> None:
    for repository in read_yaml(".pre-commit-config.yaml")["repos"]:
        assert repository["repo"] == "local"
        for hook in repository["hooks"]:
            program, verb, *_ = hook["entry"].split()
            assert verb in verbs() if program == "make" else verb == "-m"


def test_container_for_developers_sets_up_what_the_makefile_knows() -> None:
    text = (PROJECT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8")
    container = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))
    make, *stamps = container["postCreateCommand"].split()
    rules = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert make == "make"
    assert stamps
    assert all(
        re.search(rf"^[^#\n]*{re.escape(stamp)}\b.*:", rules, re.MULTILINE) for stamp in stamps
    )


@pytest.fixture(scope="module")
def inventory() -> ModuleType:
    file = PROJECT / "tools" / "inventory.py"
    specification = importlib.util.spec_from_file_location("inventory", file)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules["inventory"] = module
    specification.loader.exec_module(module)
    return module


def test_bill_of_materials_names_every_pinned_package_once(inventory: ModuleType) -> None:
    bill = inventory.sbom(PROJECT)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    named = {each["purl"] for each in bill["components"]}
    assert len(named) == len(bill["components"])
    pins = (PROJECT / "requirements" / "site.txt").read_text(encoding="utf-8")
    lines = [line for line in pins.splitlines() if line[:1].isalnum()]
    wanted = {f"pkg:pypi/{line.split()[0].replace('==', '@')}" for line in lines}
    assert wanted == {purl for purl in named if purl.startswith("pkg:pypi/")}
    lock = json.loads((PROJECT / "requirements" / "admin" / "package-lock.json").read_text("utf-8"))
    own = lock["packages"][""]["dependencies"]
    assert {f"pkg:npm/{quote(name)}@{number}" for name, number in own.items()} <= named
    assert inventory.sbom(PROJECT) == bill


def test_notices_name_every_package_and_hold_the_texts_of_their_licences(
    inventory: ModuleType,
) -> None:
    notices = inventory.notices(PROJECT)
    for part in inventory.parts(PROJECT):
        assert f"\n{part.name} {part.version}: " in notices
    assert "Permission is hereby granted, free of charge" in notices


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ("License-Expression: MIT\n", "MIT"),
        ("License: BSD\n", "BSD"),
        (f"License: {'Permission is granted ' * 9}\nClassifier: License :: OSI Approved :: MIT License\n",
         "MIT License"),
        ("Classifier: Topic :: Text\n", ""),
    ],
)  # fmt: skip
def test_licence_is_told_in_the_words_of_the_package(
    said: str, licence: str, inventory: ModuleType, tmp_path: Path
) -> None:
    folder = tmp_path / "zeta-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: zeta\nVersion: 1\n{said}\n", "utf-8"
    )
    assert inventory.licence_of(inventory.Distribution.at(folder)) == licence
