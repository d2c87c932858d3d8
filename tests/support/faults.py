"""What a reader would find wrong on the pages of a catalogue: dead links, empty parts, untrue counts."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from atlas.build.engine import rendered
from atlas.catalogue.catalogue import Catalogue, data_date
from atlas.catalogue.edition import Edition
from atlas.catalogue.problems import Problem
from atlas.catalogue.routes import is_folded
from atlas.checks.checks import check
from atlas.exports import files
from atlas.model.kinds import KINDS, LISTED
from atlas.site.incremental import Rendering
from atlas.site.layout import Frame
from atlas.site.links import dead_links
from atlas.site.pages import Page, Site
from support.projects import EXAMPLE_DAY, PROJECT

ADDRESS = "https://atlas.example/"
SITE = Site("https://git.example/atlas", "corrections@atlas.example")

# What a script fills has a role or is hidden; to a reader it is not there.
_EMPTY = re.compile(
    r"<(ul|ol|dl|tbody|table|figure|nav|section|p|h[1-6]|dd|dt|li)\b"
    r"(?![^>]*(?: role=| hidden))[^>]*>\s*</\1>"
)


def day(catalogue: Catalogue) -> date:
    """The day on which a catalogue is built: no earlier than its newest date."""
    return max(EXAMPLE_DAY, data_date(catalogue) or EXAMPLE_DAY)


def errors(catalogue: Catalogue) -> list[Problem]:
    return [problem for problem in check(catalogue, day(catalogue)) if problem.level == "error"]


def empty_sections(html: str) -> Iterator[str]:
    """The ids of headings that nothing stands below: no text, no picture, no control, no deeper heading."""
    parts = re.split(r'<h([2-6])\b[^>]*\bid="([^"]+)"[^>]*>.*?</h\1>', html, flags=re.DOTALL)
    for index in range(1, len(parts), 3):
        level, name, below = parts[index : index + 3]
        follows = parts[index + 3] if index + 3 < len(parts) else "0"
        if re.search(r"<(?:svg|input|select|button|form)\b", below):
            continue
        own = re.sub(r"<[^>]+>", "", re.split(r"</section>|<footer", below)[0]).strip()
        if not own and ("</section>" in below or follows <= level):
            yield name


def facts(catalogue: Catalogue, edition: Edition, made: Mapping[str, str]) -> Iterator[str]:
    """What the pages of an edition count or list otherwise than the catalogue does."""
    yield from _figures(catalogue, edition, made[""])
    for kind in LISTED:
        page = made.get(KINDS[kind].list_path, "")
        for identifier, record in catalogue.records[kind].items():
            has_page = KINDS[kind].has_pages and not is_folded(record)
            sign = f'href="{identifier}/' if has_page else f'id="{identifier}"'
            if sign not in page:
                yield f"{KINDS[kind].list_path}: {kind} does not list a record: {identifier}"
    for treaty in catalogue.treaties:
        statuses = [
            s for c in catalogue.countries.values() for s in c.treaties if s.treaty == treaty
        ]
        page = made[f"treaties/{treaty}/"]
        tally = Counter(s.status for s in statuses)
        order = [tally[code] for code in catalogue.codes["treaty-statuses"] if tally[code]]
        expected = [edition.language.number(count) for count in order]
        shown = re.findall(r"<li>[^<]*(?:<[^s][^<]*)*: <strong>([^<]*)</strong></li>", page)
        if shown != expected:
            yield f"treaties/{treaty}/: tally differs: {shown} for {expected}"
        if page.count('<tr class="treaty--') != len(statuses):
            yield f"treaties/{treaty}/: rows differ from statuses"
    for identifier in catalogue.countries:
        yield from _country(catalogue, edition, identifier, made[f"countries/{identifier}/"])


def _country(catalogue: Catalogue, edition: Edition, identifier: str, page: str) -> Iterator[str]:
    """What the page of a country counts otherwise than its record does."""
    country = catalogue.countries[identifier]
    process = edition.process
    steps = [step.id for step in process.steps] if process else []
    known = {
        record.step: catalogue.codes["step-states"][record.state].role
        for record in (country.vpi.steps if country.vpi else ())
        if record.step in steps
    }
    part = re.search(r'id="steps".*?<ol class="knots">(.*?)</ol>', page, re.DOTALL)
    items = re.findall(r'<li class="(done|begun|open)">', part[1] if part else "")
    documented = [role for role in known.values() if role != "none"]
    if len(items) != (len(steps) if documented else 0):
        yield f"countries/{identifier}/: steps differ from those of the process"
    if items.count("done") != documented.count("done"):
        yield f"countries/{identifier}/: steps done differ from those recorded"
    text = re.sub(r"<[^>]+>", "", page)
    if re.search(r"\b0 (?:de|of) \d", text):
        yield f"countries/{identifier}/: counts to nought"
    threads = page.count('<li class="c')
    if threads != len(country.treaties) or (threads and '<p class="asof">' not in page):
        yield f"countries/{identifier}/: threads without their sentence"


def _figures(catalogue: Catalogue, edition: Edition, home: str) -> Iterator[str]:
    """The figures of the home page that are not what is recorded."""
    expected = {
        "countries/": len(catalogue.countries),
        "resolutions/": sum(
            1 + len(p.items) for r in catalogue.resolutions.values() for p in r.paragraphs
        ),
        "scenarios/": sum(len(scenario.options) for scenario in catalogue.scenarios.values()),
    }
    part = re.search(r'<ul class="doors">.*', home, re.DOTALL)
    for path, number in expected.items():
        shown = part is not None and f'href="{path}"' in part[0]
        if shown != bool(number):
            yield f": the door to {path} is there without data, or missing"
        elif number and edition.language.number(number) not in re.sub(r"<[^>]+>", " ", home):
            yield f": the count of {path} differs"


class Noted(Rendering):
    """A rendering that remembers the pages it made last."""

    made: Sequence[Page] = ()

    def pages(self, frame: Frame, templates: Path) -> Sequence[Page]:
        """The pages of an edition."""
        self.made = super().pages(frame, templates)
        return self.made


def faults(catalogue: Catalogue) -> list[str]:
    """What a reader would find wrong on the site of a catalogue, or nothing."""
    noted = {language.tag: Noted() for language in catalogue.languages}
    renderings: dict[str, Rendering] = {**noted}
    whole = dict(rendered(PROJECT, catalogue, SITE, ADDRESS, day(catalogue), renderings))
    public = files(catalogue, ADDRESS)
    other = {*whole, *public, "downloads/SHA256SUMS", "downloads/atlas-site.zip"}
    html = {
        path.removesuffix("index.html"): content.decode()
        for path, content in whole.items()
        if path.endswith(".html")
    }
    found = [f"{d.page}: dead link {d.link}" for d in dead_links(html, other, ADDRESS)]
    for language in catalogue.languages:
        edition = Edition(catalogue, language, day(catalogue))
        made = noted[language.tag].made
        for page in made:
            found += [f"{page.path}: empty {match[0]}" for match in _EMPTY.finditer(page.html)]
            found += [f"{page.path}: empty section {name}" for name in empty_sections(page.html)]
            if not page.title.strip() or not page.description.strip():
                found.append(f"{page.path}: no title or description")
        found += facts(catalogue, edition, {page.path: page.html for page in made})
    return found
