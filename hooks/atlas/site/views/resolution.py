"""The page of a resolution, paragraph by paragraph, and the list of resolutions."""

from collections.abc import Iterable
from dataclasses import dataclass

from atlas.catalogue.articles import recalled_article
from atlas.catalogue.catalogue import paragraphs
from atlas.catalogue.edition import Edition, Phrase, paragraph_number
from atlas.model.records import Paragraph, Resolution
from atlas.site.views.common import Citations, Foot, Link, foot, link_to, related, theme_links
from atlas.site.views.drawings import Recalls, recalls


@dataclass(frozen=True)
class ParagraphView:
    """One paragraph: who is asked what, how strongly, and who may use it."""

    id: str
    number: str
    label: str
    verb: str | None
    verb_code: str
    verb_rank: int | None
    verb_strength: str
    verb_text: Phrase | None
    addressees: str
    addressee_codes: str
    topic: Phrase
    summary: Phrase
    themes: tuple[Link, ...]
    theme_codes: str
    references: tuple[Link, ...]
    deadline: Link | None
    usable_by: str
    usable_codes: str
    usable_how: Phrase | None
    also: tuple[tuple[str, str, Phrase], ...]
    other_language: tuple[str, str, str] | None
    cite: str
    items: tuple["ParagraphView", ...]


@dataclass(frozen=True)
class Recalled:
    """A text the resolution recalls."""

    body: str
    name: str
    when: str | None
    link: Link | None
    title: Phrase | None


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with how many paragraphs it keeps."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class ResolutionView:
    """What a resolution's page shows."""

    title: str
    description: str
    kind: str
    status: str
    status_role: str
    status_note: Phrase | None
    official_title: Phrase | None
    title_note: Phrase | None
    number: str | None
    number_note: Phrase | None
    topic: Phrase
    summary: Phrase
    session: Link | str
    when: str | None
    when_note: Phrase | None
    symbol: str | None
    agenda_item: str | None
    agenda_title: Phrase | None
    original_language: str | None
    annex: Phrase | None
    themes: tuple[Link, ...]
    proposers: tuple[Link, ...]
    proposers_note: Phrase | None
    creates: tuple[Phrase, ...]
    preamble: tuple[tuple[str, Phrase, Phrase], ...]
    paragraphs: tuple[ParagraphView, ...]
    verbs: tuple[Choice, ...]
    verb_meanings: tuple[tuple[str, Phrase | None, int | None], ...]
    addressees: tuple[Choice, ...]
    theme_choices: tuple[Choice, ...]
    users: tuple[Choice, ...]
    recalls: tuple[tuple[str, tuple[Recalled, ...]], ...]
    recalls_drawing: Recalls
    recalled_by: tuple[Link, ...]
    foot: Foot


def paragraph_view(edition: Edition, resolution: Resolution, paragraph: Paragraph) -> ParagraphView:
    """What is shown of one paragraph."""
    catalogue = edition.catalogue
    deadline = catalogue.events.get(paragraph.deadline) if paragraph.deadline else None
    name = edition.resolution_name(resolution.id)
    number = paragraph_number(paragraph.id)
    other = next((tongue for tongue in catalogue.languages if tongue != edition.language), None)
    beside = None
    if other and other.tag in paragraph.summary:
        beside = (other.tag, other.direction, paragraph.summary[other.tag])
    return ParagraphView(
        id=paragraph.id,
        number=number,
        label=edition.say("paragraph_label", number=number),
        verb=edition.label("verbs", paragraph.verb).text if paragraph.verb else None,
        verb_code=paragraph.verb or "",
        verb_rank=edition.code("verbs", paragraph.verb).rank if paragraph.verb else None,
        verb_strength=_strength(edition, paragraph.verb),
        verb_text=edition.maybe(paragraph.verb_text),
        addressees=edition.labels("actors", paragraph.addressees),
        addressee_codes=" ".join(paragraph.addressees),
        topic=edition.phrase(paragraph.topic),
        summary=edition.phrase(paragraph.summary),
        themes=theme_links(edition, paragraph.themes),
        theme_codes=" ".join(paragraph.themes),
        references=tuple(Link(*edition.provision(each)) for each in paragraph.references),
        deadline=link_to(edition, "events", deadline.id) if deadline else None,
        usable_by=edition.labels("actors", paragraph.usable_by),
        usable_codes=" ".join(paragraph.usable_by),
        usable_how=edition.maybe(paragraph.usable_how),
        also=tuple(
            (
                edition.label("verbs", each.verb).text,
                edition.labels("actors", each.addressees),
                edition.phrase(each.summary),
            )
            for each in paragraph.also
        ),
        other_language=beside,
        cite=edition.say("cite_paragraph", resolution=name, number=number),
        items=tuple(paragraph_view(edition, resolution, item) for item in paragraph.items),
    )


