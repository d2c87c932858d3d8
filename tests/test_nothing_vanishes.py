"""What is there and cannot be used is told of, with its place: nothing is left out in silence."""

import json
import os
import shutil
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import load
from atlas.catalogue.problems import Problem
from atlas.catalogue.translation_lock import LOCK, read_lock
from atlas.checks.checks import check, has_errors
from support.projects import EXAMPLE_DAY


def problems_of(root: Path) -> list[Problem]:
    catalogue, found = load(root)
    return check(catalogue, EXAMPLE_DAY, found)


def told(root: Path) -> set[tuple[str, str]]:
    return {(each.path, each.code) for each in problems_of(root) if each.level == "error"}


FILES = (
    "data/events/zeta-training.yml",
    "data/vocabularies/themes.yml",
    "data/history.yml",
    "data/glossary.yml",
    "data/withhold.yml",
)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("text", ["null\n", "---\n", "~\n", "", "\n\n", "--- null\n"])
def test_file_that_holds_nothing_is_told(example_copy: Path, name: str, text: str) -> None:
    (example_copy / name).write_text(text, encoding="utf-8")
    assert (name, "empty-file") in told(example_copy)


@pytest.mark.parametrize("matter", ["null", "~", "", "--- null"])
def test_front_matter_that_holds_nothing_is_told(example_copy: Path, matter: str) -> None:
    for tag in ("es", "en"):
        file = example_copy / "content" / tag / "guide" / "vpi.md"
        body = file.read_text(encoding="utf-8").split("---\n", 2)[2]
        file.write_text(f"---\n{matter}\n---\n{body}", encoding="utf-8")
    for tag in ("es", "en"):
        assert f"content/{tag}/guide/vpi.md" in {path for path, _ in told(example_copy)}


@pytest.mark.parametrize("text", ["null", "~", "---", "", "[]", "{", '"x"', '{"en": null}'])
def test_lock_that_is_none_is_told(example_copy: Path, text: str) -> None:
    (example_copy / LOCK).write_text(text, encoding="utf-8")
    assert (LOCK, "broken-lock") in told(example_copy)


ANYWHERE = (
    *FILES,
    LOCK,
    "data/events/new.yml",
    "data/events",
    "data",
    "content",
    "content/en",
    "content/en/guide",
    "content/es/guide/vpi.md",
    "content/es/guide/new.md",
)


def in_place_of(root: Path, name: str) -> Path:
    """Where to put something in the place of a file or folder of a project."""
    path = root / name
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    return path


@pytest.mark.parametrize("name", ANYWHERE)
def test_dangling_link_is_told(example_copy: Path, name: str) -> None:
    in_place_of(example_copy, name).symlink_to("../../private/nothing")
    assert (name, "not-a-file") in told(example_copy)


