"""The page of downloads: every document with its figures, in the words of one language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from babel.numbers import format_decimal

from atlas.catalogue.edition import Edition
from atlas.site.downloads import CHECKSUMS, FOLDER, SITE_ZIP, Download

KINDS = ("handbook", "checklist", "epub")
"""Kinds of document of which each language has one."""


@dataclass(frozen=True)
class DownloadLine:
    """A document in a list; `href` counts from the site's root, `checksum` is in parts to break at."""

    title: str
    href: str
    facts: str
    date: str
    checksum: tuple[str, ...]


@dataclass(frozen=True)
class DownloadGroup:
    """The downloads with one initial."""

    initial: str
    lines: tuple[DownloadLine, ...]


@dataclass(frozen=True)
class DataFile:
    """A file of data: what it is called, and its path from the site's root."""

    title: str
    href: str


@dataclass(frozen=True)
class DownloadsView:
    """What the page of downloads shows."""

    title: str
    description: str
    documents: tuple[DownloadLine, ...]
    others: tuple[DownloadLine, ...]
    briefs: tuple[DownloadGroup, ...]
    site_zip: str
    checksums: str
    data: tuple[DataFile, ...]


def downloads_view(edition: Edition, downloads: Sequence[Download]) -> DownloadsView:
    """What the page of downloads shows; without downloads, it says how they come to be."""
    say = edition.say
    tag = edition.language.tag
    documents: Mapping[tuple[str, str], Download] = {
        (document.kind, document.language): document
        for document in downloads
        if document.kind in KINDS
    }

    def lines(language: str) -> tuple[DownloadLine, ...]:
        name = f" ({edition.language_name(language)})" if language != tag else ""
        return tuple(
            download_line(edition, documents[kind, language], f"{say(f'download_{kind}')}{name}")
            for kind in KINDS
            if (kind, language) in documents
        )

    others = [language.tag for language in edition.catalogue.languages if language.tag != tag]
    prefix = edition.language.prefix
    return DownloadsView(
        title=say("downloads_title"),
        description=say("downloads_description"),
        documents=lines(tag),
        others=tuple(line for other in others for line in lines(other)),
        briefs=_briefs(edition, downloads),
        site_zip=f"{FOLDER}{SITE_ZIP}",
        checksums=f"{FOLDER}{CHECKSUMS}",
        data=(
            DataFile(say("downloads_data_all"), "data/v1/all.zip"),
            DataFile(say("downloads_data_package"), "data/v1/datapackage.json"),
            DataFile(say("calendar_file"), f"{prefix}calendar/all.ics"),
            DataFile(say("downloads_feed"), f"{prefix}feed.xml"),
        ),
    )


def _briefs(edition: Edition, downloads: Iterable[Download]) -> tuple[DownloadGroup, ...]:
    """The briefs in this language, by the first letter of the country."""
    groups: dict[str, list[DownloadLine]] = {}
    for country in edition.countries:
        if brief := brief_of(edition, downloads, country.id):
            name = edition.country_name(country)
            initial = edition.language.sort_key(name)[0][:1].upper()
            groups.setdefault(initial, []).append(download_line(edition, brief, name))
    return tuple(DownloadGroup(initial, tuple(lines)) for initial, lines in groups.items())


def brief_of(edition: Edition, downloads: Iterable[Download], country: str) -> Download | None:
    """The brief of a country in the language of an edition, if there is one."""
    wanted = ("brief", edition.language.tag, country)
    return next((d for d in downloads if (d.kind, d.language, d.country) == wanted), None)


def download_line(edition: Edition, download: Download, title: str) -> DownloadLine:
    """A document as a line of a list."""
    return DownloadLine(
        title=title,
        href=f"{FOLDER}{download.name}",
        facts=facts(edition, download),
        date=edition.date(date.fromisoformat(download.date)) if download.date else "",
        checksum=tuple(wrap(download.sha256, 16)),
    )


def facts(edition: Edition, download: Download) -> str:
    """Format, pages and size of a document, in words."""
    parts = [download.name.rpartition(".")[2].upper()]
    if download.pages:
        parts.append(edition.say("download_pages", count=download.pages))
    parts.append(_size(edition, download.size))
    return ", ".join(parts)


def _size(edition: Edition, count: int) -> str:
    """A number of bytes in the unit a reader knows."""
    if count < 1_000_000:
        return f"{edition.language.number(max(round(count / 1000), 1))}\N{NO-BREAK SPACE}kB"
    shown = format_decimal(count / 1_000_000, format="#,##0.0", locale=edition.language.locale)
    return f"{shown}\N{NO-BREAK SPACE}MB"
