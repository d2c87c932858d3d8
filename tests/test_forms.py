"""An issue form becomes a valid record, and nothing that is typed in it becomes anything else."""

import re
from pathlib import Path

import pytest
import yaml

from atlas.catalogue.catalogue import load
from atlas.checks.checks import check
from atlas.editing.issue_forms import FORMS, TEMPLATES, UnknownFormError, forms, labels_of, propose
from support.projects import EXAMPLE_DAY, PROJECT, copy_example
from support.running import run_here


def body(form: str, answers: dict[str, str]) -> str:
    """What GitHub makes of a form."""
    labels = labels_of((PROJECT / TEMPLATES / form).read_text(encoding="utf-8"))
    return "\r\n".join(
        f"### {label}\r\n\r\n{answers.get(field, '_No response_')}\r\n"
        for label, field in labels.items()
    )


ALLIANCE = {
    "name_en": "Yota Alliance",
    "country": "zzy",
    "summary_es": "La alianza reúne a tres organizaciones.",
    "summary_en": "The alliance joins three organizations.",
    "date": "2025-03",
    "source_link": "https://yota.example/news",
    "source_title": "Nace la alianza: Yota",
    "source_publisher": "Yota Watch",
    "source_language": "es",
}


SOURCE = {name: answer for name, answer in ALLIANCE.items() if name.startswith("source_")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = copy_example(tmp_path / "example")
    (root / TEMPLATES).mkdir(parents=True)
    for form in FORMS:
        text = (PROJECT / TEMPLATES / form).read_text(encoding="utf-8")
        (root / TEMPLATES / form).write_text(text, encoding="utf-8")
    return root


def test_alliance_from_a_form_is_a_valid_file(project: Path) -> None:
    filled = body("3-alliance.yml", ALLIANCE)
    done = run_here(project, "form", day=EXAMPLE_DAY, ISSUE_BODY=filled, ISSUE_NUMBER="7")
    assert done.returncode == 0, done.stdout
    assert "`data/alliances/yota-alliance.yml`\n" in done.stdout
    catalogue, found = load(project)
    assert not [p for p in check(catalogue, EXAMPLE_DAY, found) if p.level == "error"]
    assert catalogue.alliances["yota-alliance"].country == "zzy"


def test_news_from_a_form_are_an_event_of_the_country(project: Path) -> None:
    answers = {
        "country": "zzz",
        "title_es": "Taller",
        "title_en": "Workshop",
        "kind": "training",
        "start": "2026-05-04",
        **SOURCE,
    }
    catalogue, _ = load(project)
    proposal = propose(catalogue, forms(project), body("2-country-news.yml", answers), EXAMPLE_DAY)
    assert proposal.record
    assert proposal.record.path == "data/events/workshop.yml"
    assert "country: zzz\n" in proposal.record.text


def test_news_of_what_is_still_to_come_are_known_as_of_today(project: Path) -> None:
    answers = {
        "country": "zzz",
        "title_es": "Taller",
        "kind": "training",
        "start": "2027-05",
        **SOURCE,
    }
    catalogue, _ = load(project)
    proposal = propose(catalogue, forms(project), body("2-country-news.yml", answers), EXAMPLE_DAY)
    assert proposal.record
    assert "start: 2027-05\n" in proposal.record.text
    assert "as_of: 2026-11-21\n" in proposal.record.text


def test_source_of_a_form_becomes_a_record_beside_it(project: Path) -> None:
    done = run_here(
        project,
        "form",
        day=EXAMPLE_DAY,
        ISSUE_BODY=body("3-alliance.yml", ALLIANCE),
        ISSUE_NUMBER="7",
    )
    assert done.returncode == 0, done.stdout
    catalogue, found = load(project)
    source = catalogue.sources["nace-la-alianza-yota"]
    assert source.link == "https://yota.example/news"
    assert source.publisher["es"] == "Yota Watch"
    assert catalogue.alliances["yota-alliance"].sources == ("nace-la-alianza-yota",)
    written = {"data/alliances/yota-alliance.yml", "data/sources/nace-la-alianza-yota.yml"}
    own = {each.code for each in check(catalogue, EXAMPLE_DAY, found) if each.path in written}
    assert own <= {"missing-translation"}


def test_source_that_is_known_by_its_link_is_not_written_again(project: Path) -> None:
    catalogue, _ = load(project)
    known = next(source for source in catalogue.sources.values() if source.link)
    answers = ALLIANCE | {"source_link": known.link or ""}
    proposal = propose(catalogue, forms(project), body("3-alliance.yml", answers), EXAMPLE_DAY)
    assert proposal.record
    assert proposal.source is None
    assert f"sources:\n  - {known.id}\n" in proposal.record.text


def test_form_claims_no_review(project: Path) -> None:
    catalogue, _ = load(project)
    proposal = propose(catalogue, forms(project), body("3-alliance.yml", ALLIANCE), EXAMPLE_DAY)
    assert proposal.record
    assert "reviewed_by: nobody\n" in proposal.record.text


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("México", "mex"),
        ("Mexico", "mex"),
        ("Мексика", "mex"),
        ("Allemagne", "deu"),
        ("KEN", "ken"),
    ],
)
def test_country_may_be_named_in_any_language(typed: str, country: str) -> None:
    answers = ALLIANCE | {"country": typed}
    proposal = propose(
        load(PROJECT)[0], forms(PROJECT), body("3-alliance.yml", answers), EXAMPLE_DAY
    )
    assert proposal.record, proposal.problems
    assert f"country: {country}\n" in proposal.record.text


