"""Asks axe-core what is wrong with a page as it stands in the browser."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")

_RUN = """async ([tags, colours]) => {
    const found = await axe.run({
        runOnly: { type: "tag", values: tags },
        rules: { "color-contrast": { enabled: colours } },
        resultTypes: ["violations"],
    });
    return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) =>
            `${id}: ${target.join(" ")}: ${failureSummary.split("\\n")[1]?.trim()}`));
}"""

_THIN = """() => {
    const looks = (element) => new Set([element, ...element.querySelectorAll("*")]
        .map((each) => `${each.tagName}.${each.getAttribute("class") || ""}`));
    for (const parent of document.querySelectorAll("#content, #content *")) {
        const seen = new Map();
        for (const child of [...parent.children]) {
            const own = [...looks(child)];
            const times = Math.min(...own.map((look) => seen.get(look) || 0));
            own.forEach((look) => seen.set(look, (seen.get(look) || 0) + 1));
            // The rows of a table alternate in colour.
            if (times >= (child.tagName === "TR" ? 2 : 1)) child.remove();
        }
    }
}"""


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds on a page: the rule, the element and what is wrong with it, in a line each.

    `colours` says whether contrast is looked at too.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN, [list(TAGS), colours])
    return found


def thin(page: Page) -> None:
    """Drop what holds nothing but what elements before it hold: the 195th row of a table tells no news.

    axe needs seconds for the longest pages, and each is looked at in eight states.
    """
    page.evaluate(_THIN)
