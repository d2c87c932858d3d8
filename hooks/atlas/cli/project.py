"""The project a command works on: whether there is one, and its catalogue if it has no errors."""

from pathlib import Path

from atlas.catalogue.reporters import as_text
from atlas.catalogue.settings import SettingsError, read_settings


def unfit(root: Path) -> str:
    """Why there is no project to work on in a folder, in both languages; empty if there is one."""
    file = root / "mkdocs.yml"
    if not file.is_file():
        return (
            f"{root}: aquí no está el proyecto (falta mkdocs.yml). Vaya a su carpeta con «cd».\n"
            f"{root}: the project is not here (mkdocs.yml is missing). Go to its folder with “cd”."
        )
    try:
        read_settings(file.read_bytes())
    except SettingsError as error:
        return as_text(error.problems)
    return ""
