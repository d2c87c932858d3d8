"""The builder of roadmaps: choose, keep the choice in the address, take it away."""

import gzip
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect

from atlas.catalogue.catalogue import Catalogue
from conftest import Open, Served, Watch

pytestmark = pytest.mark.browser


class Builder:
    """The builder of one page, named as readers see it."""

    def __init__(self, page: Page, real: Catalogue, tag: str = "en") -> None:
        self.page, self.real, self.tag = page, real, tag
        self.form = page.locator("form[data-builder]")
        self.roadmap = page.locator("[data-roadmap]")

    def say(self, key: str) -> str:
        return self.real.interface.texts[key][self.tag]

    def option(self, identifier: str) -> Locator:
        return self.form.get_by_role("checkbox", name=re.compile(_code(identifier) + r"\b"))

    def scenario(self, letter: str) -> Locator:
        return self.form.locator(f"[name=scenario][value={letter}]")

    def ticked(self) -> list[str]:
        values = self.form.locator("[name=option]:checked").all()
        return [box.get_attribute("value") or "" for box in values]

    def make(self) -> None:
        self.form.get_by_role("button", name=self.say("builder_make")).click()

    def take(self, key: str) -> Locator:
        return self.roadmap.get_by_role("button", name=self.say(key))


def _recorded(real: Catalogue, country: str) -> list[str]:
    initiative = real.countries[country].vpi
    return [option.option for option in initiative.options] if initiative else []


def _code(identifier: str) -> str:
    return identifier.replace("-", "").upper()


@pytest.fixture
def builder(page: Page, site: Path, served: Served, real: Catalogue) -> Builder:
    """The builder, opened in English."""
    page.goto(f"{served(site)}en/scenarios/")
    return Builder(page, real)


def test_scenario_ticks_what_it_contains_and_says_so(builder: Builder) -> None:
    builder.scenario("A").check()
    assert builder.ticked() == ["a-1", "a-2", "a-3", "a-4", "a-5"]
    builder.scenario("C").check()
    assert len(builder.ticked()) == 12
    hint = builder.form.get_by_role("status")
    expect(hint).to_contain_text("A")
    expect(hint).to_contain_text("B")
    expect(hint).to_be_visible()


def test_roadmap_has_a_step_for_each_option_in_order(builder: Builder) -> None:
    for identifier in ("b-2", "a-1"):
        builder.option(identifier).check()
    builder.make()
    steps = builder.roadmap.locator("ol > li")
    expect(steps).to_have_count(2)
    options = builder.real.options
    for step, identifier in zip(steps.all(), ("a-1", "b-2"), strict=True):
        option = options[identifier][1]
        expect(step).to_contain_text(option.name["en"])
        expect(step).to_contain_text(option.first_move["en"])
        if option.mandates:
            assert step.get_by_role("link").count() >= 1 + len(option.mandates)
    heading = builder.roadmap.get_by_role("heading").first
    expect(heading).to_be_focused()
    for path in ("networks/", "alliances/"):
        assert builder.roadmap.locator(f"a[href$='{path}']").count() >= 1


def test_choice_stands_in_the_address_and_the_country_never_does(
    builder: Builder, watch: Watch
) -> None:
    page = builder.page
    builder.form.get_by_label(builder.say("builder_country")).select_option(label="Mexico")
    builder.scenario("B").check()
    builder.option("c-1").check()
    builder.make()
    expect(builder.roadmap.get_by_role("heading").first).to_contain_text("Mexico")
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["s"] == ["B"]
    assert asked["o"] == ["a-1,a-2,a-3,a-4,a-5,b-1,b-2,b-3,c-1"]
    assert "mex" not in page.url.lower()
    assert not [address for address in watch.addresses if "mex" in address.lower()]
    assert page.context.cookies() == []
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "mex" not in stored


