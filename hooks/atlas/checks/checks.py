"""Named checks of the whole catalogue. Each yields every problem it finds; none stops at the first."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import WITHHOLD, Catalogue, paragraphs
from atlas.catalogue.problems import LANGUAGES, Position, Problem, problem
from atlas.catalogue.review import MONTHS_BETWEEN_REVIEWS, is_due
from atlas.catalogue.routes import all_paths, generated_paths
from atlas.catalogue.suggestions import meant, where
from atlas.catalogue.translation_lock import LOCK
from atlas.catalogue.translations import (
    State,
    page_translations,
    text_translations,
    unstamped,
)
from atlas.catalogue.validation import hint_for
from atlas.catalogue.written_pages import (
    Mention,
    WrittenPage,
    address,
    insert_names,
    is_external,
    outline,
    site_path,
)
from atlas.checks import convention
from atlas.model.kinds import PAGED, RECORDS
from atlas.model.languages import language_name
from atlas.model.records import Organisation, SourcedRecord, Term
from atlas.model.values import Location, OfficialText, Text

Check = Callable[[Catalogue, date], Iterator[Problem]]


def targets(catalogue: Catalogue) -> dict[str, set[str]]:
    """What a reference of each kind may name. A file that is itself faulty still counts as there."""
    found = {kind: set(catalogue.ids(kind)) for kind in RECORDS}
    found["scenarios.options"] = set(catalogue.options)
    found["programmes.steps"] = set(catalogue.steps)
    found["glossary.terms"] = set(catalogue.terms)
    for name, codes in catalogue.codes.items():
        found[f"vocabularies.{name}"] = set(codes)
    return found


def _faulty(catalogue: Catalogue) -> set[str]:
    """The files that are there but could not be read or are not valid."""
    found = {file for file in catalogue.documents if file not in catalogue.files}
    return found if catalogue.glossary.terms else found | {"data/glossary.yml"}


def _unclear(catalogue: Catalogue) -> set[str]:
    """The parts of records of which nothing can be said, because a file that holds some is faulty."""
    parts = {"scenarios": "options", "programmes": "steps", "glossary": "terms"}
    found = set()
    for file in _faulty(catalogue):
        kind, *name = file.removeprefix("data/").removesuffix(".yml").split("/")
        found.add(f"{kind}.{parts.get(kind, ''.join(name))}")
    return found


def dangling_references(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Every reference names something that exists."""
    known = targets(catalogue)
    unclear = _unclear(catalogue)
    for file, found in catalogue.leaves.items():
        for leaf in found:
            if leaf.target is None or leaf.target in unclear:
                continue
            if leaf.value in known.get(leaf.target, set()):
                continue
            yield problem(
                "dangling-reference",
                file,
                catalogue.position(file, leaf.location),
                field=_name(leaf.location),
                id=leaf.value,
                target=where(leaf.target),
                hint=meant(catalogue, leaf.target, leaf.value, known.get(leaf.target, set())),
            )


