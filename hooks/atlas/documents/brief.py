"""The brief of a country: what its view holds, chosen and set for two sheets of paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urljoin

import segno

from atlas.catalogue.edition import Edition
from atlas.documents.compilation import lay_out
from atlas.documents.cover import Cover
from atlas.documents.nodes import (
    Blocks,
    Cell,
    Citation,
    Definitions,
    Item,
    Items,
    Line,
    LineBreak,
    Plain,
    Row,
    Span,
    Table,
    walk,
)
from atlas.documents.tree import PageStore
from atlas.documents.view_nodes import (
    Linker,
    aside,
    citations,
    fact,
    fact_line,
    items,
    joined,
    paragraph,
    section,
    strong,
    words,
)
from atlas.site.views.common import Disagreement, EventLine, SourceLine, TreatyLine
from atlas.site.views.country import CountryView, Initiative, MeetingLine

LETTERS = 130
"""Letters in a line of a table, about: a brief is set smaller than the handbook, on a wider page."""


@dataclass(frozen=True)
class Contact:
    """A page that tells whom to turn to, and its address."""

    name: str
    url: str


@dataclass(frozen=True)
class Brief:
    """What `brief.typ` is given: `page` is the address of the country's page."""

    cover: Cover
    kind: str
    country: str
    head: Blocks
    blocks: Blocks
    contacts_title: str
    contacts: list[Contact]
    sources_title: str
    sources: list[Line]
    page: str
    page_text: str
    qr_alternative: str
    dates: str


def make_brief(
    edition: Edition,
    view: CountryView,
    store: PageStore,
    url: str,
    cover: Cover,
) -> Brief:
    """The brief of a country, ready to be set.

    `url` is where the edition stands on the web. Raises TreeError for a link that leads nowhere.
    """
    path = f"countries/{view.code.lower()}/"
    writer = _Writer(edition, view, Linker(store, path, url))
    head, blocks = writer.head(), writer.blocks()
    sources = _renumber([*head, *blocks], view.foot.sources)
    lay_out(blocks, LETTERS)
    say = edition.say
    page = urljoin(url, path)
    as_of, reviewed = view.foot.as_of, view.foot.reviewed
    dates = [
        say("as_of", date=as_of) if as_of else "",
        reviewed or "",
    ]
    return Brief(
        cover=cover,
        kind=say("brief_kind"),
        country=view.title,
        head=head,
        blocks=blocks,
        contacts_title=say("brief_contacts"),
        contacts=writer.contacts(),
        sources_title=say("sources_title"),
        sources=[writer.links.source(source) for source in sources],
        page=page,
        page_text=say("brief_page"),
        qr_alternative=say("brief_qr", address=page),
        dates=" · ".join(filter(None, dates)),
    )


def _renumber(blocks: Blocks, sources: Iterable[SourceLine]) -> list[SourceLine]:
    """Number the citations of some blocks anew without gaps; returns the sources they cite, in order."""
    cites = [node for node in walk(blocks) if isinstance(node, Citation)]
    cited = {cite.number for cite in cites}
    left = [source for source in sources if source.number in cited]
    numbers = {source.number: number for number, source in enumerate(left, 1)}
    for cite in cites:
        cite.number = numbers[cite.number]
    return left


