"""All records as one whole: look-ups by id, references in both directions, where each fact stands."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel

from atlas.catalogue import formatting
from atlas.catalogue.folder import Entry, entries
from atlas.catalogue.problems import Position, Problem, discreet, problem, reworded
from atlas.catalogue.settings import Settings, read_settings
from atlas.catalogue.translation_lock import LOCK, Lock, read_lock
from atlas.catalogue.validation import validate
from atlas.catalogue.withholding import Withholding, idle, withhold, without_names
from atlas.catalogue.written_pages import WrittenPage, read_written
from atlas.catalogue.yaml_reader import Document
from atlas.catalogue.yaml_reader import read as parse_file
from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.languages import Language
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

WITHHOLD = "data/withhold.yml"
NOTHING = Withholding()

# What systems and editors leave beside a file: hidden files, copies, locks. It is nobody's mistake.
LEFT_BEHIND = re.compile(r"\..*|#.*#|.*~|Thumbs\.db|desktop\.ini")
# Nor is what says in a folder of data how to add to it.
NO_RECORD = re.compile(rf"{LEFT_BEHIND.pattern}|README(?:\.[a-z-]+)?\.md")
# A page's name is its address.
PAGE_NAME = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:-[a-z0-9]+)*\.md")

AnyRecord = TypeVar("AnyRecord", bound=Record)
AnyDocument = TypeVar("AnyDocument", bound=BaseModel)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Every valid record of a folder of data, with the documents they were read from."""

    settings: Settings
    records: Mapping[str, Mapping[str, Record]]
    convention: Convention
    glossary: Glossary
    interface: Interface
    history: History
    written: Mapping[str, Mapping[str, WrittenPage]]
    documents: Mapping[str, Document] = field(repr=False)
    known_ids: Mapping[str, frozenset[str]] = field(repr=False)
    lock: Lock = field(default_factory=dict, repr=False)
    """Which words each translation was checked against; see `translations`."""
    withhold: Withheld = field(default_factory=Withheld)
    """What `withhold.yml` lists, each name by its fingerprint."""
    withholding: Withholding = NOTHING
    withheld_records: frozenset[tuple[str, str]] = frozenset()
    """Kind and id of the records that are there and not shown."""
    withheld_in: frozenset[str] = frozenset()
    """The files that still hold what `withhold.yml` keeps out."""
    withheld_nothing: tuple[Location, ...] = ()
    """The entries of `withhold.yml` that keep nothing out."""

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the site, the default one first."""
        return self.settings.languages

    def language(self, tag: str) -> Language:
        """The language of a tag. Raises KeyError if the site has none."""
        return {language.tag: language for language in self.languages}[tag]

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

    def has_process(self, country: Country) -> bool:
        """Whether a process is on record for a country; a status may say that none is."""
        return country.vpi is not None and self.role("vpi-statuses", country.vpi.status) != "none"

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
            **{f"data/{name}.yml": getattr(self, name) for name in DOCUMENTS if name != "withhold"},
            **({WITHHOLD: self.withhold} if WITHHOLD in self.documents else {}),
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

    def regions_of(self, country: Country) -> tuple[str, ...]:
        """The region of a country and those that one lies in, the narrowest first."""
        regions: Mapping[str, Code] = self.codes["regions"]
        found: list[str] = []
        region = country.region
        while region:
            found.append(region)
            region = regions[region].parent
        return tuple(found)

    def networks_of(self, country: Country) -> tuple[Network, ...]:
        """The networks of which a region covers a country."""
        inside = set(self.regions_of(country))
        return tuple(n for n in self.networks.values() if inside & set(n.regions))

    def alliances_of(self, country: Country) -> tuple[Alliance, ...]:
        """The alliances of a country."""
        return tuple(a for a in self.alliances.values() if a.country == country.id)

    def ids(self, kind: str) -> frozenset[str]:
        """The ids of a kind that a reference may name: of every file but those withheld."""
        gone = {identifier for own, identifier in self.withheld_records if own == kind}
        return self.known_ids[kind] - gone

    def discreet(self, found: Problem) -> Problem:
        """A problem without the names that are kept out."""
        return reworded(found, self.withholding.names.blanked) if self.withholding.names else found

    def position(self, path: str, location: Location, *, key: bool = False) -> Position:
        """Where a value stands in a file; the start of one that is not there."""
        document = self.documents.get(path)
        return document.position(location, key=key) if document else Position()


def paragraphs(resolution: Resolution) -> Iterator[Paragraph]:
    """All paragraphs of a resolution in order, items after the paragraph they belong to."""
    for paragraph in resolution.paragraphs:
        yield paragraph
        yield from paragraph.items


NO_CONVENTION = Convention(product="atlas", title="Atlas")
"""Stands where `convention.yml` is missing or faulty; the errors keep the site from being built."""


def load(root: Path) -> tuple[Catalogue, list[Problem]]:
    """Read `mkdocs.yml`, `data/` and `content/` below `root`: the catalogue and every problem so far.

    A record that is not valid is left out of the catalogue and stands among the problems. If
    `data/withhold.yml` cannot be read, every record and page is left out: nobody knows what must not be
    shown. Raises SettingsError if `mkdocs.yml` cannot be read.
    """
    files = read_project(root)
    listed = files.withheld
    problems = list(files.problems)
    if listed is None:
        files = _without_all(files)
        listed = Withheld()
        problems = [discreet(each) for each in problems]
    elif WITHHOLD in files.documents and not (listed.records or listed.organisations):
        position = files.documents[WITHHOLD].position(())
        problems.append(
            problem("missing-items", WITHHOLD, position, field="records, organisations")
        )
    catalogue, seen = _keep_out(
        Catalogue(
            settings=files.settings,
            records=files.records,
            **files.singles,
            written=files.written,
            withhold=without_names(listed),
            lock=files.lock,
            documents=files.documents,
            known_ids={kind: frozenset(ids) for kind, ids in files.known.items()},
        ),
        Withholding.of(listed, files.records),
    )
    catalogue = replace(catalogue, withheld_nothing=tuple(idle(listed, files.known, seen)))
    # What is told of the form of files is told now: afterwards nothing of these is left to look at.
    tags = [tongue.tag for tongue in catalogue.languages]
    emptied = [
        document
        for path, document in files.documents.items()
        if catalogue.documents[path] != document
    ]
    for change in formatting.changes(emptied, tags):
        problems.append(problem("not-canonical", change.path, Position(change.line)))
    gone = {f"data/{kind}/{identifier}.yml" for kind, identifier in catalogue.withheld_records}
    problems = [discreet(each) if each.path in gone | {WITHHOLD} else each for each in problems]
    return catalogue, [catalogue.discreet(each) for each in problems]


def keep_out(catalogue: Catalogue, withholding: Withholding) -> Catalogue:
    """A catalogue without what another's list keeps out, either."""
    both = catalogue.withholding | withholding.with_names_in(catalogue.records)
    return _keep_out(catalogue, both)[0]


