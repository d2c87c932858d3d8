"""The engine of our own: every page of every language in one process, as MkDocs would write it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.site import shell
from atlas.site.incremental import Rendering
from atlas.site.layout import Frame
from atlas.site.pages import Site


def rendered(
    root: Path,
    catalogue: Catalogue,
    site: Site,
    home: str,
    today: date,
    renderings: dict[str, Rendering],
) -> Iterator[tuple[str, bytes]]:
    """Path below the site's root and content of every file an engine writes.

    `home` is the URL of the default language's home, with a slash at the end.
    `renderings` are those of earlier calls by the tag of their language, for what stays the same; they are
    brought up to date.
    """
    folder = root / shell.FOLDER
    templates = shell.environment(folder)
    for language in catalogue.languages:
        frame = Frame(Edition(catalogue, language, today), site, home)
        rendering = renderings.setdefault(language.tag, Rendering())
        pages = rendering.pages(frame, folder)
        texts = {
            f"{path}index.html": html for path, html in rendering.documents(frame, templates, pages)
        }
        for path, context in shell.moved(frame):
            texts[f"{path}index.html"] = templates.get_template(shell.MOVED).render(context)
        for name in shell.ONCE:
            texts[name] = templates.get_template(name).render(shell.once(frame, name, pages))
        for path, text in texts.items():
            # As MkDocs does: a template that comes out empty is no file.
            if text.strip():
                yield f"{language.prefix}{path}", text.encode()
    yield from shell.assets(folder)
