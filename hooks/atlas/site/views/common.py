"""What all views share: links, numbered sources, and the foot of a page."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition, Phrase, paragraph_number
from atlas.catalogue.routes import path_of
from atlas.model.kinds import SHOWN, for_each
from atlas.model.records import (
    Claim,
    Conflict,
    Country,
    Event,
    Organisation,
    Paragraph,
    Record,
    Resolution,
    Scenario,
    SourcedRecord,
    Treaty,
    TreatyStatus,
)
from atlas.model.traversal import parts
from atlas.model.values import PartialDate

_T = TypeVar("_T")


@dataclass(frozen=True)
class Link:
    """A link to a page of the Atlas; `path` counts from the language's root, None where no page is.

    What no page shows is named without a link.
    """

    text: Phrase | str
    path: str | None
    note: str | None = None


@dataclass(frozen=True)
class DescribedLink:
    """A link with a text of its own behind it."""

    link: Link
    text: Phrase | None


@dataclass(frozen=True)
class CitedText:
    """A text with the numbers of the sources that prove it, and an explanation if there is one."""

    text: Phrase
    cites: tuple[int, ...]
    detail: Phrase | None = None


@dataclass(frozen=True)
class ParagraphLine:
    """A paragraph of a resolution in a list; `how` says how the one the list is for may use it."""

    link: Link
    resolution: str
    topic: Phrase
    verb: str | None
    how: Phrase | None = None


@dataclass(frozen=True)
class ForeignText:
    """A text in another language than the page: its tag (BCP 47), its direction, its name, the text."""

    tag: str
    direction: str
    language: str
    text: str


@dataclass(frozen=True)
class Choice:
    """One value of a filter; `count` is how many lines it leaves, where that is shown."""

    code: str
    label: str
    count: int | None = None


@dataclass(frozen=True)
class SourceLine:
    """One numbered source at the foot of a page."""

    number: int
    title: Phrase
    publisher: Phrase
    published: str | None
    link: str | None
    path: str


@dataclass(frozen=True)
class Group:
    """Pages under a title they share: a kind, a region, an initial."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Disagreement:
    """What some sources say, against what the page shows; with the numbers of those sources."""

    says: Phrase
    shown: Phrase
    sources: tuple[int, ...]
    as_of: str | None


@dataclass(frozen=True)
class Foot:
    """What every record page ends with. `reviewed` says when it was last checked, and by whom."""

    unknown: tuple[Phrase, ...] = ()
    conflicts: tuple[Disagreement, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    as_of: str | None = None
    reviewed: str | None = None
    related: tuple[Group, ...] = ()


@dataclass
class Citations:
    """Numbers the sources of a page in the order they are first cited."""

    edition: Edition
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, source: str) -> int:
        """The number of a source on this page."""
        return self.numbers.setdefault(source, len(self.numbers) + 1)

    def of(self, *claims: Claim | None) -> tuple[int, ...]:
        """The numbers of the sources of some claims."""
        numbers = {self.number(source): None for c in claims if c for source in c.sources}
        return tuple(numbers)

    def all(self, sources: Iterable[str]) -> tuple[int, ...]:
        """The numbers of some sources."""
        return tuple({self.number(source): None for source in sources})

    def lines(self) -> tuple[SourceLine, ...]:
        """The sources cited so far."""
        return tuple(
            source_line(self.edition, source, number) for source, number in self.numbers.items()
        )


def source_line(edition: Edition, identifier: str, number: int) -> SourceLine:
    """A source as a numbered line."""
    source = edition.catalogue.sources[identifier]
    return SourceLine(
        number=number,
        title=edition.phrase(source.official_title or source.title),
        publisher=edition.phrase(source.publisher),
        published=edition.date(source.published) if source.published else None,
        link=source.link,
        path=f"sources/#{identifier}",
    )


def title_of(edition: Edition, kind: str, identifier: str) -> Phrase:
    """What a record of a kind that pages name is called."""
    return _TITLES[kind](edition, edition.catalogue.records[kind][identifier])


def _scenario_title(edition: Edition, scenario: Scenario) -> Phrase:
    name = edition.phrase(scenario.name).text
    return Phrase(edition.say("scenario_title", letter=scenario.letter, name=name))


