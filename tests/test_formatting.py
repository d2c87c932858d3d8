"""Every record has one form; writing it loses nothing."""

import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.catalogue.catalogue import load
from atlas.catalogue.formatting import changes, kind_of, scalar, schema_line, write
from atlas.catalogue.validation import validate
from atlas.catalogue.yaml_reader import parse, read
from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.values import hidden_characters
from support.projects import copy_example
from support.records import HARD
from support.records import record as random_record
from support.running import run_here

TAGS = ("es", "en")
MODELS = RECORDS | DOCUMENTS


@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=40)
@given(random=st.randoms(use_true_random=False))
def test_writing_a_record_and_reading_it_gives_the_same_record(kind: str, random: Random) -> None:
    record = MODELS[kind].model_validate(random_record(MODELS[kind], random))
    text = write(record, kind, TAGS)
    again, problems = validate(read("data.yml", text.encode()), MODELS[kind])
    assert not problems
    assert again == record
    assert again is not None
    assert write(again, kind, TAGS) == text


@settings(max_examples=300)
@given(st.sampled_from(HARD) | st.text(max_size=30).filter(lambda text: "\ufeff" not in text))
def test_text_is_the_same_text_to_readers_of_either_yaml(text: str) -> None:
    written = f"text: {scalar(text)}\n"
    assert yaml.load(written, yaml.SafeLoader) == {"text": text}
    if not hidden_characters(text):
        assert parse("data.yml", written).value == {"text": text}


@pytest.mark.parametrize(
    "text", ["Hola", "MX", "it's", "9/1", "a, b", "¿Qué?", "32(3)(c)", "«Así»"]
)
def test_text_that_needs_no_quotes_has_none(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize("other", [b"\r\n", b"\r", b"\n\n"], ids=repr)
def test_file_that_windows_rewrote_comes_back_to_the_same_bytes(
    other: bytes, example_copy: Path
) -> None:
    file = example_copy / "data" / "countries" / "zzz.yml"
    before = file.read_bytes()
    file.write_bytes(b"\xef\xbb\xbf" + before.replace(b"\n", other))
    told = run_here(example_copy, "format", "--check")
    assert "data/countries/zzz.yml:1:1: warning[not-canonical]" in told.stdout
    assert run_here(example_copy, "format").stdout == "data/countries/zzz.yml\n"
    assert file.read_bytes() == before


@pytest.mark.data
def test_data_of_the_project_are_in_their_one_form(project: Path) -> None:
    catalogue, _ = load(project)
    tags = [tongue.tag for tongue in catalogue.languages]
    found = [change.path for change in changes(catalogue.documents.values(), tags)]
    assert not found, f"run `make format`: {', '.join(found)}"


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


@pytest.mark.data
def test_data_of_the_project_mean_the_same_to_readers_of_yaml_1_1(project: Path) -> None:
    catalogue, _ = load(project)
    for path, document in catalogue.documents.items():
        if kind_of(path):
            assert plain(yaml.load(document.text, yaml.CSafeLoader)) == document.value


def test_file_that_a_tool_rewrote_comes_back_to_the_same_bytes(tmp_path: Path) -> None:
    root = copy_example(tmp_path / "example")
    file = root / "data" / "networks" / "example-network.yml"
    before = file.read_text(encoding="utf-8")
    body = before.partition("\n")[2]
    value = yaml.load(body, yaml.CSafeLoader)
    turned = dict(reversed(value.items())) | {"former_ids": [], "link": value.get("link")}
    file.write_text(
        yaml.safe_dump(turned, sort_keys=False, allow_unicode=True, width=50, default_style=None),
        encoding="utf-8",
    )
    assert file.read_text(encoding="utf-8") != before
    done = run_here(root, "format")
    assert done.returncode == 0, done.stdout
    assert "data/networks/example-network.yml" in done.stdout
    assert file.read_text(encoding="utf-8") == before
    assert run_here(root, "format", "--check").returncode == 0


def test_file_with_a_mistake_is_left_alone_and_told_of(tmp_path: Path) -> None:
    root = copy_example(tmp_path / "example")
    file = root / "data" / "countries" / "zzz.yml"
    wrong = file.read_text(encoding="utf-8").replace("region:", "regoin:")
    file.write_text(wrong, encoding="utf-8")
    done = run_here(root, "format")
    assert done.returncode == 1
    assert "unknown-field" in done.stdout
    assert "docs/data-format.es.md#countries" in done.stdout
    assert file.read_text(encoding="utf-8") == wrong


def test_schema_line_leads_to_the_schema_of_the_kind(project: Path) -> None:
    for kind in MODELS:
        folder = project / "data" / kind if kind in RECORDS else project / "data"
        relative = schema_line(kind).partition("=")[2]
        assert (folder / relative).resolve() == project / "schema" / f"{kind}.schema.json"
