"""The page of a country, and the list of all countries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition, Phrase
from atlas.catalogue.search_names import country_names
from atlas.model.records import Claim, Country, CountryInitiative, TreatyStatus
from atlas.model.values import PartialDate
from atlas.site import tile_map
from atlas.site.views.common import (
    Choice,
    Citations,
    CitedText,
    DescribedLink,
    EventLine,
    Foot,
    Link,
    MailboxLine,
    SourceLine,
    TreatyLine,
    dye,
    event_line,
    foot,
    is_party,
    joined,
    link_to,
    mailboxes,
    most_common,
    related,
    source_line,
    theme_links,
    thread_names,
    treaties_in_order,
    treaty_line,
    upcoming,
)


@dataclass(frozen=True)
class StepLine:
    """One of the steps of the process: its state in this country."""

    number: int
    id: str
    name: Phrase
    state: str
    role: str
    when: str | None
    note: Phrase | None
    cites: tuple[int, ...]


@dataclass(frozen=True)
class Moment:
    """A dated fact of a country."""

    when: str
    machine_date: str
    text: str
    cites: tuple[int, ...]


@dataclass(frozen=True)
class OptionLine:
    """One option of the menu and whether it is recorded for the country."""

    id: str
    code: str
    name: Phrase
    done: bool
    note: Phrase | None
    cites: tuple[int, ...]


@dataclass(frozen=True)
class NextOption:
    """An option that may be asked for next, and the first move towards it."""

    code: str
    link: Link
    first_move: Phrase
    mandate: Link | None


SHOWN_OPTIONS = SHOWN_DATES = 3
SHOWN_NEIGHBOURS = 5


@dataclass(frozen=True)
class Locator:
    """Where a country stands: the squares of all, of its region, its own, as SVG paths, and its middle."""

    width: int
    height: int
    others: str
    region: str
    own: str
    x: float
    y: float


@dataclass(frozen=True)
class Thread:
    """A treaty on the loom: whether the State is a party, and since when or what else is known.

    `as_of` is set only where it is not the loom's own. `status` says for the ear what a thread shows.
    """

    name: Link
    dye: int
    is_party: bool
    date: str | None
    status: str
    is_said_below: bool
    as_of: str | None


@dataclass(frozen=True)
class Loom:
    """The treaties of one country. `rest` is what the threads without a date have in common."""

    threads: tuple[Thread, ...]
    as_of: str | None
    rest: str | None
    has_exceptions: bool


@dataclass(frozen=True)
class StageLine:
    """A stage of the review that a source tells of, with its published documents."""

    name: Phrase
    state: str
    role: str
    when: str | None
    documents: tuple[SourceLine, ...]
    note: Phrase | None
    cites: tuple[int, ...]


@dataclass(frozen=True)
class MeetingLine:
    """A meeting, in words."""

    when: str | None
    place: Phrase | None
    participants: Phrase | None
    note: Phrase | None
    cites: tuple[int, ...]


@dataclass(frozen=True)
class Initiative:
    """The pilot initiative of a country."""

    status: str
    explanation: Phrase | None
    summary: Phrase
    counterpart: Phrase | None
    field_office: Phrase | None
    meetings: tuple[MeetingLine, ...]
    launch: MeetingLine | None
    launch_title: Phrase | None
    focus: tuple[DescribedLink, ...]
    priorities: tuple[CitedText, ...]
    agreed: str
    participants: tuple[CitedText, ...]
    context: Phrase | None
    follow_ups: tuple[EventLine, ...]
    cites: tuple[int, ...]


@dataclass(frozen=True)
class CountryView:
    """What a country's page shows."""

    title: str
    description: str
    other_names: str
    code: str
    kind: str
    regions: tuple[str, ...]
    region: Link | None
    lede: str
    locator: Locator | None
    neighbours: tuple[Link, ...]
    loom: Loom
    stages: tuple[StageLine, ...]
    focal_point: str | None
    ask_accession: bool
    not_recorded: tuple[str, ...]
    status: str
    status_role: str
    steps: tuple[StepLine, ...]
    steps_done: int
    initiative: Initiative | None
    treaties: tuple[TreatyLine, ...]
    review: str | None
    review_note: Phrase | None
    review_cites: tuple[int, ...]
    mailboxes: tuple[MailboxLine, ...]
    networks: tuple[Link, ...]
    alliances: tuple[Link, ...]
    options: tuple[OptionLine, ...]
    next_options: tuple[NextOption, ...]
    upcoming: tuple[EventLine, ...]
    moments: tuple[Moment, ...]
    foot: Foot


