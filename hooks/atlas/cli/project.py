"""The project a command works on: whether there is one, and its catalogue if it has no errors."""

from pathlib import Path

from yaml import YAMLError

from atlas.model.languages import configuration, languages


def unfit(root: Path) -> str:
    """Why there is no project to work on in a folder, in both languages; empty if there is one."""
    file = root / "mkdocs.yml"
    if not file.is_file():
        return (
            f"{root}: aquí no está el proyecto (falta mkdocs.yml). Vaya a su carpeta con «cd».\n"
            f"{root}: the project is not here (mkdocs.yml is missing). Go to its folder with “cd”."
        )
    try:
        languages(configuration(file.read_text(encoding="utf-8")))
    except (YAMLError, UnicodeDecodeError, LookupError, StopIteration, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"mkdocs.yml:{mark.line + 1 if mark else 1}"
        return (
            f"{place}: la configuración no se puede leer, o no dice las lenguas del sitio."
            " Compárela con la de la rama principal: «git diff main -- mkdocs.yml».\n"
            f"{place}: the configuration cannot be read, or does not say the site's languages."
            " Compare it with that of the main branch: “git diff main -- mkdocs.yml”."
        )
    return ""
