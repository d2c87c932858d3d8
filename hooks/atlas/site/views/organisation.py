"""Networks and alliances: their pages and lists."""

from dataclasses import dataclass

from atlas.catalogue.catalogue import event_key
from atlas.catalogue.edition import Edition, Phrase
from atlas.catalogue.routes import listed
from atlas.model.kinds import KINDS
from atlas.model.records import Alliance, Founding, MemberCount, Network
from atlas.site.views.common import (
    Citations,
    EventLine,
    Foot,
    Group,
    Link,
    disputed,
    event_line,
    foot,
    link_to,
    organisations,
    related,
    theme_links,
)
from atlas.site.views.drawings import Diagram, levels


@dataclass(frozen=True)
class CountLine:
    """A number of members, and when that was so."""

    count: int
    as_of: str
    cites: tuple[int, ...]
    note: Phrase | None


@dataclass(frozen=True)
class FoundingView:
    """How it began."""

    event: Link | None
    when: str | None
    place: Phrase | None
    note: Phrase | None
    cites: tuple[int, ...]


@dataclass(frozen=True)
class NetworkView:
    """What a network's page shows."""

    title: Phrase
    description: str
    summary: Phrase
    region: Phrase
    founding: FoundingView
    counts: tuple[CountLine, ...]
    coordinator: Phrase | None
    committee: tuple[Phrase, ...]
    members: tuple[Phrase, ...]
    link: str | None
    events: tuple[EventLine, ...]
    countries: tuple[Group, ...]
    recorded: tuple[Link, ...]
    alliances: tuple[Link, ...]
    levels: Diagram | None
    foot: Foot


def _counts(
    edition: Edition, counts: tuple[MemberCount, ...], cites: Citations
) -> tuple[CountLine, ...]:
    newest_first = sorted(counts, key=lambda count: count.as_of.sort_key, reverse=True)
    return tuple(
        CountLine(
            count.count, edition.date(count.as_of), cites.of(count), edition.maybe(count.note)
        )
        for count in newest_first
    )


def _founding(edition: Edition, founding: Founding, cites: Citations) -> FoundingView:
    event = edition.catalogue.events.get(founding.event) if founding.event else None
    when = founding.date or (event.start if event else None)
    return FoundingView(
        event=link_to(edition, "events", event.id) if event else None,
        when=edition.date(when) if when else None,
        place=edition.maybe(founding.place or (event.place if event else None)),
        note=edition.maybe(founding.note),
        cites=cites.of(founding),
    )


def network_view(edition: Edition, network: Network) -> NetworkView:
    """What the page of one network shows."""
    catalogue = edition.catalogue
    cites = Citations(edition)
    events = sorted(
        (e for e in catalogue.events.values() if network.id in e.networks), key=event_key
    )
    groups: dict[str, list[Link]] = {}
    recorded = []
    inside: set[str] = set()
    for country in edition.countries:
        if network not in catalogue.networks_of(country):
            continue
        codes = catalogue.regions_of(country)
        inside.add(country.id)
        name = Link(edition.country_name(country), f"countries/{country.id}/")
        groups.setdefault(edition.label("regions", codes[0]).text, []).append(name)
        if country.vpi and catalogue.has_process(country):
            status = edition.label("vpi-statuses", country.vpi.status).text
            recorded.append(Link(name.text, name.path, status))
    alliances = [
        a.id for a in catalogue.alliances.values() if a.network == network.id or a.country in inside
    ]
    return NetworkView(
        title=edition.phrase(network.name),
        description=edition.say("network_description", network=edition.phrase(network.name).text),
        summary=edition.phrase(network.summary),
        region=edition.phrase(network.region),
        founding=_founding(edition, network.founding, cites),
        counts=_counts(edition, network.member_counts, cites),
        coordinator=edition.maybe(network.coordinator.name) if network.coordinator else None,
        committee=organisations(edition, network.steering_committee),
        members=organisations(edition, network.members),
        link=network.link,
        events=tuple(event_line(edition, event, cites) for event in events),
        countries=tuple(
            Group(region, tuple(groups[region]))
            for region in sorted(groups, key=edition.language.sort_key)
        ),
        recorded=tuple(recorded),
        alliances=tuple(link_to(edition, "alliances", a) for a in alliances),
        levels=levels(edition.say) if edition.knows("levels_drawing") else None,
        foot=foot(
            edition,
            network,
            cites,
            _without_events(related(edition, "networks", network, {}), edition),
        ),
    )


def _without_events(groups: tuple[Group, ...], edition: Edition) -> tuple[Group, ...]:
    """The groups without the events, which the page already lists in full."""
    return tuple(group for group in groups if group.title != edition.say("kind_events"))


@dataclass(frozen=True)
class WorkingGroup:
    """A working group of an alliance, with the pages of its themes."""

    name: Phrase
    themes: tuple[Link, ...]


@dataclass(frozen=True)
class Activity:
    """What an alliance did, and when, if that is known."""

    when: str | None
    text: Phrase
    cites: tuple[int, ...]


