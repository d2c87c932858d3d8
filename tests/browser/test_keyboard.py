"""Everything by keyboard, on a small screen: what can be reached, what is seen of it, what Escape does."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from atlas.catalogue.catalogue import Catalogue
from conftest import Open, Served
from support.kinds import Addresses

pytestmark = pytest.mark.browser

SMALL = {"width": 360, "height": 740}

UNSEEN = """() => {
    const stops = "a[href]:not([tabindex='-1']), button, input, select, textarea, summary, [tabindex='0']";
    const look = (element) => [element, ...element.querySelectorAll("*")].map((each) => {
        const style = getComputedStyle(each);
        return `${style.fill} ${style.stroke} ${style.strokeWidth}`;
    }).join();
    const path = (element) => element.closest("body, [id]") === element
        ? element.tagName
        : `${path(element.parentElement)} ${element.tagName}.${element.getAttribute("class") || ""}`;
    const seen = new Set();
    const unseen = [];
    for (const stop of document.querySelectorAll(stops)) {
        if (stop.disabled || !stop.checkVisibility({ visibilityProperty: true })) continue;
        if (seen.has(path(stop))) continue;
        seen.add(path(stop));
        const before = look(stop);
        stop.focus();
        const style = getComputedStyle(stop);
        const box = stop.getBoundingClientRect();
        const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        const inside = box.width > 0 && box.right > 0 && box.left < innerWidth
            && box.bottom > 0 && box.top < innerHeight;
        if (!stop.matches(":focus-visible") || !inside
            || !(ring || style.boxShadow !== "none" || look(stop) !== before))
            unseen.push(`${path(stop)}: ${stop.textContent.trim().slice(0, 40)}`);
    }
    return unseen;
}"""
"""Focuses one element of each look, and tells those on which nobody would see it."""

IN_MENU = "!!document.activeElement.closest('#site-menu')"


@pytest.fixture
def small(open_page: Open) -> Page:
    """A window as small as a phone's."""
    return open_page(viewport=SMALL)


def reach(page: Page, aim: Locator, most: int = 12) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if aim.evaluate("each => each === document.activeElement"):
            return
    pytest.fail(f"Tab does not reach {aim}")


@pytest.mark.parametrize("tag", ["es", "en"])
def test_menu_is_reached_without_a_mouse(
    tag: str, small: Page, site: Path, served: Served, real: Catalogue
) -> None:
    words = real.interface.texts
    small.goto(f"{served(site)}{'' if tag == 'es' else 'en/'}countries/mex/")
    link = small.get_by_role("banner").get_by_role("link", name=words["menu_short"][tag])
    reach(small, link)
    small.keyboard.press("Enter")
    expect(small.get_by_role("navigation", name=words["menu_label"][tag])).to_be_in_viewport()
    small.keyboard.press("Tab")
    assert small.evaluate(IN_MENU)


def test_few_stops_lie_before_the_page(small: Page, site: Path, served: Served) -> None:
    small.goto(f"{served(site)}countries/mex/")
    reach(small, small.locator("header [data-language]"), most=5)
    for _ in range(3):
        small.keyboard.press("Tab")
        assert small.evaluate("!!document.activeElement.closest('#content')")


@pytest.mark.parametrize("tag", ["es", "en"])
def test_search_opens_and_closes_without_a_mouse(
    tag: str, small: Page, site: Path, served: Served, real: Catalogue
) -> None:
    small.goto(f"{served(site)}{'' if tag == 'es' else 'en/'}glossary/")
    button = small.get_by_role("button", name=real.interface.texts["search_label"][tag])
    reach(small, button)
    small.keyboard.press("Enter")
    expect(small.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    small.keyboard.press("Escape")
    expect(small.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


def test_stops_of_the_header_are_big_enough_for_a_thumb(
    small: Page, site: Path, served: Served
) -> None:
    small.goto(served(site))
    for button in small.get_by_role("banner").locator("button:visible, a:visible").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44


def test_first_stop_leads_past_the_header(small: Page, site: Path, served: Served) -> None:
    small.goto(f"{served(site)}glossary/")
    small.keyboard.press("Tab")
    expect(small.locator(":focus")).to_be_in_viewport()
    small.keyboard.press("Enter")
    small.keyboard.press("Tab")
    assert small.evaluate("!!document.activeElement.closest('#content')")


def test_no_single_key_does_something_by_surprise(small: Page, site: Path, served: Served) -> None:
    """People who speak to their computer type letters by accident (WCAG 2.1.4)."""
    small.goto(f"{served(site)}countries/mex/")
    before = small.evaluate("document.body.innerText")
    small.keyboard.type("/?.,sfnpgtjkhm ")
    expect(small.get_by_role("dialog")).to_have_count(0)
    assert small.evaluate("document.activeElement === document.body")
    assert small.evaluate("document.body.innerText") == before


def test_focus_is_always_seen(addresses: Addresses, open_page: Open) -> None:
    page = open_page(viewport=SMALL)
    for address, width in zip(addresses, (360, 1280), strict=True):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(address)
        page.keyboard.press("Tab")
        unseen = page.evaluate(UNSEEN)
        assert not unseen, "\n".join(unseen)
