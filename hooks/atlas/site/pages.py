"""The pages of one edition: a plan of each, all it shows of the data, then its HTML. Needs no engine."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from lxml.html import fragment_fromstring
from markupsafe import Markup

from atlas.catalogue.edition import Edition, path_between
from atlas.catalogue.record_history import Histories, told
from atlas.catalogue.routes import feed_path, folded, generated_paths, is_folded
from atlas.catalogue.translations import State, page_states
from atlas.catalogue.written_pages import WrittenPage
from atlas.exports.addresses import formats
from atlas.model.kinds import KINDS, LISTED, PAGED, for_each
from atlas.model.records import Record, SourcedRecord
from atlas.site.downloads import Download
from atlas.site.markdown import Prose, Setting, render
from atlas.site.script_data import script_data
from atlas.site.views.common import Citations, Foot, Link, title_of
from atlas.site.views.compare import compare_view
from atlas.site.views.country import countries_view, country_view
from atlas.site.views.downloads import DownloadLine, brief_of, download_line, downloads_view
from atlas.site.views.guide import insert_view
from atlas.site.views.listing import (
    calendar_view,
    glossary_view,
    home_view,
    index_view,
    sources_view,
)
from atlas.site.views.menu import menu_view, scenario_view
from atlas.site.views.organisation import alliance_view, alliances_view, network_view, networks_view
from atlas.site.views.resolution import resolution_view, resolutions_view
from atlas.site.views.theme import theme_view, themes_view
from atlas.site.views.treaty import treaties_view, treaty_view
from atlas.site.views.upkeep import reviews_view, translations_view

OTHER_LISTS = ("", "countries/compare/", "themes/", "glossary/", "translations/", "reviews/")
"""Paths of the pages that list something else than the records of one kind."""

SECTIONS_OF_TEXT = ("guide", "about")
"""The folders of written pages that pages name; a page may stand in any other, too."""

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Site:
    """What pages need to know of the site itself, from `extra:` of `mkdocs.yml`.

    `repository` is the address of the project's repository, `contact` the mailbox that receives
    corrections; either may be empty. `downloads` are the documents that will stand beside the pages,
    `histories` what is told of what changed in records.
    """

    repository: str = ""
    contact: str = ""
    downloads: tuple[Download, ...] = ()
    histories: Histories = field(default_factory=dict)

    def edit_link(self, file: str) -> str:
        """Where a file of the project is edited in a browser."""
        return f"{self.repository}/edit/main/{file}" if self.repository else ""


@dataclass(frozen=True)
class Heading:
    """A section of a page, for its table of contents."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Page:
    """One page in one language. `path` counts from the language's root; `""` is the home page.

    `file` is the one file behind it; `text_language` differs from the edition's where the page awaits
    translation; `languages` are those it truly exists in.
    """

    path: str
    title: str
    description: str
    kind: str
    section: str
    file: str
    html: str
    headings: tuple[Heading, ...]
    text_language: str
    languages: tuple[str, ...]
    reviewed: date | None
    breadcrumbs: tuple[Link, ...] = ()
    previous: Link | None = None
    next: Link | None = None


@dataclass(frozen=True)
class Plan:
    """Everything a page shows of the data, before its HTML is made.

    Two equal plans of an edition with the same words (interface and glossary) give the same page.
    """

    path: str
    template: str
    view: Any
    kind: str
    section: str
    file: str
    reviewed: date | None = None
    breadcrumbs: tuple[Link, ...] = ()
    previous: Link | None = None
    next: Link | None = None
    text: Prose | None = None
    inserts: Mapping[str, Any] = field(default_factory=dict)
    text_language: str = ""
    languages: tuple[str, ...] = ()


