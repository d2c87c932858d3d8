"""The site does not depend on one engine, and nothing half-made is ever published."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from support.pages import read_site
from support.projects import EXAMPLE_DAY, TestBuildError, atlas, build, files_of, versioned_example

WITHOUT_ENGINES = """
import importlib.machinery, sys

class Uninstalled:
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in ("mkdocs", "properdocs", "mkdocs_static_i18n"):
            raise ModuleNotFoundError(name)
        if name == "material":
            spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = [r"{icons}"]
            return spec

sys.meta_path.insert(0, Uninstalled)
"""
"""A computer without any engine, and of the theme's package only the icons."""


def without_engines(folder: Path) -> Path:
    """A folder that, first in PYTHONPATH, hides the engines; returns it."""
    package = find_spec("material")
    assert package
    assert package.submodule_search_locations
    icons = Path("templates", ".icons", "material")
    (folder / "theme" / icons).mkdir(parents=True)
    theirs = Path(package.submodule_search_locations[0]) / icons
    for name in ("close", "magnify", "menu", "monitor", "weather-night", "white-balance-sunny"):
        shutil.copy(theirs / f"{name}.svg", folder / "theme" / icons)
    text = WITHOUT_ENGINES.replace("{icons}", str(folder / "theme"))
    (folder / "sitecustomize.py").write_text(text, encoding="utf-8")
    return folder


def assert_same_files(site: Path, other: Path) -> None:
    ours, theirs = files_of(site), files_of(other)
    assert list(ours) == list(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_successor_of_the_engine_writes_the_same_bytes(tmp_path: Path, example_site: Path) -> None:
    other = build(versioned_example(tmp_path / "example"), "--history", engine="properdocs")
    assert_same_files(example_site, other)


def test_own_engine_writes_the_same_bytes_with_no_other_installed(
    tmp_path: Path, example_site: Path
) -> None:
    project = versioned_example(tmp_path / "example")
    path = f"{without_engines(tmp_path / 'hidden')}:{project / 'hooks'}"
    assert_same_files(example_site, build(project, "--history", engine="none", PYTHONPATH=path))


def test_every_page_has_an_icon_and_so_has_whatever_is_no_page(example_site: Path) -> None:
    assert (example_site / "favicon.ico").read_bytes().startswith(b"\0\0\1\0")
    for page in read_site(example_site).values():
        icon = page.one("link", rel="icon")["href"]
        folder = example_site if icon.startswith("/") else page.file.parent
        assert (folder / icon.lstrip("/")).is_file(), page.address


def test_nothing_of_the_theme_goes_to_readers(example_site: Path) -> None:
    files = files_of(example_site)
    assert {name.split("/")[1] for name in files if name.startswith("assets/")} == {"atlas"}
    for name, content in files.items():
        if name.endswith(".html"):
            assert not re.search(rb'class="[^"]*\bmd-|data-md-|__drawer', content), name


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


@pytest.mark.slow
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
