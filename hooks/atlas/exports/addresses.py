"""Where the public files stand, and which of them hold what a page shows."""

import re

from atlas.model.kinds import KINDS, LISTED

FOLDER = "data/v1/"
"""Where the formats of version 1 are published; it never moves."""

LISTS = {KINDS[kind].list_path: kind for kind in LISTED} | {"glossary/": "glossary"}
"""Path of a page that lists → the kind it lists."""

_FILE = re.compile(r"data/([a-z]+)/([a-z0-9-]+)\.yml")


def formats(path: str, file: str) -> tuple[tuple[str, str], ...]:
    """Format and path (from the site's root) of the data behind a page, from its path and its file."""
    if kind := LISTS.get(path):
        return ("JSON", f"{FOLDER}{kind}.json"), ("CSV", f"{FOLDER}{kind}.csv")
    match = _FILE.fullmatch(file)
    if match and match[1] in KINDS:
        return (("JSON", f"{FOLDER}{match[1]}/{match[2]}.json"),)
    return ()