def _strength(edition: Edition, verb: str | None) -> str:
    """How strongly a verb asks, in words; empty where it has no grade."""
    ranks = [code.rank for code in edition.catalogue.codes["verbs"].values() if code.rank]
    rank = edition.code("verbs", verb).rank if verb else None
    return edition.say("verb_strength", rank=rank, ranks=max(ranks)) if rank else ""


def resolution_view(edition: Edition, resolution: Resolution) -> ResolutionView:
    """What the page of one resolution shows."""
    catalogue = edition.catalogue
    cites = Citations(edition)
    cites.all(resolution.sources)
    name = edition.resolution_name(resolution.id)
    session = catalogue.sessions.get(resolution.session)
    every = list(paragraphs(resolution))
    status = edition.code("resolution-statuses", resolution.status)
    verbs = {p.verb: None for p in every if p.verb}
    recalled = _recalls(edition, resolution)
    recalled_by = [
        other.id
        for other in catalogue.resolutions.values()
        if any(citation.resolution == resolution.id for citation in other.recalls)
    ]
    if session:
        session_link: Link | str = link_to(edition, "events", session.id)
    else:
        session_link = edition.say("session_number", number=resolution.session)
    return ResolutionView(
        title=name,
        description=_description(edition, resolution, name),
        kind=edition.say(f"{resolution.kind}_kind"),
        status=edition.phrase(status.label).text,
        status_role=edition.catalogue.role("resolution-statuses", resolution.status),
        status_note=edition.maybe(status.definition),
        official_title=edition.maybe(resolution.official_title),
        title_note=edition.maybe(resolution.title_note),
        number=resolution.number,
        number_note=edition.maybe(resolution.number_note),
        topic=edition.phrase(resolution.topic),
        summary=edition.phrase(resolution.summary),
        session=session_link,
        when=edition.date(resolution.date) if resolution.date else None,
        when_note=edition.maybe(resolution.date_note),
        symbol=resolution.symbol,
        agenda_item=resolution.agenda_item,
        agenda_title=edition.maybe(resolution.agenda_title),
        original_language=(
            edition.language_name(resolution.original_language)
            if resolution.original_language
            else None
        ),
        annex=edition.maybe(resolution.annex),
        themes=theme_links(edition, resolution.themes),
        proposers=tuple(link_to(edition, "countries", c) for c in resolution.proposers),
        proposers_note=edition.maybe(resolution.proposers_note),
        creates=tuple(edition.phrase(each) for each in resolution.creates),
        preamble=tuple(
            (each.id, edition.phrase(each.opening), edition.phrase(each.summary))
            for each in resolution.preamble
        ),
        paragraphs=tuple(paragraph_view(edition, resolution, p) for p in resolution.paragraphs),
        verbs=_choices(edition, "verbs", ([p.verb] if p.verb else [] for p in every)),
        verb_meanings=tuple(
            (
                edition.label("verbs", verb).text,
                edition.maybe(edition.code("verbs", verb).definition),
                edition.code("verbs", verb).rank,
            )
            for verb in sorted(verbs, key=lambda v: edition.code("verbs", v).rank or 99)
        ),
        addressees=_choices(edition, "actors", (p.addressees for p in every)),
        theme_choices=_choices(edition, "themes", (p.themes for p in every)),
        users=_choices(edition, "actors", (p.usable_by for p in every)),
        recalls=recalled,
        recalls_drawing=recalls(
            [(b, [bool(line.link) for line in lines]) for b, lines in recalled]
        ),
        recalled_by=tuple(link_to(edition, "resolutions", each) for each in recalled_by),
        foot=foot(
            edition,
            resolution,
            cites,
            related(
                edition,
                "resolutions",
                resolution,
                {"countries": resolution.proposers, "treaties": _treaties(every)},
            ),
        ),
    )