def _keep_out(catalogue: Catalogue, withholding: Withholding) -> tuple[Catalogue, frozenset[str]]:
    """A catalogue without what is withheld, and the fingerprints of the names that were found."""
    kept = withhold(
        withholding,
        catalogue.records,
        {name: getattr(catalogue, name) for name in DOCUMENTS if name != "withhold"},
        catalogue.written,
    )
    made = replace(
        catalogue,
        records=kept.records,
        **kept.documents,
        written=kept.written,
        withholding=withholding,
        withheld_records=catalogue.withheld_records | kept.gone,
        withheld_in=catalogue.withheld_in | kept.touched,
    )
    for file in kept.touched & made.files.keys():
        _mark(file, made.files[file])
    # Of a file that is faulty nobody knows what it holds.
    faulty = {path for path in made.documents if withholding and path not in made.files}
    emptied = {
        path: document.emptied()
        for path, document in made.documents.items()
        if path == WITHHOLD or path in kept.touched or path in faulty
    }
    return replace(made, documents={**made.documents, **emptied}), kept.seen


def _without_all(files: "ProjectFiles") -> "ProjectFiles":
    """The files of a project as if there were no records and no pages, and nothing read of them."""
    nothing = {"glossary": Glossary(terms=()), "history": History(changes=())}
    return replace(
        files,
        records={kind: {} for kind in files.records},
        singles={**files.singles, **nothing},
        written={tag: {} for tag in files.written},
        documents={path: document.emptied() for path, document in files.documents.items()},
    )


@dataclass(frozen=True)
class ProjectFiles:
    """All that the files of a project hold, as it stands there: what is withheld is still in it.

    `withheld` is the list of what is to be kept out, None if it is there and cannot be read. `known`
    are the ids of each kind for which there is a file, readable or not.
    """

    settings: Settings
    records: Mapping[str, Mapping[str, Record]]
    singles: Mapping[str, Any]
    written: Mapping[str, Mapping[str, WrittenPage]]
    withheld: Withheld | None
    lock: Lock
    known: Mapping[str, set[str]]
    documents: Mapping[str, Document]
    problems: Sequence[Problem]


def read_project(root: Path) -> ProjectFiles:
    """Read the files of a project, only to check them or to write them back: `load` is for the rest."""
    settings = read_settings((root / "mkdocs.yml").read_bytes())
    reader = _Reader(settings)
    for entry in entries(root, "data"):
        reader.data(entry)
    for entry in entries(root, "content"):
        reader.page(entry)
    for name in sorted(DOCUMENTS.keys() - {"withhold"}):
        if f"data/{name}.yml" not in reader.documents:
            reader.problems.append(problem("missing-file", f"data/{name}.yml", Position()))
    nothing = None if WITHHOLD in reader.documents else Withheld()
    withheld = reader.singles.pop("withhold", nothing)
    empty = {
        "convention": NO_CONVENTION,
        "glossary": Glossary(terms=()),
        "interface": Interface(texts={}),
        "history": History(changes=()),
    }
    return ProjectFiles(
        settings=settings,
        records=reader.records,
        singles={**empty, **reader.singles},
        written=reader.written,
        withheld=withheld if isinstance(withheld, Withheld) else None,
        lock=reader.lock,
        known=reader.known,
        documents=reader.documents,
        problems=reader.problems,
    )


