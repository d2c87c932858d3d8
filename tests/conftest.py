"""What tests share: the project, its data, the built sites, and a browser that minds what pages do."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Request,
    Response,
    sync_playwright,
)
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.edition import Edition
from support import projects
from support.server import serving

# The same examples each time, so that a proposal is judged by what it changes; `ATLAS_EXPLORE=1`
# draws new ones, and more.
settings.register_profile("atlas", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("explore", deadline=None, print_blob=True, max_examples=600)
settings.load_profile("explore" if os.environ.get("ATLAS_EXPLORE") else "atlas")

Served = Callable[[Path], str]
"""Serves a built site for the length of a test run; gives its address, with a slash at the end."""

# The shell has no window to draw and starts in half the time.
CHROMIUM = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


SLOW = frozenset(["browser", "site", "example_site"])
"""Fixtures that take long to make. What rests on one of them is `slow`, and left out by `make quick`."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `slow` what needs a browser or a built site, and as `data` what else reads the real data."""
    for item in items:
        if isinstance(item, pytest.Function):
            marked = {marker.name for marker in item.iter_markers()}
            if "browser" in marked or not SLOW.isdisjoint(item.fixturenames):
                item.add_marker("slow")
            elif "slow" not in marked and ("real" in item.fixturenames or "[real" in item.name):
                item.add_marker("data")


TOGETHER = frozenset(
    ["test_builds_at_once", "test_import_resolution", "test_payloads", "test_trace"]
)
"""Modules with a fixture that is made for them alone and takes long: one process runs all their tests."""


class _Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist has no types
    """Gives tests to processes one by one, but modules that are dear to begin as a whole."""

    def _split_scope(self, nodeid: str) -> str:
        module = Path(nodeid.partition("::")[0])
        return str(module) if module.stem in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Share tests out so that no dear fixture is made twice."""
    return _Scheduling(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept`."""
    parser.addoption(
        "--accept", action="store_true", help="take what the program writes now as what it should"
    )


@dataclass(frozen=True)
class Expectation:
    """Compares a text with the file that holds what it should be; `--accept` writes that file."""

    accepting: bool

    def __call__(self, actual: str, file: Path) -> None:
        """Fail with the difference if `actual` is not what `file` holds."""
        if self.accepting:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(actual, encoding="utf-8")
            return
        name = file.relative_to(projects.PROJECT)
        assert file.exists(), f"{name} is missing; `make accept` writes it"
        expected = file.read_text(encoding="utf-8")
        assert actual == expected, f"{name} differs; `make accept` takes the new text"


@pytest.fixture(scope="session")
def expect(request: pytest.FixtureRequest) -> Expectation:
    """Compare a text with an expected one kept in a file."""
    return Expectation(bool(request.config.getoption("--accept")))


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of this project."""
    return projects.PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of facts and seeds beside the project; a test that needs it is skipped without it."""
    if not projects.SHARED.is_dir():
        pytest.skip("there are no facts and seeds at ../shared")
    return projects.SHARED


@pytest.fixture(scope="session")
def real(project: Path) -> Catalogue:
    """The catalogue of the real data."""
    return load(project)[0]


@pytest.fixture(scope="session")
def example_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as a project, not built; tests only read it."""
    return projects.copy_example(tmp_path_factory.mktemp("example") / "project")


@pytest.fixture(scope="session")
def example(example_project: Path) -> Catalogue:
    """The catalogue of the example."""
    return load(example_project)[0]


@pytest.fixture
def example_copy(tmp_path: Path) -> Path:
    """The example as a project that a test may change."""
    return projects.copy_example(tmp_path / "example")


def _edition(catalogue: Catalogue, tag: str) -> Edition:
    language = catalogue.language(tag)
    return Edition(catalogue, language, projects.EXAMPLE_DAY)


@pytest.fixture(scope="session")
def spanish(example: Catalogue) -> Edition:
    """The example in Spanish."""
    return _edition(example, "es")


@pytest.fixture(scope="session")
def english(example: Catalogue) -> Edition:
    """The example in English."""
    return _edition(example, "en")


@pytest.fixture(scope="session", params=["es", "en"])
def edition(request: pytest.FixtureRequest, example: Catalogue) -> Edition:
    """The example in each of its languages."""
    return _edition(example, request.param)


@pytest.fixture(scope="session")
def site() -> Path:
    """The real site, built. It is built again only when something it is made from changed.

    `ATLAS_SITE` names one that was just built from the same files.
    """
    built = os.environ.get("ATLAS_SITE")
    return Path(built).resolve() if built else projects.built_real() / "site"


@pytest.fixture(scope="session")
def example_site() -> Path:
    """The site of the example, built on 21 November 2026."""
    return projects.built_example() / "site"


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """Serve built sites, each with the headers it asks for."""
    addresses: dict[Path, str] = {}
    with ExitStack() as stack:

        def serve(place: Path) -> str:
            if place not in addresses:
                addresses[place] = stack.enter_context(serving(place))
            return addresses[place]

        yield serve


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    assert program, "Chromium is missing; `make test` installs it"
    browser = _playwright.chromium.launch(executable_path=program, args=list(QUIET))
    yield browser
    browser.close()


@dataclass
class Watch:
    """What pages asked for and said that they should not have. `addresses` holds every request."""

    addresses: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _origin: str = ""

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("data", "blob"):
            return
        self.addresses.append(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        self._origin = self._origin or origin
        if origin != self._origin:
            self.complaints.append(f"another site: {request.url}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400:
            self.complaints.append(f"{answer.status}: {answer.url}")

    def _failed(self, request: Request) -> None:
        # A request given up because the page was left, or because it became a download, is none.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} ({request.failure})")


Open = Callable[..., Page]
"""Opens a page in a context of its own; takes the options of Playwright's `new_context`."""


@pytest.fixture
def watch() -> Watch:
    """The log of what the pages of this test asked for and said."""
    return Watch()


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[Open]:
    """Open pages with options of one's own (`java_script_enabled`, `viewport`); all are watched.

    A message on the console, an error, a failed request or a request to another site fails the test.
    """
    with ExitStack() as stack:

        def start(**options: object) -> Page:
            context = browser.new_context(**({"locale": "es", **options}))  # type: ignore[arg-type]  # options of Playwright
            stack.callback(context.close)
            context.set_default_timeout(15_000)
            watch.over(context)
            return context.new_page()

        yield start
    assert not watch.complaints


@pytest.fixture
def page(open_page: Open) -> Page:
    """A page in a browser window of its own, watched."""
    return open_page()
