"""Ids and what refers to them: everything that is named exists, once, and leads to no circle."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from atlas.catalogue.articles import recalled_article
from atlas.catalogue.catalogue import Catalogue, paragraphs
from atlas.catalogue.problems import Problem, problem
from atlas.catalogue.routes import generated_paths
from atlas.catalogue.suggestions import meant, where
from atlas.catalogue.validation import hint_for
from atlas.model.kinds import PAGED, RECORDS
from atlas.model.records import Citation, Provision
from atlas.model.values import Location


def targets(catalogue: Catalogue) -> dict[str, set[str]]:
    """What a reference of each kind may name. A file that is itself faulty still counts as there."""
    found = {kind: set(catalogue.ids(kind)) for kind in RECORDS}
    found["scenarios.options"] = set(catalogue.options)
    found["programmes.steps"] = set(catalogue.steps)
    found["glossary.terms"] = set(catalogue.terms)
    for name, codes in catalogue.codes.items():
        found[f"vocabularies.{name}"] = set(codes)
    return found


def faulty(catalogue: Catalogue) -> set[str]:
    """The files that are there but could not be read or are not valid."""
    found = {file for file in catalogue.documents if file not in catalogue.files}
    return found if catalogue.glossary.terms else found | {"data/glossary.yml"}


def _unclear(catalogue: Catalogue) -> set[str]:
    """The parts of records of which nothing can be said, because a file that holds some is faulty."""
    parts = {"scenarios": "options", "programmes": "steps", "glossary": "terms"}
    found = set()
    for file in faulty(catalogue):
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
                field=field_name(leaf.location),
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


def dangling_articles(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Every provision, and every article recalled, is one its treaty has, where its articles are recorded."""
    known = {
        identifier: [article.id.removeprefix("art-") for article in treaty.articles]
        for identifier, treaty in catalogue.treaties.items()
        if treaty.articles
    }
    for file, found in catalogue.parts.items():
        for location, part in found:
            field = "number" if isinstance(part, Citation) else "article"
            provision = recalled_article(part) if isinstance(part, Citation) else part
            if not isinstance(provision, Provision) or not provision.article:
                continue
            number = provision.article.partition("(")[0]
            if provision.treaty in known and number not in known[provision.treaty]:
                # A number near another is no slip of the hand: all there are say more.
                shown = ", ".join(known[provision.treaty])
                yield problem(
                    "dangling-reference",
                    file,
                    catalogue.position(file, (*location, field)),
                    field=field,
                    id=provision.article,
                    target=f"data/treaties/{provision.treaty}.yml",
                    hint={
                        "es": f"Hay estos artículos: {shown}.",
                        "en": f"There are these articles: {shown}.",
                    },
                )


def field_name(location: Location) -> str:
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
                    position = catalogue.position(file, ("former_ids", index))
                    yield problem("duplicate-id", file, position, id=former, other=owners[former])
                owners[former] = file
    for file in catalogue.files:
        yield from _duplicates_inside(catalogue, file)
    options: dict[str, str] = {}
    for scenario in catalogue.scenarios.values():
        file = f"data/scenarios/{scenario.id}.yml"
        for index, option in enumerate(scenario.options):
            if option.id in options:
                position = catalogue.position(file, ("options", index, "id"))
                other = options[option.id]
                yield problem("duplicate-id", file, position, id=option.id, other=other)
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
            position = catalogue.position(file, ("codes", index, "id"))
            yield problem("reserved-id", file, position, id=theme)


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
                location = (*at, name, index, "id")
                if identifier in seen:
                    other = f"{file}:{catalogue.position(file, seen[identifier]).line}"
                    position = catalogue.position(file, location)
                    yield problem("duplicate-id", file, position, id=identifier, other=other)
                seen.setdefault(identifier, location)


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
                position = catalogue.position(file, ("codes", order.index(identifier), "parent"))
                hint = hint_for(code.parent, codes)
                yield problem(
                    "dangling-reference",
                    file,
                    position,
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
    locate: Callable[[str], tuple[str, Location]],
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
                file, location = locate(trail[-1])
                position = catalogue.position(file, location)
                shown = " → ".join(circle)
                yield problem("cycle", file, position, field=name, path_of_ids=shown)
                done.add(trail.pop())
            else:
                trail.append(following[0])