@cache
def environment() -> Environment:
    """The templates: autoescaped; a name that no view gives raises jinja2.UndefinedError."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["script_data"] = script_data
    return templates


def pages(edition: Edition, site: Site) -> Iterator[Page]:
    """Every page of an edition, with its HTML, one after another; what needs no HTML takes `plans`."""
    for plan in plans(edition, site):
        yield page_of(edition, site, plan)


def plans(edition: Edition, site: Site) -> list[Plan]:
    """Every page of an edition before its HTML is made, each path once.

    Paths count from the root of the language, with a slash at the end; "" is the home page. Slow: all
    views of the catalogue are made.
    """
    found = [*_records(edition), *_lists(edition), *_written(edition), _downloads(edition, site)]
    titles = {plan.path: (_title(plan.view), plan.kind) for plan in found if plan.path}
    entries = [Link(title, path, kind) for path, (title, kind) in titles.items()]
    entries += [
        Link(title_of(edition, kind, identifier), path, edition.say(f"one_{kind}"))
        for kind, identifier, path in folded(edition.catalogue)
    ]
    found.append(_index(edition, entries))
    home = Link(edition.say("home"), "")
    return [
        replace(
            plan,
            breadcrumbs=(
                home,
                *(Link(titles[path][0], path) for path in _above(plan.path) if path in titles),
            ),
        )
        if plan.path
        else plan
        for plan in found
    ]


def _title(view: Any) -> str:
    return view.title if isinstance(view.title, str) else view.title.text


def _above(path: str) -> Iterator[str]:
    """The paths of the pages a page lies below, the home page left out."""
    parts = path.rstrip("/").split("/")
    for depth in range(1, len(parts)):
        yield "/".join(parts[:depth]) + "/"


def _index(edition: Edition, entries: Iterable[Link]) -> Plan:
    view = index_view(edition, entries)
    return Plan("a-z/", "index.html", view, edition.say("kind_page"), "a-z", "data/interface.yml")


def _downloads(edition: Edition, site: Site) -> Plan:
    view = downloads_view(edition, site.downloads)
    kind = edition.say("kind_page")
    return Plan("downloads/", "downloads.html", view, kind, "downloads", "data/interface.yml")


_LISTS: Mapping[str, Callable[[Edition], Any]] = for_each(
    (*(KINDS[kind].list_path for kind in LISTED), *OTHER_LISTS),
    {
        "": home_view,
        "countries/": countries_view,
        "countries/compare/": compare_view,
        "networks/": networks_view,
        "alliances/": alliances_view,
        "resolutions/": resolutions_view,
        "scenarios/": menu_view,
        "treaties/": treaties_view,
        "themes/": themes_view,
        "calendar/": calendar_view,
        "glossary/": glossary_view,
        "sources/": sources_view,
        "translations/": translations_view,
        "reviews/": reviews_view,
    },
)
"""Path of a page that lists → the view it shows."""


def _lists(edition: Edition) -> Iterator[Plan]:
    kind = edition.say("kind_page")
    files = generated_paths(edition.catalogue)
    for path, view in _LISTS.items():
        if path not in files:
            continue
        name = path.strip("/").rpartition("/")[2] or "home"
        section = path.partition("/")[0] or "home"
        yield Plan(path, f"{name}.html", view(edition), kind, section, files[path])


_VIEWS: Mapping[str, tuple[str, Callable[[Edition, Any], Any]]] = for_each(
    PAGED,
    {
        "countries": ("country", country_view),
        "networks": ("network", network_view),
        "alliances": ("alliance", alliance_view),
        "resolutions": ("resolution", resolution_view),
        "scenarios": ("scenario", scenario_view),
        "treaties": ("treaty", treaty_view),
    },
)
"""Kind with pages → the template of such a page, and the view it shows."""


def _reviewed(record: Record) -> date | None:
    """The day a record was last checked against its sources; None where nobody has done so."""
    if isinstance(record, SourcedRecord) and record.reviewed_by != "nobody":
        return record.reviewed.first_day
    return None


def _records(edition: Edition) -> Iterator[Plan]:
    catalogue = edition.catalogue
    for kind, (template, view) in _VIEWS.items():
        plans = []
        for identifier, record in catalogue.records[kind].items():
            if is_folded(record):
                continue
            path = KINDS[kind].path(identifier)
            plans.append(
                Plan(
                    path,
                    f"{template}.html",
                    view(edition, record),
                    edition.say(f"one_{kind}"),
                    kind,
                    f"data/{kind}/{identifier}.yml",
                    _reviewed(record),
                )
            )
        yield from _in_order(plans) if kind == "scenarios" else plans
    for code in catalogue.codes["themes"].values():
        yield Plan(
            f"themes/{code.id}/",
            "theme.html",
            theme_view(edition, code),
            edition.say("one_themes"),
            "themes",
            "data/vocabularies/themes.yml",
        )


@dataclass(frozen=True)
class WrittenView:
    """What a written page shows around its text."""

    title: str
    description: str
    audience: tuple[str, ...]
    notice: str | None
    language: str | None
    direction: str
    foot: Foot


def _written(edition: Edition) -> Iterator[Plan]:
    catalogue = edition.catalogue
    found: dict[str, WrittenPage] = {}
    for tongue in edition.tongues:
        for path, page in catalogue.written[tongue.tag].items():
            found.setdefault(path, page)
    states = page_states(catalogue, edition.language.tag)
    terms = _terms(edition)
    ordered = sorted(found.values(), key=lambda page: (page.front.order, page.path))
    plans = []
    for page in ordered:
        tongue = next(t for t in edition.tongues if page.file.startswith(f"content/{t.tag}/"))
        foreign = tongue != edition.language
        notice = None
        if foreign:
            name = edition.language_name(tongue.tag)
            notice = edition.say("page_untranslated", language=name)
        elif states.get(page.file) is State.OUTDATED:
            notice = edition.say("page_outdated")
        section = page.path.split("/")[0]
        setting = Setting(
            link=_link(page.path),
            terms=terms if section != "about" else (),
            permalink=edition.say("permalink"),
            table=edition.say("table_scrolls"),
        )
        text = render(page, setting)
        cites = Citations(edition)
        cites.all(text.cited)
        inserts = {name: insert_view(edition, name, cites) for name in text.inserts}
        cites.all(page.front.sources)
        plans.append(
            Plan(
                page.path,
                "written.html",
                WrittenView(
                    title=page.front.title,
                    description=page.front.description,
                    audience=tuple(edition.say(f"for_{a}") for a in page.front.audience),
                    notice=notice,
                    language=tongue.tag if foreign else None,
                    direction=tongue.direction,
                    foot=Foot(
                        reviewed=edition.say("reviewed_on", date=edition.date(page.front.reviewed)),
                        sources=cites.lines(),
                    ),
                ),
                edition.say(f"one_{section}" if section in SECTIONS_OF_TEXT else "kind_page"),
                section,
                page.file,
                page.front.reviewed.first_day,
                text=text,
                inserts=inserts,
                text_language=tongue.tag,
                languages=tuple(
                    t.tag for t in catalogue.languages if page.path in catalogue.written[t.tag]
                ),
            )
        )
    for section in dict.fromkeys(plan.section for plan in plans):
        yield from _in_order([plan for plan in plans if plan.section == section])


def _in_order(plans: list[Plan]) -> Iterator[Plan]:
    """Plans that follow each other, each linked to its neighbours."""
    for index, plan in enumerate(plans):
        before = plans[index - 1] if index else None
        after = plans[index + 1] if index + 1 < len(plans) else None
        yield replace(
            plan,
            previous=Link(before.view.title, before.path) if before else None,
            next=Link(after.view.title, after.path) if after else None,
        )


def page_of(edition: Edition, site: Site, plan: Plan) -> Page:
    """A planned page with its HTML.

    Raises jinja2.UndefinedError where a template asks for what the view does not have.
    """
    link = _link(plan.path)
    body = Markup(_fill(edition, site, plan.text, plan.inserts, link) if plan.text else "")
    tags = tuple(tongue.tag for tongue in edition.catalogue.languages)
    page = Page(
        path=plan.path,
        title=_title(plan.view),
        description=plan.view.description,
        kind=plan.kind,
        section=plan.section,
        file=plan.file,
        html="",
        headings=(),
        text_language=plan.text_language or edition.language.tag,
        languages=plan.languages or tags,
        reviewed=plan.reviewed,
        breadcrumbs=plan.breadcrumbs,
        previous=plan.previous,
        next=plan.next,
    )
    html = _template(plan.template).render(
        _words(edition, site, link, page), view=plan.view, page=page, body=body
    )
    return replace(page, html=html, headings=headings(html))


def _fill(
    edition: Edition,
    site: Site,
    text: Prose,
    inserts: Mapping[str, Any],
    link: Callable[[str], str],
) -> str:
    """The HTML of a written page's text, its inserts included."""
    words = _words(edition, site, link, None)
    template = _template("insert.html")
    return text.fill({name: template.render(words, insert=view) for name, view in inserts.items()})


