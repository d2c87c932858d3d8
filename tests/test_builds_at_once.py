"""Builds that are killed, and builds that run at once: the site is the old or the new one, whole."""

import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from support.projects import EXAMPLE_DAY, atlas, copy_example, files_of
from support.running import Running, processes_of

pytestmark = pytest.mark.slow

NAMES = "  es: Zeta\n  en: Zeta\n", "  es: Zetania\n  en: Zetaland\n"
PAGES_ALONE = ("--without-documents",)

Files = Mapping[str, bytes]


@dataclass
class Project:
    """A project with two states of its data, and the site of each as it ought to be."""

    root: Path
    options: tuple[str, ...]
    sites: tuple[Files, Files]
    state: int = 0

    def edit(self) -> None:
        """Go to the other state of the data."""
        file = self.root / "data" / "countries" / "zzz.yml"
        before, after = NAMES[self.state], NAMES[1 - self.state]
        file.write_text(file.read_text("utf-8").replace(before, after), encoding="utf-8")
        self.state = 1 - self.state

    def start(self) -> Running:
        """Begin a build."""
        return Running(self.root, "build", *self.options)

    def build(self) -> Files:
        """Build to the end; returns the files of the site."""
        done = atlas(self.root, "build", *self.options, day=EXAMPLE_DAY)
        assert done.returncode == 0, done.stdout
        return files_of(self.root / "site")

    def published(self) -> str:
        """Which of the two sites is published, or how what is published differs from both."""
        files = files_of(self.root / "site")
        if files in self.sites:
            return "new" if files == self.sites[self.state] else "old"
        return f"neither: {len(files)} files of {len(self.sites[0])}"


def project(root: Path, options: tuple[str, ...]) -> Project:
    made = Project(copy_example(root), options, ({}, {}))
    first = made.build()
    made.edit()
    second = made.build()
    assert first != second
    made.sites = first, second
    return made


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project(tmp_path_factory.mktemp("pages") / "example", PAGES_ALONE)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project(tmp_path_factory.mktemp("whole") / "example", ())


def killed(project: Project, moment: Callable[[Running], None], number: signal.Signals) -> str:
    """Edit, build, and kill the build at a moment; says what is published, and builds again."""
    group = number is signal.SIGKILL
    project.edit()
    build = project.start()
    moment(build)
    build.signal(number, group=group)
    build.end()
    published = project.published()
    assert published in ("old", "new")
    if not group:
        assert processes_of(project.root) == []
    assert project.build() == project.sites[project.state]
    assert sorted(path.name for path in (project.root / ".build").iterdir()) == [".lock"]
    return published


@pytest.mark.parametrize(
    ("words", "number"), [("· mkdocs: en", signal.SIGKILL), ("· mkdocs: es", signal.SIGTERM)]
)
def test_killed_build_leaves_the_old_site_whole_and_the_next_one_works(
    pages: Project, words: str, number: signal.Signals
) -> None:
    assert killed(pages, lambda build: build.wait_to_say(words), number) == "old"


def test_build_whose_parent_alone_is_killed_does_not_disturb_the_next(pages: Project) -> None:
    pages.edit()
    build = pages.start()
    build.wait_to_say("· mkdocs: en")
    build.signal(signal.SIGKILL, group=False)
    build.end()
    # What it started goes on for a while, in a folder that is no longer anybody's.
    assert pages.published() == "old"
    assert pages.build() == pages.sites[pages.state]


def together(project: Project, gap: float) -> None:
    """Edit, build twice at once, `gap` seconds apart, and look at what both did."""
    project.edit()
    first = project.start()
    time.sleep(gap)
    second = project.start()
    for build in (first, second):
        status, said = build.end()
        assert status == 0, said
        assert "Traceback" not in said
    assert project.published() == "new"


@pytest.mark.parametrize("gap", [0.0, 3.0])
def test_two_builds_at_once_publish_the_site_whole(pages: Project, gap: float) -> None:
    together(pages, gap)


@pytest.mark.audit
@pytest.mark.parametrize("seed", range(50))
def test_fifty_killed_builds(pages: Project, seed: int) -> None:
    random = Random(seed)
    delay = random.uniform(0.2, 9)
    number = random.choice([signal.SIGKILL, signal.SIGTERM])
    killed(pages, lambda build: time.sleep(delay), number)


@pytest.mark.audit
@pytest.mark.parametrize("seed", range(20))
def test_twenty_pairs_of_builds_at_once(pages: Project, seed: int) -> None:
    together(pages, Random(seed).uniform(0, 6))


@pytest.mark.audit
@pytest.mark.parametrize("seed", range(4))
def test_killed_builds_with_documents(whole: Project, seed: int) -> None:
    random = Random(seed)
    delay = random.uniform(1, 15)
    killed(whole, lambda build: time.sleep(delay), random.choice([signal.SIGKILL, signal.SIGTERM]))


@pytest.mark.audit
def test_two_builds_with_documents_at_once(whole: Project) -> None:
    together(whole, 3)