# The same bytes give the same record: while a site is served, only what was edited is read anew.
@lru_cache(maxsize=4096)
def _record(
    name: str, content: bytes, model: type[BaseModel]
) -> tuple[Document, BaseModel | None, tuple[Problem, ...]]:
    document = parse_file(name, content)
    record, found = validate(document, model)
    if record:
        _mark(name, record)
    return document, record, found


def _mark(file: str, model: BaseModel) -> None:
    """Let every text of a file know where it stands."""
    for leaf in leaves(model):
        if isinstance(leaf.value, Text):
            leaf.value.stand_at(f"{file}#{leaf.key}")


_page = lru_cache(maxsize=512)(read_written)


class _Reader:
    """Reads files one by one, and puts what they hold where it belongs."""

    def __init__(self, settings: Settings) -> None:
        self.records: dict[str, dict[str, Record]] = {kind: {} for kind in RECORDS}
        self.known: dict[str, set[str]] = {kind: set() for kind in RECORDS}
        self.singles: dict[str, Model] = {}
        self.written: dict[str, dict[str, WrittenPage]] = {
            tongue.tag: {} for tongue in settings.languages
        }
        self.lock: Lock = {}
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []

    def data(self, entry: Entry) -> None:
        """Read what lies among the data."""
        path = PurePosixPath(entry.name)
        folders = path.parts[1:-1]
        if path.suffix == ".yml" and len(folders) == 1 and folders[0] in RECORDS:
            self.known[folders[0]].add(path.stem)
            record = self.record(entry, RECORDS[folders[0]])
            if isinstance(record, Record):
                self.records[folders[0]][path.stem] = record
        elif path.suffix == ".yml" and not folders and path.stem in DOCUMENTS:
            single = self.record(entry, DOCUMENTS[path.stem])
            if isinstance(single, Model):
                self.singles[path.stem] = single
        elif entry.odd or not (entry.name == LOCK or NO_RECORD.fullmatch(path.name)):
            self.odd(entry, "odd-file")
        elif entry.name == LOCK:
            self.lock, found = read_lock(entry.path.read_bytes())
            self.problems.extend([found] if found else [])

    def odd(self, entry: Entry, code: str) -> None:
        """Tell of a file that is not one of the project's; what is no file at all is told as such."""
        self.documents[entry.name] = Document(entry.name, None)
        if entry.odd:
            found = problem("not-a-file", entry.name, Position(), what=entry.odd)
        else:
            found = problem(code, entry.name, Position(), kinds=", ".join(RECORDS))
        self.problems.append(found)

    def record(self, entry: Entry, model: type[BaseModel]) -> BaseModel | None:
        if entry.odd:
            self.odd(entry, "odd-file")
            return None
        document, record, found = _record(entry.name, entry.path.read_bytes(), model)
        self.documents[entry.name] = document
        self.problems.extend(found)
        stem = PurePosixPath(entry.name).stem
        if isinstance(record, Record) and record.id != stem:
            self.problems.append(
                problem(
                    "wrong-file-name",
                    entry.name,
                    document.position(("id",)),
                    id=record.id,
                    name=stem,
                    other=slug(stem) or "…",
                )
            )
            return None
        return record

    def page(self, entry: Entry) -> None:
        """Read what lies among the pages, and put it among those of its language if it is one."""
        _, *inside = PurePosixPath(entry.name).parts
        tag, name = inside[0] if inside else "", "/".join(inside[1:])
        if not entry.odd and LEFT_BEHIND.fullmatch(PurePosixPath(entry.name).name):
            return
        if entry.odd or tag not in self.written or not PAGE_NAME.fullmatch(name):
            self.odd(entry, "odd-page")
            return
        page, document, found = _page(entry.name, name, entry.path.read_bytes())
        self.documents[document.path] = document
        self.problems.extend(found)
        if page:
            self.written[tag][page.path] = page


def event_key(event: Event) -> tuple[int, int, int]:
    """Order events by time; those without a date come first."""
    when = event.start or event.reported_on
    return when.sort_key if when else (0, 0, 0)


def data_date(catalogue: Catalogue) -> date | None:
    """The day the data was last worked on: the newest review or noted change; None where nothing is dated."""
    reviewed = [
        record.reviewed
        for records in catalogue.records.values()
        for record in records.values()
        if isinstance(record, SourcedRecord)
    ]
    days = [*reviewed, *(change.date for change in catalogue.history.changes)]
    return max((day.first_day for day in days), default=None)
