"""Whatever is valid builds, in every language, and no page says what the data do not say."""

import re
from collections.abc import Iterator

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.checks.checks import check
from atlas.exports import files
from atlas.site.links import dead_links
from atlas.site.pages import Page, Site, pages
from support import catalogues
from support.projects import EXAMPLE_DAY

ADDRESS = "https://atlas.example/"
SITE = Site("https://git.example/atlas", "corrections@atlas.example")

# What a script fills has a role or is hidden; to a reader it is not there.
_EMPTY = re.compile(
    r"<(ul|ol|dl|tbody|table|figure|nav|section|p|h[1-6]|dd|dt|li)\b"
    r"(?![^>]*(?: role=| hidden))[^>]*>\s*</\1>"
)


def errors(catalogue: Catalogue) -> list[str]:
    return [p.sentence("en") for p in check(catalogue, EXAMPLE_DAY) if p.level == "error"]


def built(catalogue: Catalogue) -> Iterator[tuple[str, list[Page]]]:
    """Prefix and pages of each language."""
    for language in catalogue.languages:
        yield language.prefix, list(pages(Edition(catalogue, language, EXAMPLE_DAY), SITE))


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


def faults(catalogue: Catalogue) -> list[str]:
    """What a reader would find wrong on the pages of a catalogue, or nothing."""
    public = files(catalogue, ADDRESS).keys() | {"downloads/SHA256SUMS", "downloads/atlas-site.zip"}
    found = []
    for prefix, made in built(catalogue):
        own = {f"{prefix}{page.path}": page.html for page in made}
        found += [f"{d.page}: dead link {d.link}" for d in dead_links(own, public)]
        for page in made:
            found += [f"{page.path}: empty {match[0]}" for match in _EMPTY.finditer(page.html)]
            found += [f"{page.path}: empty section {name}" for name in empty_sections(page.html)]
    return found


@given(data=st.data())
@settings(max_examples=50, suppress_health_check=list(HealthCheck), deadline=None)
def test_every_valid_catalogue_builds_and_says_nothing_untrue(
    example: Catalogue, data: st.DataObject
) -> None:
    catalogue = data.draw(catalogues.catalogues(example))
    if errors(catalogue):
        catalogue = catalogues.without_pages(catalogue)
    if left := errors(catalogue):
        event(f"refused: {left[0][:60]}")
    assume(not errors(catalogue))
    assert faults(catalogue) == []
