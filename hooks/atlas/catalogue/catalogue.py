"""All records as one whole: look-ups by id, references in both directions, where each fact stands."""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from atlas.catalogue.problems import Position, Problem, problem
from atlas.catalogue.validation import validate
from atlas.catalogue.withholding import withhold
from atlas.catalogue.written_pages import WrittenPage, read_written
from atlas.catalogue.yaml_reader import Document, read
from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.languages import Language, configuration, languages
from atlas.model.records import (
    Alliance,
    Code,
    Convention,
    Country,
    Event,
    Glossary,
    History,
    Interface,
    Model,
    Network,
    Option,
    Paragraph,
    Programme,
    Record,
    Resolution,
    Scenario,
    Source,
    SourcedRecord,
    Step,
    Term,
    Treaty,
    Vocabulary,
    Withheld,
)
from atlas.model.roles import ROLES
from atlas.model.traversal import Leaf, leaves, parts
from atlas.model.values import Location, Text, slug

LOCK = "data/translations.lock.json"
"""Which words each translation was checked against; see `translations`."""

# What systems and editors leave beside a file: hidden files, copies, locks. It is nobody's mistake.
LEFT_BEHIND = re.compile(r"\..*|#.*#|.*~|Thumbs\.db|desktop\.ini")
# A page's name is its address.
PAGE_NAME = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:-[a-z0-9]+)*\.md")

AnyRecord = TypeVar("AnyRecord", bound=Record)
AnyDocument = TypeVar("AnyDocument", bound=BaseModel)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Every valid record of a folder of data, with the documents they were read from."""

    root: Path
    languages: tuple[Language, ...]
    records: Mapping[str, Mapping[str, Record]]
    convention: Convention
    glossary: Glossary
    interface: Interface
    history: History
    written: Mapping[str, Mapping[str, WrittenPage]]
    documents: Mapping[str, Document] = field(repr=False)
    known_ids: Mapping[str, frozenset[str]] = field(repr=False)
    withhold: Withheld = field(default_factory=Withheld)
    withheld_in: frozenset[str] = frozenset()
    """The files that still hold what `withhold.yml` keeps out."""
    withheld_nothing: tuple[Location, ...] = ()
    """The entries of `withhold.yml` that keep nothing out."""

    def _kind(self, kind: str, model: type[AnyRecord]) -> dict[str, AnyRecord]:
        return {i: r for i, r in self.records[kind].items() if isinstance(r, model)}

    @cached_property
    def countries(self) -> dict[str, Country]:
        """Id → country."""
        return self._kind("countries", Country)

    @cached_property
    def networks(self) -> dict[str, Network]:
        """Id → network."""
        return self._kind("networks", Network)

    @cached_property
    def alliances(self) -> dict[str, Alliance]:
        """Id → alliance."""
        return self._kind("alliances", Alliance)

    @cached_property
    def resolutions(self) -> dict[str, Resolution]:
        """Id → resolution."""
        return self._kind("resolutions", Resolution)

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """Id → scenario."""
        return self._kind("scenarios", Scenario)

    @cached_property
    def programmes(self) -> dict[str, Programme]:
        """Id → programme."""
        return self._kind("programmes", Programme)

    @cached_property
    def treaties(self) -> dict[str, Treaty]:
        """Id → treaty."""
        return self._kind("treaties", Treaty)

    @cached_property
    def events(self) -> dict[str, Event]:
        """Id → event."""
        return self._kind("events", Event)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Id → source."""
        return self._kind("sources", Source)

    @cached_property
    def codes(self) -> dict[str, dict[str, Code]]:
        """Vocabulary → id → code, in the order of the file."""
        return {
            name: {code.id: code for code in vocabulary.codes}
            for name, vocabulary in self._kind("vocabularies", Vocabulary).items()
        }

    @cached_property
    def words(self) -> dict[str, Text]:
        """Key → what the site says: of any convention, and of this one."""
        return {**self.interface.texts, **self.convention.texts}

    def role(self, vocabulary: str, code: str) -> str:
        """The role of a code (see `model.roles`); `other` where it has none."""
        return self.codes[vocabulary][code].role or "other"

    def default_code(self, vocabulary: str) -> str:
        """The code of a vocabulary that says that nothing is recorded; a check holds that there is one."""
        return next(
            code.id
            for code in self.codes[vocabulary].values()
            if code.role == ROLES[vocabulary].default
        )

    @cached_property
    def sessions(self) -> dict[int, Event]:
        """Number of a session of the Conference → its event, of those that are recorded."""
        return {
            event.session: event
            for event in self.events.values()
            if event.session is not None and self.role("event-kinds", event.kind) == "session"
        }

    def programme_page(self, programme: str | None) -> str | None:
        """The page of the guide that shows a programme, if one does."""
        record = self.programmes.get(programme or "")
        return record.page if record else None

    @cached_property
    def options(self) -> dict[str, tuple[Scenario, Option]]:
        """Id → option of the menu, with its scenario."""
        return {o.id: (s, o) for s in self.scenarios.values() for o in s.options}

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Id → step of a process, in order."""
        return {step.id: step for p in self.programmes.values() for step in p.steps}

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Id → term of the glossary."""
        return {term.id: term for term in self.glossary.terms}

    @cached_property
    def files(self) -> dict[str, Model]:
        """File → its valid record, document or front matter."""
        return {
            **{
                f"data/{kind}/{identifier}.yml": record
                for kind, records in self.records.items()
                for identifier, record in records.items()
            },
            **{f"data/{name}.yml": getattr(self, name) for name in DOCUMENTS},
            **{page.file: page.front for pages in self.written.values() for page in pages.values()},
        }

    @cached_property
    def leaves(self) -> dict[str, tuple[Leaf, ...]]:
        """File → every text and every reference in it."""
        return {file: tuple(leaves(model)) for file, model in self.files.items()}

    @cached_property
    def parts(self) -> dict[str, tuple[tuple[Location, BaseModel], ...]]:
        """File → every model in it, with where it stands."""
        return {file: tuple(parts(model)) for file, model in self.files.items()}

    @cached_property
    def back(self) -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
        """(kind, id) of a record → the records that name it, in order."""
        found: dict[tuple[str, str], dict[tuple[str, str], None]] = defaultdict(dict)
        for kind, records in self.records.items():
            for identifier in records:
                for leaf in self.leaves[f"data/{kind}/{identifier}.yml"]:
                    if leaf.target in RECORDS:
                        found[(leaf.target, leaf.value)][(kind, identifier)] = None
        return {key: tuple(value) for key, value in found.items()}

    def position(self, path: str, location: Location, *, key: bool = False) -> Position:
        """Where a value stands in a file."""
        return self.documents[path].position(location, key=key)