@pytest.mark.parametrize("name", ANYWHERE)
def test_link_that_leads_somewhere_is_told_and_not_followed(
    example_copy: Path, tmp_path: Path, name: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    if (example_copy / name).exists():
        shutil.move(example_copy / name, elsewhere)
    else:
        elsewhere.write_text("id: secret\n", encoding="utf-8")
    (example_copy / name).symlink_to(elsewhere)
    assert (name, "not-a-file") in told(example_copy)


@pytest.mark.parametrize(
    "name", [*FILES, LOCK, "data/scenarios/c.yml", "content/es/guide/vpi.md", "data/events/x.yaml"]
)
def test_folder_with_the_name_of_a_file_is_told(example_copy: Path, name: str) -> None:
    in_place_of(example_copy, name).mkdir()
    assert (name, "not-a-file") in told(example_copy)


@pytest.mark.parametrize("name", [n for n in ANYWHERE if Path(n).suffix])
def test_pipe_is_told_and_never_opened(example_copy: Path, name: str) -> None:
    os.mkfifo(in_place_of(example_copy, name))
    assert (name, "not-a-file") in told(example_copy)


@pytest.mark.parametrize(
    "text",
    [
        "organisations: Zeta Watch\n",
        "- name: Zeta Watch\n",
        "Zeta Watch\n",
        "organisations:\n  - Zeta Watch\n",
        "organisations:\n  - name: Zeta Watch\n",
        "organizations:\n  - name: Zeta Watch\n    date: 2026-11-21\n",
        "organisations:\n  - name: Zeta Watch\n    date: Zeta Watch\n",
        "organisations:\n  - name: !Zeta Watch\n    date: 2026-11-21\n",
        "Zeta Watch: 2026-11-21\nZeta Watch: 2026-11-21\n",
        "records:\n  - kind: Zeta Watch\n    id: Zeta Watch\n    date: 2026-11-21\n",
        "organisations: []\nrecords: []\n",
        "{}\n",
        "organisations:\n  - name: Zeta Watch\n  date: 2026-11-21\n",
        "<<<<<<< HEAD\n",
    ],
)
def test_list_of_what_is_withheld_that_is_none_stops_all_and_shows_nothing(
    example_copy: Path, text: str
) -> None:
    (example_copy / "data" / "withhold.yml").write_text(text, encoding="utf-8")
    problems = problems_of(example_copy)
    assert has_errors(each for each in problems if each.path == "data/withhold.yml")
    assert not [each for each in problems if "Zeta" in repr(each)]
    catalogue, _ = load(example_copy)
    if text not in ("{}\n", "organisations: []\nrecords: []\n"):
        assert not any(catalogue.records.values())
        assert not any(catalogue.written.values())


def positioned(text: str, wanted: str) -> tuple[int, int]:
    """The line and column where a piece of a text stands last."""
    before = text[: text.rindex(wanted)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(
    ("damage", "wanted", "code"),
    [
        ("{", "{", "broken-lock"),
        ("78125", "78125", "broken-lock"),
        ('"a": 8125', "8125", "broken-lock"),
        ("[" * 20_000, "[" * 20_000, "broken-lock"),
        ("9" * 5_000, "9" * 5_000, "broken-lock"),
        ("\uffff", "\uffff", "hidden-character"),
        ("\u202e", "\u202e", "hidden-character"),
    ],
)
def test_damage_of_the_lock_is_told_where_it_is(damage: str, wanted: str, code: str) -> None:
    lock = {"en": {f"data/x.yml#{n}": f"{n:012x}" for n in range(40)}}
    lines = json.dumps(lock, indent=1).split("\n")
    lines[20] = f"  {damage},"
    text = "\n".join(lines)
    made, found = read_lock(text.encode())
    assert made == {}
    assert found
    assert found.code == code
    assert found.position.line == positioned(text, wanted)[0] == 21


def test_wrong_type_in_the_lock_is_told_at_its_key() -> None:
    lock = {"en": {"data/x.yml#a": "1"}, "fr": {"data/x.yml#a": ["2"]}}
    text = json.dumps(lock, indent=1)
    _, found = read_lock(text.encode())
    assert found
    assert (found.position.line, found.position.column) == (6, 3)


def test_key_that_stands_twice_in_the_lock_is_told_at_the_second() -> None:
    text = '{\n "en": {\n  "a": "1",\n  "b": "1",\n  "a": "2"\n }\n}\n'
    _, found = read_lock(text.encode())
    assert found
    assert (found.position.line, found.position.column) == (5, 3)


@pytest.mark.parametrize("character", ["\uffff", "\ufffe", "\ufdd0", "\U0001ffff"])
@pytest.mark.parametrize("name", ["data/countries/zzz.yml", "content/es/guide/vpi.md"])
def test_what_is_no_character_is_named_where_it_stands(
    example_copy: Path, name: str, character: str
) -> None:
    file = example_copy / name
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[8] += character
    file.write_text("\n".join(lines), encoding="utf-8")
    [found] = [p for p in problems_of(example_copy) if p.path == name and p.level == "error"]
    assert found.code == "hidden-character"
    assert (found.position.line, found.position.column) == (9, len(lines[8]))
    assert f"U+{ord(character):04X}" in found.message["en"]


def test_year_in_the_place_of_an_id_is_told_to_be_an_id(example_copy: Path) -> None:
    file = example_copy / "data" / "resolutions" / "example-draft.yml"
    text = file.read_text(encoding="utf-8").replace(
        "    topic:\n", "    deadline: 2027\n    topic:\n", 1
    )
    assert "deadline: 2027" in text
    file.write_text(text, encoding="utf-8")
    [found] = [p for p in problems_of(example_copy) if p.code == "wrong-type"]
    assert "data/events/" in found.fix["es"]
    assert "data/events/" in found.fix["en"]
    assert "comillas" not in found.fix["es"]


@pytest.mark.parametrize("value", ["- " * 1000 + "x", "[" * 20_000, "{a: " * 20_000])
def test_great_depth_is_told_on_its_line(example_copy: Path, value: str) -> None:
    file = example_copy / "data" / "countries" / "zzz.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}note:\n  {value}\n", encoding="utf-8")
    [found] = [p for p in problems_of(example_copy) if p.code == "too-deep"]
    assert found.path == "data/countries/zzz.yml"
    assert found.position.line == text.count("\n") + 2
