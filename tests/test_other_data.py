"""The data changes that once ended in a traceback or an untruth, each by the name the review gave it.

Names follow the review: E1 to E19. What it called E9, a page of a programme that is removed, is in
`test_dead_links.py`.
"""

from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.edition import Edition
from atlas.site.pages import pages
from support import catalogues
from support.faults import SITE, errors, faults
from support.projects import EXAMPLE_DAY

pytestmark = pytest.mark.slow


def holds(catalogue: Catalogue) -> None:
    """A catalogue is valid, and a reader finds nothing wrong on its pages."""
    left = catalogues.mended(catalogue, errors(catalogue))
    assert [problem.sentence("en") for problem in errors(left)] == []
    assert faults(left) == []


def with_all_renamed(catalogue: Catalogue, vocabulary: str) -> Catalogue:
    """A catalogue in which every code of a vocabulary has another name."""
    for code in catalogue.codes[vocabulary]:
        target = f"vocabularies.{vocabulary}"
        catalogue = catalogues.renamed(catalogue, target, code, f"renamed-{code}")
    return catalogue


def read(project: Path) -> Catalogue:
    """The catalogue of a project, which has no errors."""
    catalogue, found = load(project)
    assert [each for each in (*found, *errors(catalogue)) if each.level == "error"] == []
    return catalogue


def replaced(project: Path, file: str, old: str, new: str) -> None:
    """Change a file of a project."""
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_e1_treaty_of_another_id(example: Catalogue) -> None:
    holds(catalogues.renamed(example, "treaties", "untoc", "uncac"))


def test_e2_process_programme_of_another_id(example: Catalogue) -> None:
    holds(catalogues.renamed(example, "programmes", "vpi", "dialogue"))


def test_e3_no_programme_of_alliances(example: Catalogue) -> None:
    holds(catalogues.without(example, {("programmes", "nacsa4u")}))


def test_e5_more_and_other_codes_of_process_statuses(example: Catalogue) -> None:
    holds(catalogues.with_codes(example, "vpi-statuses", lambda: True))
    holds(with_all_renamed(example, "vpi-statuses"))


def test_e6_treaty_status_without_a_sentence(example: Catalogue) -> None:
    holds(catalogues.with_codes(example, "treaty-statuses", lambda: True))


def test_e7_numbers_of_another_convention(example: Catalogue) -> None:
    for pattern in catalogues.NUMBERS:
        holds(catalogues.numbered(example, pattern))


def test_e7_number_of_a_form_the_convention_does_not_have_is_told(example_copy: Path) -> None:
    replaced(example_copy, "data/resolutions/9-1.yml", "number: 9/1", "number: 1/CP.21")
    catalogue, _ = load(example_copy)
    (problem,) = errors(catalogue)
    assert (problem.code, problem.path) == ("wrong-number", "data/resolutions/9-1.yml")
    replaced(example_copy, "data/convention.yml", "  - \\d+/\\d+\n", "  - \\d+/CP\\.\\d+\n")
    html = "".join(
        page.html
        for page in pages(Edition(read(example_copy), catalogue.languages[1], EXAMPLE_DAY), SITE)
    )
    assert "1/CP.21" in html


def test_e10_step_state_of_another_name_is_counted_alike(example: Catalogue) -> None:
    changed = catalogues.renamed(example, "vocabularies.step-states", "done", "completed")
    holds(changed)
    before, after = (
        {page.path: page.html for page in pages(Edition(c, c.languages[0], EXAMPLE_DAY), SITE)}
        for c in (example, changed)
    )
    assert before["countries/zzz/"] == after["countries/zzz/"]


def test_e11_code_for_nothing_recorded_of_another_name(example: Catalogue) -> None:
    holds(catalogues.renamed(example, "vocabularies.vpi-statuses", "none-recorded", "nothing"))


def test_e12_audience_that_the_site_does_not_know_is_told_with_those_it_does(
    example_copy: Path,
) -> None:
    replaced(example_copy, "content/en/guide/vpi.md", "civil-society", "journalists")
    _, found = load(example_copy)
    (problem,) = [each for each in found if each.level == "error"]
    assert problem.path == "content/en/guide/vpi.md"
    assert "private-sector" in problem.fix["es"]
    assert "private-sector" in problem.fix["en"]


@pytest.mark.parametrize("field", ["kind: resolution", "kind: decision"])
def test_kind_of_resolution_that_the_site_does_not_know_is_told(
    example_copy: Path, field: str
) -> None:
    file = "9-1" if field == "kind: resolution" else "cop12-reported"
    replaced(example_copy, f"data/resolutions/{file}.yml", field, "kind: declaration")
    _, found = load(example_copy)
    (problem,) = [each for each in found if each.level == "error"]
    assert "declaration" in problem.message["en"] + problem.fix["en"]
    assert "decision" in problem.fix["en"]


def test_e16_no_process_in_any_country(example: Catalogue) -> None:
    changed = catalogues.remade(
        example, lambda file, values, model: {n: v for n, v in values.items() if n != "vpi"}
    )
    assert not any(country.vpi for country in changed.countries.values())
    holds(changed)


def test_e17_treaty_without_counts(example: Catalogue) -> None:
    changed = catalogues.remade(
        example,
        lambda file, values, model: {
            n: v for n, v in values.items() if n not in ("counts", "signatories")
        },
    )
    assert not any(treaty.counts for treaty in changed.treaties.values())
    holds(changed)


def test_e18_no_networks(example: Catalogue) -> None:
    holds(catalogues.without(example, {("networks", "example-network")}))


def test_e19_only_network_withheld(example_copy: Path) -> None:
    (example_copy / "data" / "withhold.yml").write_text(
        "records:\n  - kind: networks\n    id: example-network\n    date: 2026-11-20\n",
        encoding="utf-8",
    )
    catalogue, _ = load(example_copy)
    assert not catalogue.networks
    holds(catalogue)


@pytest.mark.parametrize("vocabulary", ["step-states", "event-kinds", "country-kinds", "actors"])
def test_renamed_codes_are_shown_and_counted_alike(example: Catalogue, vocabulary: str) -> None:
    holds(with_all_renamed(example, vocabulary))
