"""What a page is about, for search engines: JSON-LD in the words of schema.org. It names no person."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from atlas.catalogue.catalogue import data_date
from atlas.catalogue.edition import Edition
from atlas.exports.addresses import LISTS, formats
from atlas.exports.packages import LICENCE_URL
from atlas.exports.public import Json
from atlas.model.kinds import PAGED, for_each
from atlas.model.records import Country, Resolution, Treaty
from atlas.site.pages import Page
from atlas.site.script_data import script_data

MEDIA_TYPES = {"JSON": "application/json", "CSV": "text/csv"}


def json_ld(edition: Edition, page: Page, root_url: str) -> Markup:
    """The JSON-LD of a page, to stand in `<script type="application/ld+json">` as it is.

    `root_url` is where the site stands, with its last slash.
    """
    graph = [_page(edition, page, root_url), *_subject(edition, page, root_url)]
    if page.breadcrumbs:
        graph.append(_breadcrumbs(edition, page, root_url))
    data = {"@context": "https://schema.org", "@graph": graph}
    return script_data(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _url(edition: Edition, path: str, root_url: str) -> str:
    return f"{root_url}{edition.language.prefix}{path}"


def _site(edition: Edition, root_url: str) -> Json:
    return {
        "@type": "WebSite",
        "name": edition.say("site_name"),
        "url": _url(edition, "", root_url),
        "inLanguage": edition.language.tag,
    }


def _page(edition: Edition, page: Page, root_url: str) -> Json:
    url = _url(edition, page.path, root_url)
    about: Json = {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": page.title,
        "description": page.description,
        "inLanguage": page.text_language,
        "isPartOf": _site(edition, root_url),
        "license": LICENCE_URL,
    }
    if page.reviewed:
        about["lastReviewed"] = page.reviewed.isoformat()
    if translations := [
        {"@id": f"{root_url}{language.prefix}{page.path}", "inLanguage": language.tag}
        for language in edition.catalogue.languages
        if language != edition.language and language.tag in page.languages
    ]:
        about["workTranslation"] = translations
    return about


def _breadcrumbs(edition: Edition, page: Page, root_url: str) -> Json:
    crumbs = [(str(crumb.text), crumb.path or "") for crumb in page.breadcrumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": _url(edition, path, root_url),
            }
            for position, (name, path) in enumerate([*crumbs, (page.title, page.path)], 1)
        ],
    }


def _subject(edition: Edition, page: Page, root_url: str) -> Sequence[Json]:
    """What the page is about: a place, an organisation, a legal text, a data set, a set of terms."""
    if page.path in LISTS:
        return [_dataset(edition, page, root_url)]
    kind, _, rest = page.path.partition("/")
    record = edition.catalogue.records.get(kind, {}).get(rest.rstrip("/"))
    if not record:
        return []
    url = _url(edition, page.path, root_url)
    about: Json = {"@id": f"{url}#subject", "name": page.title, "mainEntityOfPage": {"@id": url}}
    own = _SUBJECTS[kind](edition, page, record)
    return [{**about, **own}] if own else []


def _country(edition: Edition, country: Country) -> Json:
    role = edition.catalogue.role("country-kinds", country.kind)
    kind = "Organization" if role == "organization" else "Country"
    return {"@type": kind, "identifier": country.id.upper()}


def _organisation(page: Page) -> Json:
    return {"@type": "Organization", "description": page.description}


def _resolution(edition: Edition, resolution: Resolution) -> Json:
    """A draft is called one, and is passed by nobody."""
    act: Json = {
        "@type": "Legislation",
        "legislationType": edition.say(f"{resolution.kind}_kind"),
    }
    if resolution.symbol:
        act["legislationIdentifier"] = resolution.symbol
    elif resolution.number and resolution.number_verified:
        act["legislationIdentifier"] = resolution.number
    role = edition.catalogue.role("resolution-statuses", resolution.status)
    if role == "draft":
        return {**act, "creativeWorkStatus": "Draft"}
    if resolution.date and role == "adopted":
        act["legislationDate"] = resolution.date.isoformat()
    return act


def _treaty(edition: Edition, treaty: Treaty) -> Json:
    return {
        "@type": "Legislation",
        "legislationIdentifier": treaty.depositary_number,
        "alternateName": edition.phrase(treaty.official_title).text,
        "legislationDate": treaty.adopted.isoformat(),
    }


_SUBJECTS: Mapping[str, Callable[[Edition, Page, Any], Json]] = for_each(
    PAGED,
    {
        "countries": lambda edition, page, country: _country(edition, country),
        "networks": lambda edition, page, network: _organisation(page),
        "alliances": lambda edition, page, alliance: _organisation(page),
        "resolutions": lambda edition, page, resolution: _resolution(edition, resolution),
        "scenarios": lambda edition, page, scenario: {},
        "treaties": lambda edition, page, treaty: _treaty(edition, treaty),
    },
)
"""Kind with pages → what its page is about in the words of schema.org; empty where they have none."""


def _dataset(edition: Edition, page: Page, root_url: str) -> Json:
    day = data_date(edition.catalogue)
    return {
        "@type": "Dataset",
        "name": page.title,
        "description": page.description,
        "url": _url(edition, page.path, root_url),
        "inLanguage": [language.tag for language in edition.catalogue.languages],
        "license": LICENCE_URL,
        **({"dateModified": day.isoformat()} if day else {}),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": MEDIA_TYPES[name],
                "contentUrl": f"{root_url}{path}",
            }
            for name, path in formats(page.path, page.file)
        ],
    }
