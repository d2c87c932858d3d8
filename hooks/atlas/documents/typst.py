"""Sets documents with Typst: a template and its data become a PDF that passes PDF/UA-1 and PDF/A-2a."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import typst

from atlas.documents import OWN_FONTS, TEMPLATES
from atlas.documents.nodes import encode
from atlas.documents.pdf_object_streams import compact

Standard = Literal["ua-1", "a-2a"]

STANDARDS: Final[tuple[Standard, ...]] = ("ua-1", "a-2a")
"""Reachable by everyone (PDF/UA-1), and readable in many years (PDF/A-2a)."""


class TypesettingError(Exception):
    """Typst refused a document: its name and the reason."""


def typeset(
    name: str,
    template: str,
    data: object,
    fonts: Path | None = None,
    drawings: Mapping[str, str] | None = None,
    direction: str = "ltr",
) -> bytes:
    """The PDF of some data in a template; raises TypesettingError with the document's name.

    `data` is made of dataclasses (`nodes.encode`); `fonts` is a folder with more fonts than OWN_FONTS;
    `drawings` are SVG by the name the template knows them by, `direction` is that of the language. The
    system's fonts are never used, so that the same data gives the same bytes everywhere.
    """
    inputs = {"direction": direction, **(drawings or {})}
    made = _made(name, template, data, fonts, inputs, pdf_standards=[*STANDARDS])
    return compact(made)


def _made(
    name: str,
    template: str,
    data: object,
    fonts: Path | None,
    inputs: Mapping[str, str],
    **options: Any,
) -> bytes:
    text = json.dumps(data, ensure_ascii=False, default=encode)
    try:
        made = _compiler(template, fonts).compile(sys_inputs={"data": text, **inputs}, **options)
    except typst.TypstError as error:
        raise TypesettingError(
            f"{name}: {error.diagnostic.strip()}{_hint(error.message)}"
        ) from error
    except BaseException as error:
        # A fault inside Typst is no Exception, and its class can neither be imported nor sent to
        # another process.
        if type(error).__name__ != "PanicException":
            raise
        raise TypesettingError(f"{name}: {error}\n{_FAULT}") from None
    assert isinstance(made, bytes)
    return made


def draw(name: str, template: str, data: object, fonts: Path | None = None) -> bytes:
    """The picture (PNG) of some data in a template of one page: a point is a pixel.

    As `typeset`: it takes the same data and raises the same error.
    """
    return _made(name, template, data, fonts, {}, format="png", ppi=72.0)


_FAULT = (
    "  Es un fallo de Typst, que compone los PDF; suele deberse a un texto muy largo sin espacios.\n"
    "  This is a fault of Typst, which sets the PDFs; a very long text without spaces is the usual cause."
)


def _hint(message: str) -> str:
    """What an editor can do about an error, in both languages."""
    if "could not be displayed" not in message:
        return ""
    return (
        "\n  Falta una letra: ponga en fonts/ un tipo que la tenga (docs/fonts.es.md)."
        "\n  A letter is missing: put a font that has it into fonts/ (docs/fonts.en.md)."
    )


@cache
def _compiler(template: str, fonts: Path | None) -> typst.Compiler:
    paths = [OWN_FONTS, *([fonts] if fonts and fonts.is_dir() else [])]
    return typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=paths),
        ignore_system_fonts=True,
    )
