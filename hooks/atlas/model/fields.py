"""What the fields of a class hold, told once: schema, field guide, editing page and questions use it."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MinLen
from pydantic import BaseModel, TypeAdapter

from atlas.model.records import fields_in_order
from atlas.model.values import Day, OfficialText, PartialDate, Ref, Slug, Text

Kind = Literal[
    "text",  # a text in each language
    "official",  # a title or name in the languages it was seen in
    "part",  # fields of its own, those of the class `part`
    "reference",  # an id of what `target` names
    "choice",  # one of `choices`
    "flag",
    "number",
    "day",  # a date known to the day
    "date",  # a date known to the year, the month or the day
    "id",  # the record's own id, or an id as such
    "words",  # any other text, of the form that `pattern` tells
    "list",  # several of `item`
    "map",  # one `item` for each key
]


@dataclass(frozen=True)
class Value:
    """What a field holds. Which of the other attributes say something depends on `kind`.

    `schema` is the JSON Schema of a plain value, as pydantic gives it; `least` the fewest items of a
    list; `key` the pattern of a map's keys, empty where any text may be one.
    """

    kind: Kind
    item: "Value | None" = None
    part: type[BaseModel] | None = None
    target: str = ""
    choices: tuple[str, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict)
    pattern: str = ""
    least: int = 0
    key: str = ""

    @property
    def innermost(self) -> "Value":
        """What a list or a map holds in the end; any other value itself."""
        return self.item.innermost if self.item else self


@dataclass(frozen=True)
class Field:
    """One field of a class: its name, whether a file must have it, and what it holds.

    A field that is `nullable` may also say that nothing is known.
    """

    name: str
    required: bool
    nullable: bool
    value: Value


@cache
def describe(model: type[BaseModel]) -> tuple[Field, ...]:
    """The fields of a class, in the order of its files."""
    return tuple(
        Field(
            name,
            known.is_required(),
            type(None) in get_args(known.annotation),
            _value(
                Annotated[known.annotation, *known.metadata] if known.metadata else known.annotation
            ),
        )
        for name, known in fields_in_order(model).items()
    )


def _value(annotation: Any) -> Value:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotated(annotation, *arguments)
    if origin in (Union, types.UnionType):
        return _value(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        return Value("list", item=_value(arguments[0]))
    if origin is dict:
        return Value("map", item=_value(arguments[1]), key=_pattern(_schema(arguments[0])))
    if origin is Literal:
        return Value("choice", choices=arguments, schema=_schema(annotation))
    for kind, base in _CLASSES:
        if issubclass(annotation, base):
            plain = kind not in ("text", "official", "part")
            return Value(
                kind,
                part=annotation if kind == "part" else None,
                schema=_schema(annotation) if plain else {},
                pattern=_pattern(_schema(annotation)) if plain else "",
            )
    raise TypeError(f"no kind of value is known for {annotation}")


_CLASSES: tuple[tuple[Kind, type], ...] = (
    ("official", OfficialText),
    ("text", Text),
    ("part", BaseModel),
    ("date", PartialDate),
    ("flag", bool),
    ("number", int),
    ("words", str),
)
"""Kind of value → the class of such values; the first that fits counts."""


def _annotated(annotation: Any, base: Any, *metadata: Any) -> Value:
    target = next((each.target for each in metadata if isinstance(each, Ref)), None)
    if target:
        own = {name: value for name, value in _schema(annotation).items() if name != "x-ref"}
        return Value("reference", target=target, schema=own, pattern=_pattern(own))
    inner = _value(base)
    if inner.kind in ("list", "map"):
        least = next((each.min_length for each in metadata if isinstance(each, MinLen)), 0)
        return replace(inner, least=least)
    schema = _schema(annotation)
    kinds: dict[Any, Kind] = {Day: "day", Slug: "id"}
    return replace(
        inner,
        kind=kinds.get(annotation, inner.kind),
        schema=schema or inner.schema,
        pattern=_pattern(schema),
    )


def _schema(annotation: Any) -> Mapping[str, Any]:
    return TypeAdapter(annotation).json_schema()


def _pattern(schema: Mapping[str, Any]) -> str:
    return str(schema.get("pattern", ""))
