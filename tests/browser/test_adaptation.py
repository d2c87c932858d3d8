"""Pages adapt: to narrow windows, large text, wide spacing, less movement, forced colours, paper."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import Open, Served
from support.kinds import Addresses

pytestmark = pytest.mark.browser

LARGE = "document.documentElement.style.fontSize = '200%'"
SPACED = """() => {
    document.documentElement.style.fontSize = "";
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
}"""
"""The spacing that WCAG 1.4.12 asks pages to bear."""

TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    const hides = (element) => getComputedStyle(element).overflowX !== "visible";
    if (hides(document.documentElement) || hides(document.body)) return ["what is too wide is hidden"];
    if (document.documentElement.scrollWidth <= width) return [];
    const scrolls = (element) => element && element !== document.body
        && (hides(element) || scrolls(element.parentElement));
    return [...document.querySelectorAll("body *")]
        .filter((each) => {
            const box = each.getBoundingClientRect();
            return (box.right > width + 1 || box.left < -1) && box.width && !scrolls(each.parentElement);
        })
        .map((each) => `${each.tagName}.${each.getAttribute("class")}: ${each.textContent.slice(0, 40)}`)
        .concat("the page scrolls sideways");
}"""

MOVES = """() => {
    const seconds = (text) => Math.max(...text.split(",").map(parseFloat));
    const found = new Set();
    for (const element of document.querySelectorAll("*"))
        for (const part of [null, "::before", "::after", "::backdrop"]) {
            const style = getComputedStyle(element, part);
            if (seconds(style.transitionDuration) > 0.01 || style.scrollBehavior === "smooth"
                || (style.animationName !== "none" && seconds(style.animationDuration) > 0.01))
                found.add(`${element.tagName}.${element.getAttribute("class")}${part || ""}`);
        }
    return [...found, ...document.getAnimations().map((each) => `runs: ${each}`)];
}"""

LOST = """() => {
    const lost = [];
    const canvas = getComputedStyle(document.body).backgroundColor;
    for (const each of document.querySelectorAll("button, .button, input, select")) {
        if (!each.checkVisibility({ visibilityProperty: true })) continue;
        const style = getComputedStyle(each);
        const edged = parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== "none";
        const native = ["checkbox", "radio"].includes(each.type);
        if (!edged && !native && !style.textDecorationLine.includes("underline"))
            lost.push(`${each.tagName}.${each.className}: no edge`);
    }
    for (const each of document.querySelectorAll(".cloth .w1, .loc path, .drawing path, .doors path")) {
        const { fill, stroke } = getComputedStyle(each);
        if ([fill, stroke].every((paint) => paint === "none" || paint === canvas))
            lost.push(`${each.getAttribute("class")}: as the background`);
    }
    return lost;
}"""


def test_page_fits_narrow_windows_and_large_text(addresses: Addresses, open_page: Open) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    for address in addresses:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(address)
        found = [f"320 px: {each}" for each in page.evaluate(TOO_WIDE)]
        page.set_viewport_size({"width": 1280, "height": 800})
        page.evaluate(LARGE)
        found += [f"text of 200 %: {each}" for each in page.evaluate(TOO_WIDE)]
        page.set_viewport_size({"width": 360, "height": 740})
        found += [f"text of 200 % on a phone: {each}" for each in page.evaluate(TOO_WIDE)]
        page.evaluate(SPACED)
        found += [f"wide spacing: {each}" for each in page.evaluate(TOO_WIDE)]
        assert not found, "\n".join(found)


def test_nothing_moves_for_those_who_ask_for_it(addresses: Addresses, open_page: Open) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(addresses[0])
    moves = page.evaluate(MOVES)
    assert not moves, "\n".join(moves)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_controls_and_marks_are_seen_in_forced_colours(
    scheme: str, open_page: Open, site: Path, served: Served
) -> None:
    page = open_page(forced_colors="active", color_scheme=scheme)
    for path in ("", "countries/", "countries/mex/", "countries/compare/", "scenarios/?s=C"):
        page.goto(served(site) + path)
        lost = page.evaluate(LOST)
        assert not lost, "\n".join(lost)


def test_colours_are_chosen_and_kept(open_page: Open, site: Path, served: Served) -> None:
    page = open_page(color_scheme="light", reduced_motion="reduce")
    page.goto(served(site))

    def colours() -> tuple[str, str]:
        found = page.evaluate("getComputedStyle(document.body)")
        return found["color"], found["backgroundColor"]

    as_system = colours()
    switch = page.locator("[data-colour-switch]")
    switch.click()
    assert colours() == as_system
    switch.click()
    dark = colours()
    assert dark != as_system
    page.goto(f"{served(site)}en/countries/mex/")
    assert colours() == dark
    page.emulate_media(color_scheme="dark")
    assert colours() == dark
    switch.click()
    page.emulate_media(color_scheme="light")
    assert colours() == as_system


def test_paper_carries_the_page_and_not_its_tools(page: Page, site: Path, served: Served) -> None:
    page.goto(f"{served(site)}resolutions/cop10-trafficking-draft/")
    page.emulate_media(media="print")
    for tool in (
        "#site-menu",
        ".top nav",
        ".first-search",
        ".filter",
        ".contents",
        ".take",
        ".skip",
        ".neighbours",
    ):
        for each in page.locator(tool).all():
            expect(each).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    paragraphs = page.locator(".paragraph")
    expect(page.locator(".paragraph:visible")).to_have_count(paragraphs.count())
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