def country_view(edition: Edition, country: Country) -> CountryView:
    """What the page of one country shows."""
    catalogue = edition.catalogue
    cites = Citations(edition)
    initiative = country.vpi
    status = process_status(edition, country)
    name = edition.country_name(country)
    steps = _steps(edition, initiative, cites)
    dated = _dated_facts(edition, country, cites)
    review = country.review
    named = review is not None and review.focal_point_nominated
    review_date = review.as_of if review and review.as_of else country.as_of
    stages = _stages(edition, country, cites)
    inside = catalogue.regions_of(country)
    networks = [network.id for network in catalogue.networks_of(country)]
    alliances = [alliance.id for alliance in catalogue.alliances_of(country)]
    absent = {
        "column_process": not catalogue.has_process(country),
        "fact_review": not (named or stages),
        "filter_network": bool(catalogue.networks) and not networks,
        "fact_alliance_short": not alliances,
    }
    return CountryView(
        title=name,
        description=_description(edition, status, name),
        other_names=edition.other_names(country),
        code=country.id.upper(),
        kind=edition.label("country-kinds", country.kind).text,
        regions=tuple(edition.label("regions", code).text for code in inside),
        region=Link(edition.label("regions", inside[-1]), f"countries/?region={inside[-1]}")
        if inside
        else None,
        lede=_lede(edition, country, status),
        locator=_locator(edition, country),
        neighbours=tuple(
            link_to(edition, "countries", other)
            for other in tile_map.nearest(country.id, catalogue.countries, SHOWN_NEIGHBOURS)
        ),
        loom=_loom(edition, country),
        stages=stages,
        focal_point=edition.date(review_date) if named else None,
        ask_accession=not catalogue.has_process(country)
        and bool(country.treaties)
        and len(joined(edition, country)) < len(catalogue.treaties),
        not_recorded=tuple(edition.say(key) for key, is_absent in absent.items() if is_absent),
        status=edition.label("vpi-statuses", status).text,
        status_role=catalogue.role("vpi-statuses", status),
        steps=steps,
        steps_done=sum(step.role == "done" for step in steps),
        initiative=_initiative(edition, initiative, cites) if initiative else None,
        treaties=tuple(treaty_line(edition, status, cites) for status in country.treaties),
        review=edition.say("focal_point_nominated", date=edition.date(review_date))
        if named
        else None,
        review_note=edition.maybe(review.note) if review else None,
        review_cites=cites.of(review),
        mailboxes=mailboxes(edition),
        networks=tuple(link_to(edition, "networks", n) for n in networks),
        alliances=tuple(link_to(edition, "alliances", a) for a in alliances),
        options=_options(edition, initiative, cites),
        next_options=_next_options(edition, initiative),
        upcoming=tuple(
            event_line(edition, event, cites)
            for event in upcoming(edition)
            if not event.countries or country.id in event.countries
        )[:SHOWN_DATES],
        moments=tuple(
            Moment(edition.date(fact.date), fact.date.isoformat(), fact.text, fact.cites)
            for fact in dated
        ),
        foot=_foot(edition, country, cites, networks, named),
    )


def _foot(
    edition: Edition, country: Country, cites: Citations, networks: Iterable[str], named: bool
) -> Foot:
    """The foot, with what no source tells of any review; to be made once all else has been cited."""
    groups = related(edition, "countries", country, {"networks": networks})
    own = foot(edition, country, cites, groups, dates_of(country))
    focal_point = () if named else (Phrase(edition.say("unknown_focal_point")),)
    group = Phrase(edition.say("unknown_review_group"))
    return replace(own, unknown=(*own.unknown, *focal_point, group))


def process_status(edition: Edition, country: Country) -> str:
    """The code of a country's status in the process; the default one where none is recorded."""
    return country.vpi.status if country.vpi else edition.catalogue.default_code("vpi-statuses")


