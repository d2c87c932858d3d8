"""The pages that list: home, calendar, glossary, sources, A to Z."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from atlas.catalogue.catalogue import Catalogue, event_key, paragraphs
from atlas.catalogue.edition import Edition, Phrase
from atlas.catalogue.routes import all_paths, path_of
from atlas.model.kinds import SHOWN
from atlas.model.records import Change, Event
from atlas.model.values import PartialDate
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
    dye,
    event_line,
    link_to,
    parties,
    source_line,
    title_of,
    treaties_in_order,
    upcoming,
)
from atlas.site.views.country import ProcessLine, common_date, processes
from atlas.site.views.drawings import (
    Moment,
    Rhythm,
    Stroke,
    bars,
    beads,
    columns,
    moments,
    rhythm,
    stacks,
)
from atlas.site.views.map import MapView, map_view
from atlas.site.views.organisation import NetworkLine, network_lines


@dataclass(frozen=True)
class Door:
    """A question that readers come with: a picture of the data, what the answer is, where it stands.

    `words` is what the link says; it is empty for the door that opens on a list of countries.
    """

    question: str
    picture: tuple[Stroke, ...]
    text: str
    path: str
    words: str


@dataclass(frozen=True)
class Speaking:
    """When one can speak next: the event if its date is known, else when such events took place.

    `after` is the day of the last such event; `drawing_text` says in words what the drawing shows.
    """

    next: EventLine | None
    after: str
    rhythm: Rhythm | None
    months: tuple[str, ...]
    drawing_text: str


@dataclass(frozen=True)
class ChangeLine:
    """A change of the data: its day for programs and in words, and where it leads, if anywhere."""

    machine_date: str
    when: str
    text: Phrase
    link: str | None


@dataclass(frozen=True)
class HomeView:
    """What the home page shows; the pages it leads to name the sources.

    `totals` are newer counts of parties than what the map counts.
    """

    title: str
    description: str
    map: MapView
    countries: tuple[Link, ...]
    doors: tuple[Door, ...]
    review: tuple[Moment, ...]
    speaking: Speaking | None
    processes: tuple[ProcessLine, ...]
    networks: tuple[NetworkLine, ...]
    changes: tuple[ChangeLine, ...]
    totals: str
    as_of: str | None


def home_view(edition: Edition) -> HomeView:
    """What the home page shows."""
    catalogue = edition.catalogue
    cites = Citations(edition)
    speaking = speaking_view(edition, cites)
    common = common_date(edition)
    return HomeView(
        title=edition.say("home_title"),
        description=edition.say("home_description"),
        map=map_view(edition),
        countries=tuple(link_to(edition, "countries", c.id) for c in edition.countries),
        doors=tuple(_doors(edition, speaking)),
        review=moments(edition.say)
        if edition.ways.review and edition.knows("review_box_questionnaire")
        else (),
        speaking=speaking,
        processes=processes(edition),
        networks=network_lines(edition, cites),
        changes=tuple(
            ChangeLine(
                change.date.isoformat(),
                edition.date(change.date),
                edition.phrase(change.text),
                _change_link(catalogue, change),
            )
            for change in catalogue.history.changes[:3]
        ),
        totals=_totals(edition),
        as_of=edition.date(common) if common else None,
    )


def _doors(edition: Edition, speaking: Speaking | None) -> Iterator[Door]:
    """The questions that the data can answer, each with a picture of them."""
    catalogue, say = edition.catalogue, edition.say
    if countries := edition.countries:
        shares = [
            (f"w{dye(index)}", len(parties(edition, treaty)) / len(countries))
            for index, treaty in enumerate(treaties_in_order(catalogue))
        ]
        text = say("door_country_text", count=len(countries))
        yield Door(say("door_country"), bars(shares), text, "countries/", "")
    asked = [each for r in catalogue.resolutions.values() for each in paragraphs(r)]
    if asked:
        ranks = [
            catalogue.codes["verbs"][each.verb].rank or STRENGTHS
            for each in asked[:SHOWN_STRENGTHS]
            if each.verb
        ]
        heights = [
            (f"v{min(rank, STRENGTHS)}", (STRENGTHS + 1 - min(rank, STRENGTHS)) / STRENGTHS)
            for rank in ranks
        ]
        text = say("door_agreed_text", count=len(asked))
        yield Door(
            say("door_agreed"), columns(heights), text, "resolutions/", say("door_agreed_link")
        )
    scenarios = list(catalogue.scenarios.values())
    if options := sum(len(scenario.options) for scenario in scenarios):
        groups = [
            (f"v{min(place, STRENGTHS)}", len(scenario.options))
            for place, scenario in enumerate(scenarios, 1)
        ]
        text = say("door_ask_text", count=options, degrees=len(scenarios))
        yield Door(say("door_ask"), beads(groups), text, "scenarios/", say("door_ask_link"))
    if speaking:
        if speaking.next:
            text = say("door_speak_next", event=speaking.next.title, when=speaking.next.when)
        else:
            text = say("door_speak_text", date=speaking.after)
        counts = [0] * 12
        for event in _meetings(edition, "dialogue"):
            if event.start and event.start.month:
                counts[event.start.month - 1] += 1
        yield Door(say("door_speak"), stacks(counts), text, "#speak", say("door_speak_link"))


STRENGTHS, SHOWN_STRENGTHS = 5, 28
"""How many strengths of a verb have a colour, and how many paragraphs the small picture has room for."""


def _meetings(edition: Edition, *roles: str) -> list[Event]:
    """The dated meetings of some roles that are on record, by date."""
    catalogue = edition.catalogue
    held = [
        event
        for event in catalogue.events.values()
        if event.start and not event.yearly and catalogue.role("event-kinds", event.kind) in roles
    ]
    return sorted(held, key=event_key)


def speaking_view(edition: Edition, cites: Citations) -> Speaking | None:
    """The next chance to speak; None where nothing of the kind is on record."""
    chances = _meetings(edition, "session", "dialogue")
    if not chances:
        return None
    coming = [event for event in upcoming(edition) if event in chances]
    last = max((e.end or e.start for e in chances if e.start), key=lambda day: day.sort_key)
    dated = [
        event.start for event in _meetings(edition, "dialogue") if event.start and event.start.month
    ]
    counted = Counter((date.year, date.month) for date in dated)
    drawing_text = edition.language.listing(
        [
            edition.say("rhythm_month", month=edition.date(PartialDate(*month)), count=count)
            for month, count in sorted(counted.items())
        ]
    )
    return Speaking(
        next=replace(event_line(edition, coming[0], cites), cites=()) if coming else None,
        after=edition.date(last),
        rhythm=rhythm(dated) if dated else None,
        months=edition.language.month_letters,
        drawing_text=edition.say("rhythm_drawing", months=drawing_text),
    )


def _totals(edition: Edition) -> str:
    """The newest counts of parties that are higher than what is recorded State by State, as a list."""
    found = []
    for treaty in treaties_in_order(edition.catalogue):
        recorded = len(parties(edition, treaty))
        newest = max(treaty.counts, key=lambda count: count.as_of.sort_key, default=None)
        if newest and newest.parties > recorded:
            found.append(
                edition.say(
                    "home_total",
                    treaty=edition.phrase(treaty.short).text,
                    count=edition.language.number(newest.parties),
                    date=edition.date(newest.as_of),
                )
            )
    return edition.language.listing(found)


def _change_link(catalogue: Catalogue, change: Change) -> str | None:
    """Where a change leads: an address elsewhere, or the path of a page that is there."""
    link = change.link or ""
    path = link.lstrip("/")
    if "://" in link:
        return link
    return path if path and path.partition("#")[0] in all_paths(catalogue) else None


@dataclass(frozen=True)
class Year:
    """The events of one year, newest first; `title` says so where their date is unknown."""

    title: str
    events: tuple[EventLine, ...]


@dataclass(frozen=True)
class Turnout:
    """How many organizations took part in an event; `share` runs from 0 to 1 (the most)."""

    event: Link
    when: str
    organizations: int
    share: float
    cites: tuple[int, ...]


@dataclass(frozen=True)
class AttendanceChart:
    """How many organizations took part in each event that counts them, newest first, and what that shows."""

    title: str
    rows: tuple[Turnout, ...]


def _attendance(edition: Edition, cites: Citations) -> AttendanceChart | None:
    """The chart of organizations that took part; None where fewer than two events count them."""
    counted = [
        (event, claim, claim.organizations)
        for event in sorted(edition.catalogue.events.values(), key=event_key, reverse=True)
        for claim in event.attendance
        if claim.organizations
    ]
    if len(counted) < 2:
        return None
    most, _, highest = max(counted, key=lambda each: each[2])
    return AttendanceChart(
        edition.say("attendance_title", count=highest, event=edition.phrase(most.title).text),
        tuple(
            Turnout(
                Link(edition.phrase(event.title), f"calendar/#{event.id}"),
                edition.language.period(event.start, event.end) if event.start else "",
                organizations,
                round(organizations / highest, 3),
                cites.of(claim),
            )
            for event, claim, organizations in counted
        ),
    )


@dataclass(frozen=True)
class CalendarView:
    """What the calendar shows: what is next, what was, by year."""

    title: str
    description: str
    speaking: Speaking | None
    upcoming: tuple[EventLine, ...]
    years: tuple[Year, ...]
    kinds: tuple[Choice, ...]
    attendance: AttendanceChart | None
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
        speaking=speaking_view(edition, cites),
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
        attendance=_attendance(edition, cites),
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
