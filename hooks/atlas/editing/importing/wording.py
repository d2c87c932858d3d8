"""How a paragraph begins and whom it asks: openings, verbs, addressees, second requests, deadlines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from atlas.catalogue.catalogue import Catalogue
from atlas.editing.importing.phrases import PHRASES
from atlas.editing.importing.structure import ordinal

LONGEST_ADDRESSEE = 260
"""Characters in which an addressee stands before what is asked."""


@dataclass(frozen=True)
class Verb:
    """An operative verb: its words as printed, and its code if the vocabulary has one."""

    words: str
    code: str = ""
    end: int = 0


class Wording:
    """Reads the wording of paragraphs in one language, with the vocabularies of a catalogue."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self.language = language
        self.catalogue = catalogue
        self.verbs = _verb_forms(catalogue, language)
        self.actors = _actor_forms(catalogue, language)
        actors = sorted(self.actors, key=lambda form: (-len(form), form))
        self.actor = re.compile(rf"\b(?:{'|'.join(map(re.escape, actors))})\b", re.IGNORECASE)

    def verb(self, text: str, italic: str = "") -> Verb | None:
        """The verb a paragraph begins with: what is in italics, else the form the vocabulary knows."""
        known = self._known(text)
        if italic and len(italic.split()) <= 6:
            code = known.code if known else ""
            return Verb(italic, code, max(len(italic), known.end if known else 0))
        return known

    def _known(self, text: str) -> Verb | None:
        adverbs = "|".join(map(re.escape, PHRASES.adverbs[self.language]))
        for form in sorted(self.verbs, key=len, reverse=True):
            pattern = rf"(?:(?:{adverbs})\s+)?{re.escape(form)}\b(?:\s+(?:{adverbs})\b)?"
            if match := re.match(pattern, text, re.IGNORECASE):
                return Verb(match[0], self.verbs[form], match.end())
        return None

    def item_verb(self, text: str) -> str:
        """The verbs an item of a list begins with, such as `Apoyen, protejan y empoderen`."""
        if self.language == "es":
            if text.startswith("Al ") and (later := re.search(r", (\w{3,}[ae]n)\b", text)):
                return later[1].capitalize()
            pattern = r"\w+(?: la posibilidad de \w+|(?:(?:, | y | e )(?:se )?\w+[ae]n\b)*)"
        else:
            pattern = r"\w+(?:, \w+(?=[, ]))*(?: and (?=\w+ (?:the|their|all|an?)\b)\w+)?"
        match = re.match(pattern, text)
        return match[0] if match else ""

    def addressees(self, text: str) -> tuple[str, ...]:
        """Who is asked, from the words after the verb up to what is asked."""
        early = text[:LONGEST_ADDRESSEE]
        if self.language == "es":
            cut = re.split(r",?\s+a que\b", early, maxsplit=1)
            if len(cut) == 1:
                cut = re.split(r"\bque\b", early, maxsplit=1)
        else:
            cut = re.split(r"\bto (?!the\b|all\b)", early, maxsplit=1)
        segment = cut[0]
        others = re.search(PHRASES.not_parties[self.language], segment)
        found: list[str] = []
        for match in self.actor.finditer(segment):
            code = self.actors[match[0].lower()]
            if others and code in ("states", "member-states"):
                code = self._if_known("states-not-parties", code)
            found.append(code)
        return tuple(dict.fromkeys(found))

    def _if_known(self, code: str, otherwise: str) -> str:
        return code if code in self.catalogue.codes.get("actors", {}) else otherwise

    def further(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """The second requests of a paragraph: verb and addressees of each."""
        forms = {form.lower(): code for form, code in self.verbs.items() if code}
        for code, own in PHRASES.subjunctives.items():
            forms |= {form: code for form in own[self.language] if code in self._codes}
        joint = r"(?:\by|\be|;|\band)" if self.language == "es" else r"(?:\band|;)"
        words = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
        pattern = re.compile(
            rf"{joint}(?:\s*,[^,;]{{1,80}},|\s+a ese respecto,)?\s+(?P<verb>{words})\s+(?P<rest>.{{1,300}})",
            re.DOTALL,
        )
        found = []
        position = 0
        while match := pattern.search(text, position):
            position = match.end("verb")
            begins = re.match(r"(?:también|además|also|further)?\s*(?:a |al |the )?", match["rest"])
            start = begins.end() if begins else 0
            first = self.actor.search(match["rest"])
            if first and first.start() <= start + 4:
                who = self.addressees(match["rest"])
                found.append((forms[match["verb"]], who))
        return found

    @property
    def _codes(self) -> Sequence[str]:
        return tuple(self.catalogue.codes.get("verbs", {}))

    def deadline(self, text: str, session: int | None) -> tuple[str, int | None]:
        """The session of the Conference a paragraph names as its term: id of its event, and number."""
        for match in re.finditer(PHRASES.at_session[self.language], text, re.IGNORECASE):
            number = ordinal(match["n"].rstrip(","), self.language)
            if number and (session is None or number > session):
                event = self.catalogue.sessions.get(number)
                return (event.id if event else ""), number
        return "", None

    def opening(self, text: str, italic: str = "") -> tuple[str, dict[str, str]]:
        """How a recital opens, and the same in other languages where `phrases.yml` has it."""
        longest = max(
            (each for each in PHRASES.openings if _begins(text, each[self.language])),
            key=lambda each: len(each[self.language]),
            default=None,
        )
        if longest and (not italic or italic == longest[self.language]):
            return longest[self.language], dict(longest)
        if italic and len(italic.split()) <= 8:
            return italic, {}
        match = re.match(PHRASES.opening[self.language], text)
        return (match[0] if match else " ".join(text.split()[:2]).rstrip(",")), {}


def _begins(text: str, words: str) -> bool:
    return bool(re.match(rf"{re.escape(words)}\b", text))


def _verb_forms(catalogue: Catalogue, language: str) -> dict[str, str]:
    """Form of a verb → its code; empty where the vocabulary has none."""
    codes = catalogue.codes.get("verbs", {})
    found: dict[str, str] = {}
    for identifier, forms in PHRASES.verbs.items():
        found |= dict.fromkeys(forms[language], identifier if identifier in codes else "")
    for code in codes.values():
        if language in code.label:
            found[code.label[language]] = code.id
    return found


def _actor_forms(catalogue: Catalogue, language: str) -> dict[str, str]:
    """What an actor is called, in lower case → its code."""
    found: dict[str, str] = {}
    for code in catalogue.codes.get("actors", {}).values():
        own = [*PHRASES.actors.get(code.id, {}).get(language, [])]
        if language in code.label:
            own.append(code.label[language])
        term = catalogue.terms.get(code.term or "")
        if term:
            own += [term.term[language]] if language in term.term else []
            own += term.forms.get(language, ())
        found |= {form.lower(): code.id for form in own if form.lower() not in found}
    return found