@cache
def _link(path: str) -> Callable[[str], str]:
    return partial(path_between, path)


def _template(name: str) -> Template:
    return environment().get_template(name)


def _words(
    edition: Edition, site: Site, link: Callable[[str], str], page: Page | None
) -> dict[str, Any]:
    """What every template may use besides its view."""
    return {
        "say": edition.say,
        "knows": edition.knows,
        "ways": edition.ways,
        "to": link,
        "language": edition.language,
        "number": edition.language.number,
        "site": site,
        "edit": site.edit_link(page.file) if page else "",
        "formats": [
            (name, path_between(f"{edition.language.prefix}{page.path}", path))
            for name, path in formats(page.path, page.file)
        ]
        if page
        else [],
        "root": partial(path_between, f"{edition.language.prefix}{page.path if page else ''}"),
        "brief": _brief(edition, site, page) if page else None,
        "history": told(edition, site.histories.get(page.file, ())) if page else (),
        "feed": feed_path,
    }


def _brief(edition: Edition, site: Site, page: Page) -> DownloadLine | None:
    """The brief of the country a page is about."""
    if page.section != "countries" or not site.downloads:
        return None
    found = brief_of(edition, site.downloads, page.path.split("/")[1])
    return (
        download_line(edition, found, edition.say("download_brief", country=page.title))
        if found
        else None
    )


def _terms(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Every form of a glossary term in this language, with the path of its entry."""
    tag = edition.language.tag
    found: dict[str, str] = {}
    for term in edition.catalogue.glossary.terms:
        names = [term.term[tag]] if tag in term.term else []
        for form in (*names, *term.forms.get(tag, ())):
            found.setdefault(re.sub(r"\s*\([^)]*\)", "", form).lower(), f"glossary/#{term.id}")
    return tuple(found.items())


def headings(html: str) -> tuple[Heading, ...]:
    """The sections of a page, from its HTML; what is small, raised or a link to the heading is no name."""
    return tuple(
        Heading(int(element.tag[1]), element.get("id"), _name(element))
        for element in fragment_fromstring(html, create_parent=True).iter("h2", "h3")
        if element.get("id")
    )


def _name(heading: Any) -> str:
    for aside in heading.xpath(".//sup | .//small | .//a[@class='headerlink']"):
        aside.drop_tree()
    return str(heading.text_content()).strip()
