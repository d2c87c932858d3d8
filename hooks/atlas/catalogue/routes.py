"""Every address of the site: what stands where, counted from a language's root, and the file behind it."""

from dataclasses import dataclass

from atlas.catalogue.catalogue import Catalogue
from atlas.model.kinds import KINDS, LISTED, PAGED
from atlas.model.records import Record, Resolution

SECTIONS: tuple[tuple[str, str], ...] = (
    ("guide/", "section_guide"),
    *((KINDS[kind].list_path, f"kind_{kind}") for kind in PAGED),
    ("themes/", "kind_themes"),
    *(
        (KINDS[kind].list_path, f"kind_{kind}")
        for kind in LISTED
        if kind not in (*PAGED, "sources")
    ),
    # What explains the rest comes last.
    ("glossary/", "kind_glossary"),
    ("sources/", "kind_sources"),
    ("about/", "one_about"),
)
"""Path of a section of the site → the key of its name, in the order of the menu."""


_TOLD_IN_A_LIST = frozenset(
    {
        "id",
        "former_ids",
        "kind",
        "status",
        "session",
        "topic",
        "date",
        "date_note",
        "summary",
        "themes",
        "unknown",
        "sources",
        "as_of",
        "reviewed",
        "reviewed_by",
    }
)
"""What the list says of a resolution of which nothing official was found."""


def is_folded(record: Record) -> bool:
    """Whether a list tells all there is of a record, which has no page of its own then.

    Such is a resolution of which neither number, title, symbol nor text was found. As soon as anything
    more is on record, it has its page again, at the same address.
    """
    return isinstance(record, Resolution) and not any(
        getattr(record, name) != known.default
        for name, known in type(record).model_fields.items()
        if name not in _TOLD_IN_A_LIST
    )


def folded(catalogue: Catalogue) -> tuple[tuple[str, str, str], ...]:
    """Kind, id and path of every record that a list tells of and that has no page of its own."""
    return tuple(
        (kind, identifier, f"{KINDS[kind].list_path}#{identifier}")
        for kind in PAGED
        for identifier, record in catalogue.records[kind].items()
        if is_folded(record)
    )


def path_of(catalogue: Catalogue, kind: str, identifier: str) -> str | None:
    """Where a record of a kind that pages name is shown, counted from a language's root, if it is."""
    if kind == "programmes":
        return catalogue.programme_page(identifier)
    path = KINDS[kind].path(identifier)
    record = catalogue.records[kind].get(identifier)
    return f"{KINDS[kind].list_path}#{identifier}" if record and is_folded(record) else path


def feed_path(path: str) -> str:
    """Where the feed stands of what changed in the record that has its page at a path."""
    return f"{path}feed.xml"


def listed(catalogue: Catalogue) -> list[str]:
    """The kinds that have a list: those with records, or with a programme their list tells of."""
    return [
        kind
        for kind in LISTED
        if catalogue.records[kind] or _programme(catalogue, kind) in catalogue.programmes
    ]


def _programme(catalogue: Catalogue, kind: str) -> str:
    field = KINDS[kind].list_programme
    return str(getattr(catalogue.convention, field) or "") if field else ""


def generated_paths(catalogue: Catalogue) -> dict[str, str]:
    """Path → file behind it, of every page made from data."""
    paths = {
        "": "data/history.yml",
        "a-z/": "data/interface.yml",
        "reviews/": "data/interface.yml",
        "downloads/": "data/interface.yml",
    }
    paths |= {KINDS[kind].list_path: KINDS[kind].list_file for kind in listed(catalogue)}
    if len(catalogue.languages) > 1:
        paths["translations/"] = "data/translations.lock.json"
    if len(catalogue.countries) > 1:
        paths["countries/compare/"] = "data/interface.yml"
    if catalogue.codes.get("themes"):
        paths["themes/"] = "data/vocabularies/themes.yml"
    if catalogue.terms:
        paths["glossary/"] = "data/glossary.yml"
    for kind in PAGED:
        for identifier, record in catalogue.records[kind].items():
            if not is_folded(record):
                paths[KINDS[kind].path(identifier)] = f"data/{kind}/{identifier}.yml"
    for theme in catalogue.codes.get("themes", {}):
        paths[f"themes/{theme}/"] = "data/vocabularies/themes.yml"
    return paths


def all_paths(catalogue: Catalogue) -> dict[str, str]:
    """Path → file behind it, of every page of the site."""
    written = {
        path: page.file
        for language in reversed(catalogue.languages)
        for path, page in catalogue.written[language.tag].items()
    }
    return generated_paths(catalogue) | written


def page_files(catalogue: Catalogue, tag: str) -> dict[str, str]:
    """Path → file behind it, of every page of the site as one language has it."""
    own = {path: page.file for path, page in catalogue.written[tag].items()}
    return all_paths(catalogue) | own


@dataclass(frozen=True)
class Ways:
    """Paths of the pages that templates lead to; each is None where the site has no such page."""

    process: str | None
    alliances: str | None
    networks: str | None
    review: str | None
    together: str | None
    corrections: str | None
    guide: str | None
    about: str | None
    countries: str | None
    treaties: str | None
    compare: str | None
    calendar: str | None


def ways(catalogue: Catalogue) -> Ways:
    """The pages that templates lead to, as far as they are there."""
    convention = catalogue.convention
    paths = all_paths(catalogue)

    def known(path: str) -> str | None:
        return path if path in paths else None

    return Ways(
        process=catalogue.programme_page(convention.process),
        alliances=catalogue.programme_page(convention.alliances),
        networks=catalogue.programme_page(convention.networks),
        review=catalogue.programme_page(convention.review),
        together=known("guide/working-together/"),
        corrections=known("about/corrections/"),
        guide=known("guide/"),
        about=known("about/"),
        countries=known("countries/"),
        treaties=known("treaties/"),
        compare=known("countries/compare/"),
        calendar=known("calendar/"),
    )