def _description(edition: Edition, resolution: Resolution, name: str) -> str:
    """One sentence for search results; a name without a number already says the topic."""
    if resolution.number and resolution.number_verified:
        topic = edition.phrase(resolution.topic).text
        return edition.say("resolution_description", name=name, topic=topic)
    return edition.say("resolution_description_unnumbered", name=name)


def _choices(
    edition: Edition, vocabulary: str, codes: Iterable[Iterable[str]]
) -> tuple[Choice, ...]:
    counts: dict[str, int] = {}
    for each in codes:
        for code in each:
            counts[code] = counts.get(code, 0) + 1
    known = edition.catalogue.codes[vocabulary]
    return tuple(
        Choice(code, edition.label(vocabulary, code).text, counts[code])
        for code in known
        if code in counts
    )


def _treaties(every: Iterable[Paragraph]) -> list[str]:
    return [r.treaty for p in every for r in p.references if r.treaty]


def _recalls(
    edition: Edition, resolution: Resolution
) -> tuple[tuple[str, tuple[Recalled, ...]], ...]:
    groups: dict[str, list[Recalled]] = {}
    for citation in resolution.recalls:
        body = edition.label("bodies", citation.body).text
        link = None
        if citation.resolution:
            link = link_to(edition, "resolutions", citation.resolution)
        elif article := recalled_article(citation):
            link = Link(*edition.provision(article))
        elif citation.treaty:
            link = link_to(edition, "treaties", citation.treaty)
        groups.setdefault(body, []).append(
            Recalled(
                body=body,
                name=edition.say(f"{citation.kind}_number", number=citation.number),
                when=edition.date(citation.date) if citation.date else None,
                link=link,
                title=edition.maybe(citation.title),
            )
        )
    return tuple((body, tuple(lines)) for body, lines in groups.items())


@dataclass(frozen=True)
class ResolutionRow:
    """A resolution in the list."""

    link: Link
    topic: Phrase
    status: str
    status_role: str
    kind: str
    when: str | None
    paragraphs: int


@dataclass(frozen=True)
class ResolutionsView:
    """What the list of resolutions shows, newest session first."""

    title: str
    description: str
    sessions: tuple[tuple[str, Link | None, tuple[ResolutionRow, ...]], ...]


def resolutions_view(edition: Edition) -> ResolutionsView:
    """What the list of resolutions shows."""
    catalogue = edition.catalogue
    sessions: dict[int, list[Resolution]] = {}
    for resolution in catalogue.resolutions.values():
        sessions.setdefault(resolution.session, []).append(resolution)
    shown = []
    for session in sorted(sessions, reverse=True):
        rows = sorted(
            sessions[session],
            key=lambda r: (
                catalogue.role("resolution-statuses", r.status) != "draft",
                not r.paragraphs,
                not r.number_verified,
                r.id,
            ),
        )
        event = catalogue.sessions.get(session)
        shown.append(
            (
                edition.say("session_number", number=session),
                link_to(edition, "events", event.id) if event else None,
                tuple(_row(edition, resolution) for resolution in rows),
            )
        )
    return ResolutionsView(
        title=edition.say("kind_resolutions"),
        description=edition.say("resolutions_description", count=len(catalogue.resolutions)),
        sessions=tuple(shown),
    )


def _row(edition: Edition, resolution: Resolution) -> ResolutionRow:
    return ResolutionRow(
        link=link_to(edition, "resolutions", resolution.id),
        topic=edition.phrase(resolution.topic),
        status=edition.label("resolution-statuses", resolution.status).text,
        status_role=edition.catalogue.role("resolution-statuses", resolution.status),
        kind=edition.say(f"{resolution.kind}_kind"),
        when=edition.date(resolution.date) if resolution.date else None,
        paragraphs=len(list(paragraphs(resolution))),
    )
