"""All records as one whole: references lead both ways, and every fact knows its place."""

from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue, load, paragraphs
from atlas.catalogue.problems import Position
from atlas.model.values import Text
from support.projects import EXAMPLE


def test_what_systems_and_editors_leave_behind_is_no_mistake(example_copy: Path) -> None:
    usual = load(example_copy)[1]
    for name in (
        *("data/countries/.zzz.yml.swp", "data/countries/zzz.yml~", "data/.DS_Store"),
        *("data/countries/#zzz.yml#", "content/es/guide/vpi.md~", "content/.DS_Store"),
    ):
        (example_copy / name).write_text("x", encoding="utf-8")
    assert load(example_copy)[1] == usual


def test_references_lead_both_ways(example: Catalogue) -> None:
    assert ("alliances", "zeta-alliance") in example.back[("countries", "zzz")]
    assert ("countries", "zzz") in example.back[("alliances", "zeta-alliance")]
    assert ("countries", "zzz") in example.back[("events", "zeta-training")]
    assert ("events", "network-founding") in example.back[("networks", "example-network")]
    assert ("networks", "example-network") in example.back[("events", "network-founding")]
    assert ("resolutions", "example-draft") in example.back[("resolutions", "9-1")]
    assert ("scenarios", "b") in example.back[("scenarios", "a")]


def test_every_source_knows_the_records_that_rest_on_it(example: Catalogue) -> None:
    for kind, records in example.records.items():
        for identifier, record in records.items():
            for source in getattr(record, "sources", ()):
                assert (kind, identifier) in example.back[("sources", source)]


def test_items_of_a_paragraph_follow_it(example: Catalogue) -> None:
    draft = example.resolutions["example-draft"]
    assert [each.id for each in paragraphs(draft)] == ["op-1", "op-2", "op-2-a"]


def test_options_and_steps_are_found_by_their_id(example: Catalogue) -> None:
    assert list(example.options) == ["a-1", "a-2", "b-1"]
    assert example.options["b-1"][0] is example.scenarios["b"]
    assert list(example.steps) == ["scoping", "roadmap"]


def test_languages_are_those_of_the_configuration(example: Catalogue) -> None:
    assert [(each.tag, each.prefix) for each in example.languages] == [("es", ""), ("en", "en/")]


def test_each_text_knows_the_line_it_stands_on(example: Catalogue) -> None:
    lines = (EXAMPLE / "data/countries/zzz.yml").read_text(encoding="utf-8").split("\n")
    position = example.position("data/countries/zzz.yml", ("vpi", "summary", "es"))
    assert lines[position.line - 1][position.column - 1 :].startswith("Zeta inició")


def test_each_reference_and_text_is_listed_with_its_place(example: Catalogue) -> None:
    leaves = {leaf.key: leaf for leaf in example.leaves["data/countries/zzz.yml"]}
    priority = leaves["vpi.priorities.victims.text"]
    assert priority.location == ("vpi", "priorities", 0, "text")
    assert isinstance(priority.value, Text)
    assert leaves["region"].target == "vocabularies.regions"
    assert leaves["vpi.steps.0.step"].target == "programmes.steps"
    assert leaves["treaties.1.treaty"].value == "tip"
    assert leaves["vpi.options.0.option"].target == "scenarios.options"
    term = {leaf.key: leaf for leaf in example.leaves["data/glossary.yml"]}
    assert term["terms.tip.seen_in.es"].target == "sources"
    assert term["terms.tip.see.0"].value == "untoc"


def test_faulty_record_is_left_out_and_told(example_copy: Path) -> None:
    file = example_copy / "data/countries/zzy.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("alpha_2: ZY", "alpha_2: 1"), "utf-8")
    catalogue, problems = load(example_copy)
    assert set(catalogue.countries) == {"zzz", "zzx"}
    assert [(each.code, each.path) for each in problems] == [
        ("wrong-type", "data/countries/zzy.yml")
    ]


def test_link_in_place_of_a_file_is_not_followed(example_copy: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "secret.yml"
    elsewhere.write_text("id: secret\n", encoding="utf-8")
    (example_copy / "data/countries/secret.yml").symlink_to(elsewhere)
    catalogue, problems = load(example_copy)
    assert "secret" not in catalogue.countries
    assert [each.code for each in problems] == ["not-a-file"]


@pytest.mark.parametrize(
    ("location", "parent"),
    [
        (("absent",), ()),
        (("treaties", 99), ("treaties",)),
        (("treaties", 99, "status"), ("treaties",)),
        (("vpi", "summary", "xx"), ("vpi", "summary")),
    ],
)
def test_what_is_absent_stands_where_its_nearest_parent_does(
    example: Catalogue, location: tuple[str | int, ...], parent: tuple[str | int, ...]
) -> None:
    path = "data/countries/zzz.yml"
    assert example.position(path, location) == example.position(path, parent)
    # The root begins below the line that names the schema; nothing else does.
    assert (example.position(path, parent) == Position(2, 1)) == (parent == ())