def paragraphs(resolution: Resolution) -> Iterator[Paragraph]:
    """All paragraphs of a resolution in order, items after the paragraph they belong to."""
    for paragraph in resolution.paragraphs:
        yield paragraph
        yield from paragraph.items


NO_CONVENTION = Convention(product="atlas", title="Atlas")
"""Stands where `convention.yml` is missing or faulty; the errors keep the site from being built."""


def load(root: Path) -> tuple[Catalogue, list[Problem]]:
    """Read `mkdocs.yml`, `data/` and `content/` below `root`: the catalogue and every problem so far.

    A record that is not valid is left out of the catalogue and stands among the problems.
    """
    tongues = languages(configuration((root / "mkdocs.yml").read_text(encoding="utf-8")))
    reader = _Reader(root)
    records: dict[str, dict[str, Record]] = {kind: {} for kind in RECORDS}
    known: dict[str, set[str]] = {kind: set() for kind in RECORDS}
    for path in sorted((root / "data").rglob("*")):
        if path.is_dir() or reader.name(path) == LOCK or LEFT_BEHIND.fullmatch(path.name):
            continue
        inside = path.relative_to(root / "data").parts
        if len(inside) == 2 and inside[0] in RECORDS and path.suffix == ".yml":
            known[inside[0]].add(path.stem)
            record = reader.record(path, RECORDS[inside[0]])
            if isinstance(record, Record):
                records[inside[0]][path.stem] = record
        elif not (len(inside) == 1 and path.stem in DOCUMENTS and path.suffix == ".yml"):
            reader.odd(path)
    convention = reader.document("convention", Convention) or NO_CONVENTION
    glossary = reader.document("glossary", Glossary) or Glossary(terms=())
    interface = reader.document("interface", Interface) or Interface(texts={})
    history = reader.document("history", History) or History(changes=())
    written = {tongue.tag: reader.pages(tongue.tag) for tongue in tongues}
    reader.strays(written.keys())
    listed = (root / "data" / "withhold.yml").exists()
    withheld = (reader.document("withhold", Withheld) if listed else None) or Withheld()
    documents: dict[str, Model] = {
        "convention": convention,
        "glossary": glossary,
        "interface": interface,
        "history": history,
    }
    kept = withhold(withheld, records, documents, written)
    catalogue = Catalogue(
        root=root,
        languages=tongues,
        records=kept.records,
        convention=kept.document("convention", Convention),
        glossary=kept.document("glossary", Glossary),
        interface=kept.document("interface", Interface),
        history=kept.document("history", History),
        written=kept.written,
        withhold=withheld,
        withheld_in=kept.touched,
        withheld_nothing=kept.idle,
        documents=reader.documents,
        known_ids={kind: frozenset(ids) for kind, ids in known.items()},
    )
    return catalogue, reader.problems