def _lede(edition: Edition, country: Country, status: str) -> str:
    """What is known of a country in a sentence or two, for whatever is recorded of it."""
    catalogue = edition.catalogue
    own = joined(edition, country)
    treaties = treaties_in_order(catalogue)
    names = [edition.phrase(treaty.short).text for treaty in treaties if treaty.id in own]
    told = []
    if treaties and len(names) == len(treaties):
        told.append(edition.say("lede_all"))
    elif names:
        listing = edition.language.listing(names)
        told.append(edition.say("lede_some", done=len(names), total=len(treaties), names=listing))
    elif country.treaties:
        told.append(edition.say("lede_none"))
    told.append(edition.say(_LEDES[catalogue.role("vpi-statuses", status)]))
    return " ".join(told)


_LEDES: Mapping[str, str] = {
    "confirmed": "lede_confirmed",
    "reported": "lede_reported",
    "none": "lede_no_process",
    "other": "lede_reported",
}
"""Role of a process's status → the sentence about it."""


def _locator(edition: Edition, country: Country) -> Locator | None:
    corner = tile_map.corner(country.id)
    if not corner:
        return None
    by_region = _squares_by_region(edition.catalogue)
    width, height = tile_map.size()
    middle = tile_map.SIDE / 2
    return Locator(
        width=width,
        height=height,
        others=by_region[""],
        region="".join(by_region[code] for code in edition.catalogue.regions_of(country)[-1:]),
        own=tile_map.squares([country.id], 2),
        x=corner[0] + middle,
        y=corner[1] + middle,
    )


@lru_cache(maxsize=8)
def _squares_by_region(catalogue: Catalogue) -> Mapping[str, str]:
    """Region → the squares of its countries as an SVG path; "" → those of all."""
    inside: dict[str, list[str]] = {"": [*catalogue.countries]}
    for identifier, country in catalogue.countries.items():
        for code in catalogue.regions_of(country)[-1:]:
            inside.setdefault(code, []).append(identifier)
    return {code: tile_map.squares(countries) for code, countries in inside.items()}


def _loom(edition: Edition, country: Country) -> Loom:
    """The treaties as threads: what most of them have in common is said once, below."""
    statuses = {each.treaty: each for each in country.treaties}
    common = most_common(each.as_of for each in country.treaties)
    names = thread_names(edition)
    labels = {
        each.treaty: edition.label("treaty-statuses", each.status).text
        for each in country.treaties
        if not is_party(edition, each) and not each.signed
    }
    rest = most_common(labels.values())
    threads = [
        _thread(
            edition, index, Link(names[treaty.id], f"treaties/{treaty.id}/"), each, common, rest
        )
        for index, treaty in enumerate(treaties_in_order(edition.catalogue))
        if (each := statuses.get(treaty.id))
    ]
    return Loom(
        threads=tuple(threads),
        as_of=edition.date(common) if common else None,
        rest=rest,
        has_exceptions=any(thread.as_of for thread in threads),
    )


def _exception(edition: Edition, when: PartialDate, common: PartialDate | None) -> str | None:
    """The date of a fact where it is not the common one: its year alone, if that tells them apart."""
    if when == common:
        return None
    if common and when.year != common.year:
        return str(when.year)
    return edition.language.short_date(when)


def _thread(
    edition: Edition,
    index: int,
    name: Link,
    status: TreatyStatus,
    common: PartialDate | None,
    rest: str | None,
) -> Thread:
    label = edition.label("treaty-statuses", status.status).text
    party = is_party(edition, status)
    date = status.date if party else status.signed
    shown = edition.language.short_date(date) if date else None
    return Thread(
        name=name,
        dye=dye(index),
        is_party=party,
        date=edition.say("loom_signed", date=shown) if shown and not party else shown,
        status=label,
        is_said_below=not party and not date and label == rest,
        as_of=_exception(edition, status.as_of, common),
    )


def _stages(edition: Edition, country: Country, cites: Citations) -> tuple[StageLine, ...]:
    """The stages of the review that a source tells of, in the order of their vocabulary."""
    recorded = {each.stage: each for each in country.review.stages} if country.review else {}
    lines = []
    for code in edition.catalogue.codes["review-stages"]:
        if not (each := recorded.get(code)):
            continue
        numbers = cites.all(each.documents)
        lines.append(
            StageLine(
                name=edition.label("review-stages", code),
                state=edition.label("step-states", each.state).text,
                role=edition.catalogue.role("step-states", each.state),
                when=edition.date(each.date) if each.date else None,
                documents=tuple(
                    source_line(edition, document, number)
                    for document, number in zip(each.documents, numbers, strict=False)
                ),
                note=edition.maybe(each.note),
                cites=cites.of(each),
            )
        )
    return tuple(lines)


