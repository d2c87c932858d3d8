"""The page of a resolution, paragraph by paragraph, and the list of resolutions."""

from collections.abc import Iterable
from dataclasses import dataclass

from atlas.catalogue.articles import recalled_article
from atlas.catalogue.catalogue import paragraphs
from atlas.catalogue.edition import Edition, Phrase, paragraph_number
from atlas.catalogue.routes import is_folded
from atlas.model.records import Paragraph, Resolution
from atlas.model.values import Text
from atlas.site.views.common import (
    Choice,
    Citations,
    Foot,
    ForeignText,
    Link,
    foot,
    link_to,
    related,
    theme_links,
)
from atlas.site.views.drawings import Recalls, recalls


@dataclass(frozen=True)
class AlsoAsked:
    """What a paragraph asks besides: how, of whom, and what."""

    verb: str
    addressees: str
    summary: Phrase


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
    also: tuple[AlsoAsked, ...]
    other_language: ForeignText | None
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
class RecalledGroup:
    """The texts of one body that the resolution recalls."""

    body: str
    texts: tuple[Recalled, ...]


@dataclass(frozen=True)
class PreambleView:
    """A paragraph of the preamble."""

    id: str
    opening: Phrase
    summary: Phrase


@dataclass(frozen=True)
class VerbMeaning:
    """A verb, what it means, and how strongly it asks: 1 the most, None where it has no grade."""

    verb: str
    meaning: Phrase | None
    rank: int | None


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
    preamble: tuple[PreambleView, ...]
    paragraphs: tuple[ParagraphView, ...]
    verbs: tuple[Choice, ...]
    verb_meanings: tuple[VerbMeaning, ...]
    addressees: tuple[Choice, ...]
    theme_choices: tuple[Choice, ...]
    users: tuple[Choice, ...]
    recalls: tuple[RecalledGroup, ...]
    recalls_drawing: Recalls
    recalled_by: tuple[Link, ...]
    foot: Foot


def paragraph_view(edition: Edition, resolution: Resolution, paragraph: Paragraph) -> ParagraphView:
    """What is shown of one paragraph."""
    catalogue = edition.catalogue
    deadline = catalogue.events.get(paragraph.deadline) if paragraph.deadline else None
    name = edition.resolution_name(resolution.id)
    number = paragraph_number(paragraph.id)
    other = next((known for known in catalogue.languages if known != edition.language), None)
    beside = None
    if other and other.tag in paragraph.summary:
        beside = ForeignText(
            other.tag,
            other.direction,
            edition.language_name(other.tag),
            paragraph.summary[other.tag],
        )
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
        references=tuple(Link(*edition.provision(cited)) for cited in paragraph.references),
        deadline=link_to(edition, "events", deadline.id) if deadline else None,
        usable_by=edition.labels("actors", paragraph.usable_by),
        usable_codes=" ".join(paragraph.usable_by),
        usable_how=edition.maybe(paragraph.usable_how),
        also=tuple(
            AlsoAsked(
                edition.label("verbs", request.verb).text,
                edition.labels("actors", request.addressees),
                edition.phrase(request.summary),
            )
            for request in paragraph.also
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
        creates=tuple(edition.phrase(text) for text in resolution.creates),
        preamble=tuple(
            PreambleView(
                paragraph.id, edition.phrase(paragraph.opening), edition.phrase(paragraph.summary)
            )
            for paragraph in resolution.preamble
        ),
        paragraphs=tuple(paragraph_view(edition, resolution, p) for p in resolution.paragraphs),
        verbs=_choices(edition, "verbs", ([p.verb] if p.verb else [] for p in every)),
        verb_meanings=tuple(
            VerbMeaning(
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
            [(group.body, [bool(text.link) for text in group.texts]) for group in recalled]
        ),
        recalled_by=tuple(link_to(edition, "resolutions", other) for other in recalled_by),
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
    for of_paragraph in codes:
        for code in of_paragraph:
            counts[code] = counts.get(code, 0) + 1
    known = edition.catalogue.codes[vocabulary]
    return tuple(
        Choice(code, edition.label(vocabulary, code).text, counts[code])
        for code in known
        if code in counts
    )


def _treaties(every: Iterable[Paragraph]) -> list[str]:
    return [r.treaty for p in every for r in p.references if r.treaty]


def _recalls(edition: Edition, resolution: Resolution) -> tuple[RecalledGroup, ...]:
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
    return tuple(RecalledGroup(body, tuple(texts)) for body, texts in groups.items())


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
class FoldedRow:
    """A resolution of which the list says all there is; its address leads here."""

    id: str
    topic: Phrase
    status: str
    status_role: str
    kind: str
    when: str | None
    when_note: Phrase | None
    summary: Phrase
    themes: tuple[Link, ...]
    unknown: tuple[Phrase, ...]
    cites: tuple[int, ...]


@dataclass(frozen=True)
class SessionGroup:
    """The resolutions of one session; `event` leads to the session itself.

    `unknown` is what is not known of any of the `folded`.
    """

    number: int
    title: str
    event: Link | None
    rows: tuple[ResolutionRow, ...]
    folded: tuple[FoldedRow, ...]
    unknown: tuple[Phrase, ...]


@dataclass(frozen=True)
class ResolutionsView:
    """What the list of resolutions shows, newest session first.

    `official` is the address at which the Conference's documents are published.
    """

    title: str
    description: str
    sessions: tuple[SessionGroup, ...]
    official: str | None
    foot: Foot


def resolutions_view(edition: Edition) -> ResolutionsView:
    """What the list of resolutions shows."""
    catalogue = edition.catalogue
    cites = Citations(edition)
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
        told = [resolution for resolution in rows if is_folded(resolution)]
        common = [
            text
            for text in (told[0].unknown if told else ())
            if all(text in resolution.unknown for resolution in told)
        ]
        shown.append(
            SessionGroup(
                session,
                edition.say("session_number", number=session),
                link_to(edition, "events", event.id) if event else None,
                tuple(_row(edition, each) for each in rows if each not in told),
                tuple(_folded(edition, cites, each, common) for each in told),
                tuple(edition.phrase(text) for text in common),
            )
        )
    ever = [r for of_session in sessions.values() for r in of_session if is_folded(r)]
    return ResolutionsView(
        title=edition.say("kind_resolutions"),
        description=edition.say("resolutions_description", count=len(catalogue.resolutions)),
        sessions=tuple(shown),
        official=catalogue.convention.official_documents,
        foot=Foot(
            sources=cites.lines(),
            as_of=edition.date(min((r.as_of for r in ever), key=lambda day: day.sort_key))
            if ever
            else None,
        ),
    )


def _folded(
    edition: Edition, cites: Citations, resolution: Resolution, common: Iterable[Text]
) -> FoldedRow:
    return FoldedRow(
        id=resolution.id,
        topic=edition.phrase(resolution.topic),
        status=edition.label("resolution-statuses", resolution.status).text,
        status_role=edition.catalogue.role("resolution-statuses", resolution.status),
        kind=edition.say(f"{resolution.kind}_kind"),
        when=edition.date(resolution.date) if resolution.date else None,
        when_note=edition.maybe(resolution.date_note),
        summary=edition.phrase(resolution.summary),
        themes=theme_links(edition, resolution.themes),
        unknown=tuple(edition.phrase(t) for t in resolution.unknown if t not in common),
        cites=cites.all(resolution.sources),
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