@dataclass
class _Writer:
    """Writes each section of a brief; one of which nothing is known is left out or says so."""

    edition: Edition
    view: CountryView
    links: Linker

    def say(self, key: str, **values: object) -> str:
        return self.edition.say(key, **values)

    def more(self, path: str | None, key: str) -> Line:
        """A link to a written page behind a sentence, if the site has that page."""
        return [] if path is None else [" ", *self.links.to(path, [self.say(key)])]

    def head(self) -> Blocks:
        view, initiative = self.view, self.view.initiative
        if initiative:
            lede = paragraph(words(initiative.summary), citations(initiative.cites), style="lede")
        else:
            nothing = self.say("no_process_recorded", country=view.title)
            lede = paragraph(
                [nothing], self.more(self.edition.ways.process, "what_is_vpi"), style="lede"
            )
        explanation = words(initiative.explanation) if initiative else []
        return [
            *paragraph([" · ".join([view.kind, view.code, *view.regions])], style="kicker"),
            *paragraph(joined([[Span([view.status], "badge")], explanation], " ")),
            *lede,
        ]

    def blocks(self) -> Blocks:
        view, initiative = self.view, self.view.initiative
        return [
            *self.steps(),
            *(self.initiative(initiative) if initiative else []),
            *self.treaties(view.treaties),
            *self.next_options(),
            *self.recorded_options(),
            *self.review(),
            *self.networks(),
            *section(2, self.say("unknown_title"), items(map(words, view.foot.unknown))),
            *section(
                2, self.say("conflicts_title"), items(map(self.conflict, view.foot.conflicts))
            ),
        ]

    def conflict(self, each: Disagreement) -> Line:
        when = f" ({each.as_of})" if each.as_of else ""
        return [*words(each.says), when, *citations(each.sources), " ", *words(each.shown)]

    def steps(self) -> Blocks:
        view = self.view
        if not view.steps:
            return []
        count = (
            self.say("steps_recorded", done=view.steps_done, total=len(view.steps))
            if view.steps_done
            else ""
        )
        lines: list[Line] = [
            [
                *strong(step.name),
                f" – {', '.join(filter(None, [step.state, step.when]))}",
                *citations(step.cites),
                *aside(step.note),
            ]
            for step in view.steps
        ]
        return section(
            2,
            self.say("steps_title"),
            paragraph([count] if count else []),
            items(lines, ordered=True),
        )

    def initiative(self, initiative: Initiative) -> Blocks:
        focus: list[Line] = [
            joined([self.links.link(topic.link), words(topic.text)], ": ")
            for topic in initiative.focus
        ]
        priorities: list[Line] = [
            [*words(priority.text), *citations(priority.cites), *aside(priority.detail)]
            for priority in initiative.priorities
        ]
        return [
            *section(2, self.say("vpi_title"), self.facts(initiative)),
            *section(2, self.say("focus_title"), items(focus)),
            *section(
                2,
                self.say("priorities_title"),
                items(priorities),
                paragraph([initiative.agreed]),
            ),
            *section(
                2, self.say("follow_ups_title"), items(map(self.event, initiative.follow_ups))
            ),
        ]

    def facts(self, initiative: Initiative) -> Blocks:
        say = self.say
        launch = _meeting(initiative.launch) if initiative.launch else []
        if initiative.launch_title:
            launch += [LineBreak(), *words(initiative.launch_title)]
        participants: list[Line] = [
            [*words(body.text), *citations(body.cites)] for body in initiative.participants
        ]
        pairs = [
            *fact_line(say("fact_counterpart"), words(initiative.counterpart)),
            *fact_line(say("fact_field_office"), words(initiative.field_office)),
            *fact(say("fact_scoping"), *items(map(_meeting, initiative.meetings))),
            *fact_line(say("fact_launch"), launch),
            *fact(say("fact_participants"), *items(participants)),
            *fact_line(say("fact_context"), words(initiative.context)),
            *fact_line(say("fact_alliance"), self.alliances()),
        ]
        return [Definitions(pairs)]

    def alliances(self) -> Line:
        if self.view.alliances:
            return joined(map(self.links.link, self.view.alliances), ", ")
        more = self.more(self.edition.ways.alliances, "how_to_start_alliance")
        return [self.say("alliance_not_recorded"), *more]

    def event(self, event: EventLine) -> Line:
        title = self.links.to(f"calendar/#{event.id}", words(event.title))
        return [f"{event.when}: ", *title, *citations(event.cites)]

    def treaties(self, treaties: Iterable[TreatyLine]) -> Blocks:
        columns = ("treaty", "status", "signed", "instrument", "as_of")
        head = Row([Cell([Plain([self.say(f"column_{c}")])], header=True) for c in columns])
        rows = [
            Row(
                [
                    Cell([Plain(self.links.link(line.title))], header=True),
                    Cell([Plain([line.status, *aside(line.note), *citations(line.cites)])]),
                    Cell([Plain([line.signed or "–"])]),
                    Cell([Plain([line.date or "–"])]),
                    Cell([Plain([line.as_of])]),
                ]
            )
            for line in treaties
        ]
        table: Blocks = [Table([head], rows)] if rows else []
        return section(2, self.say("country_treaties_title"), table)

    def next_options(self) -> Blocks:
        options: list[Item] = []
        for option in self.view.next_options:
            name = [*strong(option.code), " ", *words(option.link.text)]
            line = [*self.links.to(option.link.path, name), *aside(option.first_move)]
            options.append(Item([Plain(line)], "open"))
        if not options:
            return []
        note = paragraph([self.say("ask_next_note")])
        return section(2, self.say("ask_next_title"), note, [Items(options, style="options")])

    def recorded_options(self) -> Blocks:
        options: list[Item] = []
        for option in self.view.options:
            if option.done:
                name = [*strong(option.code), " ", *words(option.name)]
                line = [
                    *self.links.to(f"scenarios/#{option.id}", name),
                    f" – {self.say('option_recorded')}",
                    *citations(option.cites),
                    *aside(option.note),
                ]
                options.append(Item([Plain(line)], "done"))
        listed: Blocks = [Items(options, style="options")] if options else []
        return section(2, self.say("country_menu_title"), listed)

    def review(self) -> Blocks:
        cites = citations(self.view.review_cites)
        more = self.more(self.edition.ways.review, "how_to_take_part")
        said = self.view.review
        line = paragraph([said], cites, more) if said else paragraph(more)
        return section(2, self.say("country_review_title"), line)

    def networks(self) -> Blocks:
        if self.view.networks:
            links = items(map(self.links.link, self.view.networks))
            inside = [*paragraph([self.say("country_networks")]), *links]
        else:
            more = self.more(self.edition.ways.networks, "how_to_start_network")
            inside = paragraph([self.say("country_no_network")], more)
        return section(2, self.say("country_network_title"), inside)

    def contacts(self) -> list[Contact]:
        """The pages that tell whom to turn to."""
        alliances = "alliances/" if "alliances/" in self.links.store.pages else None
        pages = [(str(link.text), link.path) for link in self.view.networks]
        pages += [
            (self.say("kind_alliances"), alliances),
            (self.say("how_to_take_part"), self.edition.ways.review),
            (self.say("correct_or_remove"), self.edition.ways.corrections),
        ]
        return [Contact(name, self.links.url(path)) for name, path in pages if path]


def _meeting(meeting: MeetingLine) -> Line:
    """A meeting in one line: when, where, who took part."""
    line = joined([strong(meeting.when), words(meeting.place)], ", ")
    line = joined([line, words(meeting.participants)], ": ")
    return [*line, *citations(meeting.cites), *aside(meeting.note)]


def draw_qr_code(url: str) -> str:
    """The QR code of an address, as SVG."""
    # Any mask can be read; to look for the one that reads best takes five times as long.
    out = BytesIO()
    code = segno.make(url, error="m", mask=3, micro=False)
    code.save(out, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None)
    return out.getvalue().decode()
