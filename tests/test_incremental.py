"""What is kept between two edits never shows anything old: an edit gives what a build from nothing gives."""

import json
import os
import re
from pathlib import Path

import pytest

from atlas.build.engine import rendered
from atlas.build.publishing import site_of
from atlas.catalogue.catalogue import load
from atlas.catalogue.edition import Edition
from atlas.checks.checks import check, has_errors
from atlas.site.incremental import Rendering
from atlas.site.layout import Frame
from atlas.site.pages import Page, Site
from atlas.site.shell import FOLDER
from support.projects import EXAMPLE, EXAMPLE_DAY, PROJECT

HOME = "https://example.org/"
COMMENT = {".html": "<!-- edited -->", ".xml": "<!-- edited -->", ".svg": "<!-- edited -->"}
TEXT = re.compile(r"^(\s+(?:- )?(?:es|en): )([\w¿][^'\"\n]*)$", re.MULTILINE)

FILES = sorted(
    [
        *(file.relative_to(EXAMPLE).as_posix() for file in EXAMPLE.rglob("*") if file.is_file()),
        *(
            file.relative_to(PROJECT).as_posix()
            for file in (PROJECT / FOLDER).rglob("*")
            if file.is_file()
        ),
        "data/convention.yml",
        "data/interface.yml",
    ]
)
"""Every file a site of the example is made from."""


def edited(name: str, content: bytes) -> bytes:
    """A file with an edit that readers may see."""
    suffix = Path(name).suffix
    if name == "mkdocs.yml":
        return content.replace(b"corrections@example.org", b"edited@example.org")
    if suffix == ".json":
        entries = json.loads(content)
        entries.pop(next(iter(entries)))
        return json.dumps(entries, ensure_ascii=False, indent=2).encode()
    if suffix == ".yml":
        text, count = TEXT.subn(r"\1Edited \2", content.decode(), count=3)
        if not count:
            text = re.sub(r"^(reviewed: ).*$", r"\g<1>2026-11-20", text, flags=re.MULTILINE)
        return text.encode()
    if suffix == ".md":
        return content + b"\nAn edited paragraph.\n"
    if name.startswith(FOLDER):
        return content + COMMENT.get(suffix, "/* edited */").encode()
    raise AssertionError(f"{name}: how is it edited?")


def built(project: Path, renderings: dict[str, Rendering]) -> dict[str, bytes]:
    """Every file of the site, made anew only where `renderings` do not hold the same."""
    catalogue, found = load(project)
    problems = check(catalogue, EXAMPLE_DAY, found)
    assert not has_errors(problems), [each for each in problems if each.level == "error"]
    site = site_of(catalogue, ())
    made = dict(rendered(project, catalogue, site, HOME, EXAMPLE_DAY, renderings))
    assert set(renderings) == {language.tag for language in catalogue.languages}
    return made


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_every_edit_of_every_file_shows_wherever_a_new_build_shows_it(
    part: int, example_copy: Path
) -> None:
    renderings: dict[str, Rendering] = {}
    before = built(example_copy, renderings)
    shown = 0
    for name in FILES[part::4]:
        file = example_copy / name
        content = file.read_bytes()
        changed = edited(name, content)
        assert changed != content, name
        file.write_bytes(changed)
        after = built(example_copy, renderings)
        anew = built(example_copy, {})
        assert list(after) == list(anew), name
        assert [path for path in anew if after[path] != anew[path]] == [], name
        shown += after != before
        before = after
    # Most edits are seen by readers; the others are of words that the example does not use.
    assert shown > len(FILES[part::4]) / 2


def test_record_that_comes_or_goes_is_shown(example_copy: Path) -> None:
    renderings: dict[str, Rendering] = {}
    built(example_copy, renderings)
    old = example_copy / "data" / "countries" / "zzy.yml"
    text = old.read_text(encoding="utf-8")
    new = old.with_name("zzw.yml")
    other = text.replace("id: zzy", "id: zzw").replace("psilon", "ta").replace("ZY", "ZW")
    new.write_text(other, encoding="utf-8")
    after = built(example_copy, renderings)
    assert "countries/zzw/index.html" in after
    assert after == built(example_copy, {})
    new.unlink()
    assert built(example_copy, renderings) == built(example_copy, {})


def pages(project: Path, rendering: Rendering) -> dict[str, Page]:
    catalogue, _ = load(project)
    frame = Frame(Edition(catalogue, catalogue.languages[0], EXAMPLE_DAY), Site(), HOME)
    return {page.path: page for page in rendering.pages(frame, project / FOLDER)}


def test_page_that_stays_the_same_is_not_made_again(example_copy: Path) -> None:
    rendering = Rendering()
    first = pages(example_copy, rendering)
    os.utime(example_copy / "data" / "countries" / "zzz.yml")
    again = pages(example_copy, rendering)
    assert [path for path in first if again[path] is not first[path]] == []
    file = example_copy / "data" / "countries" / "zzz.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  es: Zeta\n", "  es: Zetania\n"), encoding="utf-8")
    now = pages(example_copy, rendering)
    assert now["countries/zzz/"] != first["countries/zzz/"]
    assert now["glossary/"] is first["glossary/"]
