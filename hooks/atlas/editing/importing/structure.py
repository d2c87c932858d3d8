"""Passages of a document → the parts of a resolution: header, preamble, numbered paragraphs, annex.

A resolution of the United Nations is one sentence: a line that names the body, recitals that end in
commas, and numbered paragraphs that end in semicolons. That makes it possible to take it apart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from babel import Locale

from atlas.editing.importing.passages import LABEL, Passage
from atlas.editing.importing.phrases import PHRASES
from atlas.editing.importing.refusal import RefusedError
from atlas.editing.importing.web_page import roman

LONGEST_LINE = 320
"""Characters of the line that names the body, with the longest title of a convention."""


@dataclass(frozen=True)
class Unit:
    """One paragraph: its number as printed without marks, its text without it, what is below it."""

    number: str
    text: str
    italic: str = ""
    items: tuple["Unit", ...] = ()


@dataclass(frozen=True)
class Names:
    """What an outline is judged by: the names of bodies, and of the Conference's own convention."""

    bodies: dict[str, tuple[str, ...]]
    convention: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Outline:
    """A resolution in one language, taken apart; header fields are empty where nothing was found."""

    language: str
    preamble: tuple[Unit, ...]
    paragraphs: tuple[Unit, ...]
    annex: tuple[Unit, ...] = ()
    annex_title: str = ""
    kind: str = "resolution"
    draft: bool = False
    number: str = ""
    symbol: str = ""
    date: str = ""
    session: int | None = None
    original: str = ""
    agenda_item: str = ""
    agenda_title: str = ""
    sponsors: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def numbers(self) -> list[str]:
        """Where the numbers of all paragraphs stand, in order: `13.a`, `annex 2`."""
        own = [f"pp {index}" for index, _ in enumerate(self.preamble, 1)]
        own += list(_numbers(self.paragraphs, ""))
        return own + list(_numbers(self.annex, "annex "))


def _numbers(units: Sequence[Unit], before: str) -> list[str]:
    found = []
    for unit in units:
        found.append(before + unit.number)
        found += _numbers(unit.items, f"{before}{unit.number}.")
    return found


def language_of(passages: Sequence[Passage]) -> str:
    """The language of a text by its commonest words; raises RefusedError if it has too few."""
    words = re.findall(r"\w+", " ".join(each.text for each in passages).lower())
    counts = {tag: sum(words.count(w) for w in own) for tag, own in PHRASES.common.items()}
    best = max(counts, key=lambda tag: counts[tag])
    if counts[best] < 5:
        raise RefusedError("no-resolution")
    return best


def outline(passages: Sequence[Passage], names: Names, language: str = "") -> Outline:
    """A resolution taken apart. `language` is what somebody said it is in, if they did.

    Raises RefusedError for another language, another body, or no resolution at all.
    """
    seen = language_of(passages)
    if (language and seen != language) or seen not in names.languages or seen not in PHRASES.date:
        raise RefusedError(
            "wrong-language", seen=seen, language=language or ", ".join(names.languages)
        )
    body = [each for each in passages if not each.note]
    start = _start(body, names)
    lines = [index for index in range(start + 1, len(body)) if _body(body[index].text, names)]
    if lines:
        raise RefusedError("several")
    parts = _Parts(seen)
    parts.read(body[start + 1 :])
    if not parts.paragraphs:
        raise RefusedError("no-paragraphs")
    header = _header(body[:start], seen)
    return replace(
        header,
        preamble=tuple(parts.preamble),
        paragraphs=_tree(parts.paragraphs),
        annex=_tree(parts.annex),
        annex_title=parts.annex_title,
        notes=tuple(each.text for each in passages if each.note),
        left_out=tuple(parts.left_out),
    )


# --- which body -------------------------------------------------------------------------------------

_ARTICLE = r"(?:La |El |The )?"


def _body(text: str, names: Names) -> str:
    if len(text) > LONGEST_LINE or not text.endswith((",", ":")):
        return ""
    for code, own in names.bodies.items():
        if any(re.match(rf"{_ARTICLE}{re.escape(name)}\b", text, re.IGNORECASE) for name in own):
            return code
    return ""


