"""Everything on one theme, and the list of themes."""

from dataclasses import dataclass

from atlas.catalogue.catalogue import event_key, paragraphs
from atlas.catalogue.edition import Edition, Phrase
from atlas.catalogue.routes import path_of
from atlas.model.records import Code
from atlas.site.views.common import (
    Citations,
    DescribedLink,
    EventLine,
    Foot,
    Link,
    ParagraphLine,
    event_line,
    link_to,
    paragraph_line,
)
from atlas.site.views.country import option_code


@dataclass(frozen=True)
class ThemeView:
    """What a theme's page shows."""

    title: Phrase
    description: str
    definition: Phrase | None
    term: Link | None
    treaties: tuple[Link, ...]
    countries: tuple[Link, ...]
    resolutions: tuple[Link, ...]
    paragraphs: tuple[ParagraphLine, ...]
    options: tuple[Link, ...]
    programmes: tuple[DescribedLink, ...]
    alliances: tuple[Link, ...]
    events: tuple[EventLine, ...]
    foot: Foot


def theme_view(edition: Edition, code: Code) -> ThemeView:
    """What the page of one theme shows."""
    catalogue = edition.catalogue
    theme = code.id
    cites = Citations(edition)
    countries = []
    for country in edition.countries:
        if country.vpi and any(topic.theme == theme for topic in country.vpi.focus_topics):
            status = edition.label("vpi-statuses", country.vpi.status).text
            name = edition.country_name(country)
            countries.append(Link(name, f"countries/{country.id}/", status))
    events = [e for e in catalogue.events.values() if theme in e.themes]
    events.sort(key=event_key, reverse=True)
    label = edition.phrase(code.label)
    return ThemeView(
        title=label,
        description=edition.say("theme_description", theme=label.text),
        definition=edition.maybe(code.definition),
        term=(
            Link(edition.phrase(catalogue.terms[code.term].term), f"glossary/#{code.term}")
            if code.term
            else None
        ),
        treaties=tuple(
            link_to(edition, "treaties", t.id)
            for t in catalogue.treaties.values()
            if t.theme == theme
        ),
        countries=tuple(countries),
        resolutions=tuple(
            Link(
                edition.resolution_name(r.id),
                path_of(catalogue, "resolutions", r.id),
                edition.label("resolution-statuses", r.status).text,
            )
            for r in catalogue.resolutions.values()
            if theme in r.themes
        ),
        paragraphs=tuple(
            paragraph_line(edition, resolution, paragraph)
            for resolution in catalogue.resolutions.values()
            for paragraph in paragraphs(resolution)
            if theme in paragraph.themes
        ),
        options=tuple(
            Link(
                f"{option_code(option.id)} · {edition.phrase(option.name)}",
                f"scenarios/#{option.id}",
            )
            for _, option in catalogue.options.values()
            if theme in option.themes
        ),
        programmes=tuple(
            DescribedLink(link_to(edition, "programmes", programme.id), edition.phrase(point.text))
            for programme in catalogue.programmes.values()
            for point in programme.themes
            if theme in point.themes
        ),
        alliances=tuple(
            link_to(edition, "alliances", a.id)
            for a in catalogue.alliances.values()
            if any(theme in group.themes for group in a.working_groups)
        ),
        events=tuple(event_line(edition, event, cites) for event in events),
        foot=Foot(sources=cites.lines()),
    )


@dataclass(frozen=True)
class ThemeLine:
    """A theme in the list: its page, what it is about, and how much there is on it, by kind."""

    link: Link
    text: Phrase | None
    counts: tuple[str, ...]


@dataclass(frozen=True)
class ThemesView:
    """What the list of themes shows."""

    title: str
    description: str
    themes: tuple[ThemeLine, ...]


def themes_view(edition: Edition) -> ThemesView:
    """What the list of themes shows."""
    codes = sorted(
        edition.catalogue.codes["themes"].values(),
        key=lambda code: edition.language.sort_key(edition.phrase(code.label).text),
    )
    return ThemesView(
        title=edition.say("kind_themes"),
        description=edition.say("themes_description"),
        themes=tuple(
            ThemeLine(
                Link(edition.phrase(code.label), f"themes/{code.id}/"),
                edition.maybe(code.definition),
                _counts(edition, theme_view(edition, code)),
            )
            for code in codes
        ),
    )


def _counts(edition: Edition, theme: ThemeView) -> tuple[str, ...]:
    counted = (
        (edition.say("theme_count_paragraphs"), theme.paragraphs),
        (edition.say("kind_resolutions"), theme.resolutions),
        (edition.say("kind_countries"), theme.countries),
        (edition.say("theme_count_events"), theme.events),
    )
    return tuple(
        edition.say("theme_count", kind=kind, count=len(entries))
        for kind, entries in counted
        if entries
    )
