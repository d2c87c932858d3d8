"""Pages keep to the policy they are served with, and ask nobody else for anything.

The browser watches in every test here: a violation, a message on the console, a failed request or a
request to another site fails it.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from atlas.catalogue.catalogue import Catalogue
from atlas.site import http_headers
from conftest import Open, Served, Watch
from support.kinds import Addresses
from support.server import header_rules

pytestmark = pytest.mark.browser

TAG = re.compile(
    r"<([a-z][\w-]*)((?:\s+[^\s=>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*/?>",
    re.IGNORECASE,
)
HANDLER = re.compile(r"\s(on\w+|style)\s*=", re.IGNORECASE)
SUSPECT = re.compile(
    r"\s(?:on\w+|style)\s*=|<(?:style|base|object|embed)\b|javascript:"
    r'|<script(?![^>]*\ssrc=)(?![^>]*\stype="application/(?:ld\+)?json")',
    re.IGNORECASE,
)
"""What makes a page worth reading tag by tag."""

DATA = re.compile(r'\stype="(application/json|application/ld\+json)"')


def refused(html: str) -> list[str]:
    """What the policy would refuse: code and styles that stand in the page itself."""
    if not SUSPECT.search(html):
        return []
    found = []
    for tag, attributes in TAG.findall(html):
        name = tag.lower()
        code = (
            name == "script"
            and not re.search(r"\ssrc=", attributes)
            and not DATA.search(attributes)
        )
        bare = re.sub(r"\"[^\"]*\"|'[^']*'", '""', attributes)
        if code or name in ("style", "base", "object", "embed") or HANDLER.search(bare):
            found.append(f"<{tag}{attributes}>"[:120])
        found += re.findall(
            r"(?:href|src)\s*=\s*[\"']?\s*javascript:[^\"'>]*", attributes, re.IGNORECASE
        )
    return found


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p style='color:red'>",
        '<a\nonclick="x" href="y">',
        "<style>a{}</style>",
        "<a href='JavaScript:x'>",
    ],
)
def test_what_the_policy_refuses_is_found(html: str) -> None:
    assert refused(html)


def test_what_the_policy_allows_is_not_found() -> None:
    assert not refused(
        '<script src="a.js" defer></script><script type="application/json">{}</script>'
        '<a href="b" title="x onclick=y style=z">c</a>'
    )


def test_no_page_holds_code_or_styles_of_its_own(site: Path) -> None:
    policy = (
        f'<meta http-equiv="Content-Security-Policy" content="{http_headers.policy(meta=True)}">'
    )
    for file in site.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        assert not refused(html), file.relative_to(site)
        assert policy in html, file.relative_to(site)


def test_every_answer_carries_the_headers(page: Page, site: Path, served: Served) -> None:
    told = {name: value for _, name, value in header_rules(site)}
    assert told == http_headers.headers()
    assert told["Referrer-Policy"] == "no-referrer"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in told["Content-Security-Policy"]
    for feature in ("camera", "geolocation", "microphone"):
        assert f"{feature}=()" in told["Permissions-Policy"]
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(served(site))
    page.wait_for_load_state("networkidle")
    assert len(answers) > 4
    for answer in answers:
        assert (
            told.items() <= {name: answer.headers.get(name.lower(), "") for name in told}.items()
        ), answer.url


def test_watch_sees_what_the_policy_blocks(
    page: Page, site: Path, served: Served, watch: Watch
) -> None:
    page.goto(served(site))
    assert not watch.complaints
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'x'}))"
    )
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    assert len(watch.complaints) >= 2
    watch.complaints.clear()


def test_page_keeps_to_the_policy(addresses: Addresses, page: Page, watch: Watch) -> None:
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert watch.addresses


def test_tools_keep_to_the_policy(
    open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(served(site))
    page.get_by_role("main").get_by_role("searchbox").fill("trata")
    expect(page.get_by_role("main").locator(".search__results li").first).to_be_visible()
    page.locator("[data-colour-switch]").click()
    page.goto(f"{served(site)}countries/")
    page.locator("details:has([data-filter-field]) > summary").click()
    page.locator("[data-filter-field=region]").select_option("africa")
    page.locator("th .sort").first.click()
    page.goto(f"{served(site)}scenarios/?s=B")
    expect(page.locator("[data-roadmap] ol > li")).to_have_count(8)
    with page.expect_download():
        page.locator("[data-roadmap]").get_by_role(
            "button", name=real.interface.texts["plan_download_calendar"]["es"]
        ).click()


def test_link_out_tells_nobody_where_it_was(page: Page, site: Path, served: Served) -> None:
    page.goto(f"{served(site)}sources/")
    assert page.evaluate("document.querySelector('meta[name=referrer]').content") == "no-referrer"
    opened = page.locator("a[target]")
    expect(opened).to_have_count(0)
