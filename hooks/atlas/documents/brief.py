"""The brief of a country: what its view holds, chosen and set for one sheet of paper, or two."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urljoin

import segno

from atlas.catalogue.edition import Edition
from atlas.documents.cover import Cover
from atlas.documents.nodes import (
    Blocks,
    Citation,
    Definitions,
    Item,
    Items,
    Line,
    LineBreak,
    Node,
    Plain,
    Span,
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
from atlas.site.views.common import Disagreement, EventLine, SourceLine
from atlas.site.views.country import CountryView, Initiative, Locator, MeetingLine, Thread
from atlas.site.views.listing import Speaking


@dataclass(frozen=True)
class PrintedThread:
    """A treaty on the loom: its name, the number of its dye, and what is known of its date."""

    name: Line
    dye: int
    is_party: bool
    known: Line


@dataclass(frozen=True)
class Knot:
    """A step of the process: `role` is that of its state, `told` is empty where no source tells of it."""

    name: Line
    role: str
    told: Line


@dataclass(frozen=True)
class Ask:
    """What may be asked for: its code and name, the first move, and the text it rests on."""

    code: str
    name: Line
    first_move: Line
    basis: Line


@dataclass(frozen=True)
class Contact:
    """Whom to write to, or a page that tells it, and the address."""

    name: Line
    shown: str
    url: str


@dataclass(frozen=True)
class Brief:
    """What `brief.typ` is given: `page` is the address of the country's page.

    `told` and `open` stand beside each other: what sources tell besides, and what was dealt with, done or
    is not known.
    """

    cover: Cover
    kind: str
    country: str
    lede: str
    locator: Locator | None
    treaties_title: str
    threads: list[PrintedThread]
    treaties_note: Line
    facts: Blocks
    process_title: str
    process: Blocks
    knots: list[Knot]
    asks_title: str
    asks_note: str
    asks: list[Ask]
    speak_title: str
    speak: Blocks
    coming_title: str
    coming: Blocks
    contacts_title: str
    contacts: list[Contact]
    told: Blocks
    open: Blocks
    sources_title: str
    sources: list[Line]
    notes_title: str
    page: str
    page_text: str
    qr_alternative: str
    dates: str


def make_brief(
    edition: Edition,
    view: CountryView,
    speaking: Speaking | None,
    store: PageStore,
    url: str,
    cover: Cover,
) -> Brief:
    """The brief of a country, ready to be set.

    `speaking` is the next chance to speak, `url` where the edition stands on the web. Raises TreeError
    for a link that leads nowhere.
    """
    path = f"countries/{view.code.lower()}/"
    writer = _Writer(edition, view, Linker(store, path, url))
    say = edition.say
    page = urljoin(url, path)
    has_process = view.status_role != "none"
    note, facts, process = writer.treaties_note(), writer.facts(), writer.process()
    knots, told, left_open = writer.knots(), writer.told(), writer.open()
    coming = items(map(writer.event, view.upcoming))
    sources = _renumber(
        [
            *note,
            *facts,
            *process,
            *(piece for knot in knots for piece in knot.told),
            *coming,
            *told,
            *left_open,
        ],
        view.foot.sources,
    )
    as_of, reviewed = view.foot.as_of, view.foot.reviewed
    dates = [
        say("oldest_as_of", date=as_of) if as_of else "",
        reviewed or "",
    ]
    return Brief(
        cover=cover,
        kind=" · ".join([say("brief_kind"), view.kind, view.code, *view.regions]),
        country=view.title,
        lede=view.lede,
        locator=view.locator,
        treaties_title=say("country_treaties_title"),
        threads=[writer.thread(thread) for thread in view.loom.threads],
        treaties_note=note,
        facts=facts,
        process_title=say("column_process"),
        process=process,
        knots=knots,
        asks_title=say("ask_next_title" if has_process else "do_now_title"),
        asks_note=say("ask_next_note" if has_process else "do_now_note"),
        asks=writer.asks(),
        speak_title=say("home_speak_title"),
        speak=writer.speak(speaking),
        coming_title=say("calendar_next_title"),
        coming=coming,
        contacts_title=say("contacts_title"),
        contacts=writer.contacts(),
        told=told,
        open=left_open,
        sources_title=say("sources_title"),
        sources=[writer.links.source(source) for source in sources],
        notes_title=say("checklist_notes"),
        page=page,
        page_text=say("brief_page"),
        qr_alternative=say("brief_qr", address=page),
        dates=" · ".join(filter(None, dates)),
    )


def _renumber(parts: Iterable[Node | str], sources: Iterable[SourceLine]) -> list[SourceLine]:
    """Number the citations of some nodes anew, in the order of reading; returns the sources they cite."""
    cites = [node for node in walk(parts) if isinstance(node, Citation)]
    numbers: dict[int, int] = {}
    for cite in cites:
        cite.number = numbers.setdefault(cite.number, len(numbers) + 1)
    by_number = {source.number: source for source in sources}
    return [by_number[number] for number in numbers]


@dataclass
class _Writer:
    """Writes each part of a brief; one of which nothing is known is left out or says so."""

    edition: Edition
    view: CountryView
    links: Linker

    def say(self, key: str, **values: object) -> str:
        return self.edition.say(key, **values)

    def thread(self, thread: Thread) -> PrintedThread:
        known = thread.date or ("–" if thread.is_said_below else thread.status)
        when = f" ({thread.as_of})" if thread.as_of else ""
        return PrintedThread(
            self.links.link(thread.name), thread.dye, thread.is_party, [f"{known}{when}"]
        )

    def treaties_note(self) -> Line:
        """What the threads have in common, and what single ones have besides."""
        view, loom = self.view, self.view.loom
        if not loom.threads:
            return []
        key = "loom_note_exceptions" if loom.has_exceptions else "loom_note"
        line: Line = [self.say(key, date=loom.as_of)]
        if loom.rest:
            line += [f" – {loom.rest}."]
        line += citations(dict.fromkeys(number for t in view.treaties for number in t.cites))
        for treaty in view.treaties:
            if treaty.note:
                line += [LineBreak(), *words(treaty.title.text), ": ", *words(treaty.note)]
        return line

    def facts(self) -> Blocks:
        """The short answers; what is not known is said once."""
        view, say, initiative = self.view, self.say, self.view.initiative
        review = joined(
            [
                joined([strong(stage.name), [stage.state], words(stage.when)], ", ")
                + citations(stage.cites)
                for stage in view.stages
            ],
            "; ",
        )
        if view.focal_point:
            named: Line = [*strong(say("fact_focal_point")), f" ({view.focal_point})"]
            review = joined([review, [*named, *citations(view.review_cites)]], "; ")
        note = aside(view.review_note)
        pairs = [
            *fact_line(
                say("fact_counterpart"), words(initiative.counterpart if initiative else "")
            ),
            *fact_line(say("fact_review"), [*review, *note] if review or note else []),
            *fact_line(say("fact_network"), joined(map(self.links.link, view.networks), ", ")),
            *fact_line(say("fact_alliance"), joined(map(self.links.link, view.alliances), ", ")),
            *fact_line(
                say("fact_absent"), ["; ".join(view.not_recorded)] if view.not_recorded else []
            ),
        ]
        return [Definitions(pairs)] if pairs else []

    def process(self) -> Blocks:
        """Where the process stands, in a sentence; nothing where there is none on record."""
        view, initiative = self.view, self.view.initiative
        if not initiative:
            return []
        status: Line = [Span([view.status], "badge")]
        count = (
            self.say("steps_recorded", done=view.steps_done, total=len(view.steps))
            if view.steps_done
            else ""
        )
        summary = [*words(initiative.summary), *citations(initiative.cites)]
        return [
            *paragraph(joined([status, words(initiative.explanation)], " ")),
            *paragraph(summary),
            *paragraph(words(count), style="note"),
        ]

    def knots(self) -> list[Knot]:
        return [
            Knot(
                words(step.name),
                step.role,
                [
                    ", ".join(filter(None, [step.state, step.when])),
                    *citations(step.cites),
                    *aside(step.note),
                ]
                if step.role != "none"
                else aside(step.note),
            )
            for step in self.view.steps
        ]

    def asks(self) -> list[Ask]:
        view, say = self.view, self.say
        asks = [
            Ask(
                option.code,
                self.links.link(option.link),
                words(option.first_move),
                [say("ask_basis"), " ", *self.links.link(option.mandate)] if option.mandate else [],
            )
            for option in view.next_options
        ]
        if not view.ask_accession:
            return asks
        accession = Ask(
            "",
            self.links.to(self.edition.ways.treaties, [say("ask_accession")]),
            [say("ask_accession_text")],
            [],
        )
        return [accession, *asks[:2]]

    def speak(self, speaking: Speaking | None) -> Blocks:
        """The next chance to speak: its day, or when there were some."""
        if not speaking:
            return []
        if speaking.next:
            event = speaking.next
            title = self.links.to(f"calendar/#{event.id}", words(event.title))
            return paragraph([*strong(event.when), ": ", *title])
        return [
            *paragraph([self.say("home_speak_none", date=speaking.after)]),
            *(paragraph([speaking.drawing_text], style="note") if speaking.rhythm else []),
        ]

    def contacts(self) -> list[Contact]:
        """Public mailboxes, and the pages that tell whom to turn to."""
        ways = self.edition.ways
        boxes = [
            Contact(words(box.programme), box.address, f"mailto:{box.address}")
            for box in self.view.mailboxes
        ]
        pages = [
            (self.say("how_to_take_part"), ways.review),
            (self.say("how_to_start_network"), None if self.view.networks else ways.networks),
            (self.say("correct_or_remove"), ways.corrections),
        ]
        shown = [(name, self.links.url(path)) for name, path in pages if path]
        return boxes + [Contact([name], url.partition("://")[2], url) for name, url in shown]

    def told(self) -> Blocks:
        """What sources tell of a country with a process besides."""
        initiative = self.view.initiative
        if not initiative:
            return []
        priorities: list[Line] = [
            [*words(priority.text), *citations(priority.cites), *aside(priority.detail)]
            for priority in initiative.priorities
        ]
        return [
            *section(2, self.say("vpi_title"), self.details(initiative)),
            *section(
                2,
                self.say("priorities_title"),
                items(priorities),
                paragraph([initiative.agreed]),
            ),
        ]

    def open(self) -> Blocks:
        """What the process dealt with, what followed, and what is not known."""
        view, say, initiative = self.view, self.say, self.view.initiative
        focus: list[Line] = [
            joined([self.links.link(topic.link), words(topic.text)], ": ")
            for topic in (initiative.focus if initiative else ())
        ]
        follow_ups = initiative.follow_ups if initiative else ()
        return [
            *section(2, say("focus_title"), items(focus)),
            *section(2, say("follow_ups_title"), items(map(self.event, follow_ups))),
            *section(2, say("country_menu_title"), self.menu() if initiative else []),
            *section(2, say("unknown_title"), items(map(words, view.foot.unknown))),
            *section(2, say("conflicts_title"), items(map(self.conflict, view.foot.conflicts))),
        ]

    def conflict(self, each: Disagreement) -> Line:
        when = f" ({each.as_of})" if each.as_of else ""
        return [*words(each.says), when, *citations(each.sources), " ", *words(each.shown)]

    def details(self, initiative: Initiative) -> Blocks:
        say = self.say
        launch = _meeting(initiative.launch) if initiative.launch else []
        if initiative.launch_title:
            launch += [LineBreak(), *words(initiative.launch_title)]
        participants: list[Line] = [
            [*words(body.text), *citations(body.cites)] for body in initiative.participants
        ]
        pairs = [
            *fact_line(say("fact_field_office"), words(initiative.field_office)),
            *fact(say("fact_scoping"), *items(map(_meeting, initiative.meetings))),
            *fact_line(say("fact_launch"), launch),
            *fact(say("fact_participants"), *items(participants)),
            *fact_line(say("fact_context"), words(initiative.context)),
        ]
        return [Definitions(pairs)] if pairs else []

    def event(self, event: EventLine) -> Line:
        title = self.links.to(f"calendar/#{event.id}", words(event.title))
        return [f"{event.when}: ", *title, *citations(event.cites)]

    def menu(self) -> Blocks:
        """All options, to be ticked; those on record are."""
        options: list[Item] = []
        for option in self.view.options:
            name = [*strong(option.code), " ", *words(option.name)]
            line = self.links.to(f"scenarios/#{option.id}", name)
            if option.done:
                line += [
                    f" – {self.say('option_recorded')}",
                    *citations(option.cites),
                    *aside(option.note),
                ]
            options.append(Item([Plain(line)], "done" if option.done else "open"))
        return [Items(options, style="options")] if options else []


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
