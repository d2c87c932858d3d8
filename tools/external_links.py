"""Ask every address the data link to whether it still answers; print those that do not, as Markdown.

It only tells: a site that refuses programs is not gone, and a person decides what to do.
"""

import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from atlas.catalogue import load

PAUSE = 0.5
TIMEOUT = 20
AGENT = "untoc-atlas link check"


def links(root: Path) -> Iterator[tuple[str, str]]:
    """Each address once, with the first file that has it."""
    seen: set[str] = set()
    for path, document in sorted(load(root)[0].documents.items()):
        for url in addresses(document.value):
            if url not in seen:
                seen.add(url)
                yield url, path


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


def answer(url: str) -> str:
    """Empty if an address answers, else what it says instead."""
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT):
            return ""
    except urllib.error.HTTPError as error:
        return str(error.code)
    except (OSError, ValueError) as error:
        return type(error).__name__


def main() -> int:
    """Check all; always 0, since a link that is gone is no fault of a change."""
    print("| Archivo · File | Enlace · Link | Respuesta · Answer |\n| --- | --- | --- |")
    for url, path in links(Path.cwd()):
        if said := answer(url):
            print(f"| `{path}` | <{url}> | {said} |", flush=True)
        time.sleep(PAUSE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