def dangling_paragraphs(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Every provision names a paragraph its resolution has."""
    known = {i: {p.id for p in paragraphs(r)} for i, r in catalogue.resolutions.items()}
    for file, found in catalogue.parts.items():
        for location, part in found:
            resolution = getattr(part, "resolution", None)
            paragraph = getattr(part, "paragraph", None)
            if resolution in known and paragraph and paragraph not in known[resolution]:
                yield problem(
                    "dangling-reference",
                    file,
                    catalogue.position(file, (*location, "paragraph")),
                    field="paragraph",
                    id=paragraph,
                    target=f"data/resolutions/{resolution}.yml",
                    hint=hint_for(paragraph, known[resolution]),
                )


def _name(location: Location) -> str:
    """The last named step of a location: what an editor calls the field."""
    return next(str(step) for step in reversed(location) if isinstance(step, str))


def duplicate_ids(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """No two things of one kind share an id, former ids included."""
    for kind, records in catalogue.records.items():
        owners: dict[str, str] = {i: f"data/{kind}/{i}.yml" for i in catalogue.known_ids[kind]}
        for identifier, record in records.items():
            file = f"data/{kind}/{identifier}.yml"
            for index, former in enumerate(record.former_ids):
                if former in owners:
                    place = catalogue.position(file, ("former_ids", index))
                    yield problem("duplicate-id", file, place, id=former, other=owners[former])
                owners[former] = file
    for file in catalogue.files:
        yield from _duplicates_inside(catalogue, file)
    options: dict[str, str] = {}
    for scenario in catalogue.scenarios.values():
        file = f"data/scenarios/{scenario.id}.yml"
        for index, option in enumerate(scenario.options):
            if option.id in options:
                place = catalogue.position(file, ("options", index, "id"))
                other = options[option.id]
                yield problem("duplicate-id", file, place, id=option.id, other=other)
            options.setdefault(option.id, file)


def reserved_ids(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """No id, former ones included, makes an address that another page has."""
    # The same site, with records of which none has an id that can be written.
    others = {
        kind: {f"/{identifier}": record for identifier, record in records.items()}
        for kind, records in catalogue.records.items()
    }
    fixed = set(generated_paths(replace(catalogue, records=others)))
    written = {path for pages in catalogue.written.values() for path in pages}
    for kind, records in catalogue.records.items():
        for identifier, record in records.items():
            # Of an id that a written page takes, `page_clashes` tells at that page.
            taken: list[tuple[str, Location, set[str]]] = [
                (identifier, ("id",), fixed if kind in PAGED else set()),
                *(
                    (former, ("former_ids", index), fixed | written)
                    for index, former in enumerate(record.former_ids)
                ),
            ]
            for own, location, paths in taken:
                if own == INDEX or f"{kind}/{own}/" in paths:
                    file = f"data/{kind}/{identifier}.yml"
                    yield problem("reserved-id", file, catalogue.position(file, location), id=own)
    for index, theme in enumerate(catalogue.codes.get("themes", {})):
        if theme == INDEX:
            file = "data/vocabularies/themes.yml"
            place = catalogue.position(file, ("codes", index, "id"))
            yield problem("reserved-id", file, place, id=theme)


INDEX = "index"
"""The name of the file that a web server sends for a folder."""


def _duplicates_inside(catalogue: Catalogue, file: str) -> Iterator[Problem]:
    for at, part in catalogue.parts[file]:
        for name in type(part).model_fields:
            items = getattr(part, name)
            if not isinstance(items, tuple):
                continue
            seen: dict[str, Location] = {}
            for index, item in enumerate(items):
                identifier = getattr(item, "id", None)
                if identifier is None:
                    continue
                place = (*at, name, index, "id")
                if identifier in seen:
                    other = f"{file}:{catalogue.position(file, seen[identifier]).line}"
                    position = catalogue.position(file, place)
                    yield problem("duplicate-id", file, position, id=identifier, other=other)
                seen.setdefault(identifier, place)


def cycles(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """What includes, needs or lies in something never leads back to itself."""
    scenarios = {i: tuple(s.includes) for i, s in catalogue.scenarios.items()}
    options = {i: tuple(option.needs) for i, (_, option) in catalogue.options.items()}
    yield from _cycles(
        catalogue, scenarios, lambda i: (f"data/scenarios/{i}.yml", ("includes",)), "includes"
    )

    def option_place(identifier: str) -> tuple[str, Location]:
        scenario, option = catalogue.options[identifier]
        index = scenario.options.index(option)
        return f"data/scenarios/{scenario.id}.yml", ("options", index, "needs")

    yield from _cycles(catalogue, options, option_place, "needs")
    for name, codes in catalogue.codes.items():
        parents = {i: (code.parent,) if code.parent else () for i, code in codes.items()}
        file = f"data/vocabularies/{name}.yml"
        order = list(codes)
        for identifier, code in codes.items():
            if code.parent and code.parent not in codes:
                place = catalogue.position(file, ("codes", order.index(identifier), "parent"))
                hint = hint_for(code.parent, codes)
                yield problem(
                    "dangling-reference",
                    file,
                    place,
                    field="parent",
                    id=code.parent,
                    target=file,
                    hint=hint,
                )
        yield from _cycles(
            catalogue,
            parents,
            lambda i, order=order, file=file: (file, ("codes", order.index(i), "parent")),  # type: ignore[misc]  # defaults bind the loop's values
            "parent",
        )


def _cycles(
    catalogue: Catalogue,
    graph: Mapping[str, tuple[str, ...]],
    place: Callable[[str], tuple[str, Location]],
    name: str,
) -> Iterator[Problem]:
    done: set[str] = set()
    for start in graph:
        trail = [start]
        while trail and start not in done:
            following = [n for n in graph.get(trail[-1], ()) if n not in done]
            if not following:
                done.add(trail.pop())
            elif following[0] in trail:
                circle = [*trail[trail.index(following[0]) :], following[0]]
                file, location = place(trail[-1])
                position = catalogue.position(file, location)
                shown = " → ".join(circle)
                yield problem("cycle", file, position, field=name, path_of_ids=shown)
                done.add(trail.pop())
            else:
                trail.append(following[0])


def unknown_languages(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """A text is written in the languages of the site; official titles may be in any."""
    tags = [tongue.tag for tongue in catalogue.languages]
    for file, found in catalogue.leaves.items():
        for leaf in found:
            text = leaf.value
            if not isinstance(text, Text) or isinstance(text, OfficialText):
                continue
            for tag in text.languages():
                if tag not in tags:
                    yield problem(
                        "unknown-language",
                        file,
                        catalogue.position(file, (*leaf.location, tag), key=True),
                        tag=tag,
                        field=_name(leaf.location),
                        tags=", ".join(tags),
                    )


def missing_translations(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Every text exists in every language of the site."""
    for tongue in catalogue.languages:
        names = {shown: language_name(tongue.tag, shown) for shown in LANGUAGES}
        for found in text_translations(catalogue, tongue.tag):
            if found.state is State.MISSING:
                yield problem(
                    "missing-translation",
                    found.file,
                    Position(found.line, 1),
                    field=found.place,
                    language=names,
                    tag=tongue.tag,
                )
        for found in page_translations(catalogue, tongue.tag):
            if found.state is State.MISSING:
                own = re.sub(r"^content/[^/]+/", f"content/{tongue.tag}/", found.file)
                yield problem("missing-page", found.file, Position(), language=names, file=own)


def periods(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Nothing ends before it starts."""
    for identifier, event in catalogue.events.items():
        if event.start and event.end and event.end.last_day < event.start.first_day:
            file = f"data/events/{identifier}.yml"
            yield problem(
                "wrong-period",
                file,
                catalogue.position(file, ("end",)),
                start=event.start,
                end=event.end,
            )


def organisations(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """An organisation is named only with a public source or with its consent, dated."""
    for file, record in catalogue.files.items():
        sourced = isinstance(record, SourcedRecord) and bool(record.sources)
        for location, part in catalogue.parts[file]:
            if not isinstance(part, Organisation):
                continue
            place = catalogue.position(file, location)
            if part.basis == "consent" and part.consent_date is None:
                yield problem("consent-without-date", file, place)
            if part.basis == "public-source" and not part.sources and not sourced:
                yield problem("organisation-without-source", file, place)


def page_clashes(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """No written page stands where a generated one does."""
    generated = generated_paths(catalogue)
    for written in catalogue.written.values():
        for path, page in written.items():
            if path in generated:
                yield problem("page-clash", page.file, Position(), address=f"/{path}")


def written_pages(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Links, anchors, citations, inserts and headings of written pages are right; they hold nothing else."""
    paths = all_paths(catalogue) | {_address(file): file for file in _faulty(catalogue)}
    anchors = {
        (tag, path): set(outline(page).heading_ids)
        for tag, written in catalogue.written.items()
        for path, page in written.items()
    }
    inserts = insert_names(tuple(catalogue.programmes))
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
    return address((rest if folder == "data" else rest.partition("/")[2]).replace(".yml", ".md"))


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
        place = Position(mention.line, mention.column)
        target = site_path(page, mention.value)
        if target is None:
            if not is_external(mention.value):
                yield problem("unsafe-link", page.file, place, value=mention.value)
            continue
        path, _, anchor = target.partition("#")
        if path not in paths:
            yield problem(
                "broken-link",
                page.file,
                place,
                link=mention.value,
                hint=_NO_FILES if FILES.search(path) else hint_for(path, set(paths)),
            )
            continue
        known = anchors.get((tag, path)) or _record_anchors(catalogue, path)
        if anchor and known is not None and anchor not in known:
            yield problem(
                "broken-anchor",
                page.file,
                place,
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
    known = {
        "glossary/": set(catalogue.terms),
        "sources/": set(catalogue.sources),
    }
    return known.get(path)


def _headings(catalogue: Catalogue) -> Iterator[Problem]:
    """The sections of a page are the same in all its languages."""
    default = catalogue.languages[0]
    for tongue in catalogue.languages[1:]:
        for path, page in catalogue.written[tongue.tag].items():
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


def forbidden_terms(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """No text mixes terms the glossary keeps apart (*trata* against *tráfico*).

    A form to avoid is meant in capitals and in small letters alike, unless it differs from the
    term's own forms in nothing else: then only its own spelling is avoided.
    """
    for tongue in catalogue.languages:
        terms: dict[str, Term] = {}
        forms = []
        for term in catalogue.glossary.terms:
            own = {form.lower() for form in term.forms.get(tongue.tag, ())}
            for form in term.avoid.get(tongue.tag, ()):
                terms[form.lower()] = term
                spelling = re.escape(form)
                forms.append(spelling if form.lower() in own else f"(?i:{spelling})")
        if not terms:
            continue
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
        for file, place, text in _passages(catalogue, tongue.tag):
            for match in pattern.finditer(text):
                term = terms[match[0].lower()]
                yield problem(
                    "forbidden-term",
                    file,
                    place if isinstance(place, Position) else catalogue.position(file, place),
                    found=match[0],
                    term=term.term[tongue.tag],
                    id=term.id,
                )


def _passages(catalogue: Catalogue, tag: str) -> Iterator[tuple[str, Location | Position, str]]:
    """Every text of ours in a language: file, place and words; written pages line by line.

    Of the glossary only the definitions: its terms, forms and notes speak of what is to be avoided.
    """
    for file, found in catalogue.leaves.items():
        for leaf in found:
            text = leaf.value
            if file == "data/glossary.yml" and leaf.location[-1] != "definition":
                continue
            if isinstance(text, Text) and not isinstance(text, OfficialText) and tag in text:
                yield file, (*leaf.location, tag), text[tag]
    for page in catalogue.written[tag].values():
        for number, line in enumerate(page.body.split("\n"), page.body_line):
            yield page.file, Position(number), line


def reviews(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Every record was reviewed not too long ago, and not in the future."""
    for file, record in catalogue.files.items():
        reviewed = getattr(record, "reviewed", None)
        if reviewed is None:
            continue
        place = catalogue.position(file, ("reviewed",))
        if reviewed.first_day > today:
            yield problem("future-date", file, place, field="reviewed", value=reviewed)
        elif is_due(reviewed, today):
            yield problem(
                "review-due", file, place, reviewed=reviewed, months=MONTHS_BETWEEN_REVIEWS
            )


def canonical_form(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Every data file is in its one form. Only a warning: the data are right, and a tool mends it."""
    tags = [tongue.tag for tongue in catalogue.languages]
    for change in formatting.changes(catalogue.documents.values(), tags):
        yield problem("not-canonical", change.path, Position(change.line))


def withheld(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """No file still holds what is withheld, and each entry of the list withholds something."""
    for file in sorted(catalogue.withheld_in):
        yield problem("withheld", file, Position())
    for location in catalogue.withheld_nothing:
        yield problem("withheld-nothing", WITHHOLD, catalogue.position(WITHHOLD, location))
    for index, each in enumerate(catalogue.withhold.records):
        if each.kind not in RECORDS:
            yield problem(
                "wrong-choice",
                WITHHOLD,
                catalogue.position(WITHHOLD, ("records", index, "kind")),
                field="kind",
                value=each.kind,
                choices=", ".join(RECORDS),
            )


def translation_lock(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """The lock knows every translation, and none that is gone."""
    if not catalogue.lock:
        return
    missing, orphaned = unstamped(catalogue)
    if missing:
        yield problem("translation-not-stamped", LOCK, Position())
    if orphaned:
        yield problem("translation-orphaned", LOCK, Position())


CHECKS: tuple[Check, ...] = (
    convention.vocabularies,
    convention.roles,
    convention.numbers,
    convention.pages,
    convention.blanks,
    dangling_references,
    dangling_paragraphs,
    duplicate_ids,
    reserved_ids,
    cycles,
    unknown_languages,
    missing_translations,
    periods,
    organisations,
    page_clashes,
    written_pages,
    forbidden_terms,
    reviews,
    canonical_form,
    withheld,
    translation_lock,
)
"""All checks, in the order they are run."""


def check(catalogue: Catalogue, today: date, found: Iterable[Problem] = ()) -> list[Problem]:
    """Every problem of a catalogue, those found while loading it included, in order of place."""
    problems = [*found, *(each for run in CHECKS for each in run(catalogue, today))]
    return sorted(set_of(problems), key=lambda each: each.sort_key)


def set_of(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without repetitions, in their order."""
    seen: dict[tuple[object, ...], Problem] = {}
    for each in problems:
        seen.setdefault((each.sort_key, each.sentence("es")), each)
    return list(seen.values())


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any problem keeps the site from being built."""
    return any(each.level == "error" for each in problems)
