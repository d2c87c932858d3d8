"""Whatever comes in by one of the doors passes the checks of a pull request, with nothing else done.

The doors: questions (`make new`), an issue form, the page for editing in a browser, a plain file. Each is
gone through for every kind there is; what each door asks and writes in detail is tested with it.
"""

import random
import subprocess
import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.ledger import extended, lost
from atlas.checks.checks import check
from atlas.cli import form as form_command
from atlas.editing import cms
from atlas.editing.issue_forms import FORMS, TEMPLATES
from atlas.editing.prompts import ADDITIONS
from atlas.model.kinds import KINDS, LISTED, RECORDS
from support.projects import EXAMPLE_DAY, PROJECT, atlas, environment
from test_forms import ALLIANCE, SOURCE, body
from test_new_record import KINDS_ASKED, PARTS

SETTINGS = cms.Settings({"name": "github", "repo": "owner/name"}, "https://example.org/")
ADDED = [kind.folder for kind in KINDS.values() if kind.new_name]
OPEN = [kind.folder for kind in KINDS.values() if not kind.is_closed]


@pytest.fixture(scope="module")
def ledger(example: Catalogue) -> list[str]:
    return extended(example, [])


def assert_green(project: Path, ledger: list[str]) -> Catalogue:
    """What is proposed has no error, and loses no published address."""
    catalogue, found = load(project)
    wrong = [each for each in check(catalogue, EXAMPLE_DAY, found) if each.level == "error"]
    assert [f"{each.path}: {each.sentence('en')}" for each in wrong] == []
    assert lost(catalogue, ledger) == []
    return catalogue


def some_record(example: Catalogue, kind: str) -> dict[str, Any]:
    """The values of a record of a kind, as plain YAML has them, without its ids."""
    file = min(path for path in example.documents if path.startswith(f"data/{kind}/"))
    value = example.documents[file].value
    assert isinstance(value, dict)
    return {name: each for name, each in value.items() if name not in ("id", "former_ids")}


def as_the_editor_writes(fields: list[dict[str, Any]], value: Mapping[str, Any]) -> dict[str, Any]:
    """Values in the order of the controls, without what there is no control for."""
    made = {}
    for field in fields:
        held = value.get(field["name"])
        inner = field.get("fields")
        if held in (None, "", [], {}):
            continue
        if inner and isinstance(held, list):
            held = [as_the_editor_writes(inner, each) for each in held]
        elif inner:
            held = as_the_editor_writes(inner, held)
        made[field["name"]] = held
    return made


def put(project: Path, kind: str, value: Mapping[str, Any]) -> Path:
    """Write a file of data as a program does that knows nothing of its one form."""
    file = project / "data" / kind / f"{value['id']}.yml"
    text = yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=False, width=60)
    file.write_text(text, encoding="utf-8")
    return file


def test_every_kind_goes_through_every_door_that_offers_it() -> None:
    """A new kind is tested as soon as it is there, or this fails."""
    parts = {name for name, addition in ADDITIONS.items() if addition.fields}
    assert {*KINDS_ASKED} | parts == {*ADDITIONS}
    assert len(PARTS) == len(parts)
    assert {*FORMS.values()} <= {*ADDED}
    assert {*FORM_ANSWERS} == {*FORMS}


@pytest.mark.parametrize("kind", RECORDS)
def test_plain_file_is_green(
    example_copy: Path, example: Catalogue, ledger: list[str], kind: str
) -> None:
    value = some_record(example, kind)
    if kind in OPEN:
        value["id"] = "from-an-editor"
    else:
        value = {"id": min(example.records[kind]), **value}
        value["former_ids"] = list(example.records[kind][value["id"]].former_ids)
    names = list(value)
    random.Random(kind).shuffle(names)
    put(example_copy, kind, {name: value[name] for name in names})
    assert value["id"] in assert_green(example_copy, ledger).records[kind]


