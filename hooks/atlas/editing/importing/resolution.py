"""Outlines of a resolution, one a language → the draft of its record and of its source."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from atlas.catalogue.catalogue import Catalogue
from atlas.editing.importing.citations import Citations, Cited
from atlas.editing.importing.draft import Draft
from atlas.editing.importing.refusal import RefusedError
from atlas.editing.importing.structure import Names, Outline, Unit
from atlas.editing.importing.wording import Wording
from atlas.model.languages import folded
from atlas.model.values import slug

PREAMBLE, OPERATIVE = "pp", "op"
_SOURCE_KINDS = ("official-document", "publication", "web-page")

Versions = Mapping[str, Outline]
"""Language → the same resolution in it."""


def names(catalogue: Catalogue) -> Names:
    """What outlines of this catalogue's resolutions are judged by."""
    bodies = {
        code.id: tuple(code.label.root.values())
        for code in catalogue.codes.get("bodies", {}).values()
        if code.id not in ("treaties", "unodc")
    }
    main = catalogue.treaties.get(catalogue.convention.treaty or "")
    titles = tuple(main.official_title.root.values()) if main else ()
    return Names(bodies, titles, tuple(language.tag for language in catalogue.languages))


def aligned(versions: Versions) -> None:
    """Raise RefusedError unless all versions have the same paragraphs with the same numbers."""
    first, *others = versions.values()
    for other in others:
        ours, theirs = first.numbers(), other.numbers()
        if ours != theirs:
            length = min(len(ours), len(theirs))
            index = next((i for i in range(length) if ours[i] != theirs[i]), length)
            raise RefusedError(
                "different-numbers",
                first=first.language,
                second=other.language,
                here=ours[index] if index < len(ours) else "–",
                there=theirs[index] if index < len(theirs) else "–",
            )


def drafted(catalogue: Catalogue, versions: Versions, identifier: str, today: date) -> Draft:
    """The draft of a resolution's record. Raises RefusedError if the id is that of another one."""
    return _Drafting(catalogue, versions, identifier, today).draft()