def test_address_brings_the_choice_back(builder: Builder) -> None:
    page = builder.page
    builder.scenario("A").check()
    builder.option("a-5").uncheck()
    builder.option("c-2").check()
    address = page.url
    page.reload()
    assert builder.ticked() == ["a-1", "a-2", "a-3", "a-4", "c-2"]
    expect(builder.scenario("A")).to_be_checked()
    expect(builder.roadmap.locator("ol > li")).to_have_count(5)
    page.goto("about:blank")
    page.goto(address)
    assert builder.ticked() == ["a-1", "a-2", "a-3", "a-4", "c-2"]


@pytest.mark.parametrize(
    "query", ["?s=Z&o=x-9,a-1", "?s=__proto__&o=<b>", "?o=", "?s=b&o=toString"]
)
def test_odd_address_does_no_harm(query: str, builder: Builder) -> None:
    builder.page.goto(builder.page.url.split("?")[0] + query)
    assert set(builder.ticked()) <= {"a-1"}


def test_what_is_needed_first_is_named(builder: Builder) -> None:
    builder.option("b-1").check()
    builder.make()
    expect(builder.roadmap).to_contain_text(builder.say("plan_needs"))
    expect(builder.roadmap).to_contain_text("A4")


def test_nothing_chosen_says_so(builder: Builder) -> None:
    builder.make()
    expect(builder.roadmap).to_contain_text(builder.say("plan_nothing"))


def test_choice_can_be_cleared(builder: Builder) -> None:
    builder.scenario("C").check()
    builder.make()
    builder.form.get_by_role("button", name=builder.say("builder_clear")).click()
    expect(builder.roadmap).to_be_hidden()
    assert builder.ticked() == []
    assert urlsplit(builder.page.url).query == ""


def test_roadmap_is_taken_away_as_markdown(builder: Builder) -> None:
    builder.form.get_by_label(builder.say("builder_country")).select_option(label="Mexico")
    recorded = _recorded(builder.real, "mex")
    open_now = [each for each in builder.real.options if each not in recorded][:2]
    for identifier in (*recorded, *open_now):
        builder.option(identifier).check()
    builder.make()
    builder.roadmap.get_by_label(builder.say("plan_owner")).first.fill("Our network")
    builder.roadmap.get_by_label(builder.say("plan_due")).first.fill("2027-03-01")
    with builder.page.expect_download() as waiting:
        builder.take("plan_download_markdown").click()
    assert waiting.value.suggested_filename.endswith(".md")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "Mexico" in text.splitlines()[0]
    codes = [_code(each) for each in open_now]
    assert re.findall(r"^## .* (\w+): ", text, re.MULTILINE)[: len(codes)] == codes
    assert re.findall(r"^- \[ \] (\w+): ", text, re.MULTILINE) == codes
    already = text.split(builder.say("plan_already"))[1].splitlines()[0]
    assert all(_code(each) in already for each in recorded)
    assert "Our network" in text
    assert "1 March 2027" in text
    for name, address in re.findall(r"\[([^\]]+)\]\(([^)]+)\)", text):
        assert name
        assert address.startswith("http://127.0.0.1")
    assert "?o=" in text


def test_roadmap_is_taken_away_as_a_document(builder: Builder) -> None:
    for identifier in ("a-1", "b-1"):
        builder.option(identifier).check()
    builder.make()
    with builder.page.expect_download() as waiting:
        builder.take("plan_download_document").click()
    assert waiting.value.suggested_filename.endswith(".docx")
    text = [paragraph.text for paragraph in Document(str(waiting.value.path())).paragraphs]
    assert text[0] == builder.say("plan_general")
    for identifier in ("a-1", "b-1"):
        option = builder.real.options[identifier][1]
        assert any(f"{_code(identifier)}: {option.name['en']}" in line for line in text)
        assert any(option.first_move["en"] in line for line in text)


def test_what_is_on_record_is_marked_for_the_country(builder: Builder) -> None:
    recorded = _recorded(builder.real, "mex")
    builder.form.get_by_label(builder.say("builder_country")).select_option(label="Mexico")
    marked = builder.form.locator("label", has_text=builder.say("plan_on_record"))
    expect(marked).to_have_count(len(recorded))
    builder.form.get_by_label(builder.say("builder_country")).select_option(label="Tonga")
    expect(marked).to_have_count(0)


