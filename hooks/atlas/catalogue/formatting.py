"""The one form of a data file: the same record is always the same bytes.

Fields stand in the order of the model, lists are blocks, and what equals its default is left out. A
text stays on one line, however long: editing tools in the browser write it so, and a changed word
then changes one line of a comparison, where folding would rewrap all that follow.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

import yaml
from pydantic import BaseModel

from atlas.catalogue.validation import validate
from atlas.catalogue.yaml_reader import SCHEMA_LINE, Document
from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.records import fields_in_order
from atlas.model.values import PartialDate, Text

# What YAML 1.2 reads as something other than text, and what a reader of YAML 1.1 would (`NO`, `12:30`).
_CORE = re.compile(
    r"(?i:null|true|false)|~|[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+"
    r"|[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|[-+]?\.(?i:inf)|\.(?i:nan)"
)
_OLDER_WORDS = re.compile(r"(?i:y|n|yes|no|on|off)|=|<<|[-+]?[\d_]+(:[0-5]?\d)+(\.[\d_]*)?")
_OLDER: dict[str, list[tuple[str, re.Pattern[str]]]] = yaml.SafeLoader.yaml_implicit_resolvers
# A text that begins or goes on like this is not a plain scalar in a block (YAML 1.2.2, 7.3.3).
_NOT_PLAIN = re.compile(r"^[-?:,\[\]{}#&*!|>'\"%@`\s]|^\.\.\.|:(\s|$)|\s#|\s$")
_CONTROL = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def kind_of(path: str) -> str | None:
    """The kind of a data file, such as `countries` or `glossary`, from its path below the root."""
    folder, _, rest = path.partition("/")
    if folder != "data" or not rest.endswith(".yml"):
        return None
    kind, _, name = rest.rpartition("/")
    if kind:
        return kind if kind in RECORDS else None
    stem = name.removesuffix(".yml")
    return stem if stem in DOCUMENTS else None


@dataclass(frozen=True)
class Change:
    """A file that is not in its one form, what it should hold, and the first line that differs."""

    path: str
    text: str
    line: int


def changes(documents: Iterable[Document], tags: Sequence[str]) -> list[Change]:
    """Every valid data file among some documents that is not in its one form."""
    compared = (_change(document, tuple(tags)) for document in documents)
    return [change for change in compared if change]


# A document that was not edited is the same object, and need not be written again to be compared.
@lru_cache(maxsize=4096)
def _change(document: Document, tags: tuple[str, ...]) -> Change | None:
    kind = kind_of(document.path)
    if kind is None:
        return None
    record, problems = validate(document, (RECORDS | DOCUMENTS)[kind])
    if record is None or problems:
        return None
    text = write(record, kind, tags)
    if text == document.text:
        return None
    lines = zip_longest(document.text.split("\n"), text.split("\n"))
    line = next(n for n, (here, there) in enumerate(lines, 1) if here != there)
    return Change(document.path, text, line)


def schema_line(kind: str) -> str:
    """The first line of a file, by which editors find the schema of its kind."""
    up = "../../" if kind in RECORDS else "../"
    return f"{SCHEMA_LINE}{up}schema/{kind}.schema.json"


def write(record: BaseModel, kind: str, tags: Sequence[str]) -> str:
    """The file of a record. `tags` are the languages of the site, which come first in every text."""
    values = _values(record, tags)
    lines = [schema_line(kind), *(_fields(values, 0) if values else ["{}"])]
    return "\n".join(lines) + "\n"


def _values(value: Any, tags: Sequence[str]) -> Any:
    """A value of the model as what is to be written: mappings, lists, texts, numbers, dates."""
    if isinstance(value, Text):
        return _sorted(value.root, tags)
    if isinstance(value, BaseModel):
        return {
            name: _values(getattr(value, name), tags)
            for name, known in fields_in_order(type(value)).items()
            if known.is_required() or getattr(value, name) != known.default
        }
    if isinstance(value, dict):
        return _sorted({name: _values(item, tags) for name, item in value.items()}, tags)
    if isinstance(value, tuple):
        return [_values(item, tags) for item in value]
    return value


def _sorted(value: dict[str, Any], tags: Sequence[str]) -> dict[str, Any]:
    order = {tag: index for index, tag in enumerate(tags)}
    return {
        name: value[name] for name in sorted(value, key=lambda n: (order.get(n, len(order)), n))
    }


def _fields(value: dict[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for name, item in value.items():
        if isinstance(item, dict) and item:
            yield f"{indent}{scalar(name)}:"
            yield from _fields(item, depth + 1)
        elif isinstance(item, list) and item:
            yield f"{indent}{scalar(name)}:"
            yield from _items(item, depth + 1)
        else:
            yield f"{indent}{scalar(name)}: {_single(item)}"


def _items(values: list[Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for item in values:
        if isinstance(item, dict) and item:
            first, *rest = _fields(item, depth + 1)
            yield f"{indent}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{indent}- {_single(item)}"


def _single(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return "[]" if isinstance(value, list) else "{}"
    # A date needs no quotes: readers of either YAML take it for the text or for the day it is.
    return str(value) if isinstance(value, int | PartialDate) else scalar(value)


def scalar(text: str) -> str:
    """A text as YAML: bare where every reader takes it for that text, else in quotes."""
    if _CONTROL.search(text):
        return _double(text)
    if not text or _NOT_PLAIN.search(text) or _is_other(text):
        return "'" + text.replace("'", "''") + "'"
    return text


def _is_other(text: str) -> bool:
    if _CORE.fullmatch(text) or _OLDER_WORDS.fullmatch(text):
        return True
    return any(pattern.match(text) for _, pattern in _OLDER.get(text[0], ()))


def _double(text: str) -> str:
    def escaped(match: re.Match[str]) -> str:
        return f"\\U{ord(match[0]):08X}" if ord(match[0]) > 0xFF else f"\\x{ord(match[0]):02X}"

    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_CONTROL.sub(escaped, inner)}"'
