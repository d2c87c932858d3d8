"""How the Atlas writes: quotation marks by language, and the English of the United Nations."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue
from atlas.model.values import OfficialText, Text

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SPELT_WITH_S = frozenset(
    re.findall(
        r"\w+",
        """
    advertise advise anise appraise apprise arise bruise circumcise compromise comprise concise crise cruise
    demise devise disguise enterprise excise exercise expertise franchise guise imprecise improvise
    incise likewise merchandise noise otherwise paradise poise praise precise premise promise raise
    reprise revise rise supervise surprise televise treatise upraise wise
    """,
    )
)
"""Words that end in -ise in Oxford spelling too, because they do not come from Greek -izein."""
AMERICAN = re.compile(
    r"(?<!Department of )\b"
    r"(?:(?:col|lab|fav|hon|neighb|harb|behavi|endeav|rum|vap|rig|vig)or(?:s|ed|ing|al|able)?"
    r"|centers?|centered|defense|offenses?|fulfills?|enrolls?|installment|catalogs?|skillful"
    r"|travel(?:ed|ing|er|ers)|cancel(?:ed|ing)|label(?:ed|ing)|model(?:ed|ing)"
    r"|analyz(?:e|es|ed|ing)|toward|percent|advisors?"
    r"|programs? (?:of|against|for|to))\b",
    re.IGNORECASE,
)
"""Spellings of the United States. A computer’s “program” is spelt so in the United Nations too, and
the Department of Labor keeps its name."""
OTHER_DATE = re.compile(
    rf"\b(?:{MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th) (?:of )?(?:{MONTHS})\b"
)
"""A day that does not read “24 November”."""
STRAIGHT = {"es": re.compile(r"[\"'“”‘’]"), "en": re.compile(r"[\"'«»]")}
"""What a text does not use: Spanish quotes with «…», English with “…” and an apostrophe ’."""


def texts(catalogue: Catalogue, tag: str) -> Iterator[tuple[str, str]]:
    """Every text of the Atlas's own in a language, and the file it stands in.

    Official titles are as others wrote them. A written page comes without what is not prose: code,
    addresses and the marks of an admonition's title.
    """
    for file, leaves in catalogue.leaves.items():
        for leaf in leaves:
            text = leaf.value
            if isinstance(text, Text) and not isinstance(text, OfficialText) and tag in text:
                yield file, text[tag]
    for page in catalogue.written[tag].values():
        prose = re.sub(r"`[^`]*`|\]\([^)]*\)|\{[^}]*\}", " ", page.body)
        prose = re.sub(r'(?m)^([!?]{3} \w+) "(.*)"$', r"\1 \2", prose)
        yield page.file, "\n".join((page.front.title, page.front.description, prose))


def faults(catalogue: Catalogue, tag: str, pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands in the texts of a language, with the words around it."""
    return [
        f"{file}: …{text[max(0, match.start() - 30) : match.end() + 30]}…"
        for file, text in texts(catalogue, tag)
        for match in pattern.finditer(text)
    ]


@pytest.mark.parametrize("tag", ["es", "en"])
def test_quotation_marks_are_those_of_the_language(tag: str, real: Catalogue) -> None:
    assert faults(real, tag, STRAIGHT[tag]) == []


def spelt_with_s(text: str) -> list[str]:
    """The words in -ise, -ising, -isation … that Oxford spells with a z."""
    found = re.finditer(r"\b([a-z]+is)(?:e|es|ed|er|ers|ing|ation|ations)\b", text, re.IGNORECASE)
    return [match[0] for match in found if f"{match[1].lower()}e" not in SPELT_WITH_S]


def test_english_has_oxford_spelling(real: Catalogue) -> None:
    found = {(file, *words) for file, text in texts(real, "en") if (words := spelt_with_s(text))}
    assert found == set()


def test_english_is_not_that_of_the_united_states(real: Catalogue) -> None:
    assert faults(real, "en", AMERICAN) == []


def test_days_in_english_read_day_month_year(real: Catalogue) -> None:
    assert faults(real, "en", OTHER_DATE) == []


@pytest.mark.parametrize("wrong", ["organise", "Organisations", "recognised", "criminalising"])
def test_spelling_that_is_not_oxford_is_found(wrong: str) -> None:
    assert spelt_with_s(f"They {wrong} it.") == [wrong]


@pytest.mark.parametrize(
    "wrong", ["labor", "behavioral", "a program against", "centers", "percent"]
)
def test_american_spelling_is_found(wrong: str) -> None:
    assert AMERICAN.search(f"The {wrong} x")


@pytest.mark.parametrize("wrong", ["November 24, 2026", "the 24th of November", "May 3rd"])
def test_other_order_of_a_date_is_found(wrong: str) -> None:
    assert OTHER_DATE.search(wrong)


def test_right_english_is_left_alone() -> None:
    text = (
        "On 24 November 2026 the organization revised its exercise; a program reads it, per cent by "
        "per cent. Otherwise the labour programme of May 2022 rises in November."
    )
    assert spelt_with_s(text) == AMERICAN.findall(text) == OTHER_DATE.findall(text) == []


def test_citation_stands_against_the_word_it_follows(real: Catalogue) -> None:
    floating = re.compile(r"\s\[@")
    found = [
        f"{page.file}: {line}"
        for pages in real.written.values()
        for page in pages.values()
        for line in page.body.split("\n")
        if floating.search(line)
    ]
    assert found == []


NOT_PROSE = re.compile(r"(?s)<(script|template|td)\b.*?</\1>|<[^>]*>")
"""Marks, what scripts read, and the cells of tables, where a word stands for each row."""


def test_what_is_not_on_record_is_said_once_on_a_page(site: Path, real: Catalogue) -> None:
    found = [
        str(path.relative_to(site))
        for tag in ("es", "en")
        for path in (site if tag == "es" else site / tag).rglob("index.html")
        if tag == "en" or path.relative_to(site).parts[0] != "en"
        if NOT_PROSE.sub(" ", path.read_text()).count(real.words["not_recorded"][tag]) > 1
    ]
    assert found == []
