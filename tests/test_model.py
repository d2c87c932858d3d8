"""Records are typed, frozen and refuse what they do not know; every fact of the example uses them all."""

import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.validation import hint_for, nearest, validate
from atlas.catalogue.yaml_reader import read
from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.records import Country, FrontMatter, Model, Provision, Record
from atlas.model.values import OfficialText, Text
from support.projects import EXAMPLE


def models(start: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """A class of fields and every class inside it."""
    if start in seen:
        return
    seen.add(start)
    yield start
    for known in start.model_fields.values():
        for inner in classes(known.annotation):
            yield from models(inner, seen)


def classes(annotation: Any) -> Iterator[type[BaseModel]]:
    """The classes of fields in a type."""
    if get_origin(annotation) in (tuple, dict, typing.Union, types.UnionType, typing.Annotated):
        for each in get_args(annotation):
            yield from classes(each)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation


def all_models() -> list[type[BaseModel]]:
    seen: set[type[BaseModel]] = set()
    return [
        found
        for start in (*RECORDS.values(), *DOCUMENTS.values())
        for found in models(start, seen)
        if not issubclass(found, Text)
    ]


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model.__name__)
def test_record_is_frozen_refuses_unknown_fields_and_says_what_it_is(
    model: type[BaseModel],
) -> None:
    assert issubclass(model, Model)
    assert model.model_config["frozen"]
    assert model.model_config["extra"] == "forbid"
    assert model.__doc__


def test_record_never_changes(example: Catalogue) -> None:
    with pytest.raises(ValidationError):
        example.countries["zzz"].kind = "organization"  # type: ignore[misc]


def fields_used(value: object, used: set[tuple[str, str]]) -> None:
    """Note each field of each class that holds something in a value."""
    if isinstance(value, BaseModel) and not isinstance(value, Text):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if inner not in (None, (), {}):
                used.add((type(value).__name__, name))
            fields_used(inner, used)
    elif isinstance(value, tuple | list):
        for each in value:
            fields_used(each, used)
    elif isinstance(value, dict):
        for each in value.values():
            fields_used(each, used)


def test_example_has_a_record_of_every_kind(example: Catalogue) -> None:
    assert [kind for kind in RECORDS if not example.records[kind]] == []


def test_example_has_what_tests_of_languages_need(example: Catalogue) -> None:
    zzz = example.countries["zzz"]
    assert zzz.former_ids == ("zza",)
    assert any(
        o.basis == "consent" for a in example.alliances.values() for o in [a.coordinator] if o
    )
    assert "guide/extra/" in example.written["es"]
    assert "guide/extra/" not in example.written["en"]
    assert "en" not in example.events["zeta-training"].title


@pytest.mark.parametrize(
    "value",
    [
        {"treaty": "untoc"},
        {"treaty": "untoc", "article": "32(3)(c)"},
        {"resolution": "9-1"},
        {"resolution": "9-1", "paragraph": "pr-23"},
        {"rule": 17},
    ],
)
def test_provision_names_one_text(value: dict[str, Any]) -> None:
    assert Provision.model_validate(value).model_dump(exclude_none=True) == value


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"treaty": "untoc", "rule": 17},
        {"article": "32"},
        {"paragraph": "pr-23"},
        {"treaty": "untoc", "paragraph": "pr-23"},
        {"resolution": "9-1", "article": "32"},
    ],
)
def test_provision_of_none_or_several_texts_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as error:
        Provision.model_validate(value)
    assert [each["type"] for each in error.value.errors()] == ["wrong-provision"]


def test_official_title_is_a_text() -> None:
    assert issubclass(OfficialText, Text)


def test_valid_record_has_no_problem(example: Catalogue) -> None:
    document = read("x.yml", (EXAMPLE / "data/countries/zzz.yml").read_bytes())
    record, found = validate(document, Country)
    assert (record, found) == (example.countries["zzz"], ())


def test_all_mistakes_of_a_record_are_told_at_once() -> None:
    _, found = validate(read("x.yml", b"id: A\nkind: 3\nalpha_2: x\nsomething: 1\n"), Country)
    codes = [each.code for each in found]
    assert {"wrong-format", "wrong-type", "unknown-field", "missing-field"} <= set(codes)
    assert all(each.path == "x.yml" for each in found)


def test_nearest_word_is_proposed_only_if_it_is_near() -> None:
    assert nearest("treatys", ["treaties", "themes"]) == "treaties"
    assert nearest("xyz", ["treaties", "themes"]) is None
    assert "b, c" in hint_for("xyz", ["c", "b"])["en"]
    assert hint_for("xyz", [])["en"]


def test_every_record_is_identified_by_its_id() -> None:
    assert all(issubclass(kind, Record) for kind in RECORDS.values())


def string_leaves(annotation: Any) -> Iterator[Any]:
    """What a type lets a file hold as text: the innermost strings with all that is asked of them."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is str or origin is typing.Literal:
        yield annotation
    elif origin is typing.Annotated and get_origin(arguments[0]) is None:
        if issubclass(arguments[0], str):
            yield annotation
    elif origin in (tuple, dict, typing.Union, types.UnionType, typing.Annotated):
        for each in arguments[:1] if origin is typing.Annotated else arguments:
            yield from string_leaves(each)


def all_strings() -> dict[str, list[Any]]:
    """Class and field → the strings a file may hold there: texts, items of lists, keys and values."""
    seen: set[type[BaseModel]] = set()
    starts: tuple[type[BaseModel], ...] = (*RECORDS.values(), *DOCUMENTS.values(), FrontMatter)
    found = {}
    for start in starts:
        for model in models(start, seen):
            for name, known in model.model_fields.items():
                annotation: Any = known.annotation
                whole = Annotated[annotation, *known.metadata, ""]
                if leaves := list(string_leaves(whole)):
                    found[f"{model.__name__}.{name}"] = leaves
    return found


@pytest.mark.parametrize("field", all_strings())
def test_every_text_a_file_may_hold_is_refused_markup_and_what_nobody_sees(field: str) -> None:
    patterns = ("{}", "a{}", "a{}b", "1{}", "https://a.example/{}", "a@b.example{}", "A{}", "es{}")
    for leaf in all_strings()[field]:
        adapter: TypeAdapter[Any] = TypeAdapter(leaf)
        for code in ("<b", "</b>", "\u200b", "\u202e", "\u00ad", "\uffff", "\ufeff", "\x07"):
            for pattern in patterns:
                with pytest.raises(ValidationError):
                    adapter.validate_python(pattern.format(code))


def test_all_strings_are_found_wherever_they_stand() -> None:
    found = all_strings()
    assert len(found["Text.root"]) == len(found["Term.forms"]) == 2
    assert {"FrontMatter.title", "Change.link", "Treaty.series", "Interface.texts"} <= set(found)