def _description(edition: Edition, status: str, name: str) -> str:
    code = edition.code("vpi-statuses", status)
    if code.sentence:
        return edition.phrase(code.sentence).text.format(country=name)
    return edition.say("country_description", country=name, status=edition.phrase(code.label).text)


def dates_of(country: Country) -> tuple[PartialDate, ...]:
    """The dates of what is said of a country today: its treaties, its review and its process."""
    claims = (*country.treaties, country.review, country.vpi)
    return tuple(claim.as_of for claim in claims if claim and claim.as_of)


def _steps(
    edition: Edition, initiative: CountryInitiative | None, cites: Citations
) -> tuple[StepLine, ...]:
    recorded = {step.step: step for step in initiative.steps} if initiative else {}
    lines = []
    process = edition.process
    for number, step in enumerate(process.steps if process else (), 1):
        record = recorded.get(step.id)
        state = record.state if record else edition.catalogue.default_code("step-states")
        lines.append(
            StepLine(
                number=number,
                id=step.id,
                name=edition.phrase(step.name),
                state=edition.label("step-states", state).text,
                role=edition.catalogue.role("step-states", state),
                when=edition.date(record.date) if record and record.date else None,
                note=edition.maybe(record.note) if record else None,
                cites=cites.of(record),
            )
        )
    # Where no step is documented, a row of empty ones would say nothing.
    return tuple(lines) if any(line.role != "none" for line in lines) else ()


def _meeting(
    edition: Edition,
    claim: Claim,
    when: str | None,
    place: Phrase | None,
    participants: Phrase | None,
    cites: Citations,
) -> MeetingLine:
    return MeetingLine(when, place, participants, edition.maybe(claim.note), cites.of(claim))


def _initiative(edition: Edition, vpi: CountryInitiative, cites: Citations) -> Initiative:
    launch = vpi.launch
    launched = None
    if launch:
        if launch.date:
            when = edition.date(launch.date)
        elif launch.reported_on:
            when = edition.say("day_unknown_reported_on", date=edition.date(launch.reported_on))
        else:
            when = edition.say("date_unknown")
        launched = _meeting(edition, launch, when, edition.maybe(launch.place), None, cites)
    if vpi.priorities_agreed is None:
        agreed = "priorities_agreed_unknown"
    else:
        agreed = "priorities_agreed" if vpi.priorities_agreed else "priorities_not_agreed"
    status = edition.code("vpi-statuses", vpi.status)
    return Initiative(
        status=edition.phrase(status.label).text,
        explanation=edition.maybe(status.definition),
        summary=edition.phrase(vpi.summary),
        counterpart=edition.maybe(vpi.counterpart),
        field_office=edition.maybe(vpi.field_office),
        meetings=tuple(
            _meeting(
                edition,
                meeting,
                edition.date(meeting.date) if meeting.date else None,
                edition.maybe(meeting.place),
                edition.maybe(meeting.participants),
                cites,
            )
            for meeting in vpi.scoping_meetings
        ),
        launch=launched,
        launch_title=edition.maybe(launch.official_title) if launch else None,
        focus=tuple(
            DescribedLink(
                theme_links(edition, [topic.theme])[0], edition.maybe(topic.label or topic.note)
            )
            for topic in vpi.focus_topics
        ),
        priorities=tuple(
            CitedText(edition.phrase(claim.text), cites.of(claim), edition.maybe(claim.note))
            for claim in vpi.priorities
        ),
        agreed=edition.say(agreed),
        participants=tuple(
            CitedText(edition.phrase(body.name), cites.of(body)) for body in vpi.participants
        ),
        context=edition.maybe(vpi.context),
        follow_ups=tuple(
            event_line(edition, edition.catalogue.events[event], cites) for event in vpi.follow_ups
        ),
        cites=cites.of(vpi),
    )


def _options(
    edition: Edition, initiative: CountryInitiative | None, cites: Citations
) -> tuple[OptionLine, ...]:
    recorded = {option.option: option for option in initiative.options} if initiative else {}
    return tuple(
        OptionLine(
            id=option.id,
            code=option_code(option.id),
            name=edition.phrase(option.name),
            done=option.id in recorded,
            note=edition.maybe(recorded[option.id].note) if option.id in recorded else None,
            cites=cites.of(recorded.get(option.id)),
        )
        for _, option in edition.catalogue.options.values()
    )


