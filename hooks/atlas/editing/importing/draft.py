"""A record on its way into the data: what was read, what was guessed, what a person must still write.

It stands in `imports/ID.yml`, which Git does not keep: it holds the document's own sentences, which
the data never hold.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

from atlas.catalogue import disk
from atlas.catalogue.reporters import as_text
from atlas.catalogue.yaml_reader import read
from atlas.editing.importing.refusal import RefusedError
from atlas.model.records import FurtherRequest, Model, Paragraph, PreambleParagraph, Resolution
from atlas.model.values import Location

FOLDER = "imports"


@dataclass
class Draft:
    """One record to be: `texts` and `guessed` go by where a part stands, such as `paragraphs.0.items.1`."""

    id: str
    record: dict[str, Any]
    sources: dict[str, dict[str, Any]]
    texts: dict[str, dict[str, str]]
    guessed: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What else the account must say: codes of messages with their values, as JSON."""


@dataclass(frozen=True)
class Gap:
    """What a person must still write: where, the class and field, and the language of a text."""

    location: Location
    model: type[Model]
    field: str
    language: str = ""

    @property
    def key(self) -> str:
        """The place in dots."""
        return ".".join(
            map(str, (*self.location, self.field, *([self.language] * bool(self.language))))
        )

    @property
    def part(self) -> str:
        """The part of the record it belongs to, in dots."""
        return ".".join(map(str, self.location))


def path_of(root: Path, identifier: str) -> Path:
    """Where the draft of a record stands."""
    return root / FOLDER / f"{identifier}.yml"


def save(root: Path, draft: Draft) -> None:
    """Write a draft, whole or not at all."""
    # Through JSON: no part is shared, and so no anchor is written.
    text = yaml.dump(
        json.loads(json.dumps(asdict(draft))),
        Dumper=yaml.CSafeDumper,
        sort_keys=False,
        allow_unicode=True,
        width=1 << 20,
    )
    disk.write(path_of(root, draft.id), text.encode())


def load(root: Path, identifier: str) -> Draft:
    """The draft of a record. Raises RefusedError if there is none, or if it cannot be read any more."""
    file = path_of(root, identifier)
    if not file.is_file():
        raise RefusedError("no-draft", id=identifier)
    document = read(f"{FOLDER}/{file.name}", file.read_bytes())
    if document.problems:
        raise RefusedError("broken-draft", problems=as_text(document.problems))
    try:
        return Draft(**document.value)
    except TypeError as error:
        raise RefusedError("broken-draft", problems=str(error)) from error


ASKED: dict[type[Model], tuple[tuple[str, str], ...]] = {
    Resolution: (
        ("topic", "text"),
        ("summary", "text"),
        ("session", "value"),
        ("as_of", "value"),
        ("themes", "value"),
    ),
    PreambleParagraph: (("opening", "text"), ("summary", "text"), ("themes", "value")),
    Paragraph: (
        ("topic", "text"),
        ("summary", "text"),
        ("themes", "value"),
        ("usable_by", "value"),
        ("usable_how", "text"),
    ),
    FurtherRequest: (("summary", "text"),),
}
"""What a person writes in each part: the Atlas summarizes, it does not copy."""


def gaps(draft: Draft, languages: Sequence[str]) -> list[Gap]:
    """What a person must still write, in the order of the record."""
    found = []
    for location, model, values in parts(draft.record):
        for name, kind in ASKED[model]:
            if name == "usable_how" and not values.get("usable_by"):
                continue
            gap = Gap(location, model, name)
            if kind == "text":
                text = values.get(name) or {}
                found += [Gap(location, model, name, tag) for tag in languages if not text.get(tag)]
            elif not values.get(name) and gap.key not in draft.skipped:
                found.append(gap)
    return found


def parts(record: dict[str, Any]) -> Iterator[tuple[Location, type[Model], dict[str, Any]]]:
    """The parts of a record in which a person writes: where, class, values."""
    yield (), Resolution, record
    for index, each in enumerate(record.get("preamble", [])):
        yield ("preamble", index), PreambleParagraph, each
    yield from _paragraphs(record.get("paragraphs", []), ("paragraphs",))


def _paragraphs(
    paragraphs: list[Any], before: Location
) -> Iterator[tuple[Location, type[Model], dict[str, Any]]]:
    for index, each in enumerate(paragraphs):
        location: Location = (*before, index)
        yield location, Paragraph, each
        for further, request in enumerate(each.get("also", [])):
            yield (*location, "also", further), FurtherRequest, request
        yield from _paragraphs(each.get("items", []), (*location, "items"))


def at(record: dict[str, Any], location: Location) -> dict[str, Any]:
    """The part of a record at a place."""
    value: Any = record
    for step in location:
        value = value[step]
    assert isinstance(value, dict)
    return value


def fill(draft: Draft, gap: Gap, answer: Any) -> None:
    """Put an answer where it belongs; None is an optional one that was skipped."""
    if answer is None:
        draft.skipped.append(gap.key)
    elif gap.language:
        part = at(draft.record, gap.location)
        part[gap.field] = {**(part.get(gap.field) or {}), gap.language: answer}
    else:
        at(draft.record, gap.location)[gap.field] = answer
