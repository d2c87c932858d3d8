"""An issue form becomes a valid record, and nothing that is typed in it becomes anything else."""

from pathlib import Path

import pytest
import yaml

from atlas.catalogue.catalogue import load
from atlas.checks.checks import check
from atlas.editing.issue_forms import FORMS, TEMPLATES, UnknownFormError, forms, labels_of, propose
from support.projects import EXAMPLE_DAY, PROJECT, atlas, copy_example


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
    "sources": "example-page",
}


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
    done = atlas(project, "form", day=EXAMPLE_DAY, ISSUE_BODY=filled, ISSUE_NUMBER="7")
    assert done.returncode == 0, done.stdout
    assert "`data/alliances/yota-alliance.yml`\n\n#7\n" in done.stdout
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
        "sources": "example-page",
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
        "sources": "example-page",
        "source_link": "https://example.org/",
    }
    catalogue, _ = load(project)
    proposal = propose(catalogue, forms(project), body("2-country-news.yml", answers), EXAMPLE_DAY)
    assert proposal.record
    assert "start: 2027-05\n" in proposal.record.text
    assert "as_of: 2026-11-21\n" in proposal.record.text


def test_link_in_the_place_of_a_source_is_told_and_no_id_is_made_up(project: Path) -> None:
    catalogue, _ = load(project)
    answers = ALLIANCE | {"sources": "https://example-page.example/"}
    proposal = propose(catalogue, forms(project), body("3-alliance.yml", answers), EXAMPLE_DAY)
    assert proposal.record is None
    assert [each.code for each in proposal.problems] == ["wrong-format"]
    assert "data/sources/" in proposal.problems[0].fix["es"]


@pytest.mark.parametrize("heading", ["### a" + " " * 60_000 + "b", "### x\n" * 10_000])
def test_body_made_to_keep_the_program_busy_ends_at_once(project: Path, heading: str) -> None:
    """With a pattern that goes back and forth over the spaces, this alone took a minute."""
    catalogue, _ = load(project)
    with pytest.raises(UnknownFormError):
        propose(catalogue, forms(project), heading, EXAMPLE_DAY)


def test_what_is_wrong_in_a_form_is_told_and_nothing_is_written(project: Path) -> None:
    answers = ALLIANCE | {"date": "3/2025", "summary_es": "Llame a <b>Ana</b>"}
    before = sorted((project / "data").rglob("*"))
    done = atlas(project, "form", ISSUE_BODY=body("3-alliance.yml", answers))
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
