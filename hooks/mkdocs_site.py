"""The one file that knows MkDocs: gives a run of the engine the pages of `atlas`, their shell and assets.

Each run builds one language (`ATLAS_LANGUAGE`, read by `build_only_locale` of mkdocs-static-i18n). The
engine fills the templates of `overrides/` and writes; what they show, and every other file, comes from here.
"""

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as EnginePage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from atlas.build.clock import today
from atlas.build.publishing import known_downloads, known_histories, site_of
from atlas.catalogue.catalogue import load
from atlas.catalogue.edition import Edition
from atlas.catalogue.reporters import as_text
from atlas.catalogue.settings import SettingsError
from atlas.checks.checks import check, has_errors
from atlas.site import shell
from atlas.site.layout import Frame
from atlas.site.pages import Page, pages


@dataclass(frozen=True)
class Run:
    """What one run of the engine writes: the pages of an edition, in their frame."""

    frame: Frame
    pages: tuple[Page, ...]
    templates: Environment


class ReadyPage(EnginePage):
    """A page whose HTML is ready: no Markdown for the engine to convert."""

    ready: Page

    def read_source(self, config: MkDocsConfig) -> None:
        """Take title and description from the page."""
        self.markdown = ""
        self.meta = {"title": self.ready.title, "description": self.ready.description}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the HTML and the sections from the page."""
        self.content = self.ready.html
        self.toc = TableOfContents([AnchorLink(h.text, h.id, h.level) for h in self.ready.headings])
        self.present_anchor_ids = {heading.id for heading in self.ready.headings}
        self.links_to_anchors = {}


LOG = logging.getLogger("mkdocs.hooks.atlas")
"""Below the engine's own, so that it is shown with what the engine says."""

_runs: dict[str, Run] = {}
"""Address of a language's home → the run that builds it now."""


def _run(config: MkDocsConfig) -> Run:
    return _runs[str(config.site_url)]


@event_priority(-200)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check the data, and give the run the name, the language and the address of its edition."""
    root = Path(config.config_file_path).resolve().parent
    try:
        catalogue, found = load(root)
    except SettingsError as error:
        raise PluginError(f"\n{as_text(error.problems)}") from None
    problems = check(catalogue, today(), found)
    if has_errors(problems):
        raise PluginError(f"\n{as_text(each for each in problems if each.level == 'error')}")
    tag = os.environ.get("ATLAS_LANGUAGE") or catalogue.languages[0].tag
    language = catalogue.language(tag)
    edition = Edition(catalogue, language, today())
    site = site_of(catalogue, known_downloads(), known_histories())
    frame = Frame(edition, site, str(config.site_url))
    config.site_name = edition.say("site_name")
    config.site_description = edition.say("site_description")
    config.theme["language"] = language.tag
    config.theme["direction"] = language.direction
    config.theme.static_templates = set(shell.ONCE)
    config.site_url = f"{frame.root_url}{language.prefix}"
    _runs[config.site_url] = Run(
        frame, tuple(pages(edition, site)), shell.environment(root / shell.FOLDER)
    )
    return config


@event_priority(-200)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put in the pages of the edition and our own assets, and nothing of the theme's."""
    run = _run(config)
    root = Path(config.config_file_path).resolve().parent
    ours = Files([])
    for page in run.pages:
        file = File.generated(
            config, f"{page.path}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV
        )
        file.edit_uri = page.file
        ReadyPage(page.title, file, config).ready = page
        ours.append(file)
    for path, context in shell.moved(run.frame):
        html = run.templates.get_template(shell.MOVED).render(context)
        ours.append(File.generated(config, f"{path}index.html", content=html))
    if run.frame.language.default:
        for name, content in shell.assets(root / shell.FOLDER):
            ours.append(File.generated(config, name, content=content))
    return ours


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let the engine fill our own templates only, which escape whatever they show."""
    return _run(config).templates


@event_priority(-200)
def on_page_context(
    context: dict[str, Any], page: EnginePage, config: MkDocsConfig, nav: object
) -> dict[str, Any]:
    """Give the template of a page what it shows."""
    assert isinstance(page, ReadyPage)
    return shell.document(_run(config).frame, page.ready).context()


@event_priority(-200)
def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Give a template that each language needs once what it shows."""
    run = _run(config)
    return shell.once(run.frame, template_name, run.pages)


def on_build_error(error: Exception) -> None:
    """Say in both languages what is wrong with a template; the engine would show a traceback."""
    if isinstance(error, TemplateError):
        LOG.error(shell.fault(error))
        raise Abort("")
