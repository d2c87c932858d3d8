"""JSON Schema of each kind of file, from the model, so that editors complete and check as one types.

Written for draft 7, which every editor's YAML support knows. It is a little stricter than the program:
an empty optional field is not offered. What depends on other files, such as whether an id exists, is
left to `python -m atlas check`, save for lists that seldom grow.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from atlas.catalogue.catalogue import Catalogue
from atlas.model import descriptions
from atlas.model.fields import Value, describe
from atlas.model.kinds import DOCUMENTS, RECORDS, folders
from atlas.model.records import Country, Programme, Scenario, Treaty
from atlas.model.values import MAXIMUM_TEXT

DRAFT = "http://json-schema.org/draft-07/schema#"
STABLE_KINDS = folders(lambda kind: kind.is_stable)
"""Kinds whose ids the schema lists: a new record of these is rare, so it seldom goes stale."""

Choices = Mapping[str, Mapping[str, str]]
"""What a reference points to → the ids it may name → what each is called, in both languages."""


def schemas(catalogue: Catalogue) -> dict[str, str]:
    """File name below `schema/` → its text, for every kind of data file."""
    known = choices(catalogue)
    tags = tuple(language.tag for language in catalogue.languages)
    return {
        f"{kind}.schema.json": json.dumps(
            _schema(kind, model, known, tags), ensure_ascii=False, indent=1
        )
        + "\n"
        for kind, model in (RECORDS | DOCUMENTS).items()
    }


def choices(catalogue: Catalogue) -> Choices:
    """What each reference to something that seldom grows may name."""
    found = {
        kind: {i: _name(catalogue, kind, i) for i in sorted(catalogue.known_ids[kind])}
        for kind in STABLE_KINDS
    }
    found["scenarios.options"] = {
        i: " · ".join(option.name.root.values()) for i, (_, option) in catalogue.options.items()
    }
    found["programmes.steps"] = {
        i: " · ".join(step.name.root.values()) for i, step in catalogue.steps.items()
    }
    for name, codes in catalogue.codes.items():
        found[f"vocabularies.{name}"] = {
            i: " · ".join(code.label.root.values()) for i, code in codes.items()
        }
    return found


def _name(catalogue: Catalogue, kind: str, identifier: str) -> str:
    match catalogue.records[kind].get(identifier):
        case Country(name=None, alpha_2=code):
            found = [language.territory(code) for language in catalogue.languages]
            return " · ".join(dict.fromkeys(filter(None, found)))
        case Country(name=name) | Scenario(name=name) | Programme(name=name) | Treaty(short=name):
            return " · ".join(name.root.values()) if name else ""
    return ""


def _schema(
    kind: str, model: type[BaseModel], choices: Choices, tags: tuple[str, ...]
) -> dict[str, Any]:
    parts = {part.__name__: part for part in descriptions.parts_of(model)}
    texts = {"Text": _text(tags), "OfficialText": _text(tags)}
    made = {name: _part(part, choices) for name, part in parts.items()} | texts
    whole = _part(model, choices)
    return {
        "$schema": DRAFT,
        "title": kind,
        **whole,
        "definitions": {name: made[name] for name in sorted(_named([whole, *made.values()]))},
    }


def _named(made: Any) -> set[str]:
    """The definitions that some schemas refer to."""
    if isinstance(made, dict):
        own = {str(made["$ref"]).rpartition("/")[2]} if "$ref" in made else set()
        return own.union(*map(_named, made.values()))
    return set().union(*map(_named, made)) if isinstance(made, list) else set()


def _part(model: type[BaseModel], choices: Choices) -> dict[str, Any]:
    properties = {}
    for field in describe(model):
        note = {"description": _both(descriptions.of_field(model, field.name))}
        made = _value(field.value, choices)
        # In draft 7 nothing beside a `$ref` counts.
        properties[field.name] = {"allOf": [made], **note} if "$ref" in made else {**made, **note}
    return {
        "description": _both(descriptions.of_model(model)),
        "type": "object",
        "properties": properties,
        "required": [field.name for field in describe(model) if field.required],
        "additionalProperties": False,
    }


def _value(value: Value, choices: Choices) -> dict[str, Any]:
    """The schema of what a field holds; references to what seldom grows list what there is."""
    match value.kind:
        case "text" | "official" | "part":
            name = {"text": "Text", "official": "OfficialText"}.get(value.kind)
            return {"$ref": f"#/definitions/{name or getattr(value.part, '__name__', '')}"}
        case "list":
            assert value.item
            least = {"minItems": value.least} if value.least else {}
            return {"items": _value(value.item, choices), **least, "type": "array"}
        case "map":
            assert value.item
            held = _value(value.item, choices)
            if not value.key:
                return {"additionalProperties": held, "type": "object"}
            return {
                "patternProperties": {value.key: held},
                "type": "object",
                "additionalProperties": False,
            }
    if value.target in choices:
        names = choices[value.target]
        labels = {"enumDescriptions": list(names.values())} if any(names.values()) else {}
        return {"type": "string", "enum": list(names), **labels}
    return dict(value.schema)


def _text(tags: tuple[str, ...]) -> dict[str, Any]:
    words = {"type": "string", "minLength": 1, "maxLength": MAXIMUM_TEXT}
    return {
        "type": "object",
        "properties": dict.fromkeys(tags, words),
        "additionalProperties": words,
        "minProperties": 1,
    }


def _both(words: Mapping[str, str]) -> str:
    return " · ".join(words.values())
