"""Every rule has a case that breaks it, and says what is wrong, where, and how to mend it."""

import json
import re
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.problems import LANGUAGES, Position, Problem, problem, rules
from atlas.catalogue.reporters import as_github, as_markdown, as_sarif, as_text, field_guides
from atlas.catalogue.validation import validate
from atlas.catalogue.yaml_reader import read
from atlas.checks.checks import check, has_errors
from atlas.checks.policy import organisations as check_organisations
from atlas.cli.main import main
from conftest import Expectation
from support import cases
from support.projects import EXAMPLE_DAY, PROBLEMS, PROJECT, atlas, copy_example

CASES = sorted(folder.name for folder in PROBLEMS.iterdir() if folder.is_dir())
ELSEWHERE = {
    "broken-settings",  # then there is no catalogue: see below and test_settings.py
    "withheld-proposal",  # only an issue form can propose: see test_withholding.py
    "dead-link",  # only a finished site has it: see test_dead_links.py
    "wrong-value",  # what no other rule explains: see below
    "organisation-without-source",  # every record has sources today: see below
    "translation-not-stamped",  # the example has it as it stands: see test_translation_commands.py
}


def problems_of(project: Path) -> list[Problem]:
    catalogue, found = load(project)
    return check(catalogue, EXAMPLE_DAY, found)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_example(tmp_path_factory.mktemp("problems") / "project")


@pytest.fixture(scope="module")
def usual(workplace: Path) -> set[str]:
    """The warnings the example gives on purpose."""
    return set(as_lines(problems_of(workplace)))


def as_lines(problems: list[Problem]) -> list[str]:
    return [as_text([each]) for each in problems]


def test_every_rule_has_a_case() -> None:
    assert set(CASES) | ELSEWHERE == set(rules())
    assert not set(CASES) & ELSEWHERE


