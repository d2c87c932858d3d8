"""What each kind, part and field means, in both languages: `fields.yml` as values."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel

from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.records import FrontMatter, Model
from atlas.model.traversal import inside

Words = Mapping[str, str]


@cache
def _notes() -> Mapping[str, Mapping[str, Words]]:
    text = Path(__file__).with_name("fields.yml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Words]] = yaml.load(text, yaml.CSafeLoader)
    return loaded


def names(part: str) -> set[str]:
    """Every name that has a note: of `models`, of `fields` or of `labels`."""
    return set(_notes()[part])


def words(part: str, name: str, language: str) -> str:
    """Words of the guide, of forms and of questions, from the part of that name."""
    return _notes()[part][name][language].rstrip("\n")


def all_words(part: str, name: str) -> Words:
    """Language → words of the guide, of forms and of questions."""
    return _notes()[part][name]


def of_model(model: type[BaseModel]) -> Words:
    """What a kind of record, or a part of one, is. Raises KeyError where nobody has said so."""
    return _notes()["models"][model.__name__]


def name_of_field(model: type[BaseModel], field: str) -> str | None:
    """Under which name a field has its note: of its class, of one it inherits from, or of all."""
    known = _notes()["fields"]
    named = [f"{parent.__name__}.{field}" for parent in model.__mro__]
    return next((name for name in (*named, field) if name in known), None)


def of_field(model: type[BaseModel], field: str) -> Words:
    """What a field means. Raises KeyError where nobody has said so."""
    name = name_of_field(model, field)
    if name is None:
        raise KeyError(f"{model.__name__}.{field}")
    return _notes()["fields"][name]


def label_of_field(model: type[BaseModel], field: str) -> Words:
    """What a form calls a field: that of its class, else of all. Raises KeyError where nobody said so."""
    return label_named(model.__name__, field)


def label_named(model: str, field: str) -> Words:
    """The same, by the name of the class."""
    known = _notes()["labels"]
    return known.get(f"{model}.{field}") or known[field]


def parts_of(model: type[BaseModel]) -> tuple[type[Model], ...]:
    """The classes a class is made of, at any depth, each once; itself too if it may hold itself."""
    return tuple(dict.fromkeys(_parts(model, set())))


def models() -> tuple[type[Model], ...]:
    """Every kind of file, and then every part they are made of, each once."""
    kinds: list[type[Model]] = [*RECORDS.values(), *DOCUMENTS.values(), FrontMatter]
    found = dict.fromkeys(kinds)
    for kind in tuple(found):
        found |= dict.fromkeys(_parts(kind, set()))
    return tuple(found)


def _parts(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[Model]]:
    for known in model.model_fields.values():
        part = inside(known.annotation)
        if isinstance(part, type) and issubclass(part, Model) and part not in seen:
            seen.add(part)
            yield part
            yield from _parts(part, seen)
