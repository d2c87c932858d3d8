"""The page of a country, and the list of all countries."""

from dataclasses import dataclass

from atlas.catalogue.edition import Edition, Phrase
from atlas.model.records import Claim, Country, CountryInitiative
from atlas.model.values import PartialDate
from atlas.site.views.common import (
    Citations,
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
    """One moment of a timeline. `position` runs from 0 (the first year) to 1 (this year)."""

    when: str
    machine_date: str
    text: str
    cites: tuple[int, ...]
    position: float


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
    focus: tuple[tuple[Link, Phrase | None], ...]
    priorities: tuple[tuple[Phrase, Phrase | None, tuple[int, ...]], ...]
    agreed: str
    participants: tuple[tuple[Phrase, tuple[int, ...]], ...]
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
    first_year: int
    last_year: int
    foot: Foot


def country_view(edition: Edition, country: Country) -> CountryView:
    """What the page of one country shows."""
    catalogue = edition.catalogue
    cites = Citations(edition)
    initiative = country.vpi
    status = process_status(edition, country)
    name = edition.country_name(country)
    steps = _steps(edition, initiative, cites)
    moments, first, last = _moments(edition, country, cites)
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
        treaties=tuple(treaty_line(edition, each, cites) for each in country.treaties),
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
        moments=moments,
        first_year=first,
        last_year=last,
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
    recorded = {each.step: each for each in initiative.steps} if initiative else {}
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
                each,
                edition.date(each.date) if each.date else None,
                edition.maybe(each.place),
                edition.maybe(each.participants),
                cites,
            )
            for each in vpi.scoping_meetings
        ),
        launch=launched,
        launch_title=edition.maybe(launch.official_title) if launch else None,
        focus=tuple(
            (theme_links(edition, [each.theme])[0], edition.maybe(each.label or each.note))
            for each in vpi.focus_topics
        ),
        priorities=tuple(
            (edition.phrase(each.text), edition.maybe(each.note), cites.of(each))
            for each in vpi.priorities
        ),
        agreed=edition.say(agreed),
        participants=tuple(
            (edition.phrase(each.name), cites.of(each)) for each in vpi.participants
        ),
        context=edition.maybe(vpi.context),
        follow_ups=tuple(
            event_line(edition, edition.catalogue.events[each], cites) for each in vpi.follow_ups
        ),
        cites=cites.of(vpi),
    )


def _options(
    edition: Edition, initiative: CountryInitiative | None, cites: Citations
) -> tuple[OptionLine, ...]:
    recorded = {each.option: each for each in initiative.options} if initiative else {}
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
    recorded = {each.option for each in initiative.options} if initiative else set()
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


def _moments(
    edition: Edition, country: Country, cites: Citations
) -> tuple[tuple[Moment, ...], int, int]:
    """The dated facts of a country in order of time, with the first and the last year shown."""
    found: list[tuple[PartialDate, str, tuple[int, ...]]] = []
    for status in country.treaties:
        treaty = edition.phrase(edition.catalogue.treaties[status.treaty].short).text
        if status.signed:
            text = edition.say("moment_signed", treaty=treaty)
            found.append((status.signed, text, cites.of(status)))
        if status.date and status.action:
            action = edition.label("treaty-actions", status.action).text
            text = edition.say("moment_action", treaty=treaty, action=action)
            found.append((status.date, text, cites.of(status)))
        elif status.date:
            text = edition.say("moment_party", treaty=treaty)
            found.append((status.date, text, cites.of(status)))
    if vpi := country.vpi:
        found += [
            (meeting.date, edition.say("moment_scoping"), cites.of(meeting))
            for meeting in vpi.scoping_meetings
            if meeting.date
        ]
        if vpi.launch and (when := vpi.launch.date or vpi.launch.reported_on):
            key = "moment_launch" if vpi.launch.date else "moment_launch_reported"
            found.append((when, edition.say(key), cites.of(vpi.launch)))
    named = edition.catalogue.back.get(("countries", country.id), ())
    follow_ups = vpi.follow_ups if vpi else ()
    held = dict.fromkeys([*follow_ups, *(i for kind, i in named if kind == "events")])
    for identifier in held:
        event = edition.catalogue.events[identifier]
        if event.start and (identifier in follow_ups or country.id in event.countries):
            found.append((event.start, edition.phrase(event.title).text, cites.all(event.sources)))
    found.sort(key=lambda each: each[0].sort_key)
    first = found[0][0].year if found else edition.today.year
    last = max(edition.today.year, *(when.year for when, *_ in found)) if found else first
    span = max(last - first, 1)
    moments = tuple(
        Moment(
            when=edition.date(when),
            machine_date=when.isoformat(),
            text=text,
            cites=numbers,
            position=round(min((when.year - first + ((when.month or 6) - 1) / 12) / span, 1), 4),
        )
        for when, text, numbers in found
    )
    return moments, first, last


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
    treaties: tuple[tuple[str, str, str], ...]
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
    treaties: tuple[str, ...]
    treaty_codes: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    networks: tuple[tuple[str, str], ...]
    map: MapView


def country_row(edition: Edition, country: Country) -> CountryRow:
    """A country as a row."""
    catalogue = edition.catalogue
    inside = catalogue.regions_of(country)
    status = process_status(edition, country)
    networks = [network.id for network in catalogue.networks_of(country)]
    name = edition.country_name(country)
    statuses = {each.treaty: each.status for each in country.treaties}
    cells = []
    for treaty in treaties_in_order(catalogue):
        state = statuses.get(treaty.id)
        label = edition.label("treaty-statuses", state).text if state else None
        role = catalogue.role("treaty-statuses", state) if state else "other"
        cells.append((treaty.id, role, label or edition.say("not_recorded")))
    return CountryRow(
        link=Link(name, f"countries/{country.id}/"),
        other_names=edition.other_names(country),
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
        treaties=tuple(edition.phrase(t.short).text for t in treaties_in_order(catalogue)),
        treaty_codes=tuple(
            (t.id, edition.phrase(t.short).text) for t in treaties_in_order(catalogue)
        ),
        regions=tuple((code.id, edition.phrase(code.label).text) for code in tops),
        statuses=tuple(
            (code.id, edition.phrase(code.label).text)
            for code in catalogue.codes["vpi-statuses"].values()
        ),
        networks=tuple(
            (network.id, edition.phrase(network.name).text)
            for network in catalogue.networks.values()
        ),
        map=map_view(edition),
    )
