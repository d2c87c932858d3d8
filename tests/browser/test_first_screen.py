"""Each page answers in its first screen: what its reader came for stands there, on a phone and on a desk."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator

from conftest import Open, Served

pytestmark = pytest.mark.browser

ANSWERS = {
    "": (".cloth", ".pick > summary"),
    "countries/": ("[data-filter-text]", "table.countries tbody tr:first-child"),
    "countries/mex/": (".loom", ".first .facts", ".go"),
    "countries/ton/": (".loom", ".first .facts", ".go"),
}
"""Page → the elements that hold its answer. The other pages join here as they get there."""


def _whole(element: Locator, height: int) -> bool:
    box = element.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height


@pytest.mark.parametrize(("width", "height"), [(360, 800), (1280, 900)])
def test_answer_stands_in_the_first_screen(
    width: int, height: int, open_page: Open, site: Path, served: Served
) -> None:
    page = open_page(viewport={"width": width, "height": height})
    below = []
    for prefix in ("", "en/"):
        for path, answers in ANSWERS.items():
            page.goto(f"{served(site)}{prefix}{path}")
            below += [
                f"{prefix}{path}: {each}"
                for each in answers
                if not _whole(page.locator(each).first, height)
            ]
    assert below == []
