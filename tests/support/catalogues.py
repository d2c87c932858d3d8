"""Whole valid catalogues, drawn by Hypothesis: what tomorrow's data may be, as against today's.

Each begins as a catalogue that was read, and is then changed as data change: kinds become empty,
records go, optional fields are left out, codes are renamed or new, ids are odd, dates are known to the
year only, the site speaks one to four languages. Nothing here knows what pages do with any of it.
"""

import re
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from pydantic import ValidationError

from atlas.catalogue.catalogue import Catalogue, paragraphs
from atlas.catalogue.problems import Problem
from atlas.catalogue.withholding import Withholding, withhold
from atlas.catalogue.written_pages import WrittenPage
from atlas.catalogue.yaml_reader import Document
from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.languages import Language
from atlas.model.records import (
    Glossary,
    History,
    Interface,
    Model,
    Provision,
    Record,
    StepRecord,
)
from atlas.model.traversal import leaves, parts
from atlas.model.values import Location, OfficialText, PartialDate, Text

CORE = ("vocabularies",)
"""Kinds without which no catalogue is valid."""

LANGUAGES = {
    "es": Language("es", "Español"),
    "en": Language("en", "English"),
    "fr": Language("fr", "Français"),
    "ar": Language("ar", "العربية"),
}
ODD_IDS = ("0", "a", "x-1", "index-2", "con", "true", "null", "1e3", "z" * 64)

Records = Mapping[str, Mapping[str, Record]]


def without(catalogue: Catalogue, gone: set[tuple[str, str]]) -> Catalogue:
    """A catalogue without some records, and without all that refers to them."""
    documents = {name: getattr(catalogue, name) for name in DOCUMENTS if name != "withhold"}
    left = withhold(Withholding(frozenset(gone)), catalogue.records, documents, catalogue.written)
    return replace(
        catalogue,
        records=left.records,
        written=left.written,
        known_ids={kind: frozenset(records) for kind, records in left.records.items()},
        **left.documents,
    )


def remade(
    catalogue: Catalogue, change: Callable[[str, dict[str, Any], Model], dict[str, Any]]
) -> Catalogue:
    """A catalogue of the same records after a change to the plain values of each file.

    A change that leaves a file invalid is undone for that file: only valid data are asked about.
    """

    def one(file: str, model: Any) -> Any:
        try:
            return type(model).model_validate(change(file, plain(model.model_dump()), model))
        except ValidationError:
            return model

    records: dict[str, dict[str, Record]] = {}
    for kind, own in catalogue.records.items():
        made = [one(f"data/{kind}/{identifier}.yml", record) for identifier, record in own.items()]
        records[kind] = {record.id: record for record in made}
    return replace(
        catalogue,
        records=records,
        documents=Anywhere(),
        known_ids={kind: frozenset(own) for kind, own in records.items()},
        convention=one("data/convention.yml", catalogue.convention),
        glossary=one("data/glossary.yml", catalogue.glossary),
    )


