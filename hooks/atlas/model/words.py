"""Every word of its own that the site says: the keys that `interface.yml` and `convention.yml` must hold.

`words.txt` is their list, made from code and templates by a test that `make accept` follows: a line
for each key, the names of the blanks that the program fills in after it.
"""

import re
from collections.abc import Container, Iterator, Mapping
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("words.txt")

DRAWINGS: Mapping[str, re.Pattern[str]] = {
    "levels_drawing": re.compile(r"levels_.+"),
    "review_drawing": re.compile(r"review_(?:drawing|text|box_.+|entry_.+)"),
}
"""Key that names a drawing → the keys of its words; a convention without that drawing has none of them."""


@cache
def words() -> Mapping[str, frozenset[str]]:
    """Key → the names of the blanks that the program fills in."""
    lines = (line.split() for line in LIST.read_text(encoding="utf-8").splitlines())
    return {key: frozenset(blanks) for key, *blanks in lines}


def missing(present: Container[str]) -> Iterator[str]:
    """The keys without words, where those `present` have some."""
    without = [own for name, own in DRAWINGS.items() if name not in present]
    for key in words():
        if key not in present and not any(own.fullmatch(key) for own in without):
            yield key