def _next_options(edition: Edition, initiative: CountryInitiative | None) -> tuple[NextOption, ...]:
    """The first options of the menu that are not recorded, and for which what they need is."""
    recorded = {option.option for option in initiative.options} if initiative else set()
    open_now = [
        option
        for _, option in edition.catalogue.options.values()
        if option.id not in recorded and recorded.issuperset(option.needs)
    ]
    return tuple(
        NextOption(
            code=option_code(option.id),
            link=Link(edition.phrase(option.name), f"scenarios/#{option.id}"),
            first_move=edition.phrase(option.first_move),
            mandate=next((Link(*edition.provision(each)) for each in option.mandates), None),
        )
        for option in open_now[:SHOWN_OPTIONS]
    )


def option_code(identifier: str) -> str:
    """How people call an option: `a-1` → `A1`."""
    return identifier.replace("-", "").upper()


@dataclass(frozen=True)
class _DatedFact:
    date: PartialDate
    text: str
    cites: tuple[int, ...]


def _dated_facts(edition: Edition, country: Country, cites: Citations) -> list[_DatedFact]:
    """The dated facts of a country in order of time."""
    facts = [
        *_of_treaties(edition, country, cites),
        *_of_process(edition, country, cites),
        *_of_events(edition, country, cites),
    ]
    return sorted(facts, key=lambda fact: fact.date.sort_key)


def _of_treaties(edition: Edition, country: Country, cites: Citations) -> Iterator[_DatedFact]:
    for status in country.treaties:
        treaty = edition.phrase(edition.catalogue.treaties[status.treaty].short).text
        if status.signed:
            text = edition.say("moment_signed", treaty=treaty)
            yield _DatedFact(status.signed, text, cites.of(status))
        if status.date and status.action:
            action = edition.label("treaty-actions", status.action).text
            text = edition.say("moment_action", treaty=treaty, action=action)
            yield _DatedFact(status.date, text, cites.of(status))
        elif status.date:
            text = edition.say("moment_party", treaty=treaty)
            yield _DatedFact(status.date, text, cites.of(status))


def _of_process(edition: Edition, country: Country, cites: Citations) -> Iterator[_DatedFact]:
    vpi = country.vpi
    for meeting in vpi.scoping_meetings if vpi else ():
        if meeting.date:
            yield _DatedFact(meeting.date, edition.say("moment_scoping"), cites.of(meeting))
    launch = vpi.launch if vpi else None
    if launch and (when := launch.date or launch.reported_on):
        key = "moment_launch" if launch.date else "moment_launch_reported"
        yield _DatedFact(when, edition.say(key), cites.of(launch))


def _of_events(edition: Edition, country: Country, cites: Citations) -> Iterator[_DatedFact]:
    """The events that follow up the process, or that name the country as one of theirs."""
    follow_ups = country.vpi.follow_ups if country.vpi else ()
    named = edition.catalogue.back.get(("countries", country.id), ())
    for identifier in dict.fromkeys([*follow_ups, *(i for kind, i in named if kind == "events")]):
        event = edition.catalogue.events[identifier]
        if event.start and (identifier in follow_ups or country.id in event.countries):
            text = edition.phrase(event.title).text
            yield _DatedFact(event.start, text, cites.all(event.sources))


@dataclass(frozen=True)
class TreatyCell:
    """Where a country stands under one treaty: its thread's name and dye, the status and its dates.

    `since` is the year of the instrument; `as_of` is set only where it is not that of the whole list.
    """

    treaty: str
    name: str
    dye: int
    role: str
    status: str
    since: str
    as_of: str | None


@dataclass(frozen=True)
class CountryRow:
    """A country in the list of all countries."""

    link: Link
    other_names: str
    code: str
    region: str
    region_code: str
    status: str
    status_code: str
    status_role: str
    treaties: tuple[TreatyCell, ...]
    all_joined: bool
    networks: tuple[Link, ...]
    network_codes: str
    alliance: bool
    initial: str


@dataclass(frozen=True)
class CountriesView:
    """What the list of countries shows. `as_of` is the date most of its statuses have."""

    title: str
    description: str
    rows: tuple[CountryRow, ...]
    initials: tuple[tuple[str, str], ...]
    key: tuple[tuple[int, str], ...]
    joined_all: int
    as_of: str | None
    treaties: tuple[Choice, ...]
    parties: tuple[Choice, ...]
    regions: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    networks: tuple[Choice, ...]


