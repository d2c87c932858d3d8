"""The page of a resolution, paragraph by paragraph, and the list of resolutions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from atlas.catalogue.articles import recalled_article
from atlas.catalogue.catalogue import paragraphs
from atlas.catalogue.edition import Edition, Phrase, paragraph_number
from atlas.catalogue.routes import is_folded
from atlas.model.records import Paragraph, Resolution
from atlas.model.values import Text
from atlas.site.views.charts import Heat, heat
from atlas.site.views.common import (
    Choice,
    Citations,
    Foot,
    ForeignText,
    Link,
    disputed,
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
    more: str
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
    """A verb, what it means, how strongly it asks (1 the most, None without a grade), and how often."""

    verb: str
    meaning: Phrase | None
    rank: int | None
    count: int


@dataclass(frozen=True)
class Stitch:
    """A paragraph in the strip of all of them: its number in short, what it is, how strongly it asks."""

    id: str
    number: str
    label: str
    rank: int


@dataclass(frozen=True)
class ResolutionView:
    """What a resolution's page shows."""

    title: str
    description: str
    kind: str
    status: str
    status_role: str
    is_draft: bool
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
    strip: tuple[Stitch, ...]
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
        more=edition.say("paragraph_more_beside", language=beside.language)
        if beside
        else edition.say("paragraph_more"),
        cite=edition.say("cite_paragraph", resolution=name, number=number),
        items=tuple(paragraph_view(edition, resolution, item) for item in paragraph.items),
    )


def _strength(edition: Edition, verb: str | None) -> str:
    """How strongly a verb asks, in words, the most being the highest number; empty without a grade."""
    ranks = [code.rank for code in edition.catalogue.codes["verbs"].values() if code.rank]
    rank = edition.code("verbs", verb).rank if verb else None
    if not rank:
        return ""
    return edition.say("verb_strength", strength=max(ranks) + 1 - rank, strengths=max(ranks))


def _stitch(edition: Edition, paragraph: Paragraph) -> Stitch:
    """A paragraph in the strip; a lettered one stands behind its parent, so its letter is enough."""
    number = paragraph_number(paragraph.id)
    named = edition.say("paragraph_label", number=number)
    verb = edition.label("verbs", paragraph.verb).text if paragraph.verb else ""
    topic = edition.phrase(paragraph.topic).text
    return Stitch(
        paragraph.id,
        number.split()[-1].rstrip(")"),
        ", ".join(filter(None, (named, verb, topic))),
        (edition.code("verbs", paragraph.verb).rank if paragraph.verb else None) or 0,
    )


def resolution_view(edition: Edition, resolution: Resolution) -> ResolutionView:
    """What the page of one resolution shows."""
    catalogue = edition.catalogue
    cites = Citations(edition)
    cites.all(resolution.sources)
    name = edition.resolution_name(resolution.id)
    session = catalogue.sessions.get(resolution.session)
    every = list(paragraphs(resolution))
    status = edition.code("resolution-statuses", resolution.status)
    status_role = catalogue.role("resolution-statuses", resolution.status)
    verbs = Counter(p.verb for p in every if p.verb)
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
        status_role=status_role,
        is_draft=status_role == "draft",
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
        strip=tuple(_stitch(edition, paragraph) for paragraph in every),
        paragraphs=tuple(paragraph_view(edition, resolution, p) for p in resolution.paragraphs),
        verbs=_choices(edition, "verbs", ([p.verb] if p.verb else [] for p in every)),
        verb_meanings=tuple(
            VerbMeaning(
                edition.label("verbs", verb).text,
                edition.maybe(edition.code("verbs", verb).definition),
                edition.code("verbs", verb).rank,
                verbs[verb],
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
    """A resolution in the list; `topic` is left out where the name says it."""

    link: Link
    topic: Phrase | None
    status: str
    status_role: str
    kind: str
    when: str | None
    paragraphs: int
    disputed: Link | None


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
class Requests:
    """The grid of what is asked, in which word and of whom: its finding, how it is read, the grid."""

    title: str
    text: str
    grid: Heat


@dataclass(frozen=True)
class ResolutionsView:
    """What the list of resolutions shows, newest session first.

    `official` is the address at which the Conference's documents are published.
    """

    title: str
    description: str
    sessions: tuple[SessionGroup, ...]
    requests: Requests | None
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
        requests=_requests(edition),
        official=catalogue.convention.official_documents,
        foot=Foot(
            sources=cites.lines(),
            as_of=edition.date(min((r.as_of for r in ever), key=lambda day: day.sort_key))
            if ever
            else None,
        ),
    )


def _requests(edition: Edition) -> Requests | None:
    """The grid of verbs and addressees of all paragraphs on record, None where fewer than two are."""
    catalogue = edition.catalogue
    adopted: Counter[tuple[str, str]] = Counter()
    drafts: Counter[tuple[str, str]] = Counter()
    asked: Counter[str] = Counter()
    texts: set[str] = set()
    for resolution in catalogue.resolutions.values():
        role = catalogue.role("resolution-statuses", resolution.status)
        counts = drafts if role == "draft" else adopted
        for paragraph in paragraphs(resolution):
            if paragraph.verb:
                asked[paragraph.verb] += 1
                texts.add(resolution.id)
                counts.update((each, paragraph.verb) for each in paragraph.addressees)
    verbs = [
        verb for verb in catalogue.codes["verbs"] if any(verb in pair for pair in adopted | drafts)
    ]
    of_whom = {actor for actor, _ in adopted | drafts}
    actors = [actor for actor in catalogue.codes["actors"] if actor in of_whom]
    if len(verbs) < 2 or len(actors) < 2:
        return None
    verb, count = asked.most_common(1)[0]
    return Requests(
        title=edition.say(
            "requests_title",
            verb=edition.label("verbs", verb).text,
            count=count,
            total=asked.total(),
        ),
        text=edition.say("requests_text", texts=len(texts))
        + (f" {edition.say('requests_drafts')}" if drafts else ""),
        grid=heat(
            [(actor, edition.label("actors", actor).text) for actor in actors],
            [(verb, edition.label("verbs", verb).text) for verb in verbs],
            adopted,
            drafts,
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
    topic = edition.phrase(resolution.topic)
    return ResolutionRow(
        link=link_to(edition, "resolutions", resolution.id),
        topic=None if topic.text in edition.resolution_name(resolution.id) else topic,
        status=edition.label("resolution-statuses", resolution.status).text,
        status_role=edition.catalogue.role("resolution-statuses", resolution.status),
        kind=edition.say(f"{resolution.kind}_kind"),
        when=edition.date(resolution.date) if resolution.date else None,
        paragraphs=len(list(paragraphs(resolution))),
        disputed=disputed(edition, f"resolutions/{resolution.id}/", resolution),
    )
