"""What is kept between two edits never shows anything old."""

import os
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import load
from atlas.catalogue.edition import Edition
from atlas.site.incremental import Workshop
from atlas.site.pages import Page, Site, pages
from support.projects import EXAMPLE_DAY

SITE = Site("https://git.example.org", "")

EDITS = {
    "countries/zzz.yml": ("  es: Zeta\n  en: Zeta\n", "  es: Zetania\n  en: Zetaland\n"),
    "countries/zzx.yml": ("status: reported", "status: confirmed"),
    "events/network-founding.yml": ("start: 2023-06", "start: 2023-07"),
    "events/zeta-training.yml": ("es: Capacitación en Zeta", "es: Curso en Zeta"),
    "sources/example-page.yml": ("en: Page on the initiative", "en: Article on the initiative"),
    "sources/example-data.yml": ("published: 2014-07-10", "published: 2015-07-10"),
    "resolutions/example-draft.yml": ("es: Trata de personas", "es: La trata de personas"),
    "resolutions/9-1.yml": ("session: 9", "session: 8"),
    "networks/example-network.yml": ("es: Red de Ejemplo", "es: Red Ejemplar"),
    "alliances/zeta-alliance.yml": ("es: Alianza Nacional de Zeta", "es: Alianza de Zeta"),
    "scenarios/a.yml": ("en: VPI meeting", "en: Meeting"),
    "programmes/vpi.yml": ("en: Scoping meeting", "en: First meeting"),
    "treaties/tip.yml": ("en: Trafficking Protocol", "en: Protocol"),
    "vocabularies/step-states.yml": ("en: Under way", "en: Begun"),
    "vocabularies/themes.yml": ("en: Firearms", "en: Guns"),
    "glossary.yml": ("en: Urges", "en: Urges on"),
    "interface.yml": ("    en: Countries\n", "    en: All countries\n"),
    "history.yml": ("es: El ejemplo abre", "es: El ejemplo se abre"),
    "translations.lock.json": ("zzz.yml#vpi.summary", "zzz.yml#name"),
}


def fresh(project: Path, tag: str) -> dict[str, Page]:
    catalogue, _ = load(project)
    language = catalogue.language(tag)
    return {page.path: page for page in pages(Edition(catalogue, language, EXAMPLE_DAY), SITE)}


def kept(workshop: Workshop, project: Path, tag: str) -> dict[str, Page]:
    catalogue, _ = workshop.catalogue(project, EXAMPLE_DAY)
    edition = workshop.edition(catalogue, tag, EXAMPLE_DAY)
    return {page.path: page for page in workshop.pages(edition, SITE)}


def test_every_edit_shows_wherever_it_should(example_copy: Path) -> None:
    workshop = Workshop(keeps=True)
    kept(workshop, example_copy, "en")
    for name, (old, new) in EDITS.items():
        file = example_copy / "data" / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{name}: {old}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        now, should = kept(workshop, example_copy, "en"), fresh(example_copy, "en")
        assert set(now) == set(should), name
        assert [path for path in should if now[path] != should[path]] == [], name


@pytest.mark.parametrize(
    "edit",
    [
        ("content/es/guide/vpi.md", "Lleve dos propuestas", "Lleve tres propuestas"),
        ("content/en/guide/vpi.md", "title: What a VPI is", "title: What is a VPI"),
    ],
)
def test_edited_page_is_shown(edit: tuple[str, str, str], example_copy: Path) -> None:
    name, old, new = edit
    workshop = Workshop(keeps=True)
    kept(workshop, example_copy, "en")
    file = example_copy / name
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert kept(workshop, example_copy, "en") == fresh(example_copy, "en")
    assert kept(workshop, example_copy, "es") == fresh(example_copy, "es")


def test_record_that_comes_or_goes_is_shown(example_copy: Path) -> None:
    workshop = Workshop(keeps=True)
    kept(workshop, example_copy, "es")
    old = example_copy / "data" / "countries" / "zzy.yml"
    text = old.read_text(encoding="utf-8")
    new = old.with_name("zzw.yml")
    other = text.replace("id: zzy", "id: zzw").replace("psilon", "ta").replace("ZY", "ZW")
    new.write_text(other, encoding="utf-8")
    assert kept(workshop, example_copy, "es") == fresh(example_copy, "es")
    old.unlink()
    assert kept(workshop, example_copy, "es") == fresh(example_copy, "es")


def test_nothing_is_made_again_while_nothing_changes(example_copy: Path) -> None:
    workshop = Workshop(keeps=True)
    first = kept(workshop, example_copy, "es")
    again = kept(workshop, example_copy, "es")
    assert [path for path in first if again[path] is not first[path]] == []


def test_file_saved_without_a_change_is_read_again_and_shows_the_same(example_copy: Path) -> None:
    workshop = Workshop(keeps=True)
    first = kept(workshop, example_copy, "es")
    os.utime(example_copy / "data" / "countries" / "zzz.yml")
    assert kept(workshop, example_copy, "es") == first
