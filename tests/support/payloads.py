"""Texts that are more than text to some reader of what is made, and a project full of them."""

import json
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import load
from atlas.checks.checks import check
from atlas.model.traversal import Wording, wordings
from support.projects import EXAMPLE_DAY

MARK = "zqj"
"""Stands in every payload and nowhere else, so that each can be found in what is made."""

REFUSED = {
    "tag": f'<img src=x onerror="alert(1)" class="{MARK}">',
    "open tag": "<svg onload=alert(1) x=",
    "tag with a second one in it": "</title < ><img src=x onerror=alert(1) < >",
    "end of a script": "</script",
    "comment": "<!--",
    "declaration": "<![CDATA[ x",
    "instruction": "<?xml version='1.1'?>",
    "reference": "&lt;img src=x onerror=alert(1)&gt;",
    "reference without its end": "&ltimg src=x onerror=alert(1)",
    "reference to a control": "a&#10;b",
    "script": "[x](javascript:alert(1))",
    "script, spaced": "JavaScript :alert(1)",
    "direction": "a \u202e b",
    "direction, isolated": "a \u2066 b",
    "line separator": "a\u2028alert(1)",
    "paragraph separator": "a\u2029b",
    "next line": "a\x85b",
    "null": "a\0b",
    "escape": "a\x1b[2Jb",
    "noncharacter": "a\uffffb",
    "tag character": "a\U000e0041b",
    "too long": "x" * 5000,
    "mailbox": "somebody@example.org",
}
"""What no text may hold, by what it is."""

ACCEPTED = {
    "less than": "a<3 <= b < c> ]]> --> -->",
    "ampersand": "Q&A & B&;copy &# &#; &&",
    "attribute": "\" onmouseover=alert(1) x=\" ' onfocus=alert(1) autofocus tabindex=1 x=' ` >",
    "template": "{{ 7*7 }} {% raw %} {# x #} {%- endblock %} ${7*7} #{7*7}",
    "format": "{0} {name!r} %s %(x)s %n {self.__class__}",
    "Typst": '#panic("x") #set page(fill: red) $ x^2 $ \\u{1F600} @label < label > *b* _i_ `r` // /* */ ~ --',
    "TeX": "\\input{/etc/passwd} \\write18{id} \\% % ^^41 $ & _ # ~ \\",
    "BibTeX": "} , url = {https://elsewhere.example/} } @misc{x, title={ { \" @comment{",
    "RIS": "ER  - TY  - JOUR UR  - https://elsewhere.example/",
    "calendar": "a;b,c:d\\n\\; END:VEVENT BEGIN:VALARM ATTACH;VALUE=URI:https://elsewhere.example/",
    "formula": "=HYPERLINK(\"https://elsewhere.example/\";\"x\")",
    "formula, at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula, minus": "-2+3+cmd|' /C calc'!A0",
    "formula, plus": "+1+1",
    "header": "x%0d%0aSet-Cookie: a=b",
    "link": "[x](https://elsewhere.example/) ![x](https://elsewhere.example/x.png) < https://x >",
    "address": "data:text/html,alert(1) vbscript:x //elsewhere.example/",
    "Markdown": "# h > q - l 1. n *b* __b__ `c` ~~~ ``` | a | b | [@example-page] {{ processes }} !!! note",
    "YAML": "a: b # c - d ? e & f * g ! h | i > j ' k \" l % m @ n --- o ...",
    "prototype": "__proto__ constructor toString hasOwnProperty",
    "workflow": "::set-output name=x::y ##[command] ${{ secrets.X }} %0A::error::",
    "right to left": "\u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 (1) [2]",
    "marks on marks": "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d",
    "long word": "W" * 600,
    "long mixed word": "\u00f1-/\u2014." * 20,
}  # fmt: skip
"""What is odd and may be said, by what it is."""


def of(name: str) -> str:
    """An accepted payload as it is written, with the mark in it."""
    return f"{ACCEPTED[name]} {MARK}"


def written(model: BaseModel) -> list[Wording]:
    """The words of a model that people choose freely: no mailboxes, numbers or words to avoid."""
    bound = {"number", "numbers", "avoid"}
    return [w for w in wordings(model) if "@" not in w.text and not bound & {*w.location}]


def put(raw: Any, wording: Wording, text: str) -> None:
    """Put a text in the place of some words in the plain values of a model."""
    *above, last = wording.location
    for step in above:
        raw = raw[step]
    raw[last] = text


def plain(model: BaseModel) -> Any:
    """The plain values of a model, as JSON has them."""
    return json.loads(model.model_dump_json())


def spread(project: Path) -> Mapping[str, int]:
    """Put payloads into every text of a project's data and written pages.

    Returns how many texts of each file hold one.
    """
    catalogue, _ = load(project)
    tags = [language.tag for language in catalogue.languages]
    names = cycle(ACCEPTED)
    count: dict[str, int] = {}
    for file, model in catalogue.files.items():
        kind = formatting.kind_of(file)
        if not kind:
            continue
        raw = plain(model)
        # The site's own words have blanks in braces, which a check holds to be those that are filled.
        filled = kind in ("interface", "convention", "vocabularies")
        for number, wording in enumerate(written(model)):
            text = of(next(name for name in names if not filled or "{" not in ACCEPTED[name]))
            if filled:  # bars with spaces part the forms of a text that counts
                text = text.replace(" | ", "|")
            whole = number % 2 and not filled
            put(raw, wording, text if whole else f"{text} {wording.text}")
            count[file] = count.get(file, 0) + 1
        made = type(model).model_validate(raw)
        (project / file).write_text(formatting.write(made, kind, tags), encoding="utf-8")
    for pages in catalogue.written.values():
        for page in pages.values():
            path = project / page.file
            path.write_text(_page(path.read_text(encoding="utf-8"), names), encoding="utf-8")
            count[page.file] = len(ACCEPTED)
    return count


def _page(text: str, names: Iterator[str]) -> str:
    """A written page with payloads in its front matter, its text and its headings."""
    lines = []
    for line in text.split("\n"):
        name, _, _ = line.partition(": ")
        if name in ("title", "description"):
            payload = of(next(names))[:100]
            lines.append(f"{name}: {json.dumps(payload, ensure_ascii=False)}")
        else:
            lines.append(line)
    for number, payload in enumerate(map(of, ACCEPTED)):
        words = _escaped(payload)
        lines += [f"## {words} {{ #payload-{number} }}", "", words, "", f"- {words}", ""]
        lines += ["| a | b |", "| --- | --- |", f"| {words.replace('|', chr(92) + '|')} | c |", ""]
        lines += [f"`` {payload} ``", ""]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """A text as Markdown shows it literally."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|<>~&@\"'$%:;=^,/?" else c for c in text)


def errors(project: Path) -> list[str]:
    """What is wrong with a project, in English."""
    catalogue, found = load(project)
    return [p.sentence("en") for p in check(catalogue, EXAMPLE_DAY, found) if p.level == "error"]
