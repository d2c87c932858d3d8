"""`make new` asks for what a record needs, refuses what does not fit, and writes a valid file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.formatting import changes
from atlas.catalogue.suggestions import meant
from atlas.checks.checks import check
from atlas.cli.new import new
from atlas.editing.prompts import ADDITIONS, WORTH_ASKING, called
from atlas.model.descriptions import label_of_field, parts_of
from atlas.model.fields import describe
from atlas.model.values import slug
from support.projects import EXAMPLE_DAY
from support.running import run_here


class Editor:
    """Answers questions by the field they are about, in order; Enter to any other."""

    def __init__(self, answers: Mapping[str, Iterable[str]]) -> None:
        self.answers: dict[str, Iterator[str]] = {n: iter(a) for n, a in answers.items()}
        self.asked: list[str] = []

    def __call__(self, text: str) -> str:
        self.asked.append(text)
        assert len(self.asked) < 100, f"asked again and again: {text}"
        return next(self.answers.get(field_of(text), iter(())), "")


def field_of(question: str) -> str:
    """The field that a question is about: the last step of what stands in brackets."""
    path = re.search(r"\[([a-z0-9_.]+)\]:", question)
    return path[1].rpartition(".")[2] if path else "id"


def written(project: Path, path: str) -> str:
    catalogue, found = load(project)
    problems = check(catalogue, EXAMPLE_DAY, found)
    assert [p for p in problems if p.level == "error"] == []
    assert {p.code for p in problems if p.path == path} <= {"missing-translation"}
    assert not changes([catalogue.documents[path]], [t.tag for t in catalogue.languages])
    return (project / path).read_text(encoding="utf-8")


SOURCE: dict[str, Iterable[str]] = {
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
    asked = {field_of(text): text.partition("\n")[0] for text in editor.asked}
    assert "(AAAA-MM-DD; Intro: 2026-11-21)" in asked["accessed"]
    assert "(AAAA-MM-DD, AAAA-MM o AAAA; " in asked["published"]
    assert "docs/data-format.es.md#sources" in said


ALLIANCE: dict[str, Iterable[str]] = {
    "name": ["Yota Alliance", "", "Yota Watch"],
    "summary": ["The alliance joins three.", "La alianza reúne a tres organizaciones."],
    "country": ["Épsilo", "zzy"],
    "network": ["example-netwrk", "example-network"],
    "date": ["03/2025", "2025-03"],
    "place": ["Yota City", "Ciudad Yota"],
    "coordinator": ["y"],
    "basis": ["rumour", "public-source"],
    "sources": ["", "", "exmple-page", "example-page"],
    "as_of": ["2025-03"],
}


def test_alliance_with_its_parts_is_written_in_english(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = Editor(ALLIANCE)
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


KINDS_ASKED: dict[str, tuple[dict[str, Iterable[str]], str]] = {
    "source": (SOURCE, "data/sources/page-of-the-zeta-alliance-home.yml"),
    "alliance": (ALLIANCE, "data/alliances/yota-alliance.yml"),
    "network": (
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
    "event": (
        {
            "kind": ["training"],
            "title": ["Taller", "Workshop"],
            "sources": ["example-page"],
            "as_of": ["2025"],
            "themes": ["trafficking-in-persons"],
        },
        "data/events/workshop.yml",
    ),
    "resolution": (
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
    "country": (
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
}


@pytest.mark.parametrize("kind", KINDS_ASKED)
def test_every_kind_can_be_written(example_copy: Path, kind: str) -> None:
    answers, path = KINDS_ASKED[kind]
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
    answers = iter(["español", "organización", "Fuente", ""])

    def ask(text: str) -> str:
        asked.append(text)
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    assert new(example_copy, None, None, ask, EXAMPLE_DAY) == 1
    assert asked[1] == asked[2]
    assert "país, red, alianza, resolución, evento, fuente" in asked[1]
    assert asked[3].startswith("Tipo [kind]: ")


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


def test_language_one_chose_is_asked_for_first_and_suffices(example_copy: Path) -> None:
    editor = Editor(
        {
            "kind": ["training"],
            "title": ["Workshop"],
            "sources": ["example-page"],
            "as_of": ["2025"],
        }
    )
    assert new(example_copy, "event", "en", editor, EXAMPLE_DAY) == 0
    assert "title:\n  en: Workshop\n" in written(example_copy, "data/events/workshop.yml")
    titles = [text for text in editor.asked if field_of(text) == "title"]
    assert "(in English)" in titles[0]
    assert "(in Spanish; optional" in titles[1]


def test_end_before_the_start_is_refused_at_once(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = Editor(
        {
            "kind": ["training"],
            "title": ["Taller"],
            "start": ["2026-12-01"],
            "end": ["2026-11-01", "2026-12-02"],
            "sources": ["example-page"],
            "as_of": ["2025"],
        }
    )
    assert new(example_copy, "event", "es", editor, EXAMPLE_DAY) == 0
    assert "end: 2026-12-02\n" in written(example_copy, "data/events/taller.yml")
    assert "✗ " in capsys.readouterr().out


def test_name_that_means_one_record_is_taken_and_told(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = Editor(
        {
            "name": ["Yota Alliance"],
            "summary": ["It joins three."],
            "country": ["épsilon"],
            "sources": ["example-page"],
            "as_of": ["2025"],
        }
    )
    assert new(example_copy, "alliance", "en", editor, EXAMPLE_DAY) == 0
    assert "country: zzy\n" in written(example_copy, "data/alliances/yota-alliance.yml")
    assert "✓ épsilon → zzy (Epsilon)" in capsys.readouterr().out


class Typist:
    """Types a list of answers one after the other, then stops as with Ctrl and C."""

    def __init__(self, *answers: str) -> None:
        self.answers = iter(answers)
        self.asked: list[str] = []

    def __call__(self, text: str) -> str:
        self.asked.append(text)
        try:
            return next(self.answers)
        except StopIteration:
            raise KeyboardInterrupt from None


def test_one_can_go_back_a_question(example_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typist = Typist("<", "web-page", "Wrong", "", "<", "<", "Right title", "")
    assert new(example_copy, "source", "en", typist, EXAMPLE_DAY) == 1
    assert "This is the first question." in capsys.readouterr().out
    assert [field_of(text) for text in typist.asked[:6]] == ["kind"] * 2 + ["title"] * 2 + [
        "official_title",
        "title",
    ]
    editor = Editor({"publisher": ["Zeta Watch"], "languages": ["en"], "symbol": ["Z/1"]})
    assert new(example_copy, "source", "en", editor, EXAMPLE_DAY) == 0
    assert "en: Right title\n" in written(example_copy, "data/sources/right-title.yml")


def test_what_was_answered_before_ctrl_c_is_offered_again_and_forgotten_when_written(
    example_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(example_copy, "source", "en", Typist("web-page", "Kept title"), EXAMPLE_DAY) == 1
    assert "Nothing was written.\nYour answers are kept" in capsys.readouterr().out
    typist = Typist("n")
    assert new(example_copy, "source", "en", typist, EXAMPLE_DAY) == 1
    assert "with 2 answers kept" in typist.asked[0]
    assert field_of(typist.asked[1]) == "kind"
    editor = Editor({"publisher": ["Zeta Watch"], "languages": ["en"]})
    assert new(example_copy, "source", "en", editor, EXAMPLE_DAY) == 0
    assert written(example_copy, "data/sources/kept-title.yml")
    assert field_of(editor.asked[1]) == "title"
    again = Typist()
    assert new(example_copy, "source", "en", again, EXAMPLE_DAY) == 1
    assert field_of(again.asked[0]) == "kind"


PARTS: dict[str, tuple[dict[str, Iterable[str]], str, str]] = {
    "VPI": (
        {
            "id": ["zzz", "zzy", "evidence"],
            "status": ["reported"],
            "summary": ["A pilot initiative was announced."],
            "priorities": ["y"],
            "text": ["Better evidence"],
            "date": ["2026-10"],
            "sources": ["example-page"],
        },
        "data/countries/zzy.yml",
        "vpi:\n  status: reported\n",
    ),
    "paso de una VPI": (
        {"id": ["zzz"], "step": ["roadmap"], "state": ["done"], "date": ["2026-10"]},
        "data/countries/zzz.yml",
        "    - step: roadmap\n      state: done\n      date: 2026-10\n",
    ),
    "opción usada": (
        {"id": ["zzz"], "option": ["b-1"]},
        "data/countries/zzz.yml",
        "    - option: b-1\n",
    ),
    "paragraph": (
        {
            "id": ["example-draft"],
            "number": ["77"],
            "topic": ["Prevention"],
            "summary": ["It asks."],
        },
        "data/resolutions/example-draft.yml",
        "  - id: op-77\n    number: '77'\n",
    ),
    "option-of-the-menu": (
        {
            "id": ["a"],
            "name": ["A joint meeting"],
            "description": ["A meeting."],
            "first_move": ["Write a letter."],
            "outcome": ["A list."],
            "actors": ["civil-society"],
            "effort": ["low"],
        },
        "data/scenarios/a.yml",
        "    effort: low\n",
    ),
    "término": (
        {"term": ["Joint meeting"], "definition": ["A meeting of all."]},
        "data/glossary.yml",
        "  - id: joint-meeting\n",
    ),
}


@pytest.mark.parametrize("kind", PARTS)
def test_part_is_added_to_what_is_there(example_copy: Path, kind: str) -> None:
    answers, path, expected = PARTS[kind]
    before = (example_copy / path).read_text(encoding="utf-8")
    name = called(kind)
    assert name
    assert expected not in before or name == "option"  # as others have it
    assert new(example_copy, name, "en", Editor(answers), EXAMPLE_DAY) == 0
    text = written(example_copy, path)
    assert expected in text
    assert len(text.splitlines()) > len(before.splitlines())
    assert set(before.splitlines()) <= set(text.splitlines())


def test_new_session_of_the_conference_is_an_event_with_its_number(example_copy: Path) -> None:
    editor = Editor(
        {
            "kind": ["cop-session"],
            "title": ["Thirteenth session"],
            "session": ["13"],
            "start": ["2026-10-12"],
            "sources": ["example-page"],
            "as_of": ["2025"],
        }
    )
    assert new(example_copy, "event", "en", editor, EXAMPLE_DAY) == 0
    assert "session: 13\n" in written(example_copy, "data/events/thirteenth-session.yml")


@pytest.mark.parametrize(
    ("word", "name"),
    [("red", "network"), ("País", "country"), ("pais", "country"), ("Network", "network")],
)
def test_argument_may_be_named_in_either_language(word: str, name: str) -> None:
    assert called(word) == name


def test_argument_nobody_knows_is_told_with_what_there_is(example_project: Path) -> None:
    done = run_here(example_project, "new", "organización")
    assert done.returncode == 2
    assert "país, red, alianza" in done.stdout
    assert "country, network, alliance" in done.stdout


def test_every_field_that_is_asked_for_has_a_label() -> None:
    for name, addition in ADDITIONS.items():
        for model in (addition.part, *parts_of(addition.part)):
            for field in describe(model):
                if field.required or field.name in WORTH_ASKING.get(model.__name__, ()):
                    assert label_of_field(model, field.name), (name, field.name)
