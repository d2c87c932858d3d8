"""The page of a treaty: who, since when, as of when; and the list of treaties."""

from dataclasses import dataclass

from atlas.catalogue.edition import Edition, Phrase
from atlas.model.records import Treaty
from atlas.site.views.articles import ArticlesView, articles_view
from atlas.site.views.common import (
    Citations,
    Foot,
    Group,
    Link,
    TreatyLine,
    disputed,
    foot,
    related,
    theme_links,
    treaties_in_order,
    treaty_line,
)
from atlas.site.views.drawings import Growth, growth


@dataclass(frozen=True)
class PartyRow:
    """A State under this treaty."""

    country: Link
    line: TreatyLine
    disputed: Link | None


@dataclass(frozen=True)
class CountPoint:
    """How many parties there were on a date. `share` runs from 0 to 1 (the largest count)."""

    when: str
    parties: int
    share: float
    note: Phrase | None
    cites: tuple[int, ...]


@dataclass(frozen=True)
class Fact:
    """A fact under its name."""

    label: str
    value: str


@dataclass(frozen=True)
class TallyLine:
    """How many States stand under a treaty in one way."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class TreatyView:
    """What a treaty's page shows."""

    title: Phrase
    description: str
    official_title: Phrase
    summary: Phrase
    theme: Link
    facts: tuple[Fact, ...]
    counts: tuple[CountPoint, ...]
    growth: Growth | None
    articles: ArticlesView
    known_gap: Phrase | None
    recorded: str
    statuses: tuple[TallyLine, ...]
    rows: tuple[PartyRow, ...]
    link: str | None
    foot: Foot


def treaty_view(edition: Edition, treaty: Treaty) -> TreatyView:
    """What the page of one treaty shows."""
    cites = Citations(edition)
    cites.all(treaty.sources)
    rows = []
    dates = []
    tally: dict[str, int] = {}
    for country in edition.countries:
        for status in country.treaties:
            if status.treaty == treaty.id:
                tally[status.status] = tally.get(status.status, 0) + 1
                dates.append(status.as_of)
                rows.append(
                    PartyRow(
                        Link(edition.country_name(country), f"countries/{country.id}/"),
                        treaty_line(edition, status, cites),
                        disputed(edition, f"countries/{country.id}/", status),
                    )
                )
    in_time = sorted(treaty.counts, key=lambda c: c.as_of.sort_key)
    largest = max((count.parties for count in treaty.counts), default=1)
    facts = [
        (edition.say("fact_adopted"), edition.date(treaty.adopted)),
        (edition.say("fact_adopted_by"), treaty.adopted_by),
        (edition.say("fact_opened"), edition.date(treaty.opened) if treaty.opened else ""),
        (edition.say("fact_in_force"), edition.date(treaty.entry_into_force)),
        (
            edition.say("fact_signatories"),
            edition.language.number(treaty.signatories) if treaty.signatories else "",
        ),
        (edition.say("fact_depositary_number"), treaty.depositary_number),
        (edition.say("fact_registration"), treaty.registration or ""),
        (edition.say("fact_series"), treaty.series or ""),
    ]
    name = edition.phrase(treaty.short).text
    newest = in_time[-1] if in_time else None
    parties = sum(
        number
        for code, number in tally.items()
        if edition.catalogue.role("treaty-statuses", code) == "party"
    )
    return TreatyView(
        title=edition.phrase(treaty.short),
        description=edition.say("treaty_description", treaty=name),
        official_title=edition.phrase(treaty.official_title),
        summary=edition.phrase(treaty.summary),
        theme=theme_links(edition, [treaty.theme])[0],
        facts=tuple(Fact(label, value) for label, value in facts if value),
        counts=tuple(
            CountPoint(
                edition.date(count.as_of),
                count.parties,
                round(count.parties / largest, 4),
                edition.maybe(count.note),
                cites.of(count),
            )
            for count in in_time
        ),
        growth=growth([(count.as_of, count.parties) for count in in_time]),
        articles=articles_view(edition, treaty),
        known_gap=edition.maybe(treaty.known_gap),
        recorded=edition.say(
            "treaty_recorded",
            recorded=parties,
            count=newest.parties,
            date=edition.date(newest.as_of),
        )
        if newest
        else edition.say("treaty_recorded_alone", recorded=parties),
        statuses=tuple(
            TallyLine(code, edition.label("treaty-statuses", code).text, tally[code])
            for code in edition.catalogue.codes["treaty-statuses"]
            if code in tally
        ),
        rows=tuple(rows),
        link=treaty.link,
        foot=foot(edition, treaty, cites, _not_countries(edition, treaty), dates),
    )


def _not_countries(edition: Edition, treaty: Treaty) -> list[Group]:
    """The related pages without the countries, which the page already lists in full."""
    groups = related(edition, "treaties", treaty, {})
    return [group for group in groups if group.title != edition.say("kind_countries")]


@dataclass(frozen=True)
class TreatyCard:
    """A treaty in the list."""

    link: Link
    official_title: Phrase
    summary: Phrase
    parties: str


@dataclass(frozen=True)
class TreatiesView:
    """What the list of treaties shows."""

    title: str
    description: str
    treaties: tuple[TreatyCard, ...]


def treaties_view(edition: Edition) -> TreatiesView:
    """What the list of treaties shows."""
    cards = []
    for treaty in treaties_in_order(edition.catalogue):
        newest = max(treaty.counts, key=lambda c: c.as_of.sort_key, default=None)
        parties = ""
        if newest:
            parties = edition.say(
                "parties_on", count=newest.parties, date=edition.date(newest.as_of)
            )
        cards.append(
            TreatyCard(
                Link(edition.phrase(treaty.short), f"treaties/{treaty.id}/"),
                edition.phrase(treaty.official_title),
                edition.phrase(treaty.summary),
                parties,
            )
        )
    return TreatiesView(
        title=edition.say("kind_treaties"),
        description=edition.say("treaties_description"),
        treaties=tuple(cards),
    )
