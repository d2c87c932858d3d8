"""The texts of this project are its own words: no long run of words is copied from the source documents.

The four source documents are not part of the project. Instead of their words, `own_words/runs.txt` holds a
short fingerprint of each run of 13 words in them. The runs cannot be read back from it.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue
from atlas.model.values import OfficialText, Text
from conftest import Expectation

RUN = 13
"""A run of this many words is too long; 12 may be shared."""

TITLE = 6
"""Titles of fewer words cannot fill a run, so they need no exception."""

RUNS = Path(__file__).parent / "own_words" / "runs.txt"


def words(text: str) -> list[str]:
    """The words of a text in small letters, without marks and without the addresses of links."""
    return re.findall(r"\w+", re.sub(r"\]\([^)]*\)", " ", text).casefold())


def fingerprints(text: list[str]) -> Iterator[tuple[str, str]]:
    """Each run of `RUN` words of a text: its fingerprint, ten hexadecimal digits, and the run itself."""
    for start in range(len(text) - RUN + 1):
        run = " ".join(text[start : start + RUN])
        yield blake2b(run.encode(), digest_size=5).hexdigest(), run


def copied(text: str, titles: Iterable[str], runs: frozenset[str]) -> list[str]:
    """The runs a text shares with the sources once the official titles in it are taken out."""
    line = f" {' '.join(words(text))} "
    for title in titles:
        line = line.replace(f" {title} ", " | ")
    pieces = [piece.split() for piece in line.split("|")]
    return [run for piece in pieces for mark, run in fingerprints(piece) if mark in runs]


@pytest.fixture(scope="module")
def runs() -> frozenset[str]:
    """The fingerprints of the sources."""
    return frozenset(RUNS.read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def titles(real: Catalogue) -> list[str]:
    """Every official title and every term of the glossary in small letters, the longest first."""
    named: list[Text] = [
        leaf.value
        for leaves in real.leaves.values()
        for leaf in leaves
        if isinstance(leaf.value, OfficialText)
    ]
    named += [term.term for term in real.terms.values()]
    titles = {" ".join(words(title)) for name in named for title in name.items().values()}
    return sorted((t for t in titles if len(t.split()) >= TITLE), key=len, reverse=True)


def test_fingerprints_are_those_of_the_sources(shared: Path, expect: Expectation) -> None:
    marks = {
        mark
        for source in sorted((shared / "seeds").glob("*.md"))
        for mark, _ in fingerprints(words(source.read_text(encoding="utf-8")))
    }
    expect("".join(f"{mark}\n" for mark in sorted(marks)), RUNS)


def test_no_record_shares_more_than_twelve_words_in_a_row_with_a_source(
    real: Catalogue, titles: list[str], runs: frozenset[str]
) -> None:
    found = {
        f"{file}#{leaf.key}": shared
        for file, leaves in real.leaves.items()
        for leaf in leaves
        if leaf.target is None and not isinstance(leaf.value, OfficialText)
        for text in leaf.value.items().values()
        if (shared := copied(text, titles, runs))
    }
    assert found == {}


def test_no_page_shares_more_than_twelve_words_in_a_row_with_a_source(
    real: Catalogue, titles: list[str], runs: frozenset[str]
) -> None:
    found = {
        page.file: shared
        for pages in real.written.values()
        for page in pages.values()
        if (shared := copied(page.body, titles, runs))
    }
    assert found == {}


WORD = st.text(alphabet="abcdefgñó", min_size=1, max_size=6)


@given(st.lists(WORD, min_size=RUN, max_size=40), st.lists(WORD, max_size=5))
def test_a_copied_run_is_seen_wherever_it_stands(source: list[str], before: list[str]) -> None:
    known = frozenset(mark for mark, _ in fingerprints(source))
    copy = " ".join([*before, *source[:RUN]])
    assert copied(copy.upper(), [], known)
    assert copied(" ".join(source[: RUN - 1]), [], known) == []


@given(st.lists(WORD, min_size=RUN, max_size=40))
def test_a_title_may_stand_as_it_is(source: list[str]) -> None:
    known = frozenset(mark for mark, _ in fingerprints(source))
    assert copied(" ".join(source), [" ".join(source)], known) == []