class _Drafting:
    """Makes the draft of one resolution."""

    def __init__(
        self, catalogue: Catalogue, versions: Versions, identifier: str, today: date
    ) -> None:
        self.catalogue = catalogue
        self.versions = versions
        self.id = identifier
        self.today = today
        self.first = next(iter(versions.values()))
        self.wording = {tag: Wording(catalogue, tag) for tag in versions}
        protocol = _protocol_of(catalogue, versions)
        self.citations = {tag: Citations(catalogue, tag, protocol) for tag in versions}
        self.texts: dict[str, dict[str, str]] = {}
        self.guessed: dict[str, str] = {}
        self.said: list[str] = []

    def draft(self) -> Draft:
        """The draft: a record with blanks, its source, the texts, the guesses."""
        record = self.header()
        record["recalls"] = self.recalls()
        record["preamble"] = [
            self.recital(index, units) for index, units in enumerate(self.aligned_units("preamble"))
        ]
        record["paragraphs"] = [
            *self.paragraphs(self.aligned_units("paragraphs"), OPERATIVE, "paragraphs", 0, {}),
        ]
        prefix = self.catalogue.convention.annex_prefix or "annex"
        record["paragraphs"] += self.paragraphs(
            self.aligned_units("annex"),
            prefix,
            "paragraphs",
            len(record["paragraphs"]),
            {},
            annex=True,
        )
        source, values = self.source()
        record["sources"] = [source]
        for outline in self.versions.values():
            for text in outline.left_out:
                self.say("left-out", text=text[:160])
            if gap := _gap(outline.paragraphs):
                self.say("number-gap", number=str(gap))
        sources = {} if source in self.catalogue.sources else {source: values}
        draft = Draft(
            self.id, _without_blanks(record), sources, self.texts, self.guessed, [], self.said
        )
        existing = self.catalogue.resolutions.get(self.id)
        if existing:
            document = self.catalogue.documents[f"data/resolutions/{self.id}.yml"]
            _merge(draft, json.loads(json.dumps(document.value, default=str)))
        return draft

    def say(self, code: str, **values: str) -> None:
        self.said.append(json.dumps([code, values], ensure_ascii=False))

    def aligned_units(self, part: str) -> list[dict[str, Unit]]:
        """The paragraphs of a part, each in every language."""
        lists = {tag: getattr(outline, part) for tag, outline in self.versions.items()}
        return [
            {tag: units[index] for tag, units in lists.items()}
            for index in range(len(getattr(self.first, part)))
        ]

    # --- header

    def header(self) -> dict[str, Any]:
        roles = {
            code.role: code.id for code in self.catalogue.codes["resolution-statuses"].values()
        }
        draft = any(outline.draft for outline in self.versions.values())
        number = self.number()
        session = next((o.session for o in self.versions.values() if o.session), None)
        if session is None and number:
            session = int(number.split("/")[0])
            self.guessed["session"] = "from-number"
        header: dict[str, Any] = {
            "id": self.id,
            "kind": self.first.kind,
            "status": roles.get("draft" if draft else "reported", ""),
            "session": session,
            "number": number,
            "number_verified": True if self.first.number else None,
            "official_title": self.each("title"),
            "title_verified": [tag for tag, o in self.versions.items() if o.title],
            "date": self.first.date or next((o.date for o in self.versions.values()), ""),
            "symbol": next((o.symbol for o in self.versions.values() if o.symbol), ""),
            "agenda_item": self.first.agenda_item,
            "agenda_title": self.each("agenda_title"),
            "original_language": self.first.original,
            "annex": self.each("annex_title"),
            "proposers": self.proposers(),
            "as_of": self.first.date or self.today.isoformat(),
            "reviewed": self.today.isoformat(),
        }
        if number and not self.first.number:
            self.guessed["number"] = "from-id"
        return header

    def number(self) -> str:
        """The number the document gives, else the one in the id. Raises RefusedError if they differ."""
        of_id = re.fullmatch(r"(\d+)-(\d+)", self.id)
        asked = f"{of_id[1]}/{of_id[2]}" if of_id else ""
        printed = next((o.number for o in self.versions.values() if o.number), "")
        if printed and asked and printed != asked:
            raise RefusedError("other-number", printed=printed, asked=asked)
        session = next((o.session for o in self.versions.values() if o.session), None)
        if of_id and session and int(of_id[1]) != session:
            raise RefusedError("other-session", printed=str(session), asked=of_id[1])
        return printed or asked

    def each(self, name: str) -> dict[str, str]:
        return {tag: value for tag, o in self.versions.items() if (value := getattr(o, name))}

    def proposers(self) -> list[str]:
        """The States that put a draft forward, by the names CLDR gives them."""
        tag, sponsors = self.first.language, self.first.sponsors
        if not sponsors:
            return []
        language = self.catalogue.language(tag)
        known = {
            folded(name): country.id
            for country in self.catalogue.countries.values()
            for name in (
                language.territory(country.alpha_2),
                country.name[tag] if country.name and tag in country.name else None,
            )
            if name
        }
        known |= {
            folded(n): "usa" for n in ("Estados Unidos de América", "United States of America")
        }
        found = []
        for name in re.split(r",\s*|\s+(?:y|e|and)\s+(?:the )?", sponsors):
            identifier = known.get(folded(name.strip(" *")), "")
            if identifier in self.catalogue.countries:
                found.append(identifier)
            elif name.strip():
                self.say("unknown-sponsor", name=name.strip())
        return found

    # --- paragraphs

    def recital(self, index: int, units: Mapping[str, Unit]) -> dict[str, Any]:
        place = f"preamble.{index}"
        self.texts[place] = {tag: unit.text for tag, unit in units.items()}
        opening: dict[str, str] = {}
        for tag, unit in units.items():
            words, known = self.wording[tag].opening(unit.text, unit.italic)
            opening[tag] = words
            if not unit.italic and not known:
                self.guessed[f"{place}.opening"] = "no-italic"
            for other, translated in known.items():
                if other not in self.versions:
                    opening.setdefault(other, translated)
                    self.guessed.setdefault(f"{place}.opening", "translated")
        return {"id": f"{PREAMBLE}-{index + 1}", "opening": opening}

    def paragraphs(
        self,
        units: Sequence[Mapping[str, Unit]],
        prefix: str,
        place: str,
        offset: int,
        above: Mapping[str, Any],
        *,
        annex: bool = False,
    ) -> list[dict[str, Any]]:
        return [
            self.paragraph(own, prefix, f"{place}.{offset + index}", above, annex=annex)
            for index, own in enumerate(units)
        ]

    def paragraph(
        self,
        units: Mapping[str, Unit],
        prefix: str,
        place: str,
        above: Mapping[str, Any],
        *,
        annex: bool = False,
    ) -> dict[str, Any]:
        first = next(iter(units.values()))
        identifier = f"{prefix}-{slug(first.number)}"
        self.texts[place] = {tag: unit.text for tag, unit in units.items()}
        made: dict[str, Any] = {"id": identifier, "number": first.number}
        made |= self.request(units, place, above, annex=annex)
        made["references"] = self.references(units, place)
        made |= self.term(units, place)
        made["also"] = self.further(units, place)
        items = [
            {tag: unit.items[index] for tag, unit in units.items()}
            for index in range(len(first.items))
        ]
        made["items"] = self.paragraphs(items, identifier, f"{place}.items", 0, made, annex=annex)
        return made

    def request(
        self, units: Mapping[str, Unit], place: str, above: Mapping[str, Any], *, annex: bool
    ) -> dict[str, Any]:
        """Verb, its words and addressees; an item of a list has those of the words before the list."""
        words: dict[str, str] = {}
        codes: list[str] = []
        people: list[tuple[str, ...]] = []
        for tag, unit in units.items():
            wording = self.wording[tag]
            verb = wording.verb(unit.text, unit.italic if not above else "")
            if verb and not (above and not verb.code):
                words[tag] = verb.words
                codes.append(verb.code)
                people.append(wording.addressees(unit.text[verb.end :]))
            elif above.get("verb"):
                words[tag] = wording.item_verb(unit.text)
        if not codes and above.get("verb"):
            self.guessed[f"{place}.verb"] = "inherited"
            return {"verb": above["verb"], "verb_text": words, "addressees": [*above["addressees"]]}
        code = next((code for code in codes if code), "")
        if (not code or len(set(codes)) > 1) and not annex:
            self.guessed[f"{place}.verb"] = "no-verb" if not code else "verbs-differ"
        who = next((each for each in people if each), ())
        if not who and code and not annex:
            self.guessed[f"{place}.addressees"] = "no-addressee"
        elif len({*people}) > 1:
            self.guessed[f"{place}.addressees"] = "addressees-differ"
        label = self.catalogue.codes["verbs"][code].label if code else None
        if label:
            plain = all(words.get(tag) == label[tag] for tag in words if tag in label)
            words |= {tag: label[tag] for tag in label.languages() if plain and tag not in words}
        return {"verb": code, "verb_text": words, "addressees": [*who]}

    def term(self, units: Mapping[str, Unit], place: str) -> dict[str, Any]:
        for tag, unit in units.items():
            event, number = self.wording[tag].deadline(unit.text, self.first.session)
            if event:
                return {"deadline": event}
            if number:
                self.guessed[f"{place}.deadline"] = "no-event"
        return {}

    def further(self, units: Mapping[str, Unit], place: str) -> list[dict[str, Any]]:
        found = [self.wording[tag].further(unit.text) for tag, unit in units.items()]
        longest = max(found, key=len)
        for index in range(len(longest)):
            self.guessed[f"{place}.also.{index}"] = "second-verb"
        return [{"verb": code, "addressees": [*who]} for code, who in longest]

    # --- citations

    def references(self, units: Mapping[str, Unit], place: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for tag, unit in units.items():
            for cited in self.citations[tag].of(unit.text):
                reference = self.reference(cited)
                if reference and reference not in found:
                    found.append(reference)
                    if not cited.sure:
                        self.guessed[f"{place}.references"] = "unsure-citation"
        return found

    def reference(self, cited: Cited) -> dict[str, Any] | None:
        if cited.treaty:
            return {"treaty": cited.treaty} | ({"article": cited.number} if cited.number else {})
        record = self.record_of(cited)
        return {"resolution": record} if record and record != self.id else None

    def record_of(self, cited: Cited) -> str:
        """The record of a resolution or decision of the Conference, if the Atlas has one."""
        if cited.body != "cop":
            return ""
        return next(
            (
                record.id
                for record in self.catalogue.resolutions.values()
                if record.number == cited.number and record.kind == cited.kind
            ),
            "",
        )

    def recalls(self) -> list[dict[str, Any]]:
        """What the preamble and the footnotes cite, and of the rest what has no record to refer to."""
        found: dict[tuple[str, str, str], dict[str, Any]] = {}
        for tag, outline in self.versions.items():
            texts = [unit.text for unit in outline.preamble]
            cited = [c for text in (*texts, *outline.notes) for c in self.citations[tag].of(text)]
            for text in _all_texts((*outline.paragraphs, *outline.annex)):
                cited += [
                    c
                    for c in self.citations[tag].of(text)
                    if not c.treaty and not self.record_of(c)
                ]
            for each in cited:
                if each.number and each.number != self.first.symbol:
                    self.recall(found, each)
        return list(found.values())

    def recall(self, found: dict[tuple[str, str, str], dict[str, Any]], each: Cited) -> None:
        key = (each.body, each.kind, each.number + each.treaty)
        entry = found.setdefault(key, {"body": each.body, "kind": each.kind, "number": each.number})
        if each.date:
            entry.setdefault("date", each.date)
        if each.treaty:
            title = self.catalogue.treaties[each.treaty].official_title
            entry |= {"title": dict(title.root), "treaty": each.treaty}
        if record := self.record_of(each):
            entry["resolution"] = record
        if not each.sure:
            self.guessed[f"recalls.{list(found).index(key)}"] = "unsure-citation"

    # --- source

    def source(self) -> tuple[str, dict[str, Any]]:
        """Id and values of the source record for the document itself."""
        symbol = next((o.symbol for o in self.versions.values() if o.symbol), "")
        identifier = slug(symbol) or f"resolution-{self.id}"[:64].strip("-")
        body = self.catalogue.codes["bodies"]["cop"].label
        main = self.catalogue.treaties[self.catalogue.convention.treaty or ""].official_title
        kinds = self.catalogue.codes["source-kinds"]
        number = self.number() or self.id
        decision = self.first.kind == "decision"
        title = {
            "es": f"{'Decisión' if decision else 'Resolución'} {number} de la Conferencia",
            "en": f"{'Decision' if decision else 'Resolution'} {number} of the Conference",
        }
        tags = [language.tag for language in self.catalogue.languages]
        values: dict[str, Any] = {
            "id": identifier,
            "kind": next((kind for kind in _SOURCE_KINDS if kind in kinds), _SOURCE_KINDS[0]),
            "title": {tag: text for tag, text in title.items() if tag in tags},
            "official_title": self.each("title"),
            "publisher": {
                tag: f"{body[tag]} ({main[tag]})" for tag in tags if tag in body and tag in main
            },
            "published": self.first.date,
            "accessed": self.today.isoformat(),
            "languages": list(self.versions),
            "symbol": symbol,
        }
        return identifier, _without_blanks(values)


def _protocol_of(catalogue: Catalogue, versions: Versions) -> str:
    """Which treaty the document is about: the first Protocol its title names."""
    for tag, outline in versions.items():
        found = Citations(catalogue, tag).of(f"{outline.title}. {outline.agenda_title}.")
        for cited in found:
            if cited.treaty and cited.treaty != catalogue.convention.treaty:
                return cited.treaty
    return ""


def _gap(units: Sequence[Unit]) -> int:
    numbers = [int(unit.number) for unit in units if unit.number.isdigit()]
    expected = range(1, len(numbers) + 1)
    return next((wanted for wanted, got in zip(expected, numbers, strict=True) if wanted != got), 0)


def _all_texts(units: Sequence[Unit]) -> list[str]:
    return [text for unit in units for text in (unit.text, *_all_texts(unit.items))]


def _without_blanks(value: Any) -> Any:
    """A value without the fields that hold nothing."""
    if isinstance(value, dict):
        return {
            name: kept
            for name, each in value.items()
            if (kept := _without_blanks(each)) not in (None, "", [], {})
        }
    if isinstance(value, list):
        return [_without_blanks(each) for each in value]
    return value


def _merge(draft: Draft, existing: dict[str, Any]) -> None:
    """Let what the data already say stand, and add what they do not."""
    read = draft.record
    for name, value in existing.items():
        if name == "reviewed":
            continue
        if name in ("preamble", "paragraphs"):
            _merge_paragraphs(read.setdefault(name, []), value, name, draft)
        elif name == "recalls":
            known = {(each["body"], each["kind"], str(each["number"])) for each in value}
            own = read.get(name, [])
            new = [e for e in own if (e["body"], e["kind"], e["number"]) not in known]
            read[name] = [*value, *new]
            for index, each in enumerate(own):
                reason = draft.guessed.pop(f"{name}.{index}", None)
                if reason and each in new:
                    draft.guessed[f"{name}.{read[name].index(each)}"] = reason
        elif name == "sources":
            read[name] = list(dict.fromkeys([*value, *read[name]]))
        else:
            if name in read and read[name] != value:
                said = json.dumps(["kept", {"field": name}], ensure_ascii=False)
                draft.said.append(said)
            read[name] = value


def _merge_paragraphs(read: list[Any], existing: list[Any], place: str, draft: Draft) -> None:
    ours = {each["id"]: index for index, each in enumerate(read)}
    for each in existing:
        if each["id"] in ours:
            index = ours[each["id"]]
            if "items" in each and "items" in read[index]:
                _merge_paragraphs(
                    read[index]["items"], each["items"], f"{place}.{index}.items", draft
                )
            read[index] |= {name: value for name, value in each.items() if name != "items"}
        else:
            read.append(each)