_TITLES: Mapping[str, Callable[[Edition, Any], Phrase]] = for_each(
    SHOWN,
    {
        "countries": lambda edition, country: Phrase(edition.country_name(country)),
        "networks": lambda edition, network: edition.phrase(network.name),
        "alliances": lambda edition, alliance: edition.phrase(alliance.name),
        "resolutions": lambda edition, resolution: Phrase(edition.resolution_name(resolution.id)),
        "scenarios": _scenario_title,
        "programmes": lambda edition, programme: edition.phrase(programme.name),
        "treaties": lambda edition, treaty: edition.phrase(treaty.short),
        "events": lambda edition, event: edition.phrase(event.title),
        "sources": lambda edition, source: edition.phrase(source.title),
    },
)


def link_to(edition: Edition, kind: str, identifier: str) -> Link:
    """A link to the page of a record."""
    return Link(title_of(edition, kind, identifier), path_of(edition.catalogue, kind, identifier))


def paragraph_line(
    edition: Edition, resolution: Resolution, paragraph: Paragraph, how: Phrase | None = None
) -> ParagraphLine:
    """A paragraph of a resolution as a line of a list."""
    return ParagraphLine(
        Link(
            edition.say("paragraph_label", number=paragraph_number(paragraph.id)),
            f"resolutions/{resolution.id}/#{paragraph.id}",
        ),
        edition.resolution_name(resolution.id),
        edition.phrase(paragraph.topic),
        edition.label("verbs", paragraph.verb).text if paragraph.verb else None,
        how,
    )


def theme_links(edition: Edition, codes: Iterable[str]) -> tuple[Link, ...]:
    """Links to the pages of some themes."""
    return tuple(Link(edition.label("themes", code), f"themes/{code}/") for code in codes)


def related(
    edition: Edition, kind: str, record: SourcedRecord, extra: Mapping[str, Iterable[str]]
) -> tuple[Group, ...]:
    """The pages that name a record, and those it names through `extra`, grouped by kind.

    `extra` maps a kind to the ids of its records; within a group names stand in the language's order.
    """
    ids: dict[str, dict[str, None]] = {other: {} for other in SHOWN if other != "sources"}
    for other, identifiers in extra.items():
        ids[other].update(dict.fromkeys(identifiers))
    for other, identifier in edition.catalogue.back.get((kind, record.id), ()):
        if other in ids:
            ids[other][identifier] = None
    groups = []
    for other, identifiers in ids.items():
        links = [
            link_to(edition, other, identifier)
            for identifier in identifiers
            if (other, identifier) != (kind, record.id)
        ]
        if links:
            ordered = sorted(links, key=lambda link: edition.language.sort_key(str(link.text)))
            groups.append(Group(edition.say(f"kind_{other}"), tuple(ordered)))
    return tuple(groups)


def oldest(*dates: PartialDate) -> PartialDate:
    """The first of some dates; at least one is needed."""
    return min(dates, key=lambda when: when.sort_key)


def foot(
    edition: Edition,
    record: SourcedRecord,
    citations: Citations,
    groups: Sequence[Group] = (),
    dates: Iterable[PartialDate] = (),
) -> Foot:
    """The foot of a record's page.

    `dates` are those of the dated facts the page shows. Its “data as of” is the oldest of them and
    of the record's own: a reader takes the date at the foot for the date of everything above it.
    """
    citations.all(record.sources)
    return Foot(
        conflicts=disagreements(edition, citations, record),
        unknown=tuple(edition.phrase(text) for text in record.unknown),
        sources=citations.lines(),
        as_of=edition.date(oldest(record.as_of, *dates)),
        reviewed=reviewed(edition, record),
        related=tuple(groups),
    )


def disagreements(
    edition: Edition, citations: Citations, *records: Record
) -> tuple[Disagreement, ...]:
    """What sources say against what some records and their parts say."""
    return tuple(
        Disagreement(
            says=edition.phrase(each.says),
            shown=edition.phrase(each.shown),
            sources=citations.all(each.sources),
            as_of=edition.date(each.as_of) if each.as_of else None,
        )
        for record in records
        for _, each in parts(record)
        if isinstance(each, Conflict)
    )


