"""What a text cites: resolutions, decisions, articles, documents, and treaties by their names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from atlas.catalogue.catalogue import Catalogue
from atlas.editing.importing.phrases import PHRASES
from atlas.editing.importing.structure import date_in


@dataclass(frozen=True)
class Cited:
    """One citation. `sure` is false where the body or the treaty is a guess; a bare treaty has no number."""

    kind: str
    body: str
    number: str = ""
    date: str = ""
    treaty: str = ""
    sure: bool = True


# As bodies number today; as the Security Council does; as the General Assembly did until 1976 (2625 (XXV),
# 377 A (V)) and does in its special sessions (ES-11/1).
_NUMBER = re.compile(
    r"(?<![\w/.-])(?:\d{1,4}/\d{1,3}|\d{3,4} \((?:19|20)\d\d\)"
    r"|\d{1,4}(?: [A-Z])? \([IVXL]+\)|E?S-\d{1,2}/\d{1,3})(?![\w/])"
)
_OF_THE_ASSEMBLY = re.compile(r".*\([IVXL]+\)|E?S-.*")
_SYMBOL = re.compile(r"(?<![\w/])[A-Z]{1,6}(?:/[A-Z0-9][A-Za-z0-9.]*)+(?<!\.)")
_ASSEMBLY = re.compile(r"A/RES/(\d+/\d+)")
_TOGETHER = re.compile(r"\s*(?:,|y|e|and|,\s*and)\s*")


class Citations:
    """Finds citations in texts of one language. `protocol` is the treaty a bare “Protocol” means."""

    def __init__(self, catalogue: Catalogue, language: str, protocol: str = "") -> None:
        self.language = language
        self.main = catalogue.convention.treaty or ""
        self.protocol = protocol
        self.numbers = {
            (record.kind, record.number)
            for record in catalogue.resolutions.values()
            if record.number
        }
        self.bodies = body_names(catalogue, language)
        self.treaties = treaty_names(catalogue, language)
        self.bare = PHRASES.convention[language]
        self.longer = re.compile(PHRASES.longer_names[language])
        kinds = PHRASES.kinds[language]
        self.keyword = re.compile(
            "|".join(rf"(?P<{k}>\b{word}\b)" for k, word in kinds.items()), re.IGNORECASE
        )

    def of(self, text: str) -> list[Cited]:
        """Every citation of a text, each once, in its order there."""
        found = [*self._numbered(text), *self._symbols(text), *self._articles(text)]
        named = {each.treaty for each in found}
        found += [each for each in self._treaties(text) if each.treaty not in named]
        return list({(e.kind, e.body, e.number, e.treaty): e for e in reversed(found)}.values())[
            ::-1
        ]

    def _numbered(self, text: str) -> list[Cited]:
        keywords = list(self.keyword.finditer(text))
        numbers = list(_NUMBER.finditer(text))
        found: list[Cited] = []
        undated: list[int] = []
        last_end = 0
        for match in numbers:
            before = [each for each in keywords if each.start() < match.start()]
            if not before:
                continue
            word = before[-1]
            if not _TOGETHER.fullmatch(text[last_end : match.start()]):
                undated.clear()
            last_end = match.end()
            day = self._day(text[match.end() : match.end() + 140])
            body, sure = self._body(text, word, match)
            found.append(Cited(str(word.lastgroup), body, match[0], day, sure=sure))
            if day:  # “27/2, 27/3 and 27/4 of 18 May 2018”
                for index in undated:
                    found[index] = replace(found[index], date=day)
                undated.clear()
            else:
                undated.append(len(found) - 1)
        return found

    def _day(self, after: str) -> str:
        link = "de" if self.language == "es" else "of|dated"
        body = "|".join(self.bodies.values())
        owner = rf"(?:\s+(?:de la|del|of the)\s+(?:{body}))?" if body else ""
        match = re.match(rf"{owner},?\s+(?:{link})\s+(?=\d)", after, re.IGNORECASE)
        if not match:
            return ""
        date = re.match(PHRASES.date[self.language], after[match.end() :])
        return date_in(date[0], self.language) if date else ""

    def _body(self, text: str, word: re.Match[str], number: re.Match[str]) -> tuple[str, bool]:
        if _OF_THE_ASSEMBLY.fullmatch(number[0]):
            return "general-assembly", True
        if "(" in number[0]:
            return "security-council", True
        if re.match(r"(?:19|20)\d\d/", number[0]):
            return "ecosoc", True
        after_word = text[word.end() : word.end() + 120]
        after_number = text[number.end() : number.end() + 120]
        before_word = text[max(0, word.start() - 80) : word.start()]
        between = r"\s*(?:de la|del|of the|de|,)?\s*(?:la )?"
        for code, pattern in self.bodies.items():
            if re.match(between + pattern, after_word, re.IGNORECASE) or re.search(
                pattern + r"(?:’s|'s)?\s*$", before_word, re.IGNORECASE
            ):
                return code, True
        for code, pattern in self.bodies.items():
            if re.match(r"\s*(?:de la|del|of the)\s+" + pattern, after_number, re.IGNORECASE):
                return code, True
        if re.search(rf"\b(?:{PHRASES.own[self.language]})\s*$", before_word, re.IGNORECASE):
            return "cop", True
        if (word.lastgroup, number[0]) in self.numbers:
            return "cop", False
        return ("general-assembly" if int(number[0].split("/")[0]) > 30 else "cop"), False

    def _symbols(self, text: str) -> Iterator[Cited]:
        for match in _SYMBOL.finditer(text):
            if assembly := _ASSEMBLY.fullmatch(match[0]):
                yield Cited("resolution", "general-assembly", assembly[1])
            elif match[0].count("/") >= 2:
                yield Cited(
                    "report", "cop" if match[0].startswith("CTOC/COP") else "unodc", match[0]
                )

    def _articles(self, text: str) -> Iterator[Cited]:
        article, paragraph = PHRASES.article[self.language], PHRASES.paragraph[self.language]
        part = rf"(?:{paragraph})\s+\(?(?P<p>\d+|[a-z])\)?"
        link = "del" if self.language == "es" else "of"
        pattern = re.compile(
            rf"(?:(?:{paragraph})\s+\(?(?P<before>\d+|[a-z])\)?\s+{link}\s+)?\b(?:{article})\s+(?P<n>\d+)"
            rf"(?P<parts>(?:,?\s*(?:{paragraph})\s+\(?(?:\d+|[a-z])\)?|\s?\(\w{{1,2}}\))*)",
            re.IGNORECASE,
        )
        for match in pattern.finditer(text):
            parts = re.findall(rf"{part}|\((\w{{1,2}})\)", match["parts"], re.IGNORECASE)
            inner = [first or second for first, second in parts]
            own = [match["before"]] if match["before"] else []
            number = match["n"] + "".join(f"({each})" for each in (*own, *inner))
            treaty, sure = self._treaty_after(text[match.end() : match.end() + 400])
            treaty = treaty or self._treaty_before(text[: match.start()])
            if treaty:
                yield Cited("article", "treaties", number, treaty=treaty, sure=sure)

    def _treaty_after(self, after: str) -> tuple[str, bool]:
        match = re.match(r",?\s*(?:de la|del|de dicho|of the|of that)\s+", after)
        if not match:
            return "", False
        rest = after[match.end() :]
        for treaty, pattern in self.treaties.items():
            if re.match(pattern, rest, re.IGNORECASE):
                return treaty, True
        if re.match(r"Convenci[óo]n\b|Convention\b", rest):
            return self.main, True
        if re.match(r"Protocolo?\b", rest):
            return self.protocol, False
        return "", False

    def _treaty_before(self, before: str) -> str:
        """The treaty named last before a place."""
        last = ("", -1)
        for treaty, pattern in (*self.treaties.items(), (self.main, self.bare)):
            for match in re.finditer(pattern, before, re.IGNORECASE):
                last = max(last, (treaty, match.start()), key=lambda pair: pair[1])
        return last[0]

    def _treaties(self, text: str) -> Iterator[Cited]:
        """Treaties that are named without an article, but not within the name of something else."""
        left = self.longer.sub("", text)
        for treaty, pattern in self.treaties.items():
            shorter = re.sub(pattern, "", left, flags=re.IGNORECASE)
            if shorter != left:
                yield Cited("treaty", "treaties", treaty=treaty)
            left = shorter
        if self.main and self.main in self.treaties and re.search(self.bare, left):
            yield Cited("treaty", "treaties", treaty=self.main)


def body_names(catalogue: Catalogue, language: str) -> dict[str, str]:
    """Code of a body → a pattern of its names in a language."""
    found = {}
    for code in catalogue.codes.get("bodies", {}).values():
        names = [*PHRASES.bodies.get(code.id, {}).get(language, [])]
        if language in code.label:
            names.append(code.label[language])
        if code.id not in ("treaties", "unodc"):
            found[code.id] = rf"(?:{'|'.join(map(re.escape, _longest_first(names)))})\b"
    return found


def treaty_names(catalogue: Catalogue, language: str) -> Mapping[str, str]:
    """Treaty → a pattern of its official title and its short name, those of Protocols first."""
    found: dict[str, str] = {}
    for treaty in sorted(
        catalogue.treaties.values(), key=lambda t: t.id == catalogue.convention.treaty
    ):
        names = [
            re.sub(r"\s*\([^)]*\)", "", text[language])
            for text in (treaty.official_title, treaty.short)
            if language in text
        ]
        usable = _longest_first([name for name in names if " " in name])
        if usable:
            found[treaty.id] = rf"\b(?:{'|'.join(map(re.escape, usable))})"
    return found


def _longest_first(names: list[str]) -> list[str]:
    return sorted(set(names), key=lambda name: (-len(name), name))
