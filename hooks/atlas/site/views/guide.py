"""What written pages insert from the data: lists of programmes, tables, drawings' facts."""

from dataclasses import dataclass

from atlas.catalogue.catalogue import event_key, paragraphs
from atlas.catalogue.edition import Edition, Phrase
from atlas.catalogue.written_pages import LISTS, TABLES
from atlas.model.records import Point
from atlas.site.views.common import (
    Citations,
    EventLine,
    Link,
    MailboxLine,
    ParagraphLine,
    event_line,
    mailboxes,
    paragraph_line,
    theme_links,
    upcoming,
)
from atlas.site.views.drawings import Diagram, levels, review
from atlas.site.views.menu import ScenarioView, menu_view
from atlas.site.views.organisation import NetworkLine, network_lines


@dataclass(frozen=True)
class PointView:
    """A point of a list, with the pages of its themes."""

    id: str
    text: Phrase
    themes: tuple[Link, ...]


@dataclass(frozen=True)
class StepView:
    """A step of a process in full."""

    number: int
    id: str
    name: Phrase
    happens: Phrase
    actors: str
    outcome: Phrase
    preparation: Phrase


@dataclass(frozen=True)
class RoleView:
    """A role and its tasks."""

    id: str
    name: Phrase
    optional: bool
    tasks: tuple[PointView, ...]


@dataclass(frozen=True)
class DatedLine:
    """A dated line with its sources."""

    text: Phrase
    detail: str
    cites: tuple[int, ...]


@dataclass(frozen=True)
class GroupRow:
    """A group of States under review."""

    number: int
    started: str
    reviews: int
    countries: int
    cites: tuple[int, ...]


@dataclass(frozen=True)
class Insert:
    """One insert: the shape it is drawn in, and what it shows."""

    shape: str
    name: str
    points: tuple[PointView, ...] = ()
    steps: tuple[StepView, ...] = ()
    roles: tuple[RoleView, ...] = ()
    lines: tuple[DatedLine, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    scenarios: tuple[ScenarioView, ...] = ()
    networks: tuple[NetworkLine, ...] = ()
    links: tuple[Link, ...] = ()
    events: tuple[EventLine, ...] = ()
    paragraphs: tuple[ParagraphLine, ...] = ()
    drawing: Diagram | None = None
    mailboxes: tuple[MailboxLine, ...] = ()


def insert_view(edition: Edition, name: str, cites: Citations) -> Insert:
    """What the insert `name` shows; its sources are added to the page's."""
    catalogue = edition.catalogue
    first, _, part = name.partition(" ")
    if part == "paragraphs":
        return Insert("paragraphs", name, paragraphs=_usable(edition, first, cites))
    if first in catalogue.programmes and part in (*LISTS, *TABLES):
        cites.all(catalogue.programmes[first].sources)
        return _programme(edition, first, part, cites)
    match name:
        case "scenarios" | "mandates":
            for scenario in catalogue.scenarios.values():
                cites.all(scenario.sources)
            return Insert(name, name, scenarios=menu_view(edition).scenarios)
        case "networks":
            return Insert(name, name, networks=network_lines(edition, cites))
        case "mailboxes":
            return Insert(name, name, mailboxes=mailboxes(edition))
        case "processes":
            return Insert(name, name, links=_processes(edition, cites))
        case "dialogues":
            held = [
                event
                for event in catalogue.events.values()
                if catalogue.role("event-kinds", event.kind) == "dialogue"
            ]
            held.sort(key=event_key, reverse=True)
            return Insert(name, name, events=tuple(event_line(edition, e, cites) for e in held))
        case "calendar":
            coming = upcoming(edition)
            return Insert(name, name, events=tuple(event_line(edition, e, cites) for e in coming))
    return _without_data(edition, name)


_DRAWINGS = {"levels picture": levels, "review picture": review}


def _without_data(edition: Edition, name: str) -> Insert:
    if name in _DRAWINGS:
        return Insert("drawing", name, drawing=_DRAWINGS[name](edition.say))
    return Insert(name, name)


def _processes(edition: Edition, cites: Citations) -> tuple[Link, ...]:
    links = []
    for country in sorted(edition.countries, key=lambda c: (c.vpi and c.vpi.order) or 99):
        if country.vpi and edition.catalogue.has_process(country):
            cites.all(country.vpi.sources)
            status = edition.label("vpi-statuses", country.vpi.status).text
            links.append(Link(edition.country_name(country), f"countries/{country.id}/", status))
    return tuple(links)


def _point(edition: Edition, point: Point) -> PointView:
    return PointView(point.id, edition.phrase(point.text), theme_links(edition, point.themes))


def _programme(edition: Edition, identifier: str, part: str, cites: Citations) -> Insert:
    programme = edition.catalogue.programmes[identifier]
    name = f"{identifier} {part}"
    if part == "steps":
        steps = tuple(
            StepView(
                number,
                step.id,
                edition.phrase(step.name),
                edition.phrase(step.happens),
                edition.labels("actors", step.actors),
                edition.phrase(step.outcome),
                edition.phrase(step.preparation),
            )
            for number, step in enumerate(programme.steps, 1)
        )
        return Insert("steps", name, steps=steps)
    if part == "roles":
        roles = tuple(
            RoleView(
                role.id,
                edition.phrase(role.name),
                role.optional,
                tuple(_point(edition, task) for task in role.tasks),
            )
            for role in programme.roles
        )
        return Insert("roles", name, roles=roles)
    if part == "deadlines":
        lines = tuple(
            DatedLine(edition.phrase(deadline.text), edition.phrase(deadline.within).text, ())
            for deadline in programme.deadlines
        )
        return Insert("deadlines", name, lines=lines)
    if part == "figures":
        lines = tuple(
            DatedLine(edition.phrase(figure.text), edition.date(figure.as_of), cites.of(figure))
            for figure in programme.figures
        )
        return Insert("figures", name, lines=lines)
    if part == "groups":
        groups = tuple(
            GroupRow(
                group.number,
                edition.date(group.started),
                group.country_reviews,
                group.countries,
                cites.of(group),
            )
            for group in programme.groups
        )
        return Insert("groups", name, groups=groups)
    points: tuple[Point, ...] = getattr(programme, part)
    return Insert("points", name, points=tuple(_point(edition, point) for point in points))


def _usable(edition: Edition, actor: str, cites: Citations) -> tuple[ParagraphLine, ...]:
    lines = []
    for resolution in edition.catalogue.resolutions.values():
        for paragraph in paragraphs(resolution):
            if actor not in paragraph.usable_by:
                continue
            cites.all(resolution.sources)
            how = edition.maybe(paragraph.usable_how)
            lines.append(paragraph_line(edition, resolution, paragraph, how))
    return tuple(lines)
