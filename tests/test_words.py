"""What the site says of itself has words: one list of them, made from the program, and a check of it."""

from pathlib import Path

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.problems import Problem
from atlas.checks.checks import check
from atlas.model.words import LIST, missing
from conftest import Expectation
from support.projects import EXAMPLE_DAY
from support.words import spoken


def problems(project: Path, code: str) -> list[Problem]:
    catalogue, found = load(project)
    return [each for each in check(catalogue, EXAMPLE_DAY, found) if each.code == code]


def without(project: Path, file: str, key: str) -> None:
    """Remove the words under a key."""
    lines = (project / file).read_text(encoding="utf-8").splitlines(keepends=True)
    start = lines.index(f"  {key}:\n")
    end = next(i for i in range(start + 1, len(lines)) if not lines[i].startswith("    "))
    (project / file).write_text("".join(lines[:start] + lines[end:]), encoding="utf-8")


def test_list_of_words_is_what_the_program_says(
    project: Path, real: Catalogue, expect: Expectation
) -> None:
    expect(spoken(project).listed(real.words), LIST)


def test_words_that_are_missing_are_told_with_the_blanks_they_need(example_copy: Path) -> None:
    without(example_copy, "data/interface.yml", "notice_untranslated")
    (told,) = problems(example_copy, "missing-word")
    assert told.path == "data/interface.yml"
    assert "notice_untranslated" in told.sentence("en")
    assert "{language}" in told.sentence("en")


def test_words_stand_in_either_file(example_copy: Path) -> None:
    words = "  notice_untranslated:\n    es: Falta ({language})\n    en: Missing ({language})\n"
    without(example_copy, "data/interface.yml", "notice_untranslated")
    with (example_copy / "data" / "convention.yml").open("a", encoding="utf-8") as file:
        file.write(words)
    assert problems(example_copy, "missing-word") == []


def test_convention_without_a_drawing_needs_none_of_its_words(real: Catalogue) -> None:
    without_levels = {key for key in real.words if not key.startswith("levels_")}
    assert [*missing(without_levels)] == []
    assert [*missing(without_levels | {"levels_drawing"})] != []


def test_words_that_nothing_says_are_told_where_they_stand(example_copy: Path) -> None:
    with (example_copy / "data" / "convention.yml").open("a", encoding="utf-8") as file:
        file.write("  site_nam:\n    es: Atlas\n    en: Atlas\n")
    (told,) = problems(example_copy, "unused-word")
    assert told.level == "warning"
    assert told.path == "data/convention.yml"
    assert "site_name" in told.sentence("en")
