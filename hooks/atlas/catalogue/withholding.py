"""Keeps out what `data/withhold.yml` lists, before anything is made: no output ever sees it.

A withheld record is gone, and so is every reference to it; what cannot stand without that reference
goes too. The name of a withheld organisation, or of a withheld network or alliance, goes with the
entry it stands in; inside a sentence it is blanked. The files stay as they are: a check tells which
of them still hold it, without repeating the name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from atlas.catalogue.names import PREFIX, Names, fingerprint
from atlas.catalogue.written_pages import WrittenPage
from atlas.model.kinds import KINDS
from atlas.model.records import FrontMatter, Model, Programme, Record, Scenario, Withheld
from atlas.model.traversal import leaves, wordings
from atlas.model.values import Location, Text

AnyModel = TypeVar("AnyModel", bound=BaseModel)
Records = Mapping[str, Mapping[str, Record]]


@dataclass(frozen=True)
class Withholding:
    """What is kept out: records by kind and id, and names, of which only fingerprints are kept."""

    records: frozenset[tuple[str, str]] = frozenset()
    names: Names = field(default_factory=Names)

    @classmethod
    def of(cls, listed: Withheld, records: Records) -> "Withholding":
        """What a list asks to keep out, the names of withheld networks and alliances included."""
        named = Names.of(each.name for each in listed.organisations)
        kept_out = cls(frozenset((each.kind, each.id) for each in listed.records), named)
        return kept_out.with_names_in(records)

    def with_names_in(self, records: Records) -> "Withholding":
        """The same, and what the withheld among some records are called."""
        names = [
            name
            for kind, identifier in self.records
            for name in _own_names(kind, records.get(kind, {}).get(identifier))
        ]
        return replace(self, names=self.names | Names.of(names))

    def __bool__(self) -> bool:
        return bool(self.records or self.names)

    def __or__(self, other: "Withholding") -> "Withholding":
        return Withholding(self.records | other.records, self.names | other.names)


def _own_names(kind: str, record: Record | None) -> tuple[str, ...]:
    """What a record that is named after an organisation is called, in every language."""
    name = getattr(record, "name", None)
    named = kind in KINDS and KINDS[kind].names_organisation and isinstance(name, Text)
    return tuple(name.items().values()) if named and isinstance(name, Text) else ()


def without_names(listed: Withheld) -> Withheld:
    """The list itself, with the fingerprint in the place of each name."""
    return listed.model_copy(
        update={
            "organisations": tuple(
                each.model_copy(update={"name": _fingerprint(each.name)})
                for each in listed.organisations
            )
        }
    )


def _fingerprint(name: str) -> str:
    return name if name.startswith(PREFIX) else fingerprint(name)


@dataclass(frozen=True)
class Kept:
    """What is left: records, single documents, written pages.

    `gone` are the records that are not, `touched` the files something was taken from, and `seen` the
    fingerprints of the names that were found.
    """

    records: Records
    documents: Mapping[str, Any]
    written: Mapping[str, Mapping[str, WrittenPage]]
    gone: frozenset[tuple[str, str]] = frozenset()
    touched: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()


def withhold(
    withholding: Withholding,
    records: Records,
    documents: Mapping[str, Model],
    written: Mapping[str, Mapping[str, WrittenPage]],
) -> Kept:
    """Everything but what is withheld; what was given stays as it is.

    `records` maps kind and id to a record, `documents` the name of a single file to its model, `written`
    language tag and path to a page. Where a record cannot stand without what is taken from it, it goes;
    AssertionError, if that is a single file.
    """
    if not withholding:
        return Kept(records, documents, written)
    keeper = _Keeper(withholding)
    kept: dict[str, dict[str, Record]] = {kind: dict(own) for kind, own in records.items()}
    changed = True
    # What goes for want of a reference may itself be referred to.
    while changed:
        changed = False
        for kind, own in kept.items():
            for identifier, record in list(own.items()):
                file = f"data/{kind}/{identifier}.yml"
                found = keeper.record(kind, file, record)
                if found is None:
                    keeper.go(kind, identifier, record)
                    keeper.touched.add(file)
                    del own[identifier]
                    changed = True
                elif found is not record:
                    own[identifier] = found
    singles: dict[str, Model] = {}
    for name, model in documents.items():
        single = keeper.model(f"data/{name}.yml", model)
        # Better no site than one that shows what it must not.
        assert single is not None, name
        singles[name] = single
    pages = {
        tag: {path: keeper.page(page) for path, page in own.items()} for tag, own in written.items()
    }
    return Kept(
        kept,
        singles,
        pages,
        frozenset(keeper.gone),
        frozenset(keeper.touched),
        frozenset(keeper.seen),
    )


def idle(
    listed: Withheld, known: Mapping[str, set[str]], seen: frozenset[str]
) -> Iterator[Location]:
    """Where the entries stand that keep nothing out, and do not say that all is mended.

    `known` are the ids for which there is a file, `seen` the fingerprints of the names that were found.
    """
    for index, each in enumerate(listed.records):
        if not each.mended and each.id not in known.get(each.kind, set()):
            yield "records", index
    for index, organisation in enumerate(listed.organisations):
        if not organisation.mended and _fingerprint(organisation.name) not in seen:
            yield "organisations", index


class _Keeper:
    def __init__(self, withholding: Withholding) -> None:
        self.names = withholding.names
        self.gone = set(withholding.records)
        self.parts: set[tuple[str, str]] = set()
        self.touched: set[str] = set()
        self.seen: set[str] = set()

    def go(self, kind: str, identifier: str, record: Record) -> None:
        """Keep a record out, with the options and steps it holds, which others name by themselves."""
        self.gone.add((kind, identifier))
        if isinstance(record, Scenario):
            self.parts |= {("scenarios.options", option.id) for option in record.options}
        if isinstance(record, Programme):
            self.parts |= {("programmes.steps", step.id) for step in record.steps}

    def holds(self, text: str, *, markdown: bool = False) -> bool:
        """Whether a text holds a name that is kept out; remembers which. Texts are hashed word by word."""
        found = self.names.found(text, markdown=markdown)
        self.seen.update(own for _, _, own in found)
        return bool(found)

    def record(self, kind: str, file: str, record: Record) -> Record | None:
        """A record without what is withheld; None if it is withheld, or named by a withheld name."""
        if (kind, record.id) in self.gone:
            # Looked through all the same: an entry whose name only this record holds is not idle.
            for wording in wordings(record):
                self.holds(wording.text)
            return None
        own = {own for name in _own_names(kind, record) if (own := self.names.is_one(name))}
        self.seen |= own
        return None if own else self.model(file, record)

    def model(self, file: str, model: AnyModel) -> AnyModel | None:
        """A model without what is withheld; None if nothing can stay of it."""
        gone = self.gone | self.parts
        drops = [each.location for each in leaves(model) if (each.target, each.value) in gone]
        blanks: list[Location] = []
        raw = _lists(model.model_dump())
        for wording in wordings(model):
            if self._leads_to_gone(wording.location, wording.text):
                drops.append(wording.location)
            elif self.holds(wording.text):
                whole = wording.official and self.names.is_one(wording.text)
                entry = self._entry(raw, wording.location[:-1]) if whole else None
                if entry is not None:
                    drops.append(entry)
                else:
                    blanks.append(wording.location)
        if not drops and not blanks:
            return model
        self.touched.add(file)
        return self._without(type(model), raw, drops, blanks)

    def _leads_to_gone(self, location: Location, text: str) -> bool:
        """Whether a text is the address, on this site, of a record that is gone."""
        if location[-1] != "link":
            return False
        parts = text.partition("#")[0].strip("/").split("/")
        return tuple(parts[-2:]) in self.gone

    def _entry(self, raw: Any, location: Location) -> Location | None:
        """Where the entry stands that an organisation's name makes: itself, or the item of a list."""
        *above, last = location
        if last == "name" and "basis" in _at(raw, tuple(above)):
            return tuple(above)
        return location if isinstance(last, int) else None

    def _without(
        self, model: type[AnyModel], raw: Any, drops: list[Location], blanks: list[Location]
    ) -> AnyModel | None:
        for *above, last in blanks:
            parent = _at(raw, above)
            parent[last] = self.names.blanked(parent[last])
        while True:
            # From the end, so that the places in lists before it stay what they are.
            for *above, last in sorted(set(drops), reverse=True):
                del _at(raw, above)[last]
            try:
                return model.model_validate(raw)
            except ValidationError as error:
                drops = [_unfit(tuple(each["loc"]), each["type"]) for each in error.errors()]
            if () in drops:
                return None

    def page(self, page: WrittenPage) -> WrittenPage:
        """A written page without withheld names, and without links to withheld records."""
        body = page.body
        for kind, identifier in sorted(self.gone):
            if kind == "programmes":
                insert = rf"(?m)^\{{\{{ *{re.escape(identifier)} [a-z]+ *\}}\}}[ \t]*$"
                body = re.sub(insert, "", body)
            if kind == "sources":
                body = re.sub(rf"\[@{re.escape(identifier)}\]", "", body)
            path = rf"<?(?:[^)\s]*/)?{kind}/{re.escape(identifier)}(?:\.md|/)?(?:#[^)\s>]*)?>?"
            body = re.sub(rf"""\[([^\]]+)\]\({path}(?:\s+["'(][^\n]*?["')])?\)""", r"\1", body)
            body = re.sub(rf"(?m)^ {{0,3}}\[[^\]]+\]:\s*{path}(?:\s.*)?$", "", body)
        self.holds(body, markdown=True)
        body = self.names.blanked(body, markdown=True)
        front = self._front(page)
        if (body, front) == (page.body, page.front):
            return page
        self.touched.add(page.file)
        return replace(page, body=body, front=front)

    def _front(self, page: WrittenPage) -> FrontMatter:
        front = page.front
        for text in (front.title, front.description):
            self.holds(text)
        return front.model_copy(
            update={
                "title": self.names.blanked(front.title),
                "description": self.names.blanked(front.description),
                "sources": tuple(s for s in front.sources if ("sources", s) not in self.gone),
            }
        )


def _lists(value: Any) -> Any:
    """A value with lists in the place of tuples, so that it can be changed."""
    if isinstance(value, dict):
        return {name: _lists(each) for name, each in value.items()}
    return [_lists(each) for each in value] if isinstance(value, list | tuple) else value


def _at(value: Any, location: Sequence[str | int]) -> Any:
    for step in location:
        value = value[step]
    return value


def _unfit(location: Location, kind: str) -> Location:
    """What cannot stay: the fields something is missing from, or the value that is wrong by itself."""
    return location[:-1] if kind in ("missing", "too_short") else location