@pytest.mark.parametrize("code", CASES)
def test_problem_is_told_where_it_is_and_how_to_mend_it(
    code: str, workplace: Path, usual: set[str], expect: Expectation, tmp_path: Path
) -> None:
    case = PROBLEMS / code
    kept = tmp_path / "kept"
    changed = cases.files_changed(case)
    for name in changed:
        if (workplace / name).exists():
            (kept / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(workplace / name, kept / name)
    try:
        cases.apply(case, workplace)
        problems = problems_of(workplace)
    finally:
        for name in changed:
            if (kept / name).exists():
                shutil.copy(kept / name, workplace / name)
            else:
                (workplace / name).unlink()
                for folder in (workplace / name).relative_to(workplace).parents:
                    with suppress(OSError):
                        (workplace / folder).rmdir()
    new = [line for line in as_lines(problems) if line not in usual]
    assert code in {each.code for each in problems}
    assert has_errors(problems) == any(rules()[each.code]["level"] == "error" for each in problems)
    expect("\n".join(new) + "\n", case / cases.EXPECTED)


def test_folder_without_the_project_is_told_of_in_both_languages(tmp_path: Path) -> None:
    done = atlas(tmp_path, "check")
    assert done.returncode == 2
    assert "aquí no está el proyecto" in done.stdout
    assert "the project is not here" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("site_name: Atlas\n<<<<<<< HEAD\nplugins: []\n", 2),
        ("site_name: Atlas\nplugins: [search]\n", 2),
        ("- a\n", 1),
        ("", 1),
    ],
)
def test_configuration_with_a_mistake_is_told_of_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, line: int
) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert main(["--root", str(tmp_path), "check"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert re.match(
        rf"mkdocs\.yml:{line}:\d+: error\[[a-z-]+\] .*(?:configuración|cambios)", said[0]
    )
    assert re.match(r"    .*(?:configuration|changes)", said[1])


def test_no_message_repeats_the_parser() -> None:
    for case in CASES:
        told = (PROBLEMS / case / cases.EXPECTED).read_text(encoding="utf-8")
        assert not re.search(r"(?i)expected|scalar|pydantic|input should", told), case


def test_example_has_warnings_only(workplace: Path) -> None:
    problems = problems_of(workplace)
    assert not has_errors(problems)
    assert {each.code for each in problems} == {
        "missing-page",
        "missing-translation",
        "translation-not-stamped",
    }


def test_sentences_have_the_same_blanks_in_both_languages() -> None:
    for rule in rules().values():
        for part in ("message", "fix"):
            blanks = [set(re.findall(r"{(\w+)}", rule[f"{part}_{tag}"])) for tag in LANGUAGES]
            assert blanks[0] - {"tag"} == blanks[1] - {"tag"}


def test_what_no_rule_explains_is_still_told() -> None:
    class Odd(BaseModel):
        count: int = Field(ge=1)

    record, found = validate(read("odd.yml", b"count: 0\n"), Odd)
    assert record is None
    assert [each.code for each in found] == ["wrong-value"]


def test_organisation_of_a_record_without_sources_needs_one(example: Catalogue) -> None:
    alliance = example.alliances["zeta-alliance"]
    bare = alliance.members[0].model_copy(update={"sources": ()})
    unsourced = alliance.model_copy(update={"sources": (), "members": (bare,)})
    records = {**example.records, "alliances": {alliance.id: unsourced}}
    found = check_organisations(replace(example, records=records), EXAMPLE_DAY)
    assert [each.code for each in found] == ["organisation-without-source"]


def test_problems_can_be_told_to_programs(workplace: Path) -> None:
    problems = problems_of(workplace)
    assert all(line.startswith("::warning file=") for line in as_github(problems).splitlines())
    rows = [line for line in as_markdown(problems).splitlines() if line.startswith("| `")]
    assert len(rows) == len(problems)
    results = json.loads(as_sarif(problems))["runs"][0]["results"]
    assert [each["ruleId"] for each in results] == [each.code for each in problems]


REPOSITORY = "https://git.example/atlas"


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("data/countries/mex.yml", "#countries"),
        ("data/glossary.yml", "#glossary"),
        ("content/es/guide/vpi.md", "#content"),
        ("data/organisations/zeta.yml", ""),
    ],
)
def test_every_output_links_to_where_the_field_guide_explains_the_file(
    path: str, anchor: str
) -> None:
    found = [problem("empty-file", path, Position(3, 7))]
    run = json.loads(as_sarif(found, REPOSITORY))["runs"][0]
    for tag in LANGUAGES:
        file = f"docs/data-format.{tag}.md"
        guide = (PROJECT / file).read_text(encoding="utf-8")
        assert not anchor or f"\n### {anchor.removeprefix('#')}\n" in guide
        link = f"{REPOSITORY}/blob/main/{file}{anchor}"
        assert f"{file}{anchor}" in field_guides(found)
        assert f"%0A{link}" in as_github(found, REPOSITORY)
        assert f"]({link})" in as_markdown(found, REPOSITORY)
        assert link in run["results"][0]["message"]["text"].splitlines()
        assert f"{REPOSITORY}/blob/main/{file}" in run["tool"]["driver"]["rules"][0]["help"]["text"]
    assert run["tool"]["driver"]["rules"][0]["helpUri"].startswith("https://")
    assert "helpUri" not in as_sarif(found)


def test_what_an_editor_typed_stays_text_in_markdown() -> None:
    typed = "<img src=x> @maintainers #1 [x](https://x.example) `x` | *x*\n# x"
    place = ("data/countries/`|@all.yml", Position())
    found = [problem("wrong-choice", *place, value=typed, field="kind", choices="a, b")]
    row = next(line for line in as_markdown(found).splitlines() if "wrong-choice" in line)
    assert row.startswith("| `data/countries/??@all.yml:1:1` | `wrong-choice` | ")
    told = row.split(" | ", 2)[2]
    assert not set(told.removesuffix(" |")) & set("<>@#[]`*\\") - {"#"}
    assert not re.search(r"(?<!&)#", told)
    assert told.count("|") == 2
