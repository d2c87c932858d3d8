"""The example with two languages more: French, from a translators' file, and Arabic, with a name."""

from pathlib import Path

from babel.messages.pofile import read_po, write_po

from support import projects

_CONFIGURED = "        - {locale: en, name: English, build: true}\n"
_NAME = "data/countries/zzz.yml#name"
_MENU = "data/interface.yml#texts.kind_countries"
_PAGE = "content/fr/guide/index.md"


def built_third() -> Path:
    """The project with its built site, made again only when needed."""
    state = projects.fingerprint(*projects.EXAMPLE_PARTS, Path(__file__))
    return projects.kept(f"third-{state}", _build)


def _build(target: Path) -> None:
    project = projects.copy_example(target)
    _edit(
        project / "mkdocs.yml",
        _CONFIGURED,
        _CONFIGURED
        + "        - {locale: fr, name: Français, build: true}\n"
        + "        - {locale: ar, name: العربية, build: true}\n",
    )
    _edit(project / "data/countries/zzz.yml", "  en: Zeta\n", "  en: Zeta\n  ar: زيتا\n")
    (project / "content" / "ar").mkdir()
    _translate(project, project / "po" / "fr.po")
    projects.build(project)


def _translate(project: Path, file: Path) -> None:
    """Fill in a translators' file as they would, and take it in."""
    _run(project, "export", file)
    with file.open("rb") as stream:
        catalog = read_po(stream)
    for message in catalog:
        if message.context == _NAME:
            message.string = "Zêta"
        elif message.context == _MENU:
            message.string = "Pays"
        elif message.context == f"{_PAGE}#title":
            message.string = "Guide en français"
        elif (message.context or "").startswith(_PAGE):
            message.string = f"En français : {message.id}"
    with file.open("wb") as stream:
        write_po(stream, catalog)
    _run(project, "import", file)


def _run(project: Path, action: str, file: Path) -> None:
    done = projects.atlas(project, "translations", action, str(file), day=projects.EXAMPLE_DAY)
    if done.returncode:
        raise projects.TestBuildError(done.stdout)


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name}: {old}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
