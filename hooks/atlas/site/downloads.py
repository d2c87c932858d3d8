"""What is known of each document that may be downloaded: name, size, pages, checksum."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

FOLDER = "downloads/"
"""Where documents stand below the site's root."""

SITE_ZIP = "atlas-site.zip"

PICTURE = "picture"
"""The kind of document that is no page: what stands for the site where a link to it is shared."""

PICTURE_SIZE = (1200, 630)
"""Width and height of a picture, in pixels."""

CHECKSUMS = "SHA256SUMS"
"""The list of checksums, in the form `sha256sum --check` reads."""


@dataclass(frozen=True)
class Download:
    """A document that is there: its path below FOLDER and its figures; `date` is that of its data, if any."""

    name: str
    kind: str
    language: str
    country: str
    size: int
    pages: int
    sha256: str
    date: str


def describe(
    name: str, kind: str, language: str, country: str, content: bytes, pages: int, date: str
) -> Download:
    """A document with its figures: `content` gives size (bytes) and checksum, `pages` is 0 if it has none."""
    digest = hashlib.sha256(content).hexdigest()
    return Download(name, kind, language, country, len(content), pages, digest, date)


def manifest(downloads: Iterable[Download]) -> str:
    """Downloads as text, to be read again by `read_manifest`."""
    rows = [asdict(download) for download in sorted(downloads, key=lambda download: download.name)]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def read_manifest(text: str) -> tuple[Download, ...]:
    """The downloads a manifest lists."""
    return tuple(Download(**row) for row in json.loads(text))


def checksums(downloads: Iterable[Download]) -> str:
    """The text of CHECKSUMS."""
    ordered = sorted(downloads, key=lambda download: download.name)
    return "".join(f"{download.sha256}  {download.name}\n" for download in ordered)