def _start(body: Sequence[Passage], names: Names) -> int:
    """Where the line that names the body stands. Raises RefusedError if it is not the Conference's."""
    for index, each in enumerate(body):
        code = _body(each.text, names)
        if code == "cop" and any(name.lower() in each.text.lower() for name in names.convention):
            return index
        if code:
            raise RefusedError("another-body", line=each.text.rstrip(",:"))
    raise RefusedError("no-resolution")


# --- header -----------------------------------------------------------------------------------------

_SYMBOL = re.compile(r"(?<![\w/])[A-Z]{1,6}(?:/[A-Z0-9][A-Za-z0-9.]*)+")


def _header(lines: Sequence[Passage], language: str) -> Outline:
    texts = [each.text for each in lines]
    whole = "\n".join(texts)
    found = Outline(language, (), ())
    if match := _SYMBOL.search(whole):
        found = replace(found, symbol=match[0])
    if day := date_in(whole, language):
        found = replace(found, date=day)
    if match := re.search(PHRASES.original[language], whole):
        found = replace(found, original=_language_named(match["name"], language))
    draft = re.search(PHRASES.draft[language], whole, re.IGNORECASE)
    if re.search(rf"\b{PHRASES.kinds[language]['decision']}\b", (texts or [""])[-1], re.IGNORECASE):
        found = replace(found, kind="decision")
    found = replace(
        found, draft=bool(draft), session=_session(texts, language), **_named(texts, language)
    )
    return _with_agenda(found, texts)


def _named(texts: list[str], language: str) -> dict[str, Any]:
    """Number, title, kind and sponsors, which stand last in the header."""
    found: dict[str, Any] = {}
    kinds = PHRASES.kinds[language]
    for text in texts:
        for kind, word in kinds.items():
            match = re.match(
                rf"{word} (?P<number>\d+/\d+)\b[.:]?\s*(?P<title>.*)", text, re.IGNORECASE
            )
            if match:
                found |= {"number": match["number"], "kind": kind}
                found |= {"title": match["title"].strip()} if match["title"] else {}
        match = re.match(
            rf"(?P<names>.+?)\s*\*?\s*:\s*{PHRASES.draft[language]}\b", text, re.IGNORECASE
        )
        if match:
            found["sponsors"] = match["names"].strip(" *")
    if texts and "title" not in found:
        found["title"] = texts[-1].rstrip("*")
    return found


def _with_agenda(found: Outline, texts: list[str]) -> Outline:
    for index, text in enumerate(texts):
        match = re.match(PHRASES.agenda[found.language], text)
        if not match:
            continue
        item = next(value for value in match.groupdict().values() if value)
        after = text[match.end() :].strip(" :*")
        following = texts[index + 1] if index + 1 < len(texts) - 1 else ""
        return replace(found, agenda_item=item.strip(), agenda_title=after or following.rstrip("*"))
    return found


def _session(texts: list[str], language: str) -> int | None:
    word = PHRASES.session[language]
    for text in texts:
        match = re.match(rf"(?P<n>\S+) (?:regular )?{word}\b", text, re.IGNORECASE)
        if match and (number := ordinal(match["n"], language)):
            return number
    return None


def ordinal(word: str, language: str) -> int | None:
    """`undécimo`, `11º`, `eleventh` or `11th` as a number; None for anything else."""
    figures = re.fullmatch(r"(\d{1,2})(?:\.?[ºª°o]|st|nd|rd|th)?\.?", word)
    if figures:
        return int(figures[1])
    known = PHRASES.ordinals[language]
    plain = word.lower().removesuffix("o") if language == "es" else word.lower()
    stems = [each.removesuffix("o") for each in known] if language == "es" else known
    return stems.index(plain) + 1 if plain in stems else None


def date_in(text: str, language: str) -> str:
    """The first date in a text, as ISO 8601 has it; empty if there is none."""
    months = [month.lower() for month in PHRASES.months[language]]
    for match in re.finditer(PHRASES.date[language], text):
        if match["month"].lower() in months and 1 <= int(match["day"]) <= 31:
            month = months.index(match["month"].lower()) + 1
            return f"{match['year']}-{month:02}-{int(match['day']):02}"
    return ""


def _language_named(name: str, language: str) -> str:
    for tag in ("ar", "zh", "en", "fr", "ru", "es"):
        if Locale(tag).get_display_name(language) == name.lower():
            return tag
        if (Locale(tag).get_display_name(language) or "").lower() == name.lower():
            return tag
    return ""


# --- body -------------------------------------------------------------------------------------------