@pytest.mark.parametrize("kind", OPEN)
def test_record_of_the_editing_page_is_green(
    example_copy: Path, example: Catalogue, ledger: list[str], kind: str
) -> None:
    offered = cms.configuration(example, SETTINGS, "en")
    (collection,) = (each for each in offered["collections"] if each["name"] == kind)
    assert collection["create"]
    value = {**some_record(example, kind), "id": "from-the-page"}
    made = as_the_editor_writes(collection["fields"], value)
    assert made.keys() == value.keys()
    put(example_copy, kind, made)
    assert "from-the-page" in assert_green(example_copy, ledger).records[kind]


FORM_ANSWERS: Mapping[str, dict[str, str]] = {
    "2-country-news.yml": {
        "country": "Zeta",
        "title_en": "Workshop",
        "kind": "training",
        "start": "2026-05-04",
        **SOURCE,
    },
    "3-alliance.yml": ALLIANCE,
}


@pytest.mark.parametrize("form", FORMS)
def test_issue_form_is_green(
    example_copy: Path, ledger: list[str], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example_copy / TEMPLATES).mkdir(parents=True)
    for name in FORMS:
        text = (PROJECT / TEMPLATES / name).read_text(encoding="utf-8")
        (example_copy / TEMPLATES / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("ISSUE_BODY", body(form, FORM_ANSWERS[form]))
    moment = datetime.combine(EXAMPLE_DAY, time(), UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    before = len(load(example_copy)[0].records[FORMS[form]])
    assert form_command.run(example_copy, Namespace(command="form")) == 0
    assert len(assert_green(example_copy, ledger).records[FORMS[form]]) == before + 1


@pytest.mark.parametrize("kind", [kind for kind in LISTED if kind in OPEN])
def test_removal_of_a_record_whose_id_another_takes_is_green(
    example_copy: Path, example: Catalogue, ledger: list[str], kind: str
) -> None:
    identifier = min(example.records[kind])
    (example_copy / "data" / kind / f"{identifier}.yml").unlink()
    for file in (example_copy / "data").rglob("*.yml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(identifier, "its-successor"), encoding="utf-8")
    for file in (example_copy / "content").rglob("*.md"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(identifier, "its-successor"), encoding="utf-8")
    value = some_record(example, kind)
    put(example_copy, kind, {"id": "its-successor", "former_ids": [identifier], **value})
    assert identifier not in assert_green(example_copy, ledger).records[kind]


def test_correction_new_term_and_new_session_are_green(
    example_copy: Path, example: Catalogue, ledger: list[str]
) -> None:
    corrected = example_copy / "data" / "countries" / "zzy.yml"
    text = corrected.read_text(encoding="utf-8")
    corrected.write_text(text.replace("as_of: 2014-07-10", "as_of: 2026-10-01"), encoding="utf-8")
    terms = example_copy / "data" / "glossary.yml"
    new = "  - id: joint-meeting\n    term:\n      en: Joint meeting\n"
    terms.write_text(terms.read_text(encoding="utf-8").rstrip("\n") + f"\n{new}", encoding="utf-8")
    session = {**some_record(example, "events"), "id": "cop-13", "session": 13}
    put(example_copy, "events", {**session, "kind": "cop-session"})
    catalogue = assert_green(example_copy, ledger)
    assert {13} <= {*catalogue.sessions}
    assert "joint-meeting" in catalogue.terms


@pytest.mark.audit
def test_contributions_are_green_in_a_fresh_clone(example: Catalogue, tmp_path: Path) -> None:
    """As a pull request is checked: a clone, new records of all kinds, `check`, a build, tests of data."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", PROJECT, clone], check=True)
    (clone / ".venv").symlink_to((PROJECT / ".venv").resolve())
    real = load(clone)[0]
    for kind in OPEN:
        own = min(real.records[kind] or example.records[kind])
        value = real.documents[f"data/{kind}/{own}.yml"].value if real.records[kind] else None
        if isinstance(value, dict):
            kept = {name: each for name, each in value.items() if name != "former_ids"}
            put(clone, kind, {**kept, "id": "from-an-editor"})
    for words in (("check",), ("build", "--without-documents", "--engine", "none")):
        done = atlas(clone, *words)
        assert done.returncode == 0, done.stdout
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "data"],
        cwd=clone,
        env=environment(clone, ATLAS_SITE=str(clone / "site")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert tested.returncode == 0, tested.stdout
