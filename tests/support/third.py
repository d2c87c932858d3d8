"""The example with two languages more: French, with one page of its own, and Arabic, with a name."""

from pathlib import Path

from support import projects

_CONFIGURED = "        - {locale: en, name: English, build: true}\n"
_PAGE = """---
title: Guide en français
description: Par où commencer.
reviewed: 2026-11-21
translated_from: es
---

Commencez par [les initiatives](vpi.md).
"""


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
    _edit(
        project / "data/countries/zzz.yml", "  en: Zeta\n", "  en: Zeta\n  fr: Zêta\n  ar: زيتا\n"
    )
    _edit(
        project / "data/interface.yml",
        "\n    en: Countries\n",
        "\n    en: Countries\n    fr: Pays\n",
    )
    (project / "content" / "fr" / "guide").mkdir(parents=True)
    (project / "content" / "fr" / "guide" / "index.md").write_text(_PAGE, encoding="utf-8")
    (project / "content" / "ar").mkdir()
    projects.build(project)


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name}: {old}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
