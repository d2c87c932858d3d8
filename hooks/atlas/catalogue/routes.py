"""Every address of the site: what stands where, counted from a language's root, and the file behind it."""

from dataclasses import dataclass

from atlas.catalogue.catalogue import Catalogue
from atlas.model.kinds import KINDS, LISTED, PAGED

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


def path_of(catalogue: Catalogue, kind: str, identifier: str) -> str:
    """Where a record of a kind that pages name is shown, counted from a language's root."""
    if kind == "programmes":
        return catalogue.programme_page(identifier) or "guide/"
    return KINDS[kind].path(identifier)


def generated_paths(catalogue: Catalogue) -> dict[str, str]:
    """Path → file behind it, of every page made from data."""
    paths = {
        "": "data/history.yml",
        "countries/compare/": "data/interface.yml",
        "themes/": "data/vocabularies/themes.yml",
        "glossary/": "data/glossary.yml",
        "a-z/": "data/interface.yml",
        "translations/": "data/translations.lock.json",
        "reviews/": "data/interface.yml",
        "downloads/": "data/interface.yml",
    }
    paths |= {KINDS[kind].list_path: KINDS[kind].list_file for kind in LISTED}
    for kind in PAGED:
        for identifier in catalogue.records[kind]:
            paths[path_of(catalogue, kind, identifier)] = f"data/{kind}/{identifier}.yml"
    for theme in catalogue.codes.get("themes", {}):
        paths[f"themes/{theme}/"] = "data/vocabularies/themes.yml"
    return paths


def all_paths(catalogue: Catalogue) -> dict[str, str]:
    """Path → file behind it, of every page of the site."""
    written = {
        path: page.file
        for tongue in reversed(catalogue.languages)
        for path, page in catalogue.written[tongue.tag].items()
    }
    return generated_paths(catalogue) | written


@dataclass(frozen=True)
class GuidePages:
    """Paths of the written pages that others lead to; empty where the site has no such page."""

    process: str
    alliances: str
    networks: str
    review: str
    together: str
    corrections: str


def guide_pages(catalogue: Catalogue) -> GuidePages:
    """The written pages that templates lead to, as far as they are there."""
    convention = catalogue.convention
    paths = all_paths(catalogue)

    def known(path: str) -> str:
        return path if path in paths else ""

    return GuidePages(
        process=catalogue.programme_page(convention.process),
        alliances=catalogue.programme_page(convention.alliances),
        networks=catalogue.programme_page(convention.networks),
        review=catalogue.programme_page(convention.review),
        together=known("guide/working-together/"),
        corrections=known("about/corrections/"),
    )
