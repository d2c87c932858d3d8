"""Every address of the site: what stands where, counted from a language's root, and the file behind it."""

from atlas.catalogue.catalogue import Catalogue

SECTIONS = {
    "countries": "countries",
    "networks": "networks",
    "alliances": "alliances",
    "resolutions": "resolutions",
    "scenarios": "scenarios",
    "programmes": "guide",
    "treaties": "treaties",
    "events": "calendar",
    "sources": "sources",
}
"""Kind of record → the section of the site its pages stand in."""


PROGRAMME_PAGES = {
    "vpi": "guide/vpi/",
    "nacsa4u": "guide/alliances/",
    "net4u": "guide/networks/",
    "review": "guide/review/",
    "se4u": "guide/vpi/",
}
"""A programme has no page of its own: the page of the guide that shows it."""


def path_of(kind: str, identifier: str) -> str:
    """Where a record is shown."""
    if kind == "events":
        return f"calendar/#{identifier}"
    if kind == "sources":
        return f"sources/#{identifier}"
    if kind == "programmes":
        return PROGRAMME_PAGES.get(identifier, "guide/")
    return f"{SECTIONS[kind]}/{identifier}/"


def generated_paths(catalogue: Catalogue) -> dict[str, str]:
    """Path → file behind it, of every page made from data."""
    paths = {
        "": "data/history.yml",
        "countries/": "data/vocabularies/vpi-statuses.yml",
        "countries/compare/": "data/interface.yml",
        "networks/": "data/programmes/net4u.yml",
        "alliances/": "data/programmes/nacsa4u.yml",
        "resolutions/": "data/vocabularies/resolution-statuses.yml",
        "scenarios/": "data/interface.yml",
        "treaties/": "data/vocabularies/treaty-statuses.yml",
        "themes/": "data/vocabularies/themes.yml",
        "calendar/": "data/vocabularies/event-kinds.yml",
        "glossary/": "data/glossary.yml",
        "sources/": "data/vocabularies/source-kinds.yml",
        "a-z/": "data/interface.yml",
        "translations/": "data/translations.lock.json",
        "reviews/": "data/interface.yml",
        "downloads/": "data/interface.yml",
    }
    for kind in ("countries", "networks", "alliances", "resolutions", "scenarios", "treaties"):
        for identifier in catalogue.records[kind]:
            paths[f"{kind}/{identifier}/"] = f"data/{kind}/{identifier}.yml"
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
