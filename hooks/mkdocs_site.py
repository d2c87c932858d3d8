"""The one file that knows MkDocs: puts the pages of `atlas` into a run of the engine.

Each run builds one language (`ATLAS_LANGUAGE`, read by `build_only_locale` of mkdocs-static-i18n).
Under `mkdocs serve` the other languages are built beside the default one, in the same process.
"""

import gc
import logging
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from traceback import extract_tb
from urllib.parse import urlsplit

from jinja2 import BytecodeCache, Environment, FileSystemLoader, TemplateError
from jinja2.bccache import Bucket
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.theme import Theme
from watchdog.observers.polling import PollingObserver

from atlas.build.clock import today
from atlas.build.publishing import export, index, known_downloads
from atlas.catalogue.edition import Edition
from atlas.catalogue.reporters import as_text
from atlas.catalogue.settings import SettingsError
from atlas.checks.checks import has_errors
from atlas.site.incremental import Workshop
from atlas.site.layout import Frame, moved_page
from atlas.site.pages import Page as AtlasPage
from atlas.site.pages import Site, nothing_found


class CompiledTemplates(BytecodeCache):
    """Keeps the theme's templates as compiled while the process lives: the engine forgets them."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what was kept of a template, if its source is the same."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a bucket holds."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


@cache
def _listing(folders: tuple[str, ...]) -> tuple[str, ...]:
    names = FileSystemLoader(folders).list_templates()
    return tuple(name for name in names if not name.startswith("."))


class ThemeFiles(FileSystemLoader):
    """Finds the theme's templates, of whose fourteen thousand files the engine wants a list each build.

    The site's own folder comes first and is listed anew; the engine wants no file with a leading dot.
    """

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        own, *theirs = self.searchpath
        return sorted({*FileSystemLoader(own).list_templates(), *_listing(tuple(theirs))})


class ListedTheme(Theme):
    """The engine's theme with `ThemeFiles`."""

    def get_env(self) -> Environment:
        """The environment the engine takes templates from."""
        environment = super().get_env()
        environment.loader = ThemeFiles(self.dirs)
        return environment


LOG = logging.getLogger("mkdocs.hooks.atlas")
"""Below the engine's own, so that it is shown with what the engine says."""

WORKSHOP = Workshop()
BYTECODE = CompiledTemplates()
WRITTEN: dict[str, tuple[str, AtlasPage]] = {}
"""Path of a written file → what was written there, to skip pages that did not change."""

UNUSED = ("assets/javascripts/", "assets/stylesheets/palette", "assets/images/favicon")
"""What the theme ships and no page of the Atlas asks for."""


class AtlasFile(File):
    """A file whose page is ready. The engine's dirty builds skip it while its content is the same."""

    shown: tuple[str, AtlasPage]
    _modified: bool | None = None

    def is_modified(self) -> bool:
        """Whether what would be written differs from what this process wrote last."""
        # The engine asks twice in a build: before it makes a page, and before it writes it.
        if self._modified is None:
            self._modified = WRITTEN.get(self.abs_dest_path) != self.shown
            WRITTEN[self.abs_dest_path] = self.shown
        return self._modified


class ReadyPage(Page):
    """A page whose HTML is ready: no Markdown for the engine to convert."""

    ready: AtlasPage

    def read_source(self, config: MkDocsConfig) -> None:
        """Take title and description from the page."""
        self.markdown = ""
        self.meta = {"title": self.ready.title, "description": self.ready.description}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the HTML and the sections from the page."""
        self.content = self.ready.html
        items: list[AnchorLink] = []
        for heading in self.ready.headings:
            link = AnchorLink(heading.text, heading.id, heading.level)
            (items if heading.level == 2 or not items else items[-1].children).append(link)
        self.toc = TableOfContents(items)
        self.present_anchor_ids = {heading.id for heading in self.ready.headings}
        self.links_to_anchors = {}


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent


def _edition(config: MkDocsConfig) -> Edition:
    try:
        catalogue, found = WORKSHOP.catalogue(_root(config), today())
    except SettingsError as error:
        raise PluginError(f"\n{as_text(error.problems)}") from None
    if has_errors(found):
        raise PluginError(f"\n{as_text(each for each in found if each.level == 'error')}")
    tag = os.environ.get("ATLAS_LANGUAGE") or catalogue.languages[0].tag
    return WORKSHOP.edition(catalogue, tag, today())


def _site(config: MkDocsConfig) -> Site:
    extra = config.extra
    return Site(extra.get("repository", ""), extra.get("contact", ""), known_downloads())


def on_startup(command: str, dirty: bool) -> None:
    """Keep what is made if it will be made again."""
    WORKSHOP.keeps = command == "serve"


@event_priority(-200)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Give the run the name, the language and the address of its edition."""
    edition = _edition(config)
    language = edition.language
    config.site_name = edition.say("site_name")
    config.site_description = edition.say("site_description")
    # The engine makes its theme before it asks any hook.
    config.theme.__class__ = ListedTheme
    config.theme["language"] = language.tag
    config.theme["direction"] = language.direction
    config.extra["root_url"] = config.extra.get("root_url") or config.site_url
    config.site_url = f"{config.extra['root_url']}{language.prefix}"
    return config