def calendar_lines(text: str) -> list[str]:
    """The lines of an iCalendar text (RFC 5545), unfolded."""
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_roadmap_is_taken_away_as_a_calendar(builder: Builder) -> None:
    builder.scenario("B").check()
    builder.make()
    with builder.page.expect_download() as waiting:
        builder.take("plan_download_calendar").click()
    assert waiting.value.suggested_filename.endswith(".ics")
    lines = calendar_lines(Path(waiting.value.path()).read_bytes().decode())
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 8
    values: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        values.setdefault(name.split(";")[0], []).append(value)
    assert values["VERSION"] == ["2.0"]
    assert values["PRODID"]
    assert len(set(values["UID"])) == 8
    assert len(values["DTSTAMP"]) == 8
    days = [date.fromisoformat(f"{v[:4]}-{v[4:6]}-{v[6:]}") for v in values["DTSTART"]]
    assert days == sorted(set(days))
    assert {day.weekday() for day in days} == {0}
    assert all(summary for summary in values["SUMMARY"])


def test_link_to_the_choice_is_copied_without_the_country(
    open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{served(site)}en/scenarios/")
    builder = Builder(page, real)
    builder.form.get_by_label(builder.say("builder_country")).select_option(label="Kenya")
    builder.option("a-1").check()
    builder.make()
    builder.take("plan_copy_link").click()
    expect(builder.roadmap).to_contain_text(builder.say("copied"))
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{served(site)}en/scenarios/?o=a-1"


def test_printed_page_shows_the_roadmap_without_buttons(builder: Builder) -> None:
    builder.option("a-1").check()
    builder.make()
    builder.page.evaluate(
        "window.print = () => { window.printed = document.documentElement.className }"
    )
    builder.take("plan_print").click()
    assert "print-roadmap" in builder.page.evaluate("window.printed")
    builder.page.evaluate("document.documentElement.classList.add('print-roadmap')")
    builder.page.emulate_media(media="print")
    expect(builder.roadmap.locator("ol > li").first).to_be_visible()
    expect(builder.form).to_be_hidden()
    expect(builder.roadmap.get_by_role("button")).to_have_count(0)
    expect(builder.page.get_by_role("banner").get_by_role("button")).to_have_count(0)
    expect(builder.page.get_by_role("heading", name=builder.say("options_title"))).to_have_count(0)


def test_country_page_opens_the_builder_for_its_country(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}en/countries/chl/")
    name = real.interface.texts["open_builder"]["en"].format(country="Chile")
    page.get_by_role("link", name=name).click()
    builder = Builder(page, real)
    chosen = builder.form.get_by_label(builder.say("builder_country"))
    expect(chosen).to_have_value("chl")
    assert "chl" not in page.url


def test_builder_is_used_by_keyboard_in_a_narrow_window(
    open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    page.goto(f"{served(site)}scenarios/")
    builder = Builder(page, real, "es")
    builder.form.get_by_label(builder.say("builder_country")).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert builder.ticked() == ["a-1", "a-2", "a-3", "a-4", "a-5", "b-1", "b-2", "b-3"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert "a-1" not in builder.ticked()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    expect(builder.roadmap.locator("ol > li")).to_have_count(7)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_scripts_the_page_is_a_list_to_tick_and_print(
    open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{served(site)}en/scenarios/")
    builder = Builder(page, real)
    expect(builder.form.get_by_role("checkbox")).to_have_count(12)
    expect(builder.form.get_by_role("button")).to_have_count(0)
    expect(builder.form.get_by_role("radio")).to_have_count(0)
    builder.option("a-1").check()
    page.emulate_media(media="print")
    expect(builder.option("a-1")).to_be_visible()
    for identifier in real.options:
        assert page.locator(f"#{identifier}").count() == 1


def test_script_is_small(site: Path) -> None:

    scripts = [site / "assets" / "atlas" / name for name in ("builder.js", "docx.js")]
    assert sum(len(gzip.compress(script.read_bytes())) for script in scripts) <= 8192
