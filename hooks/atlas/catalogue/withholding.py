"""Keeps out what `data/withhold.yml` lists, before anything is made: no output ever sees it.

A withheld record is gone, and so is every reference to it; what cannot stand without that reference
goes too. The name of a withheld organisation, or of a withheld network or alliance, goes with the
entry it stands in; inside a sentence it is blanked. The files stay as they are: a check tells which
of them still hold it, without repeating the name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from atlas.catalogue.written_pages import WrittenPage
from atlas.model.kinds import folders
from atlas.model.records import Model, Record, Withheld
from atlas.model.traversal import leaves
from atlas.model.values import Location, OfficialText, Text

BLANK = "[…]"
NAMED_KINDS = folders(lambda kind: kind.names_organisation)
"""Kinds whose records are named after an organisation."""

AnyModel = TypeVar("AnyModel", bound=BaseModel)
Records = Mapping[str, Mapping[str, Record]]


@dataclass(frozen=True)
class Kept:
    """What is left: records, single documents, written pages.

    `touched` are the files something was taken from, `idle` the entries of the list that name nothing.
    """

    records: Records
    documents: Mapping[str, Model]
    written: Mapping[str, Mapping[str, WrittenPage]]
    touched: frozenset[str] = frozenset()
    idle: tuple[Location, ...] = ()

    def document(self, name: str, model: type[AnyModel]) -> AnyModel:
        """One of the single documents, such as the glossary."""
        found = self.documents[name]
        assert isinstance(found, model)
        return found


def withhold(
    withheld: Withheld,
    records: Records,
    documents: Mapping[str, Model],
    written: Mapping[str, Mapping[str, WrittenPage]],
) -> Kept:
    """Everything but what is withheld."""
    if not withheld.records and not withheld.organisations:
        return Kept(records, documents, written)
    keeper = _Keeper(_names(withheld, records), {(w.kind, w.id) for w in withheld.records})
    kept: dict[str, dict[str, Record]] = {kind: dict(own) for kind, own in records.items()}
    changed = True
    # What goes for want of a reference may itself be referred to.
    while changed:
        changed = False
        for kind, own in kept.items():
            for identifier, record in list(own.items()):
                file = f"data/{kind}/{identifier}.yml"
                found = None if (kind, identifier) in keeper.gone else keeper.model(file, record)
                if found is None:
                    keeper.gone.add((kind, identifier))
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
    idle = tuple(_idle(withheld, records, keeper.seen))
    return Kept(kept, singles, pages, frozenset(keeper.touched), idle)


def _idle(withheld: Withheld, records: Records, seen: set[str]) -> Iterator[Location]:
    """Where the entries stand that kept nothing out: mended everywhere by now, or mistyped."""
    for index, each in enumerate(withheld.records):
        if each.id not in records.get(each.kind, {}):
            yield "records", index
    for index, organisation in enumerate(withheld.organisations):
        if _spoken(organisation.name) not in seen:
            yield "organisations", index


def _spoken(name: str) -> str:
    """A name as it is compared: whatever its case and spaces."""
    return " ".join(name.casefold().split())


def _names(withheld: Withheld, records: Records) -> set[str]:
    """Every name to keep out: those listed, and those of withheld networks and alliances."""
    found = {each.name for each in withheld.organisations}
    for each in withheld.records:
        name = getattr(records.get(each.kind, {}).get(each.id), "name", None)
        if each.kind in NAMED_KINDS and isinstance(name, Text):
            found.update(name.root.values())
    return found


class _Keeper:
    def __init__(self, names: set[str], gone: set[tuple[str, str]]) -> None:
        spaced = [
            r"\s+".join(map(re.escape, n.split())) for n in sorted(names, key=len, reverse=True)
        ]
        self.name = (
            re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE) if names else None
        )
        self.gone = gone
        self.touched: set[str] = set()
        self.seen: set[str] = set()

    def holds(self, text: str) -> bool:
        """Whether a text holds a name that is kept out; remembers which."""
        found = {_spoken(match) for match in self.name.findall(text)} if self.name else set()
        self.seen |= found
        return bool(found)

    def model(self, file: str, model: AnyModel) -> AnyModel | None:
        """A model without what is withheld; None if nothing can stay of it."""
        drops: list[Location] = []
        blanks: list[Location] = []
        raw = _lists(model.model_dump())
        for leaf in leaves(model):
            if leaf.target:
                if (leaf.target, leaf.value) in self.gone:
                    drops.append(leaf.location)
            elif isinstance(leaf.value, Text) and self.name:
                found = [tag for tag, text in leaf.value.root.items() if self.holds(text)]
                if not found:
                    continue
                whole = isinstance(leaf.value, OfficialText) and any(
                    self.name.fullmatch(leaf.value[tag]) for tag in found
                )
                entry = self._entry(raw, leaf.location) if whole else None
                if entry is not None:
                    drops.append(entry)
                else:
                    blanks.extend((*leaf.location, tag) for tag in found)
        if not drops and not blanks:
            return model
        self.touched.add(file)
        return self._without(type(model), raw, drops, blanks)

    def _entry(self, raw: Any, location: Location) -> Location | None:
        """Where the entry stands that an organisation's name makes: itself, or the item of a list."""
        *above, last = location
        if last == "name" and "basis" in _at(raw, tuple(above)):
            return tuple(above)
        return location if isinstance(last, int) else None

    def _without(
        self, model: type[AnyModel], raw: Any, drops: list[Location], blanks: list[Location]
    ) -> AnyModel | None:
        assert self.name or not blanks
        for *above, tag in blanks:
            parent = _at(raw, above)
            assert self.name
            parent[tag] = self.name.sub(BLANK, parent[tag])
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
        for kind, identifier in self.gone:
            if kind == "sources":
                body = re.sub(rf"\[@{re.escape(identifier)}\]", "", body)
            place = rf"{kind}/{re.escape(identifier)}(?:\.md|/)?(?:#[^)\s]*)?"
            body = re.sub(rf"\[([^\]]+)\]\((?:[^)\s]*/)?{place}\)", r"\1", body)
        front = page.front
        if self.name:
            for text in (body, front.title, front.description):
                self.holds(text)
            body = self.name.sub(BLANK, body)
            front = front.model_copy(
                update={
                    name: self.name.sub(BLANK, getattr(front, name))
                    for name in ("title", "description")
                }
            )
        withheld = {identifier for kind, identifier in self.gone if kind == "sources"}
        front = front.model_copy(
            update={"sources": tuple(s for s in front.sources if s not in withheld)}
        )
        if (body, front) == (page.body, page.front):
            return page
        self.touched.add(page.file)
        return replace(page, body=body, front=front)


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