@event_priority(-200)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add every page of the edition, and leave out what the theme ships and no page uses."""
    edition = _edition(config)
    site = _site(config)
    for file in [file for file in files if _is_unused(file.src_uri) or _is_stray(file, config)]:
        files.remove(file)
    written = {file.abs_src_path: file for file in files.documentation_pages()}
    surroundings = WORKSHOP.surroundings(_root(config))
    for page in WORKSHOP.pages(edition, site):
        if old := written.get(str(_root(config) / page.file)):
            files.remove(old)
        _add(files, config, page, surroundings)
    for kind, records in edition.catalogue.records.items():
        for identifier, record in records.items():
            for former in record.former_ids:
                content = moved_page(f"../{identifier}/", edition.say("moved"))
                uri = f"{kind}/{former}/index.html"
                files.append(File.generated(config, uri, content=content))
    return files


def _is_unused(uri: str) -> bool:
    """Whether a file of the theme is one no page of ours asks for."""
    return uri.startswith(UNUSED) or uri.endswith(".map")


def _is_stray(file: File, config: MkDocsConfig) -> bool:
    """Whether a file lies among the written pages and is none, as a copy that an editor left."""
    source = file.abs_src_path
    own = source is not None and Path(source).is_relative_to(config.docs_dir)
    return own and not file.is_documentation_page()


def _add(files: Files, config: MkDocsConfig, page: AtlasPage, surroundings: str) -> None:
    name = f"{page.path}index.md"
    file = AtlasFile.generated(config, name, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    assert isinstance(file, AtlasFile)
    file.edit_uri = page.file
    file.shown = surroundings, page
    files.append(file)
    ready = ReadyPage(page.title, file, config)
    ready.ready = page


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Tell the theme's templates of the edition, and of the page that is not there."""
    edition = _edition(config)
    env.bytecode_cache = BYTECODE
    env.globals["atlas"] = Frame(edition, _site(config), config.extra["root_url"])
    env.globals["nothing_found"] = nothing_found(
        edition, _site(config), urlsplit(config.site_url or "/").path
    )
    return env


def on_build_error(error: Exception) -> None:
    """Say in both languages what is wrong with a template; the engine would show a traceback."""
    if isinstance(error, TemplateError):
        frames = [
            f"{frame.filename}:{frame.lineno}"
            for frame in extract_tb(error.__traceback__)
            if not frame.filename.endswith(".py")
        ]
        LOG.error(
            "%s: la plantilla está mal: %s\n%s: the template is wrong: %s",
            *(frames[-1] if frames else "overrides/", error) * 2,
        )
        raise Abort("")


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
    """Build and watch all languages, not only the one `mkdocs serve` knows of."""
    _look_often(server, config)
    build_default = server.builder
    place = Path(config.site_dir)
    default, *others = [t.tag for t in _edition(config).catalogue.languages]

    def build_others() -> None:
        for tag in others:
            os.environ["ATLAS_LANGUAGE"] = tag
            try:
                other = load_config(config.config_file_path, site_dir=str(place / tag))
                other.extra["root_url"] = config.extra["root_url"]
                build(other, serve_url=config.extra["root_url"], dirty=True)
            finally:
                os.environ["ATLAS_LANGUAGE"] = default

    def build_all() -> None:
        # What was right before is shown until what is wrong is mended.
        with suppress(Abort):
            try:
                build_default()
                build_others()
            except MkDocsException as error:
                LOG.error(
                    "El sitio no se puede hacer así: %s\nThe site cannot be made like this: %s",
                    *(error, error),
                )

    build_others()
    export(place, _edition(config).catalogue, config.extra["root_url"])
    index(place)
    # What is kept from here on is most of the memory: looking through it for garbage delays an edit.
    gc.collect()
    gc.freeze()
    server.builder = build_all
    return server


def _look_often(server: LiveReloadServer, config: MkDocsConfig) -> None:
    """Notice an edit after a fifth of a second; the engine's own half is long to someone waiting."""
    watched = (config.docs_dir, config.config_file_path)
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=0.2)
    for path in watched:
        server.watch(path)