def disputed(edition: Edition, path: str, said: Record | Claim) -> Link | None:
    """Where a list shows a record or a claim that some source contradicts: the link to what it says.

    `path` is that of the record's page.
    """
    if any(isinstance(part, Conflict) for _, part in parts(said)):
        return Link(edition.say("disputed"), f"{path}#conflicts")
    return None


_REVIEWED: Mapping[str, str] = {
    "editor": "reviewed_on",
    "national-expert": "reviewed_on_expert",
    "organisation-concerned": "reviewed_on_organisation",
    "nobody": "reviewed_on_nobody",
}
"""Who reviewed a record → the text that says so."""


def reviewed(edition: Edition, record: SourcedRecord) -> str:
    """When a record was last checked and by whom, as a sentence."""
    return edition.say(_REVIEWED[record.reviewed_by], date=edition.date(record.reviewed))


@dataclass(frozen=True)
class MailboxLine:
    """The public mailbox of the office that runs a programme."""

    programme: Phrase
    address: str


def mailboxes(edition: Edition) -> tuple[MailboxLine, ...]:
    """The public mailboxes on record, by programme."""
    return tuple(
        MailboxLine(edition.phrase(programme.short), programme.mailbox)
        for programme in edition.catalogue.programmes.values()
        if programme.mailbox
    )


@dataclass(frozen=True)
class EventLine:
    """One event in a list; `former_ids` are those it was cited by before."""

    id: str
    former_ids: tuple[str, ...]
    title: Phrase
    official_title: Phrase | None
    kind: str
    kind_code: str
    is_yearly: bool
    when: str
    when_note: Phrase | None
    place: Phrase | None
    mode: str | None
    ordinal: str | None
    ordinal_note: Phrase | None
    after: Phrase | None
    summary: Phrase | None
    attendance: tuple[CitedText, ...]
    organisers: tuple[Phrase, ...]
    themes: tuple[Link, ...]
    countries: tuple[Link, ...]
    networks: tuple[Link, ...]
    cites: tuple[int, ...]
    machine_date: str


def event_line(edition: Edition, event: Event, citations: Citations) -> EventLine:
    """An event as a line of a calendar."""
    if event.yearly and event.start:
        when = edition.say("every_year", day=edition.language.day_of_year(event.start.first_day))
    elif event.start:
        when = edition.language.period(event.start, event.end)
    elif event.reported_on:
        when = edition.say("reported_on", date=edition.date(event.reported_on))
    else:
        when = edition.say("date_unknown")
    catalogue = edition.catalogue
    return EventLine(
        id=event.id,
        former_ids=event.former_ids,
        title=edition.phrase(event.title),
        official_title=edition.maybe(event.official_title),
        kind=edition.label("event-kinds", event.kind).text,
        kind_code=event.kind,
        is_yearly=event.yearly,
        when=when,
        when_note=edition.maybe(event.date_note),
        place=edition.maybe(event.place),
        mode=edition.label("modes", event.mode).text if event.mode else None,
        ordinal=edition.say("ordinal", number=event.ordinal) if event.ordinal else None,
        ordinal_note=edition.maybe(event.ordinal_note),
        after=edition.maybe(event.after),
        summary=edition.maybe(event.summary),
        attendance=tuple(
            CitedText(edition.phrase(claim.text), citations.of(claim)) for claim in event.attendance
        ),
        organisers=organisations(edition, event.organisers),
        themes=theme_links(edition, event.themes),
        countries=tuple(
            link_to(edition, "countries", c) for c in event.countries if c in catalogue.countries
        ),
        networks=tuple(link_to(edition, "networks", n) for n in event.networks),
        cites=citations.all(event.sources),
        machine_date=event.start.isoformat() if event.start else "",
    )


def upcoming(edition: Edition) -> list[Event]:
    """Events still to come, soonest first; what returns every year counts by its next day."""
    dated = []
    for event in edition.catalogue.events.values():
        when = next_day(edition, event)
        if when:
            dated.append((when, event))
    return [event for _, event in sorted(dated, key=lambda pair: (pair[0].sort_key, pair[1].id))]


