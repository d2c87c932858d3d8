"""The ledger of published addresses: each leads to its page for ever, or on to the new one.

Publishing extends it; nobody else does. It is a list of lines `/path/` and `/path/#anchor`, counted from a
language's root, in order.
"""

from collections.abc import Iterable, Iterator

from atlas.catalogue.catalogue import Catalogue, paragraphs
from atlas.catalogue.routes import all_paths
from atlas.model.kinds import KINDS, LISTED


def addresses(catalogue: Catalogue) -> set[str]:
    """The addresses of a site and the anchors that are cited: the lines it adds to the ledger."""
    found = {f"/{path}" for path in all_paths(catalogue)}
    for kind in LISTED:
        if not KINDS[kind].has_pages:
            found |= {f"/{KINDS[kind].path(identifier)}" for identifier in catalogue.records[kind]}
    for identifier, resolution in catalogue.resolutions.items():
        path = KINDS["resolutions"].path(identifier)
        found |= {f"/{path}#{paragraph.id}" for paragraph in paragraphs(resolution)}
        found |= {f"/{path}#{paragraph.id}" for paragraph in resolution.preamble}
    for option, (scenario, _) in catalogue.options.items():
        found.add(f"/{KINDS['scenarios'].list_path}#{option}")
        found.add(f"/{KINDS['scenarios'].path(scenario.id)}#{option}")
    for identifier, treaty in catalogue.treaties.items():
        path = KINDS["treaties"].path(identifier)
        for article in treaty.articles:
            found.add(f"/{path}#{article.id}")
            found |= {f"/{path}#{article.id}-{part.id}" for part in article.paragraphs}
    return found


def lost(catalogue: Catalogue, ledger: Iterable[str]) -> list[str]:
    """The lines of a ledger that lead nowhere any more, but for what is withheld on purpose."""
    known = addresses(catalogue)
    moved = dict(_moved(catalogue))
    return [
        line
        for line in ledger
        if moved.get(line, line) not in known
        and _moved_page(moved, line) not in known
        and not is_withheld(catalogue, line)
    ]


def extended(catalogue: Catalogue, ledger: Iterable[str]) -> list[str]:
    """A ledger with the addresses of a site, and without those of what is withheld: an id may be a name."""
    lines = {line for line in ledger if not is_withheld(catalogue, line)}
    return sorted(lines | addresses(catalogue))


def is_withheld(catalogue: Catalogue, line: str) -> bool:
    """Whether an address is that of a record that is withheld, or made of a name that is."""
    gone = catalogue.withheld_records | {
        (each.kind, each.id) for each in catalogue.withhold.records
    }
    for kind, identifier in gone:
        path = f"/{KINDS[kind].path(identifier)}" if kind in LISTED else ""
        if path and (line == path or line.startswith(f"{path}#")):
            return True
    words = line.rstrip("/").rpartition("#")[2].rpartition("/")[2].replace("-", " ")
    return bool(catalogue.withholding.names.found(words))


def _moved(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The former address of a record and its present one."""
    for kind in LISTED:
        for identifier, record in catalogue.records[kind].items():
            for former in record.former_ids:
                yield f"/{KINDS[kind].path(former)}", f"/{KINDS[kind].path(identifier)}"
    for code in catalogue.codes.get("themes", {}).values():
        yield from ((f"/themes/{former}/", f"/themes/{code.id}/") for former in code.former_ids)


def _moved_page(moved: dict[str, str], line: str) -> str:
    """An anchor of a page that has moved, at the new page."""
    path, mark, anchor = line.partition("#")
    return f"{moved.get(path, path)}{mark}{anchor}"
