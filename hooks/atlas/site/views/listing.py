"""The pages that list: home, calendar, glossary, sources, A to Z."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from atlas.catalogue.catalogue import Catalogue, event_key, paragraphs
from atlas.catalogue.edition import Edition, Phrase
from atlas.catalogue.routes import all_paths, path_of
from atlas.model.kinds import SHOWN
from atlas.model.records import Change, Event, SourcedRecord
from atlas.site.views.common import (
    Choice,
    Citations,
    EventLine,
    Foot,
    ForeignText,
    Group,
    Link,
    SourceLine,
    disagreements,
    event_line,
    link_to,
    source_line,
    title_of,
    upcoming,
)
from atlas.site.views.map import MapView, map_view


@dataclass(frozen=True)
class Figure:
    """A number computed from the data, with the page it comes from and its date."""

    number: str
    label: str
    path: str
    as_of: str


@dataclass(frozen=True)
class Door:
    """Where one kind of reader begins."""

    title: str
    text: str
    path: str


DOORS = (
    ("civil_society", "guide/"),
    ("government", "guide/governments/"),
    ("business", "guide/private-sector-and-academia/"),
    ("editors", "about/corrections/"),
)
"""Key of a door's words → the page it opens, if the site has it."""


@dataclass(frozen=True)
class ChangeLine:
    """A change of the data: its day for programs and in words, and where it leads, if anywhere."""

    machine_date: str
    when: str
    text: Phrase
    link: str | None


@dataclass(frozen=True)
class HomeView:
    """What the home page shows."""

    title: str
    description: str
    doors: tuple[Door, ...]
    figures: tuple[Figure, ...]
    map: MapView
    networks: tuple[Link, ...]
    upcoming: tuple[EventLine, ...]
    latest: tuple[EventLine, ...]
    changes: tuple[ChangeLine, ...]
    foot: Foot


def home_view(edition: Edition) -> HomeView:
    """What the home page shows."""
    catalogue = edition.catalogue
    cites = Citations(edition)

    past = sorted(
        (e for e in catalogue.events.values() if e.start and not e.yearly and _is_over(edition, e)),
        key=event_key,
        reverse=True,
    )
    return HomeView(
        title=edition.say("home_title"),
        description=edition.say("home_description"),
        doors=tuple(
            Door(edition.say(f"door_{key}"), edition.say(f"door_{key}_text"), path)
            for key, path in DOORS
            if path in all_paths(catalogue)
        ),
        figures=tuple(_figures(edition)),
        map=map_view(edition),
        networks=tuple(link_to(edition, "networks", n) for n in catalogue.networks),
        upcoming=tuple(event_line(edition, e, cites) for e in upcoming(edition)[:4]),
        latest=tuple(event_line(edition, e, cites) for e in past[:4]),
        changes=tuple(
            ChangeLine(
                change.date.isoformat(),
                edition.date(change.date),
                edition.phrase(change.text),
                _change_link(catalogue, change),
            )
            for change in catalogue.history.changes[:5]
        ),
        foot=Foot(sources=cites.lines()),
    )


def _change_link(catalogue: Catalogue, change: Change) -> str | None:
    """Where a change leads: an address elsewhere, or the path of a page that is there."""
    link = change.link or ""
    path = link.lstrip("/")
    if "://" in link:
        return link
    return path if path and path.partition("#")[0] in all_paths(catalogue) else None


def _figures(edition: Edition) -> Iterator[Figure]:
    """The figures of the home page, each only where there is something to count."""
    catalogue = edition.catalogue
    treaty = catalogue.treaties.get(catalogue.convention.treaty or "")
    if treaty and treaty.counts:
        count = max(treaty.counts, key=lambda count: count.as_of.sort_key)
        yield Figure(
            edition.language.number(count.parties),
            edition.say("figure_parties"),
            f"treaties/{treaty.id}/",
            edition.date(count.as_of),
        )
    processes = [c for c in edition.countries if catalogue.has_process(c)]
    networks = list(catalogue.networks.values())
    resolutions = [r for r in catalogue.resolutions.values() if r.paragraphs]
    asked = sum(len(list(paragraphs(resolution))) for resolution in resolutions)
    yield from _counted(edition, "processes", "countries/", processes, len(processes))
    yield from _counted(edition, "networks", "networks/", networks, len(networks))
    yield from _counted(edition, "paragraphs", "resolutions/", resolutions, asked)


