"""The pages of the example, as HTML: what a change of a template or a view changes for readers."""

from dataclasses import replace
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.site import shell
from atlas.site.layout import Frame
from atlas.site.pages import Site, pages
from conftest import Expectation
from support.projects import EXAMPLE_DAY, PROJECT

GOLDEN = PROJECT / "tests" / "golden"
SITE = Site("https://git.example.org/atlas", "corrections@example.org")
TEMPLATES = shell.environment(PROJECT / shell.FOLDER)
FRAMED = "countries/zzz/"
"""The page whose shell is compared, with nothing in it."""

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
        frame = Frame(edition, SITE, "https://example.org/")
        for page in pages(edition, SITE):
            found[(language.tag, page.path)] = page.html
            if page.path == FRAMED:
                text = TEMPLATES.get_template(shell.PAGE)
                found[(language.tag, "shell")] = _of_lines(
                    text.render(shell.document(frame, replace(page, html="")).context())
                )
        text = TEMPLATES.get_template(shell.NOT_FOUND)
        found[(language.tag, "404")] = text.render(shell.once(frame, shell.NOT_FOUND, ()))
    return found


def _of_lines(text: str) -> str:
    """RIS asks for CR LF within a page; Git keeps LF."""
    return text.replace("\r\n", "\n")


def golden_file(tag: str, path: str) -> Path:
    return GOLDEN / tag / f"{path.strip('/').replace('/', '-') or 'home'}.html"


@pytest.mark.parametrize("path", [*SHOWN, "404", "shell"])
@pytest.mark.parametrize("tag", ["es", "en"])
def test_page_is_as_accepted(
    tag: str, path: str, made: dict[tuple[str, str], str], expect: Expectation
) -> None:
    expect(made[(tag, path)].rstrip("\n") + "\n", golden_file(tag, path))


def test_every_accepted_page_is_still_compared() -> None:
    expected = {golden_file(tag, path) for tag in ("es", "en") for path in (*SHOWN, "404", "shell")}
    assert set(GOLDEN.rglob("*.html")) == expected