# The same bytes give the same record: while a site is served, only what was edited is read anew.
@lru_cache(maxsize=4096)
def _record(
    name: str, content: bytes, model: type[BaseModel]
) -> tuple[Document, BaseModel | None, tuple[Problem, ...]]:
    document = read(name, content)
    return document, *validate(document, model)


_page = lru_cache(maxsize=512)(read_written)


@dataclass
class _Reader:
    """Reads the files below a root, keeping documents and problems."""

    root: Path
    documents: dict[str, Document] = dataclasses.field(default_factory=dict)
    problems: list[Problem] = dataclasses.field(default_factory=list)

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def odd(self, path: Path) -> None:
        kinds = ", ".join(RECORDS)
        self.problems.append(problem("odd-file", self.name(path), Position(), kinds=kinds))

    def record(self, path: Path, model: type[BaseModel]) -> BaseModel | None:
        name = self.name(path)
        if path.is_symlink():
            self.odd(path)
            return None
        document, record, found = _record(name, path.read_bytes(), model)
        self.documents[name] = document
        self.problems.extend(found)
        if isinstance(record, Record) and record.id != path.stem:
            place = document.position(("id",))
            self.problems.append(
                problem(
                    "wrong-file-name",
                    name,
                    place,
                    id=record.id,
                    name=path.stem,
                    other=slug(path.stem) or "…",
                )
            )
            return None
        return record

    def document(self, name: str, model: type[AnyDocument]) -> AnyDocument | None:
        path = self.root / "data" / f"{name}.yml"
        if not path.exists():
            self.problems.append(problem("missing-file", self.name(path), Position()))
            return None
        record = self.record(path, model)
        return record if isinstance(record, model) else None

    def strays(self, tags: Collection[str]) -> None:
        """Tell of every file that lies among the pages and in the folder of no language."""
        for path in sorted((self.root / "content").rglob("*")):
            inside = path.relative_to(self.root / "content").parts
            if path.is_file() and inside[0] not in tags and not LEFT_BEHIND.fullmatch(path.name):
                self.problems.append(problem("odd-page", self.name(path), Position()))

    def pages(self, tag: str) -> dict[str, WrittenPage]:
        folder = self.root / "content" / tag
        pages: dict[str, WrittenPage] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_dir() or LEFT_BEHIND.fullmatch(path.name):
                continue
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or not PAGE_NAME.fullmatch(name):
                self.problems.append(problem("odd-page", self.name(path), Position()))
                continue
            page, document, found = _page(self.name(path), name, path.read_bytes())
            self.documents[document.path] = document
            self.problems.extend(found)
            if page:
                pages[page.path] = page
        return pages


def event_key(event: Event) -> tuple[int, int, int]:
    """Order events by time; those without a date come first."""
    when = event.start or event.reported_on
    return when.sort_key if when else (0, 0, 0)


def region_codes(catalogue: Catalogue, region: str | None) -> tuple[str, ...]:
    """A region and the regions it lies in, the narrowest first."""
    regions: Mapping[str, Code] = catalogue.codes["regions"]
    found: list[str] = []
    while region:
        found.append(region)
        region = regions[region].parent
    return tuple(found)


def data_date(catalogue: Catalogue) -> str:
    """The day the data was last worked on: the newest review or noted change."""
    reviewed = [
        record.reviewed
        for records in catalogue.records.values()
        for record in records.values()
        if isinstance(record, SourcedRecord)
    ]
    days = [*reviewed, *(change.date for change in catalogue.history.changes)]
    return max((day.isoformat() for day in days), default="1970-01-01")
