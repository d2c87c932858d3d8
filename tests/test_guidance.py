"""The guide: the same pages and sections in both languages, and plain enough to be read."""

import re
import statistics
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.written_pages import WrittenPage, outline
from conftest import Open, Served

PAGES = (
    "guide/",
    "guide/vpi/",
    "guide/review/",
    "guide/alliances/",
    "guide/networks/",
    "guide/working-together/",
    "guide/governments/",
    "guide/private-sector-and-academia/",
    "guide/mandates/",
    "guide/questions/",
    "guide/in-one-page/",
)
LONGEST = 15.0
"""Words a sentence of a page may have on average. Guides to plain language ask for 15 to 20; here a
colon ends a sentence as well, and the limit is the stricter one."""

HARDEST = {"es": 60.0, "en": 50.0}
"""The lowest ease of a page, on scales from 0 to 100. From 60 a Spanish text is “normal” to an adult
(Fernández-Huerta); from 50 an English one needs no university (Flesch). English has the lower limit
because its scale is harsher on names that cannot be shortened, such as “organization” or “Convention”."""


def prose_of(page: WrittenPage) -> str:
    """The running text of a page: no marks, no citations, no inserts, no tables, no headings."""
    kept = [
        line
        for line in page.body.split("\n")
        if not re.match(r"\s*(\||#|\{\{|---|!!!|\?\?\?)", line)
    ]
    text = "\n".join(kept)
    text = re.sub(r"\[@[\w-]+\]", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"[*_`]", "", text)
    return re.sub(r"^\s*(?:[-*]|\d+\.) (?:\[ \] )?", "", text, flags=re.MULTILINE)


def sentences(text: str) -> list[list[str]]:
    """The sentences of a text as lists of words."""
    parts = re.split(r"[.!?:;]+(?:\s|$)|\n\s*\n|\n(?=[A-ZÁÉÍÓÚÑ¿¡«“])", text)
    found = [re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", part) for part in parts]
    return [words for words in found if len(words) > 1]


def syllables(word: str, language: str) -> int:
    """About how many syllables a word has."""
    word = word.lower()
    if language == "es":
        # Two strong vowels, or an accented weak one, make two syllables.
        return max(1, len(re.findall(r"[aeoáéóíú]|[iuü]+(?![aeoáéóíúiuü])", word)))
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def figures(page: WrittenPage, language: str) -> tuple[float, float]:
    """Words per sentence, and how easy the page is to read (0 to 100)."""
    found = sentences(prose_of(page))
    words = [word for sentence in found for word in sentence]
    length = statistics.mean(len(sentence) for sentence in found)
    per_word = statistics.mean(syllables(word, language) for word in words)
    if language == "es":
        return length, 206.84 - 60 * per_word - 1.02 * length
    return length, 206.835 - 84.6 * per_word - 1.015 * length


@pytest.mark.parametrize("path", PAGES)
def test_page_exists_in_both_languages_with_the_same_sections(path: str, real: Catalogue) -> None:
    spanish, english = (real.written[tag][path] for tag in ("es", "en"))
    ids = outline(spanish).heading_ids
    assert ids == outline(english).heading_ids
    assert len(ids) == len(set(ids))
    assert outline(spanish).unnamed_headings == outline(english).unnamed_headings == []
    assert spanish.front.order == english.front.order
    assert spanish.front.audience == english.front.audience


@pytest.mark.parametrize("tag", ["es", "en"])
def test_guide_is_plain(tag: str, real: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {path: figures(real.written[tag][path], tag) for path in PAGES}
    with capsys.disabled():
        mean = statistics.mean(ease for _, ease in rows.values())
        scale = "Fernández-Huerta" if tag == "es" else "Flesch"
        print(f"\n{tag}: {scale} {mean:.0f}; words per sentence, ease:")
        for path, (length, ease) in rows.items():
            print(f"  {path:36} {length:5.1f} {ease:5.0f}")
    assert {path: length for path, (length, _) in rows.items() if length > LONGEST} == {}
    assert {path: ease for path, (_, ease) in rows.items() if ease < HARDEST[tag]} == {}


def test_readability_is_measured_as_it_should_be() -> None:
    words = {
        "casa": 2,
        "día": 2,
        "país": 2,
        "Gobierno": 3,
        "sociedad": 3,
        "examen": 3,
        "cuestión": 2,
    }
    assert {word: syllables(word, "es") for word in words} == words
    words = {"state": 1, "government": 3, "review": 2, "people": 2, "organization": 5, "free": 1}
    assert {word: syllables(word, "en") for word in words} == words


@pytest.mark.parametrize("tag", ["es", "en"])
def test_every_claim_of_fact_can_be_followed(tag: str, real: Catalogue) -> None:
    for path in PAGES:
        page = real.written[tag][path]
        found = outline(page)
        assert found.citations or found.inserts or page.front.sources or path == "guide/", path


def test_pages_in_both_languages_cite_the_same_sources(real: Catalogue) -> None:
    for path in PAGES:
        cited = [
            {mention.value for mention in outline(real.written[tag][path]).citations}
            for tag in ("es", "en")
        ]
        assert cited[0] == cited[1], path


@pytest.mark.parametrize("tag", ["es", "en"])
def test_introduction_has_enough_words(tag: str, real: Catalogue) -> None:
    text = re.sub(
        r"\[@[\w-]+\]|\]\([^)]*\)|\{[^}]*\}", "", real.written[tag]["guide/in-one-page/"].body
    )
    assert len(re.findall(r"\w+(?:['’/.]\w+)*", text)) >= 400


@pytest.mark.browser
@pytest.mark.parametrize("prefix", ["", "en/"])
def test_introduction_fits_one_printed_page(
    prefix: str, site: Path, served: Served, open_page: Open
) -> None:
    page = open_page()
    page.goto(f"{served(site)}{prefix}guide/in-one-page/")
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
