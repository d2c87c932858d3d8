"""Plain text and Markdown → passages. Italics are `*so*` or `_so_`; links keep their words."""

import re

from atlas.editing.importing.passages import LABEL, SUPERSCRIPTS, Passage, Run, passage
from atlas.editing.importing.refusal import RefusedError

_LINK = re.compile(r"!?\[([^\]\n]*)\](?:\([^)\s]*\)|\[[^\]]*\])")
_MARK = re.compile(r"\[\^[^\]]+\](?!:)")
_NOTE = re.compile(rf"\[\^[^\]]+\]:\s*|[{SUPERSCRIPTS}]+\s+|\*\s+(?=[^*\n]*$)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_ITALIC = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def passages(content: bytes) -> list[Passage]:
    """The passages of a text. Raises RefusedError if it is not UTF-8, or not text at all."""
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RefusedError("unknown-format")
    try:
        encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        text = content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise RefusedError("not-utf-8") from error
    if text.lstrip().startswith("---\n"):
        text = text.lstrip()[4:].partition("\n---\n")[2]
    blocks = re.split(r"\n\s*\n", text)
    if len(blocks) < 3:  # one paragraph a line
        blocks = text.split("\n")
    return [passage for block in blocks for passage in _block(block)]


def _block(block: str) -> list[Passage]:
    """The passages of what stands between empty lines; each numbered line begins one."""
    parts: list[str] = []
    for line in block.strip().split("\n"):
        bare = line.strip()
        if parts and not LABEL.match(bare) and not _NOTE.match(bare) and "  \n" not in parts[-1]:
            short = len(parts[-1]) < 60 and not parts[-1].endswith("-")
            if not (short and bare[:1].isupper()):
                parts[-1] += f" {bare}"
                continue
        parts.append(bare)
    return [made for part in parts if (made := _passage(part))]


def _passage(text: str) -> Passage | None:
    text = re.sub(r"^(?:#{1,6}|>)\s+", "", text)
    note = _NOTE.match(text)
    text = _NOTE.sub("", text, count=1) if note else text
    text = _STRONG.sub(r"\2", _MARK.sub("", _LINK.sub(r"\1", text)))
    runs: list[Run] = []
    end = 0
    for match in _ITALIC.finditer(text):
        runs += [Run(_plain(text[end : match.start()])), Run(_plain(match[2]), italic=True)]
        end = match.end()
    return passage([*runs, Run(_plain(text[end:]))], note=bool(note))


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)
