"""The page of a country, and the list of all countries."""

from collections.abc import Iterator
from dataclasses import dataclass

from atlas.catalogue.edition import Edition, Phrase
from atlas.catalogue.search_names import country_names
from atlas.model.records import Claim, Country, CountryInitiative
from atlas.model.values import PartialDate
from atlas.site.views.common import (
    Choice,
    Citations,
    CitedText,
    DescribedLink,
    EventLine,
    Foot,
    Link,
    MailboxLine,
    TreatyLine,
    event_line,
    foot,
    link_to,
    mailboxes,
    related,
    theme_links,
    treaties_in_order,
    treaty_line,
    upcoming,
)
from atlas.site.views.drawings import Timeline, timeline
from atlas.site.views.map import MapView, map_view


@dataclass(frozen=True)
class StepLine:
    """One of the eight steps: its state in this country."""

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


SHOWN_OPTIONS = SHOWN_DATES = 3


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
    status: str
    status_role: str
    steps: tuple[StepLine, ...]
    steps_done: int
    initiative: Initiative | None
    treaties: tuple[TreatyLine, ...]
    review: str
    review_note: Phrase | None
    review_cites: tuple[int, ...]
    mailboxes: tuple[MailboxLine, ...]
    networks: tuple[Link, ...]
    alliances: tuple[Link, ...]
    options: tuple[OptionLine, ...]
    next_options: tuple[NextOption, ...]
    upcoming: tuple[EventLine, ...]
    moments: tuple[Moment, ...]
    timeline: Timeline
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
    if review and review.focal_point_nominated and review.as_of:
        review_text = edition.say("focal_point_nominated", date=edition.date(review.as_of))
    else:
        review_text = edition.say("focal_point_unknown")
    inside = catalogue.regions_of(country)
    networks = [network.id for network in catalogue.networks_of(country)]
    alliances = [alliance.id for alliance in catalogue.alliances_of(country)]
    return CountryView(
        title=name,
        description=_description(edition, status, name),
        other_names=edition.other_names(country),
        code=country.id.upper(),
        kind=edition.label("country-kinds", country.kind).text,
        regions=tuple(edition.label("regions", code).text for code in inside),
        status=edition.label("vpi-statuses", status).text,
        status_role=catalogue.role("vpi-statuses", status),
        steps=steps,
        steps_done=sum(step.role == "done" for step in steps),
        initiative=_initiative(edition, initiative, cites) if initiative else None,
        treaties=tuple(treaty_line(edition, status, cites) for status in country.treaties),
        review=review_text,
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
        timeline=timeline([fact.date for fact in dated], edition.today.year),
        foot=foot(
            edition,
            country,
            cites,
            related(edition, "countries", country, {"networks": networks}),
            dates_of(country),
        ),
    )


def process_status(edition: Edition, country: Country) -> str:
    """The code of a country's status in the process; the default one where none is recorded."""
    return country.vpi.status if country.vpi else edition.catalogue.default_code("vpi-statuses")


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
    return tuple(lines)


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
    """Where a country stands under one treaty: the treaty's id, and the status with its role."""

    treaty: str
    role: str
    status: str


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
    networks: tuple[Link, ...]
    network_codes: str
    alliance: bool
    initial: str


@dataclass(frozen=True)
class CountriesView:
    """What the list of countries shows."""

    title: str
    description: str
    rows: tuple[CountryRow, ...]
    treaties: tuple[Choice, ...]
    regions: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    networks: tuple[Choice, ...]
    map: MapView


def country_row(edition: Edition, country: Country) -> CountryRow:
    """A country as a row."""
    catalogue = edition.catalogue
    inside = catalogue.regions_of(country)
    status = process_status(edition, country)
    networks = [network.id for network in catalogue.networks_of(country)]
    name = edition.country_name(country)
    statuses = {status.treaty: status.status for status in country.treaties}
    cells = []
    for treaty in treaties_in_order(catalogue):
        state = statuses.get(treaty.id)
        label = edition.label("treaty-statuses", state).text if state else None
        role = catalogue.role("treaty-statuses", state) if state else "other"
        cells.append(TreatyCell(treaty.id, role, label or edition.say("not_recorded")))
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
        networks=tuple(link_to(edition, "networks", n) for n in networks),
        network_codes=" ".join(networks),
        alliance=bool(catalogue.alliances_of(country)),
        initial=edition.language.sort_key(name)[0][:1].upper(),
    )


def countries_view(edition: Edition) -> CountriesView:
    """What the list of countries shows."""
    catalogue = edition.catalogue
    rows = tuple(country_row(edition, country) for country in edition.countries)
    tops = [code for code in catalogue.codes["regions"].values() if not code.parent]
    return CountriesView(
        title=edition.say("kind_countries"),
        description=edition.say("countries_description", count=len(rows)),
        rows=rows,
        treaties=tuple(
            Choice(treaty.id, edition.phrase(treaty.short).text)
            for treaty in treaties_in_order(catalogue)
        ),
        regions=tuple(Choice(code.id, edition.phrase(code.label).text) for code in tops),
        statuses=tuple(
            Choice(code.id, edition.phrase(code.label).text)
            for code in catalogue.codes["vpi-statuses"].values()
        ),
        networks=tuple(
            Choice(network.id, edition.phrase(network.name).text)
            for network in catalogue.networks.values()
        ),
        map=map_view(edition),
    )