def plain(value: Any) -> Any:
    """A value with lists in the place of tuples, so that it can be changed."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def renamed(catalogue: Catalogue, target: str, old: str, new: str) -> Catalogue:
    """A catalogue in which one record or code has another id, there and wherever it is named."""
    folder, _, part = target.partition(".")

    def change(file: str, values: dict[str, Any], model: Model) -> dict[str, Any]:
        for leaf in leaves(model):
            if leaf.target == target and leaf.value == old:
                put(values, leaf.location, new)
        if file == f"data/{folder}/{old}.yml" and not part:
            values["id"] = new
        if folder == "vocabularies" and file == f"data/vocabularies/{part}.yml":
            for code in values["codes"]:
                code["id"] = new if code["id"] == old else code["id"]
                code["parent"] = new if code["parent"] == old else code["parent"]
        return values

    return remade(catalogue, change)


def bare(catalogue: Catalogue, leave_out: Callable[[], bool]) -> Catalogue:
    """A catalogue in which optional fields are left out, at any depth, wherever `leave_out` says so."""

    def change(file: str, values: dict[str, Any], model: Model) -> dict[str, Any]:
        for location, part in parts(model):
            for name, field in type(part).model_fields.items():
                # The code that stands for nothing recorded, and what each provision rests on, must stay.
                needed = (type(part).__name__, name) in KEPT
                if not (field.is_required() or needed) and leave_out():
                    remove(values, (*location, name))
        return values

    return _joined(remade(catalogue, change))


def _joined(catalogue: Catalogue) -> Catalogue:
    """A catalogue without references to steps and paragraphs that were left out."""
    known = {i: {p.id for p in paragraphs(r)} for i, r in catalogue.resolutions.items()}

    def change(file: str, values: dict[str, Any], model: Model) -> dict[str, Any]:
        # From the end, so that what stands before in a list stays where it is.
        for location, part in reversed([*parts(model)]):
            if isinstance(part, StepRecord) and part.step not in catalogue.steps:
                *above, index = location
                del at(values, above)[index]
            elif isinstance(part, Provision) and part.paragraph not in known.get(
                part.resolution or "", set()
            ):
                remove(values, (*location, "paragraph"))
        return values

    return remade(catalogue, change)


KEPT = {
    ("Code", "role"),
    ("Code", "sentence"),
    ("Provision", "treaty"),
    ("Provision", "resolution"),
    ("Provision", "rule"),
    ("Organisation", "consent_date"),
    ("Organisation", "sources"),
    ("Convention", "texts"),
}
"""Class and field of what is optional only together with something else."""


def remove(values: Any, location: Location) -> None:
    """Remove what stands at a place inside others, if that place is still there."""
    *above, last = location
    for step in above:
        if isinstance(values, dict) and step not in values:
            return
        values = values[step]
    values.pop(last, None)


def by_year(catalogue: Catalogue) -> Catalogue:
    """A catalogue whose dates are known to the year only, wherever a field allows it."""

    def cut(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: cut(each) for name, each in value.items()}
        if isinstance(value, list):
            return [cut(each) for each in value]
        return str(value.year) if isinstance(value, PartialDate) else value

    def change(file: str, values: dict[str, Any], model: Model) -> dict[str, Any]:
        days = {n for n, f in type(model).model_fields.items() if f.is_required()}
        return {name: value if name in days else cut(value) for name, value in values.items()}

    return remade(catalogue, change)


def with_codes(catalogue: Catalogue, vocabulary: str, used: Callable[[], bool]) -> Catalogue:
    """A catalogue with a new code in a vocabulary, which records use wherever `used` says so."""
    target = f"vocabularies.{vocabulary}"

    def change(file: str, values: dict[str, Any], model: Model) -> dict[str, Any]:
        if file == f"data/vocabularies/{vocabulary}.yml":
            label = {"es": "Código nuevo", "en": "New code"}
            values["codes"].append({"id": "new-code", "label": label})
            return values
        for leaf in leaves(model):
            if leaf.target == target and used():
                put(values, leaf.location, "new-code")
        return values

    return remade(catalogue, change)


def spoken(catalogue: Catalogue, tags: list[str]) -> Catalogue:
    """A catalogue of a site that speaks some languages: its texts are in these, and in no other."""
    default = tags[0]

    def cut(model: Model, values: dict[str, Any]) -> dict[str, Any]:
        for leaf in leaves(model):
            text = leaf.value
            if isinstance(text, Text) and not isinstance(text, OfficialText):
                own = {tag: words for tag, words in text.items().items() if tag in tags}
                put(values, leaf.location, own or {default: next(iter(text.items().values()))})
        return values

    changed = remade(catalogue, lambda file, values, model: cut(model, values))
    interface = Interface.model_validate(
        cut(changed.interface, plain(changed.interface.model_dump()))
    )
    history = History.model_validate(cut(changed.history, plain(changed.history.model_dump())))
    languages = tuple(replace(LANGUAGES[tag], default=tag == default) for tag in tags)
    written = {tag: changed.written.get(tag, {}) for tag in tags}
    settings = replace(changed.settings, languages=languages)
    return replace(
        changed, settings=settings, interface=interface, history=history, written=written
    )


def put(values: Any, location: Location, value: Any) -> None:
    """Put a value at a place inside others."""
    *above, last = location
    at(values, above)[last] = value


def at(values: Any, location: Iterable[str | int]) -> Any:
    """What stands at a place inside others."""
    for step in location:
        values = values[step]
    return values


def drawn(draw: DrawFn, share: float) -> Callable[[], bool]:
    """A question answered with yes in a share of cases."""
    # Asked for thousands of fields: were each answer drawn, Hypothesis would give up one draw in four.
    source = Random(draw(st.integers(0, 2**32 - 1)))  # no secret
    return lambda: source.random() < share


def long(catalogue: Catalogue, chosen: Callable[[], bool]) -> Catalogue:
    """A catalogue in which texts are as long as they may be, wherever `chosen` says so."""

    def change(file: str, values: dict[str, Any], model: Model) -> dict[str, Any]:
        if file == "data/convention.yml":
            return values
        for leaf in leaves(model):
            if isinstance(leaf.value, Text) and chosen():
                texts = {
                    tag: f"{words} {words.replace(' ', '')} " * 8
                    for tag, words in leaf.value.items().items()
                }
                put(values, leaf.location, {tag: text[:3900] for tag, text in texts.items()})
        return values

    return remade(catalogue, change)


def many(catalogue: Catalogue, kind: str, count: int) -> Catalogue:
    """A catalogue in which a kind has many more records, each like the first but for its id."""
    own = dict(catalogue.records[kind])
    first = next(iter(own.values()), None)
    if first is None or kind in ("scenarios", "programmes", "vocabularies"):
        # The options and steps of these have ids that stand once in the catalogue.
        return catalogue
    for number in range(count):
        copy = first.model_copy(update={"id": f"copy-{number}", "former_ids": ()})
        own[copy.id] = copy
    records = {**catalogue.records, kind: own}
    known = {**catalogue.known_ids, kind: frozenset(own)}
    return replace(catalogue, records=records, known_ids=known)


NUMBERS: Mapping[str, tuple[str, ...]] = {
    r"\d+/\d+": ("9/1", "12/4"),
    r"\d+/CP\.\d+": ("1/CP.21", "14/CP.3"),
    r"[IVX]+/\d+": ("I/3", "IV/12"),
    r"\d+/CMA\.\d+": ("4/CMA.3",),
}
"""Pattern of the numbers of some convention → numbers of that form."""


def numbered(catalogue: Catalogue, pattern: str | None) -> Catalogue:
    """A catalogue whose resolutions are numbered by a pattern; without one, none has a number."""
    numbers = NUMBERS[pattern] if pattern else (None,)

    def change(file: str, values: dict[str, Any], model: Model) -> dict[str, Any]:
        if file == "data/convention.yml":
            values["numbers"] = [pattern] if pattern else []
        if file.startswith("data/resolutions/"):
            values["number"] = numbers[len(values["id"]) % len(numbers)]
        return values

    return remade(catalogue, change)


def untold(catalogue: Catalogue, *, terms: bool, history: bool) -> Catalogue:
    """A catalogue without a glossary, without a list of changes, or without either."""

    def change(file: str, values: dict[str, Any], model: Model) -> dict[str, Any]:
        for leaf in leaves(model):
            if leaf.target == "glossary.terms" and file != "data/glossary.yml":
                remove(values, leaf.location)
        return values

    left = remade(catalogue, change) if terms else catalogue
    return replace(
        left,
        glossary=Glossary(terms=()) if terms else left.glossary,
        history=History(changes=()) if history else left.history,
    )


@st.composite
def catalogues(draw: DrawFn, base: Catalogue) -> Catalogue:
    """Any catalogue that data like those of `base` could become."""
    catalogue = base
    optional = [kind for kind in RECORDS if kind not in CORE]
    emptied = draw(st.lists(st.sampled_from(optional), max_size=len(optional), unique=True))
    others = [(kind, i) for kind in optional for i in base.records[kind]]
    gone = {(kind, i) for kind in emptied for i in base.records[kind]} if draw(LESS) else set()
    gone |= {*draw(st.lists(st.sampled_from(others), max_size=3, unique=True))}
    if gone:
        catalogue = without(catalogue, gone)
    if draw(LESS):
        catalogue = bare(catalogue, drawn(draw, draw(st.sampled_from((0.2, 0.6, 1.0)))))
    for vocabulary in draw(st.lists(st.sampled_from(sorted(base.codes)), max_size=6, unique=True)):
        if draw(st.booleans()):
            old = draw(st.sampled_from(sorted(base.codes[vocabulary])))
            catalogue = renamed(catalogue, f"vocabularies.{vocabulary}", old, "renamed-code")
        else:
            catalogue = with_codes(catalogue, vocabulary, drawn(draw, 0.5))
    for kind in draw(st.lists(st.sampled_from(sorted({*dict(others)})), max_size=3, unique=True)):
        old = draw(st.sampled_from([i for k, i in others if k == kind]))
        odd = [i for i in ODD_IDS if i not in catalogue.records[kind]]
        catalogue = renamed(catalogue, kind, old, draw(st.sampled_from(odd)))
    catalogue = _befallen(draw, catalogue, optional)
    tags = draw(st.lists(st.sampled_from(sorted(LANGUAGES)), min_size=1, max_size=4, unique=True))
    return spoken(catalogue, tags)


def _befallen(draw: DrawFn, catalogue: Catalogue, optional: list[str]) -> Catalogue:
    """A catalogue after what befalls all of its records alike."""
    if draw(LESS):
        catalogue = by_year(catalogue)
    if draw(LESS):
        catalogue = numbered(catalogue, draw(st.sampled_from((None, *NUMBERS))))
    if draw(LESS):
        catalogue = untold(catalogue, terms=draw(st.booleans()), history=draw(st.booleans()))
    if draw(LESS):
        catalogue = long(catalogue, drawn(draw, draw(st.sampled_from((0.1, 1.0)))))
    if draw(LESS):
        catalogue = many(catalogue, draw(st.sampled_from(optional)), draw(st.integers(1, 40)))
    return catalogue


LESS = st.sampled_from((False, False, True))
"""What befalls a third of catalogues: a change to all of one would hide what another does alone."""


class Anywhere(dict[str, Document]):
    """Documents of a catalogue that no file holds: what is asked of them stands nowhere in particular."""

    def __missing__(self, path: str) -> Document:
        return Document(path, None)


def mended(catalogue: Catalogue, problems: Iterable[Problem]) -> Catalogue:
    """A catalogue without the links and inserts of written pages, and addresses of pages, with a problem.

    So would whoever removes a record do: what leads to it goes with it.
    """
    wrong = {(problem.path, problem.position.line) for problem in problems}
    written = {
        tag: {
            path: _mended(page, wrong, catalogue.records["sources"]) for path, page in own.items()
        }
        for tag, own in catalogue.written.items()
    }
    paths = {path for own in written.values() for path in own}

    def change(file: str, values: dict[str, Any], model: Model) -> dict[str, Any]:
        for name in ("page", "rules_page"):
            if str(values.get(name) or "").partition("#")[0] not in paths:
                values.pop(name, None)
        return values

    left = remade(catalogue, change)
    changes = [each.model_copy(update={"link": None}) for each in catalogue.history.changes]
    if any(path == "data/history.yml" for path, _ in wrong):
        left = replace(left, history=History(changes=tuple(changes)))
    return replace(left, written=written)


def _mended(
    page: WrittenPage, wrong: Collection[tuple[str, int]], sources: Container[str]
) -> WrittenPage:
    lines = page.body.split("\n")
    for index, line in enumerate(lines):
        if (page.file, page.body_line + index) in wrong:
            unlinked = re.sub(r"\[([^\]@]+)\]\([^)]*\)|\[@[^\]]*\]", r"\1", line)
            lines[index] = "\u2026" if unlinked.startswith("{{") else unlinked
    left = tuple(source for source in page.front.sources if source in sources)
    front = page.front.model_copy(update={"sources": left})
    return replace(page, body="\n".join(lines), front=front)