def test_name_of_several_countries_is_told_with_all_of_them() -> None:
    answers = ALLIANCE | {"country": "Korea"}
    proposal = propose(
        load(PROJECT)[0], forms(PROJECT), body("3-alliance.yml", answers), EXAMPLE_DAY
    )
    assert proposal.record is None
    assert [each.code for each in proposal.problems] == ["dangling-reference"]
    assert {"kor", "prk"} <= set(re.findall(r"“([a-z]{3})”", proposal.problems[0].fix["en"]))


@pytest.mark.parametrize("heading", ["### a" + " " * 60_000 + "b", "### x\n" * 10_000])
def test_body_made_to_keep_the_program_busy_ends_at_once(project: Path, heading: str) -> None:
    """With a pattern that goes back and forth over the spaces, this alone took a minute."""
    catalogue, _ = load(project)
    with pytest.raises(UnknownFormError):
        propose(catalogue, forms(project), heading, EXAMPLE_DAY)


def test_what_is_wrong_in_a_form_is_told_and_nothing_is_written(project: Path) -> None:
    answers = ALLIANCE | {"date": "3/2025", "summary_es": "Llame a <b>Ana</b>"}
    before = sorted((project / "data").rglob("*"))
    done = run_here(project, "form", ISSUE_BODY=body("3-alliance.yml", answers))
    assert done.returncode == 1
    assert "`wrong-date`" in done.stdout
    assert "`markup`" in done.stdout
    assert sorted((project / "data").rglob("*")) == before


def test_what_is_typed_stays_text_whatever_it_looks_like(project: Path) -> None:
    evil = "x: &a [1]\n- !!python/object y\n../../etc $(touch /tmp/x) `id`"
    catalogue, _ = load(project)
    answers = ALLIANCE | {"name_en": "../../Yota", "summary_en": evil}
    proposal = propose(catalogue, forms(project), body("3-alliance.yml", answers), EXAMPLE_DAY)
    assert proposal.record
    assert proposal.record.path == "data/alliances/yota.yml"
    value = yaml.safe_load(proposal.record.text)
    assert value["summary"]["en"] == " ".join(evil.split())


def test_id_that_is_taken_gets_a_number(project: Path) -> None:
    catalogue, _ = load(project)
    answers = ALLIANCE | {"name_en": "Zeta Alliance"}
    proposal = propose(catalogue, forms(project), body("3-alliance.yml", answers), EXAMPLE_DAY)
    assert proposal.record
    assert proposal.record.path == "data/alliances/zeta-alliance-2.yml"


def test_an_issue_without_a_form_is_left_to_people(project: Path) -> None:
    catalogue, _ = load(project)
    with pytest.raises(UnknownFormError):
        propose(catalogue, forms(project), "Hola", EXAMPLE_DAY)
