"""The list of an edition's pages that the offline search reads."""

import json
from collections.abc import Iterable

from atlas.site.pages import Page


def page_list(prefix: str, pages: Iterable[Page]) -> str:
    """The script that brings the search its list of pages."""
    rows = [
        [
            f"{prefix}{page.path}",
            page.title,
            page.description,
            page.kind,
            [[heading.id, heading.text] for heading in page.headings],
        ]
        for page in pages
    ]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return f"window.atlasPages = {text};\n"
