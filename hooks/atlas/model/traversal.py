"""What a record is made of, with where it stands: its parts, and at the ends its texts and references."""

import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from atlas.model.values import Location, OfficialText, Ref, Text


@dataclass(frozen=True)
class Leaf:
    """A text or a reference inside a record: where it stands and, for a reference, to what.

    `location` leads to it by keys and list indexes; `key_path` by the ids of list items where they have
    one, so that it still means the same text when a list gets longer.
    """

    location: Location
    key: str
    value: Any
    target: str | None


def leaves(model: BaseModel, location: Location = (), key_path: str = "") -> Iterator[Leaf]:
    """Every text and every reference inside a model, with where it stands."""
    for name, target in _leafy_fields(type(model)):
        value = getattr(model, name)
        if value is not None:
            within = f"{key_path}.{name}" if key_path else name
            yield from _leaves(value, target, (*location, name), within)


def _leaves(value: Any, target: str | None, at: Location, key_path: str) -> Iterator[Leaf]:
    if isinstance(value, Text):
        yield Leaf(at, key_path, value, None)
    elif isinstance(value, BaseModel):
        yield from leaves(value, at, key_path)
    elif isinstance(value, tuple | dict):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            name = getattr(each, "id", key)
            yield from _leaves(each, target, (*at, key), f"{key_path}.{name}")
    elif target:
        yield Leaf(at, key_path, value, target)


def parts(value: object, location: Location = ()) -> Iterator[tuple[Location, BaseModel]]:
    """A model and every model inside it, with where it stands."""
    if isinstance(value, BaseModel):
        yield location, value
        for name in type(value).model_fields:
            yield from parts(getattr(value, name), (*location, name))
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from parts(each, (*location, index))


@dataclass(frozen=True)
class Wording:
    """Words inside a record, in one language: where they stand, and whether somebody else gave them."""

    location: Location
    text: str
    official: bool = False


def wordings(model: BaseModel, location: Location = ()) -> Iterator[Wording]:
    """Everything inside a model that people wrote as words: no ids, codes, dates or web addresses."""
    free = _free_fields(type(model))
    for name in type(model).model_fields:
        yield from _wordings(getattr(model, name), (*location, name), name in free)


def _wordings(value: Any, at: Location, free: bool) -> Iterator[Wording]:
    if isinstance(value, Text):
        official = isinstance(value, OfficialText)
        for tag, text in value.items().items():
            yield Wording((*at, tag), text, official)
    elif isinstance(value, BaseModel):
        yield from wordings(value, at)
    elif isinstance(value, tuple | dict):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _wordings(each, (*at, key), free)
    elif free and isinstance(value, str):
        yield Wording(at, value)


@cache
def _free_fields(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a model that hold any text, as against those whose form is prescribed."""
    return frozenset(
        name
        for name, known in model.model_fields.items()
        if _is_free(known.annotation, known.metadata)
    )


def _is_free(annotation: Any, metadata: Iterable[Any]) -> bool:
    marks = [part for mark in metadata for part in (mark, *getattr(mark, "metadata", ()))]
    schemas = [getattr(mark, "json_schema", None) or {} for mark in marks]
    if any(getattr(mark, "pattern", None) or isinstance(mark, Ref) for mark in marks) or any(
        "pattern" in schema for schema in schemas
    ):
        return False
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _is_free(inner, more)
    if get_origin(annotation) in (tuple, dict, Union, types.UnionType):
        arguments = [a for a in get_args(annotation) if a not in (Ellipsis, type(None))]
        return _is_free(arguments[-1], ())
    return annotation is str


@cache
def _leafy_fields(model: type[BaseModel]) -> tuple[tuple[str, str | None], ...]:
    """The fields of a model that hold texts, references or further fields, with what they refer to."""
    found = []
    for name, known in model.model_fields.items():
        target = next((m.target for m in known.metadata if isinstance(m, Ref)), None)
        inner, target = _innermost(known.annotation, target)
        if target or (isinstance(inner, type) and issubclass(inner, BaseModel)):
            found.append((name, target))
    return tuple(found)


def _innermost(annotation: Any, target: str | None) -> tuple[Any, str | None]:
    """What a list, a mapping or an optional type holds in the end, and what that refers to."""
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        found = next((m.target for m in metadata if isinstance(m, Ref)), target)
        return _innermost(inner, found)
    if get_origin(annotation) in (tuple, dict, Union, types.UnionType):
        arguments = [a for a in get_args(annotation) if a not in (Ellipsis, type(None))]
        return _innermost(arguments[-1], target)
    return annotation, target


def target_of(model: type[BaseModel], field: str) -> str | None:
    """What a field's ids refer to; None where they are no references."""
    return dict(_leafy_fields(model)).get(field)


def model_at(model: type[BaseModel], location: Location) -> type[BaseModel] | None:
    """The class of the value that stands at a key_path inside a model, if it is a class of fields."""
    here: Any = model
    for step in location:
        # The place in a list leads to what all its items are, which `here` already is.
        if isinstance(step, str) and isinstance(here, type) and issubclass(here, BaseModel):
            known = here.model_fields.get(step)
            here = inside(known.annotation) if known else None
        if here is None:
            return None
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def inside(annotation: Any) -> Any:
    """What a list, an optional or an annotated type is about."""
    return _innermost(annotation, None)[0]


def references(models: Iterable[type[BaseModel]]) -> frozenset[str]:
    """What the fields of some models, and of all inside them, may refer to."""
    seen: set[type[BaseModel]] = set()
    targets: set[str] = set()
    waiting = list(models)
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, target in _leafy_fields(model):
            held = inside(model.model_fields[name].annotation)
            if target:
                targets.add(target)
            elif isinstance(held, type) and issubclass(held, BaseModel):
                waiting.append(held)
    return frozenset(targets)
