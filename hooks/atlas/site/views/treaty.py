"""The page of a treaty: who, since when, as of when; and the list of treaties."""

from dataclasses import dataclass

from atlas.catalogue.edition import Edition, Phrase
from atlas.model.records import Treaty
from atlas.site import tile_map
from atlas.site.views.articles import ArticlesView, articles_view
from atlas.site.views.charts import Curve, Series, curve
from atlas.site.views.common import (
    Citations,
    Foot,
    Group,
    Link,
    TreatyLine,
    disputed,
    dye,
    foot,
    most_common,
    parties,
    related,
    theme_links,
    treaties_in_order,
    treaty_line,
)


@dataclass(frozen=True)
class PartyRow:
    """A State under this treaty; `as_of` is empty where the date of the data is the list's."""

    country: Link
    line: TreatyLine
    as_of: str
    disputed: Link | None


@dataclass(frozen=True)
class CountPoint:
    """How many parties there were on a date."""

    when: str
    parties: int
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
class PartiesChart:
    """The chart of when States became parties: its finding, what it shows, how it is read, the drawing."""

    title: str
    name: str
    text: str
    curve: Curve


@dataclass(frozen=True)
class PartiesMap:
    """The tile map of a treaty: its finding, its size and dye, the squares of parties and of others."""

    title: str
    width: int
    height: int
    dye: int
    parties: str
    others: str


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
    map: PartiesMap | None
    chart: PartiesChart | None
    articles: ArticlesView
    known_gap: Phrase | None
    recorded: str
    statuses: tuple[TallyLine, ...]
    as_of: str
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
                    (
                        Link(edition.country_name(country), f"countries/{country.id}/"),
                        treaty_line(edition, status, cites),
                        disputed(edition, f"countries/{country.id}/", status),
                    )
                )
    in_time = sorted(treaty.counts, key=lambda c: c.as_of.sort_key)
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
    recorded = sum(
        number
        for code, number in tally.items()
        if edition.catalogue.role("treaty-statuses", code) == "party"
    )
    usual = most_common(line.as_of for _, line, _ in rows) or ""
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
                edition.maybe(count.note),
                cites.of(count),
            )
            for count in in_time
        ),
        map=_map(edition, treaty),
        chart=_chart(edition, treaty),
        articles=articles_view(edition, treaty),
        known_gap=edition.maybe(treaty.known_gap),
        recorded=edition.say(
            "treaty_recorded",
            recorded=recorded,
            count=newest.parties,
            date=edition.date(newest.as_of),
        )
        if newest
        else edition.say("treaty_recorded_alone", recorded=recorded),
        statuses=tuple(
            TallyLine(code, edition.label("treaty-statuses", code).text, tally[code])
            for code in edition.catalogue.codes["treaty-statuses"]
            if code in tally
        ),
        as_of=usual,
        rows=tuple(
            PartyRow(
                country,
                line,
                "" if line.as_of == usual else edition.say("as_of", date=line.as_of),
                against,
            )
            for country, line, against in rows
        ),
        link=treaty.link,
        foot=foot(edition, treaty, cites, _not_countries(edition, treaty), dates),
    )


def _map(edition: Edition, treaty: Treaty) -> PartiesMap | None:
    """The tile map of one treaty, None where no party has a tile."""
    members = parties(edition, treaty)
    others = [country.id for country in edition.countries if country.id not in members]
    drawn = tile_map.squares(members)
    if not drawn:
        return None
    width, height = tile_map.size()
    return PartiesMap(
        title=edition.say("treaty_map", parties=len(members), others=len(others)),
        width=width,
        height=height,
        dye=_dye(edition, treaty),
        parties=drawn,
        others=tile_map.squares(others),
    )


def _dye(edition: Edition, treaty: Treaty) -> int:
    return dye(treaties_in_order(edition.catalogue).index(treaty))


def _series(edition: Edition, treaty: Treaty) -> Series:
    """The dates on which States on record became parties, and the totals published later."""
    return Series(
        edition.phrase(treaty.short).text,
        _dye(edition, treaty),
        tuple(
            sorted(
                (s.date for s in parties(edition, treaty).values() if s.date),
                key=lambda when: when.sort_key,
            )
        ),
        tuple((count.as_of, count.parties) for count in treaty.counts),
    )


def _chart(edition: Edition, treaty: Treaty) -> PartiesChart | None:
    """The chart of one treaty; its finding is the year by which half of the dated parties had joined."""
    series = _series(edition, treaty)
    drawn = curve([series], edition.today)
    if not drawn:
        return None
    dated = len(series.dates)
    undated = len(parties(edition, treaty)) - dated
    middle = series.dates[(dated - 1) // 2]
    return PartiesChart(
        title=edition.say("curve_title", count=dated, year=middle.year),
        name=edition.say(
            "curve_name",
            count=dated,
            first=edition.date(series.dates[0]),
            last=edition.date(series.dates[-1]),
        ),
        text=_how_to_read(edition, drawn, undated),
        curve=drawn,
    )


def _chart_of_all(edition: Edition) -> PartiesChart | None:
    """The chart of all treaties; its finding names the one with most parties and the one with fewest."""
    series = [_series(edition, treaty) for treaty in treaties_in_order(edition.catalogue)]
    drawn = curve(series, edition.today, height=320)
    if not drawn or len(series) < 2:
        return None
    ordered = sorted(drawn.lines, key=lambda line: -line.last)
    values = {
        "most": ordered[0].name,
        "most_count": ordered[0].last,
        "fewest": ordered[-1].name,
        "fewest_count": ordered[-1].last,
    }
    if ordered[0].last == ordered[-1].last:
        return None
    return PartiesChart(
        title=edition.say("curves_title", **values),
        name=edition.say("curves_name"),
        text=_how_to_read(edition, drawn),
        curve=drawn,
    )


def _how_to_read(edition: Edition, drawn: Curve, undated: int = 0) -> str:
    """What the steps are, how many parties they leave out, and what else is drawn, if anything is."""
    says = [edition.say("curve_text")]
    if undated:
        says.append(edition.say("curve_undated", count=undated))
    if any(line.points for line in drawn.lines):
        says.append(edition.say("curve_published"))
    return " ".join(says)


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
    chart: PartiesChart | None


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
        chart=_chart_of_all(edition),
    )