@dataclass(frozen=True)
class AllianceView:
    """What an alliance's page shows."""

    title: Phrase
    description: str
    summary: Phrase
    country: Link
    network: Link | None
    founding: FoundingView
    counts: tuple[CountLine, ...]
    coordinator: Phrase | None
    administrative_coordinator: Phrase | None
    committee: tuple[Phrase, ...]
    observer: str | None
    groups: tuple[WorkingGroup, ...]
    members: tuple[Phrase, ...]
    activities: tuple[Activity, ...]
    link: str | None
    foot: Foot


def alliance_view(edition: Edition, alliance: Alliance) -> AllianceView:
    """What the page of one alliance shows."""
    cites = Citations(edition)
    country = link_to(edition, "countries", alliance.country)
    attends = alliance.government_observer
    administrative = alliance.administrative_coordinator
    return AllianceView(
        title=edition.phrase(alliance.name),
        description=edition.say("alliance_description", country=country.text),
        summary=edition.phrase(alliance.summary),
        country=country,
        network=link_to(edition, "networks", alliance.network) if alliance.network else None,
        founding=_founding(edition, alliance.founding, cites),
        counts=_counts(edition, alliance.member_counts, cites),
        coordinator=edition.maybe(alliance.coordinator.name) if alliance.coordinator else None,
        administrative_coordinator=edition.maybe(administrative.name) if administrative else None,
        committee=organisations(edition, alliance.steering_committee),
        observer=(
            None if attends is None else edition.say("observer_yes" if attends else "observer_no")
        ),
        groups=tuple(
            WorkingGroup(edition.phrase(group.name), theme_links(edition, group.themes))
            for group in alliance.working_groups
        ),
        members=organisations(edition, alliance.members),
        activities=tuple(
            Activity(
                edition.date(activity.date) if activity.date else None,
                edition.phrase(activity.text),
                cites.of(activity),
            )
            for activity in alliance.activities
        ),
        link=alliance.link,
        foot=foot(
            edition,
            alliance,
            cites,
            related(edition, "alliances", alliance, {"countries": [alliance.country]}),
        ),
    )


@dataclass(frozen=True)
class NetworkLine:
    """A network in a list."""

    link: Link
    region: Phrase
    summary: Phrase
    founding: FoundingView
    count: CountLine | None
    disputed: Link | None


@dataclass(frozen=True)
class NetworksView:
    """What the list of networks shows."""

    title: str
    description: str
    networks: tuple[NetworkLine, ...]
    alliances: Link | None
    foot: Foot


def network_lines(edition: Edition, cites: Citations) -> tuple[NetworkLine, ...]:
    """All networks as lines."""
    lines = []
    for network in edition.catalogue.networks.values():
        counts = _counts(edition, network.member_counts, cites)
        cites.all(network.sources)
        lines.append(
            NetworkLine(
                link=link_to(edition, "networks", network.id),
                region=edition.phrase(network.region),
                summary=edition.phrase(network.summary),
                founding=_founding(edition, network.founding, cites),
                count=counts[0] if counts else None,
                disputed=disputed(edition, f"networks/{network.id}/", network),
            )
        )
    return tuple(lines)


def networks_view(edition: Edition) -> NetworksView:
    """What the list of networks shows."""
    cites = Citations(edition)
    lines = network_lines(edition, cites)
    return NetworksView(
        title=edition.say("kind_networks"),
        description=edition.say("networks_description", count=len(lines)),
        networks=lines,
        alliances=Link(edition.say("kind_alliances"), KINDS["alliances"].list_path)
        if "alliances" in listed(edition.catalogue)
        else None,
        foot=Foot(sources=cites.lines()),
    )


@dataclass(frozen=True)
class AllianceCard:
    """An alliance in a list."""

    link: Link
    country: Link
    summary: Phrase
    disputed: Link | None


@dataclass(frozen=True)
class AlliancesView:
    """What the list of alliances shows, the empty list included."""

    title: str
    description: str
    alliances: tuple[AllianceCard, ...]
    processes: tuple[Link, ...]
    foot: Foot


def alliances_view(edition: Edition) -> AlliancesView:
    """What the list of alliances shows."""
    cites = Citations(edition)
    catalogue = edition.catalogue
    programme = catalogue.programmes.get(catalogue.convention.alliances or "")
    alliances = edition.catalogue.alliances.values()
    return AlliancesView(
        title=edition.say("kind_alliances"),
        description=edition.say("alliances_description", count=len(alliances)),
        alliances=tuple(
            AllianceCard(
                link_to(edition, "alliances", alliance.id),
                link_to(edition, "countries", alliance.country),
                edition.phrase(alliance.summary),
                disputed(edition, f"alliances/{alliance.id}/", alliance),
            )
            for alliance in alliances
        ),
        processes=tuple(
            Link(
                edition.country_name(c),
                f"countries/{c.id}/",
                edition.label("vpi-statuses", c.vpi.status).text,
            )
            for c in edition.countries
            if c.vpi and catalogue.has_process(c)
        ),
        foot=foot(edition, programme, cites) if programme else Foot(sources=cites.lines()),
    )
