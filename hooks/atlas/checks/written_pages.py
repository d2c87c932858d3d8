"""Written pages: their addresses, links, citations, inserts and headings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from atlas.catalogue import articles
from atlas.catalogue.catalogue import Catalogue, paragraphs
from atlas.catalogue.problems import Position, Problem, problem
from atlas.catalogue.routes import all_paths, generated_paths
from atlas.catalogue.suggestions import meant
from atlas.catalogue.validation import hint_for
from atlas.catalogue.written_pages import (
    Mention,
    WrittenPage,
    insert_names,
    is_external,
    outline,
    page_path,
    site_path,
)
from atlas.checks.references import faulty


def page_clashes(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """No written page stands where a generated one does."""
    generated = generated_paths(catalogue)
    for written in catalogue.written.values():
        for path, page in written.items():
            if path in generated:
                yield problem("page-clash", page.file, Position(), address=f"/{path}")


def written_pages(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Links, anchors, citations, inserts and headings of written pages are right; they hold nothing else."""
    paths = all_paths(catalogue) | {_address(file): file for file in faulty(catalogue)}
    anchors = {
        (tag, path): set(outline(page).heading_ids)
        for tag, written in catalogue.written.items()
        for path, page in written.items()
    }
    inserts = insert_names(catalogue.programmes, catalogue.codes.get("actors", ()), catalogue.words)
    for tag, written in catalogue.written.items():
        for page in written.values():
            found = outline(page)
            yield from _markup(page)
            yield from _links(catalogue, page, found.links, paths, anchors, tag)
            for mention in found.citations:
                if mention.value not in catalogue.ids("sources"):
                    yield problem(
                        "dangling-reference",
                        page.file,
                        Position(mention.line, mention.column),
                        field="[@…]",
                        id=mention.value,
                        target="data/sources",
                        hint=meant(catalogue, "sources", mention.value, catalogue.ids("sources")),
                    )
            for mention in found.inserts:
                if mention.value not in inserts:
                    yield problem(
                        "unknown-insert",
                        page.file,
                        Position(mention.line, mention.column),
                        name=mention.value,
                        hint=hint_for(mention.value, inserts),
                    )
    yield from _headings(catalogue)


def _markup(page: WrittenPage) -> Iterator[Problem]:
    """What a page holds that no page may, and headings without an id."""
    contents = outline(page)
    if contents.excess:
        line = Position(page.body_line + contents.excess.line)
        yield problem(contents.excess.code, page.file, line, **dict(contents.excess.values))
    for mention in contents.images:
        position = Position(mention.line, mention.column)
        yield problem("image", page.file, position, found=mention.value)
    for mention in contents.raw_html:
        position = Position(mention.line, mention.column)
        yield problem("raw-html", page.file, position, found=mention.value)
    for mention in contents.unnamed_headings:
        position = Position(mention.line, mention.column)
        yield problem("heading-without-id", page.file, position, heading=mention.value)


def _address(file: str) -> str:
    """Where the page made from a file of records or a written page would stand."""
    folder, _, rest = file.partition("/")
    return page_path((rest if folder == "data" else rest.partition("/")[2]).replace(".yml", ".md"))


FILES = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|pdf|docx?|xlsx?|pptx?)/?$", re.IGNORECASE)


_NO_FILES = {
    "es": "El Atlas no guarda imágenes ni documentos: enlace la página que los publica.",
    "en": "The Atlas keeps no images or documents: link to the page that publishes them.",
}


def _links(
    catalogue: Catalogue,
    page: WrittenPage,
    links: Iterable[Mention],
    paths: Mapping[str, str],
    anchors: Mapping[tuple[str, str], set[str]],
    tag: str,
) -> Iterator[Problem]:
    for mention in links:
        position = Position(mention.line, mention.column)
        target = site_path(page, mention.value)
        if target is None:
            if not is_external(mention.value):
                yield problem("unsafe-link", page.file, position, value=mention.value)
            continue
        path, _, anchor = target.partition("#")
        if path not in paths:
            yield problem(
                "broken-link",
                page.file,
                position,
                link=mention.value,
                hint=_NO_FILES if FILES.search(path) else hint_for(path, set(paths)),
            )
            continue
        known = anchors.get((tag, path)) or _record_anchors(catalogue, path)
        if anchor and known is not None and anchor not in known:
            yield problem(
                "broken-anchor",
                page.file,
                position,
                page=f"/{path}",
                anchor=anchor,
                hint=hint_for(anchor, known),
            )


def _record_anchors(catalogue: Catalogue, path: str) -> set[str] | None:
    """The permanent anchors of a generated page; None where only the finished site can tell."""
    kind, _, rest = path.partition("/")
    identifier = rest.strip("/")
    if kind == "resolutions" and identifier in catalogue.resolutions:
        resolution = catalogue.resolutions[identifier]
        own = {p.id for p in paragraphs(resolution)} | {p.id for p in resolution.preamble}
        return own | {"paragraphs", "preamble", "recalls", "recalled-by", "sources", "unknown"}
    if kind == "treaties" and identifier in catalogue.treaties:
        treaty = catalogue.treaties[identifier]
        return {
            *articles.anchors(catalogue, treaty),
            "articles",
            "counts",
            "states",
            "sources",
            "unknown",
        }
    sections = {"comparison", "builder", "options", "sources"}
    known = {
        "glossary/": set(catalogue.terms),
        "sources/": set(catalogue.sources),
        "scenarios/": sections
        | {*catalogue.options}
        | {f"scenario-{i}" for i in catalogue.scenarios},
    }
    return known.get(path)


def _headings(catalogue: Catalogue) -> Iterator[Problem]:
    """The sections of a page are the same in all its languages."""
    default = catalogue.languages[0]
    for language in catalogue.languages[1:]:
        for path, page in catalogue.written[language.tag].items():
            original = catalogue.written[default.tag].get(path)
            if not original or outline(original).excess or outline(page).excess:
                continue
            theirs, ours = outline(original).heading_ids, outline(page).heading_ids
            if theirs != ours:
                different = sorted(set(theirs) ^ set(ours)) or ["…"]
                yield problem(
                    "different-headings",
                    page.file,
                    Position(),
                    other=original.file,
                    ids=", ".join(different),
                )
