"""Ask every address the Atlas links to whether it still answers; print those that do not, as Markdown.

It only tells: a site that refuses programs is not gone, and a person decides what to do.
"""

import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from atlas.catalogue import written_pages
from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.reporters import plain

PAUSE = 0.5
TIMEOUT = 20
AT_ONCE = 8
AGENT = "untoc-atlas link check"
MOVED = (301, 308)


class _Redirects(HTTPRedirectHandler):
    """Follows to where something is for now; what moved for good is told."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        return (
            None if code in MOVED else super().redirect_request(req, fp, code, msg, headers, newurl)
        )


def links(catalogue: Catalogue) -> dict[str, str]:
    """Each address of the data and the written pages, with the first file that has it."""
    found: dict[str, str] = {}
    for path, document in sorted(catalogue.documents.items()):
        for url in addresses(document.value):
            found.setdefault(url, path)
    for written in catalogue.written.values():
        for page in written.values():
            for mention in written_pages.outline(page).links:
                if written_pages.is_external(mention.value):
                    found.setdefault(mention.value, page.file)
    return {url: path for url, path in found.items() if url.startswith(("https://", "http://"))}


def addresses(value: object) -> Iterator[str]:
    """Every web address among the values of a file."""
    if isinstance(value, dict):
        for each in value.values():
            yield from addresses(each)
    elif isinstance(value, list):
        for each in value:
            yield from addresses(each)
    elif isinstance(value, str) and value.startswith(("https://", "http://")):
        yield value


def answer(url: str, timeout: float) -> str:
    """Empty if an address answers, else what it says instead."""
    opener = build_opener(_Redirects)
    try:
        asked = Request(quote(url, safe="%/:=&?~#+!$,;'@()*[]"), headers={"User-Agent": AGENT})
        with opener.open(asked, timeout=timeout):
            return ""
    except HTTPError as error:
        moved = error.headers.get("Location") if error.code in MOVED else None
        return f"{error.code} → {moved}" if moved else str(error.code)
    except (OSError, HTTPException, ValueError) as error:
        return type(error).__name__


def answers(urls: Iterable[str], timeout: float = TIMEOUT, pause: float = PAUSE) -> dict[str, str]:
    """Address → what it says instead of answering. Each host is asked one thing at a time."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(urlsplit(url).netloc, []).append(url)

    def ask(own: list[str]) -> dict[str, str]:
        found = {}
        for url in own:
            found[url] = answer(url, timeout)
            time.sleep(pause)
        return found

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        told = [each for found in pool.map(ask, hosts.values()) for each in found.items()]
    return {url: said for url, said in told if said}


def report(found: dict[str, str], told: dict[str, str]) -> str:
    """What to look at, as a Markdown table; `found` says which file has an address."""
    rows = [
        f"| `{path}` | <{url}> | {plain(told[url])} |" for url, path in found.items() if url in told
    ]
    counted = (
        f"{len(found)} enlaces, {len(rows)} por mirar · {len(found)} links, {len(rows)} to look at"
    )
    head = ["", "| Archivo · File | Enlace · Link | Respuesta · Answer |", "| --- | --- | --- |"]
    return "\n".join([counted, *(head if rows else []), *rows])


def main() -> int:
    """Check all; always 0, since a link that is gone is no fault of a change."""
    found = links(load(Path.cwd())[0])
    print(report(found, answers(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
