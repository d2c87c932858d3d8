"""DOCX → passages: paragraphs with their numbers and italics, footnotes apart.

A DOCX is a ZIP file of XML (ECMA-376). Only four of its parts are read; no macro, no link and no
entity is followed. Deleted text of tracked changes is left out, inserted text is read.
"""

import io
import lzma
import zipfile
import zlib
from collections import defaultdict
from typing import Any

from lxml import etree

from atlas.editing.importing.passages import Passage, Run, passage
from atlas.editing.importing.refusal import RefusedError
from atlas.editing.importing.web_page import numbered

MAXIMUM_PART = 40_000_000
"""Bytes of one part, unpacked; the text of a long report has a tenth of that."""
MAXIMUM_PARTS = 2_000

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OFF = ("0", "false", "off", "none")


def passages(content: bytes) -> list[Passage]:
    """The passages of a document. Raises RefusedError with what keeps it from being read."""
    parts = _parts(content)
    if "word/document.xml" not in parts:
        raise RefusedError("unknown-format")
    reader = _Reader(parts)
    found = [made for p in reader.paragraphs("word/document.xml") if (made := reader.passage(p))]
    notes = reader.paragraphs("word/footnotes.xml") if "word/footnotes.xml" in parts else []
    found += [made for p in notes if (made := reader.passage(p, note=True))]
    return found


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise RefusedError("encrypted")
            names = {entry.filename for entry in entries}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise RefusedError("macros")
            wanted = [entry for entry in entries if entry.filename in _WANTED]
            if len(entries) > MAXIMUM_PARTS or any(e.file_size > MAXIMUM_PART for e in wanted):
                raise RefusedError("bomb")
            found = {}
            for entry in wanted:
                with archive.open(entry) as stream:
                    found[entry.filename] = stream.read(MAXIMUM_PART + 1)
                if len(found[entry.filename]) > MAXIMUM_PART:
                    raise RefusedError("bomb")
            return found
    except _BROKEN as error:
        raise RefusedError("unreadable") from error


_WANTED = ("word/document.xml", "word/footnotes.xml", "word/numbering.xml", "word/styles.xml")


def parse(content: bytes) -> Any:
    """XML as a tree; a document type, and with it every entity, is refused. Raises RefusedError."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RefusedError("entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError("unreadable") from error


class _Reader:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.styles = self.tree("word/styles.xml")
        self.italic_styles = {
            style.get(f"{_W}styleId")
            for style in self.styles.iter(f"{_W}style")
            if _is_on(style.find(f"{_W}rPr/{_W}i"))
        }
        self.levels = self.numbering()
        self.counters: dict[str, dict[int, int]] = defaultdict(dict)

    def tree(self, name: str) -> Any:
        return parse(self.parts.get(name, b"<none/>"))

    def paragraphs(self, name: str) -> list[Any]:
        """The paragraphs of a part; those of text boxes stand in it twice, and count once."""
        return [
            paragraph
            for paragraph in self.tree(name).iter(f"{_W}p")
            if not any(above.tag == _FALLBACK for above in paragraph.iterancestors())
        ]

    def numbering(self) -> dict[tuple[str, int], tuple[str, str, int]]:
        """List and depth → kind of figure, its pattern, where it starts."""
        root = self.tree("word/numbering.xml")
        kinds: dict[str, dict[int, tuple[str, str, int]]] = {}
        for abstract in root.iter(f"{_W}abstractNum"):
            kinds[abstract.get(f"{_W}abstractNumId")] = {
                int(level.get(f"{_W}ilvl", "0")): (
                    _value(level, "numFmt"),
                    _value(level, "lvlText"),
                    int(_value(level, "start") or "1"),
                )
                for level in abstract.iter(f"{_W}lvl")
            }
        found = {}
        for number in root.iter(f"{_W}num"):
            own = kinds.get(_value(number, "abstractNumId"), {})
            for depth, level in own.items():
                found[number.get(f"{_W}numId"), depth] = level
        return found

    def label(self, paragraph: Any) -> str:
        """The number that Word itself writes before a paragraph, if any."""
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            return ""
        number, depth = _value(properties, "numId"), int(_value(properties, "ilvl") or "0")
        if (number, depth) not in self.levels:
            return ""
        style, pattern, start = self.levels[number, depth]
        counted = self.counters[number]
        counted[depth] = counted.get(depth, start - 1) + 1
        for deeper in [each for each in counted if each > depth]:
            del counted[deeper]
        kinds = {"lowerLetter": "letter", "lowerRoman": "roman", "decimal": "number"}
        return numbered(counted[depth], kinds[style]) if style in kinds and "%" in pattern else ""

    def passage(self, paragraph: Any, *, note: bool = False) -> Passage | None:
        runs = []
        for run in paragraph.iter(f"{_W}r"):
            owner = next(above for above in run.iterancestors() if above.tag == f"{_W}p")
            if owner is not paragraph:
                continue
            text = "".join(_text(part) for part in run)
            runs.append(Run(text, self.is_italic(run), _is_raised(run)))
        return passage(runs, self.label(paragraph), note=note)

    def is_italic(self, run: Any) -> bool:
        direct = run.find(f"{_W}rPr/{_W}i")
        style = run.find(f"{_W}rPr/{_W}rStyle")
        if direct is not None:
            return _is_on(direct)
        return style is not None and style.get(f"{_W}val") in self.italic_styles


def _text(part: Any) -> str:
    if part.tag == f"{_W}t":
        return part.text or ""
    if part.tag == f"{_W}noBreakHyphen":
        return "-"
    return " " if part.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr") else ""


def _value(node: Any, name: str) -> str:
    child = node.find(f"{_W}{name}")
    return str(child.get(f"{_W}val", "")) if child is not None else ""


def _is_on(toggle: Any) -> bool:
    return toggle is not None and toggle.get(f"{_W}val", "1") not in _OFF


def _is_raised(run: Any) -> bool:
    align = run.find(f"{_W}rPr/{_W}vertAlign")
    return align is not None and align.get(f"{_W}val") == "superscript"
