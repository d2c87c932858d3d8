"""The draft resolution on the Trafficking in Persons Protocol against the text it was read from.

The text, in Spanish, is not part of this project. Where it is not at hand, these tests are skipped.
"""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from babel import Locale

from atlas.catalogue.catalogue import Catalogue, load
from atlas.model.records import Resolution
from atlas.model.values import PartialDate

ROOT = Path(__file__).parents[1]
TEXT = ROOT.parent / "shared" / "seeds" / "cop10-trafficking-draft-resolution.es.md"
OPERATIVE = re.compile(r"^(\d+)\. \*(\w+)\* ", re.MULTILINE)
ITEM = re.compile(r"^([a-z])\) ", re.MULTILINE)
NUMBER = re.compile(r"\b\d+/\d+\b")
CITED = re.compile(
    r"(?P<number>\b\d+/\d+\b)"
    r"|de (?P<day>\d+) de (?P<month>\w+) de (?P<year>\d{4})"
    r"|(?P<body>Asamblea General|Comisión de Prevención|Consejo Económico)"
)
BODIES = {
    "Asamblea General": "general-assembly",
    "Comisión de Prevención": "ccpcj",
    "Consejo Económico": "ecosoc",
}
MONTHS = {name: number for number, name in Locale("es").months["format"]["wide"].items()}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """All records of this project."""
    return load(ROOT)[0]


@pytest.fixture(scope="module")
def draft(catalogue: Catalogue) -> Resolution:
    """The record of the draft."""
    return catalogue.resolutions["cop10-trafficking-draft"]


@pytest.fixture(scope="module")
def text() -> str:
    """The draft in Spanish, with links reduced to their words."""
    if not TEXT.exists():
        pytest.skip("the Spanish text of the draft is not at ../shared/seeds/")
    return re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", TEXT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def preamble(text: str) -> list[str]:
    """The blocks between the name of the Conference and the first operative paragraph."""
    start = text.index("\nLa Conferencia de las Partes en la Convención")
    first = OPERATIVE.search(text)
    assert first
    return text[start : first.start()].strip().split("\n\n")[1:]


def sections(pattern: re.Pattern[str], text: str) -> dict[str, str]:
    """What each heading found by a pattern names → the text up to the next one."""
    found = list(pattern.finditer(text))
    ends = [*(match.start() for match in found), len(text)][1:]
    return {m[1]: text[m.end() : end] for m, end in zip(found, ends, strict=True)}


def citations(paragraph: str) -> list[tuple[str, str, PartialDate | None]]:
    """Body, number and date of each text a paragraph recalls; a date counts for all before it."""
    body = "cop"
    undated: list[tuple[str, str]] = []
    found: list[tuple[str, str, PartialDate | None]] = []
    for match in CITED.finditer(paragraph):
        if match["body"]:
            body = BODIES[match["body"]]
        elif match["number"]:
            undated.append((body, match["number"]))
        else:
            date = PartialDate(int(match["year"]), MONTHS[match["month"]], int(match["day"]))
            found += [(*cited, date) for cited in undated]
            undated.clear()
    assert not undated
    return found


def test_it_is_a_draft_without_a_number(draft: Resolution) -> None:
    assert draft.status == "draft"
    assert draft.number is None
    assert not draft.number_verified


def test_title_is_the_one_of_the_text(draft: Resolution, text: str) -> None:
    assert draft.official_title
    assert draft.official_title["es"] in text.split("\n")


def test_operative_paragraphs_have_the_numbers_and_verbs_of_the_text(
    catalogue: Catalogue, draft: Resolution, text: str
) -> None:
    labels = {code.id: code.label["es"] for code in catalogue.codes["verbs"].values()}
    written = [(number, labels[verb]) for number, verb in numbers_and_verbs(draft)]
    assert written == OPERATIVE.findall(text)


def numbers_and_verbs(draft: Resolution) -> list[tuple[str, str]]:
    """The number and the code of the verb of each paragraph."""
    return [(paragraph.number, paragraph.verb or "") for paragraph in draft.paragraphs]


def test_text_of_each_verb_is_the_one_of_the_text(draft: Resolution, text: str) -> None:
    written = [(p.number, p.verb_text["es"] if p.verb_text else "") for p in draft.paragraphs]
    assert written == OPERATIVE.findall(text)


def test_only_paragraph_13_has_items_and_they_are_those_of_the_text(
    draft: Resolution, text: str
) -> None:
    items = {p.number: [item.number for item in p.items] for p in draft.paragraphs}
    written = {n: list(sections(ITEM, body)) for n, body in sections(OPERATIVE, text).items()}
    assert items == written
    assert items["13"] == list("abcdefghijk")


@pytest.mark.parametrize("letter", "abcdefghijk")
def test_verbs_of_each_item_stand_in_it_in_order(draft: Resolution, text: str, letter: str) -> None:
    paragraph = next(p for p in draft.paragraphs if p.number == "13")
    item = next(i for i in paragraph.items if i.number == letter)
    assert item.verb == paragraph.verb
    assert item.verb_text
    body = sections(ITEM, sections(OPERATIVE, text)["13"])[letter].casefold()
    verbs = re.split(r", | y ", item.verb_text["es"].casefold())
    places = [match.start() if (match := re.search(rf"\b{verb}\b", body)) else -1 for verb in verbs]
    assert min(places) >= 0
    assert all(before < after for before, after in pairwise(places))


def test_ids_follow_the_numbers(draft: Resolution) -> None:
    for paragraph in draft.paragraphs:
        assert paragraph.id == f"op-{paragraph.number}"
        assert all(item.id == f"{paragraph.id}-{item.number}" for item in paragraph.items)


def test_preamble_opens_each_paragraph_as_the_text_does(
    draft: Resolution, preamble: list[str]
) -> None:
    opening = [block for block in preamble if block[:1].isupper()]
    assert len(draft.preamble) == len(opening)
    for number, (written, block) in enumerate(zip(draft.preamble, opening, strict=True), 1):
        assert written.id == f"pp-{number}"
        assert re.match(rf"{written.opening['es']}\b", block)


def test_second_preamble_paragraph_recalls_what_the_data_recall(
    draft: Resolution, preamble: list[str]
) -> None:
    second = next(block for block in preamble if block.startswith("Recordando también su decisión"))
    expected = citations(second)
    recalled = [(c.body, c.number, c.date) for c in draft.recalls if c.kind != "article"]
    assert recalled[: len(expected)] == expected


def test_data_recall_every_number_of_the_preamble_and_no_other(
    draft: Resolution, preamble: list[str]
) -> None:
    whole = "\n".join(preamble)
    expected = {*NUMBER.findall(whole), *re.findall(r"\b\d{4} \(\d{4}\)", whole)}
    assert {c.number for c in draft.recalls if c.kind != "article"} == expected