def next_day(edition: Edition, event: Event) -> PartialDate | None:
    """The next time an event takes place, if it still does."""
    if not event.start:
        return None
    if not event.yearly:
        last = event.end or event.start
        return event.start if last.last_day >= edition.today else None
    day = event.start.first_day
    year = edition.today.year
    if day.replace(year=year) < edition.today:
        year += 1
    return PartialDate(year, day.month, day.day)


def organisations(edition: Edition, named: Iterable[Organisation]) -> tuple[Phrase, ...]:
    """The names of organisations."""
    return tuple(edition.phrase(organisation.name) for organisation in named)


@dataclass(frozen=True)
class TreatyLine:
    """Where one State stands under one treaty."""

    title: Link
    status: str
    status_role: str
    date: str | None
    signed: str | None
    note: Phrase | None
    as_of: str
    depositary: str | None
    cites: tuple[int, ...]


def treaties_in_order(catalogue: Catalogue) -> list[Treaty]:
    """The treaties in the order they entered into force, so that the Convention comes first."""
    return sorted(catalogue.treaties.values(), key=lambda treaty: treaty.entry_into_force.sort_key)


DYES = 4
"""How many colours the threads of treaties have; a fifth treaty begins again with the first."""


def dye(index: int) -> int:
    """The number of the colour of the treaty at a place of `treaties_in_order`, from 1."""
    return index % DYES + 1


def is_party(edition: Edition, status: TreatyStatus) -> bool:
    """Whether a status binds the State by the treaty."""
    return edition.catalogue.role("treaty-statuses", status.status) == "party"


def joined(edition: Edition, country: Country) -> frozenset[str]:
    """The treaties that a country is a party to, by id."""
    return frozenset(each.treaty for each in country.treaties if is_party(edition, each))


def parties(edition: Edition, treaty: Treaty) -> Mapping[str, TreatyStatus]:
    """The parties to a treaty, by id of the country, in the order of the language; each with its status."""
    return {
        country.id: each
        for country in edition.countries
        for each in country.treaties
        if each.treaty == treaty.id and is_party(edition, each)
    }


def most_common(values: Iterable[_T]) -> _T | None:
    """What stands most often among some values; the first of those that stand equally often."""
    return next((value for value, _ in Counter(values).most_common(1)), None)


def thread_names(edition: Edition) -> dict[str, str]:
    """Treaty → what its thread is called: its theme, which is shorter, where only it has that theme."""
    catalogue = edition.catalogue
    themes = [treaty.theme for treaty in catalogue.treaties.values()]
    return {
        treaty.id: edition.say("thread_convention")
        if treaty.id == catalogue.convention.treaty
        else edition.phrase(treaty.short).text
        if themes.count(treaty.theme) > 1
        else edition.label("themes", treaty.theme).text
        for treaty in treaties_in_order(catalogue)
    }


def treaty_line(edition: Edition, status: TreatyStatus, citations: Citations) -> TreatyLine:
    """A treaty status in words that never say more than is known."""
    treaty = edition.catalogue.treaties[status.treaty]
    as_of = edition.date(status.as_of)
    action = edition.label("treaty-actions", status.action).text if status.action else None
    code = edition.code("treaty-statuses", status.status)
    label = edition.phrase(code.label).text
    if code.role == "party" and action:
        words = edition.say("status_action", status=label, action=action, date=as_of)
    elif code.sentence:
        words = edition.phrase(code.sentence).text.format(date=as_of)
    else:
        words = edition.say("status_plain", status=label, date=as_of)
    if status.certainty == "medium":
        words = edition.say("status_medium_certainty", status=words)
    return TreatyLine(
        title=Link(edition.phrase(treaty.short), f"treaties/{treaty.id}/"),
        status=words,
        status_role=code.role or "other",
        date=edition.date(status.date) if status.date else None,
        signed=edition.date(status.signed) if status.signed else None,
        note=edition.maybe(status.note),
        as_of=as_of,
        depositary=treaty.link,
        cites=citations.of(status),
    )
