"""Pages say who reviewed a record, and what other sources say; so do the public formats."""

import json
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.edition import Edition
from atlas.checks.checks import check
from atlas.exports.public import public_records
from atlas.site.pages import Page, Site, pages
from atlas.site.views.upkeep import reviews_view
from support.projects import EXAMPLE_DAY

FILE = "data/countries/zzz.yml"
CONFLICT = """\
conflicts:
  - says:
      es: El boletín habla de tres reuniones.
      en: The bulletin speaks of three meetings.
    shown:
      es: Se muestran dos, las de la página oficial.
      en: Two are shown, those of the official page.
    sources:
      - example-note
"""


def changed(project: Path, addition: str) -> Catalogue:
    file = project / FILE
    file.write_text(file.read_text(encoding="utf-8") + addition, encoding="utf-8")
    catalogue, found = load(project)
    assert not [each for each in check(catalogue, EXAMPLE_DAY, found) if each.level == "error"]
    return catalogue


def page(catalogue: Catalogue, path: str = "countries/zzz/", tag: str = "en") -> Page:
    edition = Edition(catalogue, catalogue.language(tag), EXAMPLE_DAY)
    return next(each for each in pages(edition, Site()) if each.path == path)


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("editor", "Last checked on"),
        ("national-expert", "by a national expert"),
        ("organisation-concerned", "by the organization it is about"),
        ("nobody", "nobody has checked it yet"),
    ],
)
def test_page_says_by_whom_a_record_was_reviewed(example_copy: Path, role: str, said: str) -> None:
    shown = page(changed(example_copy, f"reviewed_by: {role}\n"))
    assert said in shown.html
    assert (shown.reviewed is None) == (role == "nobody")


def test_what_nobody_reviewed_is_due_for_review(example_copy: Path) -> None:
    catalogue = changed(example_copy, "reviewed_by: nobody\n")
    view = reviews_view(Edition(catalogue, catalogue.languages[0], EXAMPLE_DAY))
    assert [each.due for each in view.records if each.file == FILE] == [True]
    assert not all(each.due for each in view.records)


def test_what_another_source_says_is_shown_and_cited(example_copy: Path) -> None:
    shown = page(changed(example_copy, CONFLICT)).html
    section = shown[shown.index('aria-labelledby="conflicts"') :].partition("</section>")[0]
    assert "The bulletin speaks of three meetings." in section
    assert "Two are shown, those of the official page." in section
    assert 'href="#source-' in section
    assert 'aria-labelledby="conflicts"' not in page(load(example_copy)[0], "countries/zzy/").html


def test_lists_lead_to_what_other_sources_say(example_copy: Path) -> None:
    name = "example-network"
    file = example_copy / "data" / "networks" / f"{name}.yml"
    assert "Sources disagree" not in page(load(example_copy)[0], "networks/").html
    file.write_text(file.read_text(encoding="utf-8") + CONFLICT, encoding="utf-8")
    said = CONFLICT.replace("\n", "\n    ").rstrip()
    country = example_copy / FILE
    text = country.read_text(encoding="utf-8").replace(
        "    date: 2003-03-04\n", f"    date: 2003-03-04\n    {said}\n"
    )
    country.write_text(text, encoding="utf-8")
    catalogue, _ = load(example_copy)
    assert f'<a class="note" href="{name}/#conflicts">' in page(catalogue, "networks/").html
    link = '<a class="note" href="../../countries/zzz/#conflicts">'
    assert link in page(catalogue, "treaties/untoc/").html
    assert 'id="conflicts"' in page(catalogue, "countries/zzz/").html


def test_public_formats_say_both(example_copy: Path) -> None:
    catalogue = changed(example_copy, CONFLICT + "reviewed_by: national-expert\n")
    text = json.dumps(public_records(catalogue, "https://example.org/")["countries"])
    assert '"reviewed_by": "national-expert"' in text
    assert "The bulletin speaks of three meetings." in text
