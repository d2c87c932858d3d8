"""axe-core finds nothing: on a page of each template, in each state, and on pages picked at random.

`ATLAS_SEED=7 make test` picks the pages of seed 7; without it the seed is the day.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page, expect

from atlas.catalogue.catalogue import Catalogue
from conftest import Open, Served
from support.axe import thin, violations
from support.budgets import limit
from support.kinds import IN_EXAMPLE, KINDS, ONLY_IN_EXAMPLE, templates_of_pages
from support.third import built_third

pytestmark = pytest.mark.browser

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
SEED = os.environ.get("ATLAS_SEED") or datetime.now(UTC).strftime("%Y%m%d")


@pytest.fixture
def still(open_page: Open) -> Page:
    """A page on which colours do not fade from one to the next while axe looks."""
    return open_page(reduced_motion="reduce", viewport=NARROW)


def check(page: Page, *, narrow: bool, dark: bool, colours: bool = True) -> list[str]:
    """What is wrong with a page in a window of this width and in these colours."""
    page.set_viewport_size(NARROW if narrow else WIDE)  # type: ignore[arg-type]  # a TypedDict of Playwright
    page.emulate_media(color_scheme="dark" if dark else "light")
    state = f"{'360' if narrow else '1280'} px, {'dark' if dark else 'light'}"
    return [f"{state}: {each}" for each in violations(page, colours=colours)]


def accept(found: list[str]) -> None:
    assert len(found) <= limit("accessibility", "violations"), "\n".join(found)


def test_every_template_has_a_page_that_is_looked_at() -> None:
    assert templates_of_pages() == set(KINDS)


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_page_has_no_barrier(
    kind: str, prefix: str, still: Page, site: Path, example_site: Path, served: Served
) -> None:
    root = served(example_site if kind in ONLY_IN_EXAMPLE else site)
    still.goto(f"{root}{prefix}{KINDS[kind]}")
    # Whole in the narrowest window in one language and in the widest in the other. Colours come from the
    # styles, not from the data, and take axe longest: those of what a page repeats are looked at once,
    # and half of the windows and colours in each language.
    found = check(still, narrow=not prefix, dark=False, colours=False)
    thin(still)
    for narrow in (True, False):
        found += check(still, narrow=narrow, dark=narrow == bool(prefix))
    accept(found)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_opens_has_no_barrier(
    dark: bool, still: Page, site: Path, served: Served, real: Catalogue
) -> None:
    root = served(site)
    still.goto(f"{root}countries/mex/")
    thin(still)
    still.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    found = check(still, narrow=True, dark=dark)
    still.locator("[data-search-open]").click()
    still.keyboard.type("trata")
    expect(still.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    found += check(still, narrow=True, dark=dark)
    accept(found)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_lists_that_found_nothing_or_are_sorted_have_no_barrier(
    dark: bool, still: Page, site: Path, served: Served
) -> None:
    root = served(site)
    still.goto(f"{root}countries/?network=net4u-americas&status=confirmed")
    still.set_viewport_size({"width": 1280, "height": 900})
    still.locator("th .sort").first.click()
    found = check(still, narrow=False, dark=dark)
    still.goto(f"{root}countries/?q=xyzzy")
    found += check(still, narrow=True, dark=dark)
    still.goto(f"{root}countries/compare/")
    found += check(still, narrow=True, dark=dark)
    accept(found)


def test_forced_colours_bring_no_barrier(still: Page, site: Path, served: Served) -> None:
    still.emulate_media(forced_colors="active")
    found = []
    for kind in ("home", "country", "scenarios", "compare", "resolution"):
        still.goto(served(site) + KINDS[kind])
        thin(still)
        found += check(still, narrow=True, dark=False)
    accept(found)


@pytest.fixture(scope="module")
def right_to_left() -> Path:
    """The site of the example with Arabic beside its own languages."""
    return built_third() / "site"


@pytest.mark.parametrize("kind", sorted(IN_EXAMPLE))
def test_page_from_right_to_left_has_no_barrier(
    kind: str, still: Page, right_to_left: Path, served: Served
) -> None:
    still.goto(f"{served(right_to_left)}ar/{IN_EXAMPLE[kind]}")
    assert still.evaluate("getComputedStyle(document.body).direction") == "rtl"
    found = check(still, narrow=True, dark=False, colours=False)
    assert still.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    thin(still)
    found += check(still, narrow=False, dark=True)
    accept(found)


@pytest.mark.parametrize("seed", [SEED], ids=[f"seed {SEED}"])
def test_pages_picked_at_random_have_no_barrier(
    seed: str, still: Page, site: Path, served: Served
) -> None:
    random = Random(seed)
    files = sorted(site.rglob("index.html"))
    found = []
    for file in random.sample(files, limit("accessibility", "sample")):
        address = file.relative_to(site).as_posix().removesuffix("index.html")
        still.goto(served(site) + address)
        state = check(still, narrow=random.random() < 0.5, dark=random.random() < 0.5)
        found += [f"/{address} (ATLAS_SEED={seed}): {each}" for each in state]
    accept(found)
