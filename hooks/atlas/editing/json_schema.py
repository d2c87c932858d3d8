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
    tags = tuple(tongue.tag for tongue in catalogue.languages)
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
            found = [tongue.territory(code) for tongue in catalogue.languages]
            return " · ".join(dict.fromkeys(filter(None, found)))
        case Country(name=name) | Scenario(name=name) | Programme(name=name) | Treaty(short=name):
            return " · ".join(name.root.values()) if name else ""
    return ""


def _schema(
    kind: str, model: type[BaseModel], choices: Choices, tags: tuple[str, ...]
) -> dict[str, Any]:
    made = model.model_json_schema()
    parts = made.pop("$defs", {})
    # A kind that holds itself stands among its own parts.
    top = parts.pop(model.__name__) if "$ref" in made else made
    by_name = {part.__name__: part for part in descriptions.models()}
    defined = {}
    for name, part in sorted(parts.items()):
        if name in ("Text", "OfficialText"):
            defined[name] = _text(tags)
        elif name in by_name:
            defined[name] = _part(by_name[name], part, choices)
    return {
        "$schema": DRAFT,
        "title": kind,
        **_part(model, top, choices),
        "definitions": defined,
    }


def _part(model: type[BaseModel], made: dict[str, Any], choices: Choices) -> dict[str, Any]:
    properties = {}
    for name, each in made["properties"].items():
        note = {"description": _both(descriptions.of_field(model, name))}
        field = _simplified(each, choices)
        # In draft 7 nothing beside a `$ref` counts.
        properties[name] = {"allOf": [field], **note} if "$ref" in field else {**field, **note}
    return {
        "description": _both(descriptions.of_model(model)),
        "type": "object",
        "properties": properties,
        "required": made.get("required", []),
        "additionalProperties": False,
    }


def _simplified(made: Any, choices: Choices) -> Any:
    """A field's schema without the empty value, defaults and titles; references with their choices."""
    if isinstance(made, list):
        return [_simplified(each, choices) for each in made]
    if not isinstance(made, dict):
        return made
    if (alone := without_nothing(made)) is not made:
        return _simplified(alone, choices)
    target = str(made.get("x-ref"))
    if target in choices:
        names = choices[target]
        labels = {"enumDescriptions": list(names.values())} if any(names.values()) else {}
        return {"type": "string", "enum": list(names), **labels}
    kept = {
        name: _simplified(each, choices)
        for name, each in made.items()
        if name not in ("default", "title", "x-ref")
    }
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    if "$ref" in kept:
        kept["$ref"] = kept["$ref"].replace("$defs", "definitions")
    return kept


def without_nothing(made: Mapping[str, Any]) -> Mapping[str, Any]:
    """A field's schema as `model_json_schema` gives it, without the choice of leaving it empty."""
    if "anyOf" not in made:
        return made
    found: Mapping[str, Any] = next(each for each in made["anyOf"] if each.get("type") != "null")
    return found


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