@dataclass
class _Parts:
    language: str
    preamble: list[Unit] = field(default_factory=list)
    paragraphs: list[Unit] = field(default_factory=list)
    annex: list[Unit] = field(default_factory=list)
    annex_title: str = ""
    left_out: list[str] = field(default_factory=list)
    in_annex: bool = False

    def read(self, passages: Sequence[Passage]) -> None:
        for each in passages:
            if re.fullmatch(
                rf"{PHRASES.annex[self.language]}(?: [IVX]+)?", each.text, re.IGNORECASE
            ):
                self.in_annex = True
            else:
                self.take(each)

    def take(self, each: Passage) -> None:
        units = self.annex if self.in_annex else self.paragraphs
        label = LABEL.match(each.text)
        text = each.text[label.end() :] if label else each.text
        italic = each.italics[0] if each.italics else ""
        lead = italic.rstrip(" ,") if italic and text.startswith(italic.rstrip(" ,")) else ""
        if label:
            units.append(Unit(label[0].strip(" ().\u00a0"), text, lead))
        elif self.in_annex and not units and not self.annex_title:
            self.annex_title = each.text
        elif not self.in_annex and not units and not self.begins_request(text):
            self.preamble.append(Unit(str(len(self.preamble) + 1), text, lead))
        elif (
            not self.in_annex
            and (not units or units[-1].text.endswith(";"))
            and self.begins_request(text)
        ):
            units.append(Unit(str(_next(units)), text, lead))
        elif units and not units[-1].text.endswith((".", ";")):
            units[-1] = replace(units[-1], text=f"{units[-1].text} {text}")
        else:
            self.left_out.append(each.text)

    def begins_request(self, text: str) -> bool:
        return any(
            re.match(rf"{re.escape(form)}\b", text)
            for forms in PHRASES.verbs.values()
            for form in forms[self.language]
        )


def _next(units: Sequence[Unit]) -> int:
    return 1 + max((int(each.number) for each in units if each.number.isdigit()), default=0)


# --- numbers ----------------------------------------------------------------------------------------


def _tree(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Paragraphs in their order → those of the first level, each with what is below it."""
    placed: list[tuple[int, Unit]] = []
    open_lists: list[tuple[str, int]] = []
    before = ""
    for unit in units:
        depth, style, count = _depth(unit.number, open_lists, before)
        del open_lists[depth:]
        open_lists.append((style, count))
        placed.append((depth, unit))
        before = unit.text
    return _nested(placed, 0)


def _nested(placed: Sequence[tuple[int, Unit]], depth: int) -> tuple[Unit, ...]:
    found: list[Unit] = []
    index = 0
    while index < len(placed):
        end = index + 1
        while end < len(placed) and placed[end][0] > depth:
            end += 1
        unit = placed[index][1]
        below = placed[index + 1 : end]
        items = _nested(below, min((d for d, _ in below), default=0)) if below else ()
        found.append(replace(unit, items=items))
        index = end
    return tuple(found)


def _depth(number: str, lists: Sequence[tuple[str, int]], before: str) -> tuple[int, str, int]:
    """How deep a number stands, given the lists that are open: depth, style, which of its list it is.

    `(i)` is a letter after `(h)`, and otherwise begins a list of Roman figures.
    """
    if number.isdigit():
        return 0, "number", int(number)
    as_letter = ord(number) - 96 if len(number) == 1 and number.isalpha() else 0
    as_doubled = ord(number[0]) - 96 if len(number) == 2 and number[0] == number[1] else 0
    as_roman = next((n for n in range(1, 40) if roman(n) == number.lower()), 0)
    if before.endswith(":") and as_roman == 1 and lists:
        return len(lists), "roman", 1
    values = {"letter": as_letter, "roman": as_roman, "doubled": as_doubled}
    for depth in range(len(lists) - 1, -1, -1):
        style, count = lists[depth]
        if values.get(style) == count + 1:
            return depth, style, count + 1
    for style in ("letter", "roman", "doubled"):
        if values[style] == 1 and (style != "letter" or as_letter):
            return len(lists), style, 1
    # Out of order: with its kin, so that the account shows it.
    style = "letter" if as_letter else "roman" if as_roman else "doubled"
    depths = [depth for depth, (own, _) in enumerate(lists) if own == style]
    return (depths[-1] if depths else len(lists)), style, values[style]
