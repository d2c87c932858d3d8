"""`make new` asks for what a record needs, refuses what does not fit, and writes a valid file."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.formatting import changes
from atlas.catalogue.suggestions import meant
from atlas.checks.checks import check
from atlas.cli.new import new
from atlas.model.values import slug
from support.projects import EXAMPLE_DAY


class Editor:
    """Answers questions by the field they are about, in order; Enter to any other."""

    def __init__(self, answers: Mapping[str, Iterable[str]]) -> None:
        self.answers: dict[str, Iterator[str]] = {n: iter(a) for n, a in answers.items()}
        self.asked: list[str] = []

    def __call__(self, text: str) -> str:
        self.asked.append(text)
        assert len(self.asked) < 100, f"asked again and again: {text}"
        return next(self.answers.get(text.split(maxsplit=1)[0].rstrip(":"), iter(())), "")


def written(project: Path, path: str) -> str:
    catalogue, found = load(project)
    assert [p for p in check(catalogue, EXAMPLE_DAY, found) if p.path == path] == []
    assert not changes([catalogue.documents[path]], [t.tag for t in catalogue.languages])
    return (project / path).read_text(encoding="utf-8")


SOURCE = {
    "kind": ["web-page"],
    "title": ["Página de la alianza de Zeta: inicio", "Page of the Zeta alliance: home"],
    "publisher": ["", "Zeta Watch"],
    "languages": ["español", "es, en"],
    "link": ["zeta.example", "https://zeta.example/"],
}


def test_source_is_written_and_its_id_proposed(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = Editor(SOURCE)
    assert new(example_copy, "source", "es", editor, EXAMPLE_DAY) == 0
    text = written(example_copy, "data/sources/page-of-the-zeta-alliance-home.yml")
    assert "  es: 'Página de la alianza de Zeta: inicio'\n" in text
    assert "accessed: 2026-11-21\n" in text
    said = capsys.readouterr().out
    assert "«zeta.example» no es un enlace seguro." in said
    assert "Es una etiqueta de lengua: es, en, fr." in said
    asked = {text.partition(":")[0]: text.partition("\n")[0] for text in editor.asked}
    assert "(AAAA-MM-DD; Intro: 2026-11-21)" in asked["accessed"]
    assert "(AAAA-MM-DD, AAAA-MM o AAAA; " in asked["published"]
    assert "docs/data-format.es.md#sources" in said


def test_alliance_with_its_parts_is_written_in_english(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = Editor(
        {
            "name": ["", "Yota Alliance", "", "Yota Watch"],
            "summary": ["La alianza reúne a tres organizaciones.", "The alliance joins three."],
            "country": ["Épsilon", "zzy"],
            "network": ["example-netwrk", "example-network"],
            "date": ["03/2025", "2025-03"],
            "place": ["Ciudad Yota", "Yota City"],
            "coordinator": ["y"],
            "basis": ["rumour", "public-source"],
            "sources": ["", "", "exmple-page", "example-page"],
            "as_of": ["2025-03"],
        }
    )
    assert new(example_copy, "alliance", "en", editor, EXAMPLE_DAY) == 0
    text = written(example_copy, "data/alliances/yota-alliance.yml")
    assert "country: zzy\n" in text
    assert "reviewed: 2026-11-21\n" in text
    said = capsys.readouterr().out
    assert "Did you mean “zzy” (Epsilon)?" in said
    assert "Did you mean “example-network” (" in said
    assert "Did you mean “example-page” (" in said
    assert "A source is needed. If it is not in the Atlas yet" in said
    assert "“03/2025” is not a possible date" in said
    assert "Possible values: public-source, consent." in said


@pytest.mark.parametrize(
    ("kind", "answers", "path"),
    [
        (
            "network",
            {
                "name": ["", "NET4U Nowhere"],
                "summary": ["Una red.", "A network."],
                "region": ["Ninguna", "None"],
                "regions": ["south-america"],
                "sources": ["example-page"],
                "as_of": ["2025"],
            },
            "data/networks/net4u-nowhere.yml",
        ),
        (
            "event",
            {
                "kind": ["training"],
                "title": ["Taller", "Workshop"],
                "sources": ["example-page"],
                "as_of": ["2025"],
                "themes": ["trafficking-in-persons"],
            },
            "data/events/workshop.yml",
        ),
        (
            "resolution",
            {
                "kind": ["resolution"],
                "status": ["adopted"],
                "session": ["doce", "12"],
                "topic": ["Prevención", "Prevention"],
                "summary": ["Pide prevenir.", "It asks to prevent."],
                "sources": ["example-page"],
                "as_of": ["2025"],
            },
            "data/resolutions/prevention.yml",
        ),
        (
            "country",
            {
                "id": ["zzv"],
                "alpha_2": ["ZV"],
                "kind": ["member-state"],
                "treaty": ["untoc"],
                "status": ["party"],
                "sources": ["example-page"],
                "as_of": ["2014-07-10", "2025"],
            },
            "data/countries/zzv.yml",
        ),
    ],
)
def test_every_kind_can_be_written(
    example_copy: Path, kind: str, answers: dict[str, Iterable[str]], path: str
) -> None:
    assert new(example_copy, kind, "es", Editor(answers), EXAMPLE_DAY) == 0
    assert written(example_copy, path)


def test_country_or_source_is_found_by_a_word_of_its_name(real: Catalogue) -> None:
    def told(target: str, typed: str) -> str:
        return meant(real, target, typed, real.known_ids[target])["es"]

    assert told("countries", "México") == "¿Quiso decir «mex» (México)?"
    assert told("countries", "Mexico") == "¿Quiso decir «mex» (México)?"
    assert "«gbr»" in told("countries", "United Kingdom")
    assert "«vpi-concept-note» (" in told("sources", "vpi")
    assert told("countries", "qwertz").startswith("Valores posibles: afg, ")


def test_kind_may_be_named_in_ones_own_language(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    answers = iter(["español", "organización", "Fuente"])

    def ask(text: str) -> str:
        asked.append(text)
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    assert new(example_copy, None, None, ask, EXAMPLE_DAY) == 1
    assert asked[1] == asked[2]
    assert "país, red, alianza, resolución, evento, fuente" in asked[1]
    assert asked[3].startswith("kind: ")


def test_id_that_is_taken_is_refused(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = Editor(SOURCE | {"id": ["example-page", "Otra Página", "otra-pagina"]})
    assert new(example_copy, "source", "es", editor, EXAMPLE_DAY) == 0
    assert written(example_copy, "data/sources/otra-pagina.yml")
    said = capsys.readouterr().out
    assert "Ya existe data/sources/example-page.yml." in said
    assert "minúsculas sin tilde" in said


def test_kind_and_language_are_asked_for_and_nothing_is_written_when_one_stops(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["english", "wrong", "source", "web-page"])
    before = sorted((example_copy / "data").rglob("*.yml"))

    def ask(text: str) -> str:
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    assert new(example_copy, None, None, ask, EXAMPLE_DAY) == 1
    assert "Nothing was written." in capsys.readouterr().out
    assert sorted((example_copy / "data").rglob("*.yml")) == before


def test_id_is_made_of_a_name() -> None:
    assert slug("Alianza Nacional de México (NACSA4U)") == "alianza-nacional-de-mexico-nacsa4u"