def common_date(edition: Edition) -> PartialDate | None:
    """The date that most statuses under the treaties have."""
    return most_common(s.as_of for c in edition.countries for s in c.treaties)


def country_row(
    edition: Edition, country: Country, common: PartialDate | None = None
) -> CountryRow:
    """A country as a row; `common` is the date of the data that the list says once for all."""
    catalogue = edition.catalogue
    inside = catalogue.regions_of(country)
    status = process_status(edition, country)
    networks = [network.id for network in catalogue.networks_of(country)]
    name = edition.country_name(country)
    statuses = {status.treaty: status for status in country.treaties}
    names = thread_names(edition)
    cells = []
    for index, treaty in enumerate(treaties_in_order(catalogue)):
        known = statuses.get(treaty.id)
        cells.append(
            TreatyCell(
                treaty=treaty.id,
                name=names[treaty.id],
                dye=dye(index),
                role=catalogue.role("treaty-statuses", known.status) if known else "other",
                status=edition.label("treaty-statuses", known.status).text
                if known
                else edition.say("not_recorded"),
                since=str(known.date.year) if known and known.date else "",
                as_of=str(known.as_of.year)
                if known and common and known.as_of.year != common.year
                else None,
            )
        )
    return CountryRow(
        link=Link(name, f"countries/{country.id}/"),
        other_names=country_names(edition, country).listed(),
        code=country.id.upper(),
        region=edition.label("regions", inside[0]).text if inside else "",
        region_code=inside[-1] if inside else "",
        status=edition.label("vpi-statuses", status).text,
        status_code=status,
        status_role=catalogue.role("vpi-statuses", status),
        treaties=tuple(cells),
        all_joined=bool(cells) and all(cell.role == "party" for cell in cells),
        networks=tuple(link_to(edition, "networks", n) for n in networks),
        network_codes=" ".join(networks),
        alliance=bool(catalogue.alliances_of(country)),
        initial=edition.language.sort_key(name)[0][:1].upper(),
    )


def countries_view(edition: Edition) -> CountriesView:
    """What the list of countries shows."""
    catalogue = edition.catalogue
    common = common_date(edition)
    rows = tuple(country_row(edition, country, common) for country in edition.countries)
    tops = [code for code in catalogue.codes["regions"].values() if not code.parent]
    treaties = tuple(Choice(t, name) for t, name in thread_names(edition).items())
    initials: dict[str, str] = {}
    for row in rows:
        initials.setdefault(row.initial, row.code.lower())
    joined_all = sum(row.all_joined for row in rows)
    everything = [Choice("all", edition.say("filter_all_treaties"))] if len(treaties) > 1 else []
    return CountriesView(
        title=edition.say("kind_countries"),
        description=edition.say("countries_description", count=len(rows)),
        rows=rows,
        initials=tuple(initials.items()),
        key=tuple((dye(index), treaty.label) for index, treaty in enumerate(treaties)),
        joined_all=joined_all,
        as_of=edition.date(common) if common else None,
        treaties=treaties,
        parties=(*everything, *treaties),
        regions=tuple(Choice(code.id, edition.phrase(code.label).text) for code in tops),
        statuses=tuple(
            Choice(code.id, edition.phrase(code.label).text)
            for code in catalogue.codes["vpi-statuses"].values()
        ),
        networks=tuple(
            Choice(network.id, edition.phrase(network.name).text)
            for network in catalogue.networks.values()
        ),
    )


@dataclass(frozen=True)
class ProcessLine:
    """A recorded process in a list."""

    country: Link
    status: str
    status_role: str
    as_of: str


def processes(edition: Edition) -> tuple[ProcessLine, ...]:
    """The recorded processes, in the order in which they began where a source tells it."""
    catalogue = edition.catalogue
    recorded = [(c, c.vpi) for c in edition.countries if c.vpi and catalogue.has_process(c)]
    return tuple(
        ProcessLine(
            country=link_to(edition, "countries", country.id),
            status=edition.label("vpi-statuses", vpi.status).text,
            status_role=catalogue.role("vpi-statuses", vpi.status),
            as_of=edition.date(vpi.as_of or country.as_of),
        )
        for country, vpi in sorted(recorded, key=lambda pair: pair[1].order or 99)
    )