def _counted(
    edition: Edition, name: str, path: str, records: Sequence[SourcedRecord], number: int
) -> Iterator[Figure]:
    """What was counted in some records, as of the newest of them; nothing where it is nought."""
    if number:
        as_of = max((record.as_of for record in records), key=lambda date: date.sort_key)
        shown = edition.language.number(number)
        yield Figure(shown, edition.say(f"figure_{name}"), path, edition.date(as_of))


def _is_over(edition: Edition, event: Event) -> bool:
    last = event.end or event.start
    return last is not None and last.last_day < edition.today


@dataclass(frozen=True)
class Year:
    """The events of one year, newest first; `title` says so where their date is unknown."""

    title: str
    events: tuple[EventLine, ...]


@dataclass(frozen=True)
class CalendarView:
    """What the calendar shows: what is next, what was, by year."""

    title: str
    description: str
    upcoming: tuple[EventLine, ...]
    years: tuple[Year, ...]
    kinds: tuple[Choice, ...]
    foot: Foot


def calendar_view(edition: Edition) -> CalendarView:
    """What the calendar shows."""
    cites = Citations(edition)
    coming = upcoming(edition)
    shown = {event.id for event in coming}
    years: dict[str, list[Event]] = {}
    for event in sorted(edition.catalogue.events.values(), key=event_key, reverse=True):
        if event.id in shown:
            continue
        when = event.start or event.reported_on
        year = str(when.year) if when else edition.say("date_unknown")
        years.setdefault(year, []).append(event)
    kinds = {event.kind for event in edition.catalogue.events.values()}
    return CalendarView(
        title=edition.say("kind_events"),
        description=edition.say("calendar_description"),
        upcoming=tuple(event_line(edition, event, cites) for event in coming),
        years=tuple(
            Year(year, tuple(event_line(edition, event, cites) for event in events))
            for year, events in years.items()
        ),
        kinds=tuple(
            Choice(code, edition.label("event-kinds", code).text)
            for code in edition.catalogue.codes["event-kinds"]
            if code in kinds
        ),
        foot=Foot(
            conflicts=disagreements(edition, cites, *edition.catalogue.events.values()),
            sources=cites.lines(),
        ),
    )


@dataclass(frozen=True)
class SeenIn:
    """In which language a term was seen in a source, and in which source."""

    language: str
    source: Link


@dataclass(frozen=True)
class TermLine:
    """A term of the glossary."""

    id: str
    term: Phrase
    others: tuple[ForeignText, ...]
    definition: Phrase | None
    forms: str
    seen_in: tuple[SeenIn, ...]
    unverified: str | None
    avoid: str
    note: Phrase | None
    see: tuple[Link, ...]


@dataclass(frozen=True)
class TermGroup:
    """The terms with one initial."""

    initial: str
    terms: tuple[TermLine, ...]


@dataclass(frozen=True)
class GlossaryView:
    """What the glossary shows, by initial."""

    title: str
    description: str
    initials: tuple[TermGroup, ...]


