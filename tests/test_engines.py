"""The site does not depend on one engine, and nothing half-made is ever published."""

import re
from pathlib import Path

import pytest

from support.pages import read_site
from support.projects import EXAMPLE_DAY, TestBuildError, atlas, build, copy_example, files_of


@pytest.mark.xdist_group("example")
def test_successor_of_the_engine_makes_the_same_pages(tmp_path: Path, example_site: Path) -> None:
    other = build(copy_example(tmp_path / "example"), engine="properdocs")
    ours, theirs = read_site(example_site), read_site(other)
    assert set(ours) == set(theirs)
    for address, page in ours.items():
        same = theirs[address]
        assert [body_of(page.file)] == [body_of(same.file)], address
        assert page.alternates == same.alternates
    assert set(files_of(example_site)) - set(files_of(other)) == set()


def body_of(file: Path) -> str:
    """What a page shows, without the names an engine gives its own files."""
    text = file.read_text(encoding="utf-8")
    return re.sub(r"\.[0-9a-f]{8}\.min\.", ".min.", text.partition("<body")[2])


def test_project_with_an_error_is_not_built_and_what_is_published_stays(example_copy: Path) -> None:
    published = example_copy / "site"
    published.mkdir()
    (published / "index.html").write_text("published", encoding="utf-8")
    file = example_copy / "data" / "countries" / "zzy.yml"
    file.write_text(file.read_text("utf-8").replace("region:", "regin:"), encoding="utf-8")
    done = atlas(example_copy, "build", day=EXAMPLE_DAY)
    assert done.returncode == 1
    assert "error[unknown-field]" in done.stdout
    assert files_of(published) == {"index.html": b"published"}


def test_build_that_fails_says_why_and_leaves_what_is_published(example_copy: Path) -> None:
    published = example_copy / "site"
    published.mkdir()
    (published / "index.html").write_text("published", encoding="utf-8")
    configuration = example_copy / "mkdocs.yml"
    text = configuration.read_text("utf-8").replace("hooks/mkdocs_site.py", "hooks/absent.py")
    configuration.write_text(text, encoding="utf-8")
    with pytest.raises(TestBuildError, match=r"absent\.py"):
        build(example_copy)
    assert files_of(published) == {"index.html": b"published"}


def test_check_tells_problems_and_whether_there_are_errors(example_copy: Path) -> None:
    done = atlas(example_copy, "check", day=EXAMPLE_DAY)
    assert (done.returncode, "warning[missing-translation]" in done.stdout) == (0, True)
    (example_copy / "data" / "history.yml").unlink()
    done = atlas(example_copy, "check", day=EXAMPLE_DAY)
    assert (done.returncode, "error[missing-file]" in done.stdout) == (1, True)
