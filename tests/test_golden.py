"""The pages of the example, as HTML: what a change of a template or a view changes for readers."""

from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.site.pages import Site, nothing_found, pages
from conftest import Expectation
from support.projects import EXAMPLE_DAY, PROJECT

GOLDEN = PROJECT / "tests" / "golden"
SITE = Site("https://git.example.org/atlas", "corrections@example.org")
SHOWN = (
    "",
    "countries/",
    "countries/zzz/",
    "countries/zzy/",
    "networks/",
    "networks/example-network/",
    "alliances/",
    "alliances/zeta-alliance/",
    "resolutions/",
    "resolutions/9-1/",
    "resolutions/example-draft/",
    "resolutions/cop12-reported/",
    "scenarios/",
    "scenarios/b/",
    "treaties/",
    "treaties/untoc/",
    "themes/",
    "themes/trafficking-in-persons/",
    "calendar/",
    "glossary/",
    "sources/",
    "a-z/",
    "guide/vpi/",
    "guide/review/",
    "guide/alliances/",
    "guide/networks/",
    "guide/working-together/",
    "guide/extra/",
    "about/corrections/",
)


@pytest.fixture(scope="module")
def made(example: Catalogue) -> dict[tuple[str, str], str]:
    """(language, path) → HTML, of every page of the example."""
    found = {}
    for language in example.languages:
        edition = Edition(example, language, EXAMPLE_DAY)
        for page in pages(edition, SITE):
            found[(language.tag, page.path)] = page.html
        found[(language.tag, "404")] = nothing_found(edition, SITE, "/")
    return found


def golden_file(tag: str, path: str) -> Path:
    return GOLDEN / tag / f"{path.strip('/').replace('/', '-') or 'home'}.html"


@pytest.mark.parametrize("path", [*SHOWN, "404"])
@pytest.mark.parametrize("tag", ["es", "en"])
def test_page_is_as_accepted(
    tag: str, path: str, made: dict[tuple[str, str], str], expect: Expectation
) -> None:
    expect(made[(tag, path)].rstrip("\n") + "\n", golden_file(tag, path))


def test_every_accepted_page_is_still_compared() -> None:
    expected = {golden_file(tag, path) for tag in ("es", "en") for path in (*SHOWN, "404")}
    assert set(GOLDEN.rglob("*.html")) == expected