def glossary_view(edition: Edition) -> GlossaryView:
    """What the glossary shows."""
    catalogue = edition.catalogue
    tag = edition.language.tag
    groups: dict[str, list[TermLine]] = {}
    terms = sorted(
        catalogue.glossary.terms,
        key=lambda term: edition.language.sort_key(edition.phrase(term.term).text),
    )
    for term in terms:
        name = edition.phrase(term.term)
        initial = edition.language.sort_key(name.text)[0][:1].upper()
        groups.setdefault(initial, []).append(
            TermLine(
                id=term.id,
                term=name,
                others=tuple(
                    ForeignText(
                        other.tag,
                        other.direction,
                        edition.language_name(other.tag),
                        term.term[other.tag],
                    )
                    for other in catalogue.languages
                    if other.tag != tag and other.tag in term.term
                ),
                definition=edition.maybe(term.definition),
                forms=edition.language.listing(term.forms.get(tag, ())),
                seen_in=tuple(
                    SeenIn(
                        edition.language_name(language),
                        Link(edition.phrase(catalogue.sources[source].title), f"sources/#{source}"),
                    )
                    for language, source in term.seen_in.items()
                ),
                unverified=(
                    edition.say(
                        "term_unverified",
                        languages=edition.language.listing(
                            [edition.language_name(unseen) for unseen in term.unverified]
                        ),
                    )
                    if term.unverified
                    else None
                ),
                avoid=edition.language.listing(term.avoid.get(tag, ())),
                note=edition.maybe(term.note),
                see=tuple(
                    Link(edition.phrase(catalogue.terms[i].term), f"glossary/#{i}")
                    for i in term.see
                ),
            )
        )
    return GlossaryView(
        title=edition.say("kind_glossary"),
        description=edition.say("glossary_description", count=len(terms)),
        initials=tuple(TermGroup(initial, tuple(lines)) for initial, lines in groups.items()),
    )


@dataclass(frozen=True)
class SourceEntry:
    """A source of the bibliography, with the pages that rest on it."""

    id: str
    former_ids: tuple[str, ...]
    line: SourceLine
    own_title: Phrase | None
    kind: str
    languages: str
    accessed: str | None
    symbol: str | None
    note: Phrase | None
    used_by: tuple[Link, ...]
    used_more: int


@dataclass(frozen=True)
class SourceGroup:
    """The sources of one kind: its code, its name, and they."""

    code: str
    kind: str
    entries: tuple[SourceEntry, ...]


@dataclass(frozen=True)
class SourcesView:
    """What the bibliography shows, by kind of source."""

    title: str
    description: str
    kinds: tuple[SourceGroup, ...]


SHOWN_USES = 12


def sources_view(edition: Edition) -> SourcesView:
    """What the bibliography shows."""
    catalogue = edition.catalogue
    groups: dict[str, list[SourceEntry]] = {code: [] for code in catalogue.codes["source-kinds"]}
    for number, (identifier, source) in enumerate(catalogue.sources.items(), 1):
        uses = [
            Link(title_of(edition, kind, user), path_of(edition.catalogue, kind, user))
            for kind, user in catalogue.back.get(("sources", identifier), ())
            if kind in SHOWN
        ]
        groups[source.kind].append(
            SourceEntry(
                id=identifier,
                former_ids=source.former_ids,
                line=source_line(edition, identifier, number),
                own_title=edition.phrase(source.title) if source.official_title else None,
                kind=edition.label("source-kinds", source.kind).text,
                languages=edition.language.listing(
                    [edition.language_name(language) for language in source.languages]
                ),
                accessed=edition.date(source.accessed) if source.accessed else None,
                symbol=source.symbol,
                note=edition.maybe(source.note),
                used_by=tuple(uses[:SHOWN_USES]),
                used_more=max(len(uses) - SHOWN_USES, 0),
            )
        )
    return SourcesView(
        title=edition.say("kind_sources"),
        description=edition.say("sources_description", count=len(catalogue.sources)),
        kinds=tuple(
            SourceGroup(code, edition.label("source-kinds", code).text, tuple(entries))
            for code, entries in groups.items()
            if entries
        ),
    )


@dataclass(frozen=True)
class IndexView:
    """Every page of the Atlas by its first letter."""

    title: str
    description: str
    initials: tuple[Group, ...]


def index_view(edition: Edition, pages: Iterable[Link]) -> IndexView:
    """The A to Z index of some pages; the note of each is its kind."""
    groups: dict[str, list[Link]] = {}
    for page in sorted(pages, key=lambda page: edition.language.sort_key(str(page.text))):
        initial = edition.language.sort_key(str(page.text))[0][:1].upper()
        if not initial.isalpha():
            initial = "0–9"
        groups.setdefault(initial, []).append(page)
    return IndexView(
        title=edition.say("index_title"),
        description=edition.say("index_description"),
        initials=tuple(Group(initial, tuple(links)) for initial, links in groups.items()),
    )
