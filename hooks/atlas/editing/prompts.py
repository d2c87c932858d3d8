"""Asks for what a new record needs, question by question, and refuses what does not fit at once.

The conversation is a generator: it yields questions and takes answers, and knows no terminal. The same
answers always lead to the same question: to go back, or on where one stopped, they are given again.
"""

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import BaseModel, create_model

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.problems import Position, problem
from atlas.catalogue.suggestions import NAMED_BY, meant, named, names, where
from atlas.catalogue.validation import validate
from atlas.catalogue.yaml_reader import Document
from atlas.checks.references import targets
from atlas.model import descriptions
from atlas.model.fields import Field, Kind, Value, describe
from atlas.model.kinds import DOCUMENTS, KINDS, RECORDS
from atlas.model.languages import folded, language_name
from atlas.model.values import PartialDate, slug


@dataclass(frozen=True)
class Addition:
    """What an editor may add: a record of a kind, or a part of a record or of a single file.

    `kind` is a folder of data, or the name of a single file; `fields` lead from the record to the field
    that holds the part, and are empty where the record itself is new.
    """

    kind: str
    fields: tuple[str, ...] = ()

    @property
    def part(self) -> type[BaseModel]:
        """The class of what is added."""
        model: type[BaseModel] = (RECORDS | DOCUMENTS)[self.kind]
        for name in self.fields:
            held = next(field.value for field in describe(model) if field.name == name)
            assert held.innermost.part, name
            model = held.innermost.part
        return model


ADDITIONS: Mapping[str, Addition] = {
    **{kind.new_name: Addition(kind.folder) for kind in KINDS.values() if kind.new_name},
    "vpi": Addition("countries", ("vpi",)),
    "step": Addition("countries", ("vpi", "steps")),
    "used-option": Addition("countries", ("vpi", "options")),
    "paragraph": Addition("resolutions", ("paragraphs",)),
    "option": Addition("scenarios", ("options",)),
    "term": Addition("glossary", ("terms",)),
}
"""What an editor calls a thing → what it is."""


def called(word: str) -> str | None:
    """The name in ADDITIONS that a word means, in whichever language; None if it means none."""
    typed = folded(word.strip()).replace(" ", "-")
    for name in ADDITIONS:
        known = descriptions.all_words("names", name).values()
        if typed in {name, *(folded(each).replace(" ", "-") for each in known)}:
            return name
    return None


WORTH_ASKING: Mapping[str, tuple[str, ...]] = {
    "Country": ("region", "vpi"),
    "CountryInitiative": (
        "launch",
        "focus_topics",
        "priorities",
        "steps",
        "options",
        "sources",
        "as_of",
    ),
    "Launch": ("date", "place", "sources"),
    "StepRecord": ("date", "sources"),
    "OptionRecord": ("sources", "as_of"),
    "Network": ("coordinator", "link"),
    "Alliance": ("network", "coordinator", "link"),
    "Resolution": ("number", "official_title", "date", "symbol", "themes", "paragraphs"),
    "Paragraph": ("verb", "addressees", "themes", "usable_by", "usable_how"),
    "Option": ("needs", "themes"),
    "Term": ("definition",),
    "Event": (
        "start",
        "end",
        "place",
        "country",
        "mode",
        "session",
        "summary",
        "themes",
        "networks",
        "countries",
        "programmes",
    ),
    "Source": ("official_title", "published", "accessed", "link", "symbol"),
    "Founding": ("date", "place"),
    "TreatyStatus": ("date",),
    "Organisation": ("consent_date", "link"),
}
"""Optional fields that most records of a class have; the others are in the field guide."""

YES = ("s", "sí", "si", "y", "yes", "true")
NO = ("n", "no", "false")
SHOWN_CHOICES = 24
NOTHING = Document("", None)


@dataclass(frozen=True)
class Question:
    """One question: the field it is about, its words, and why the last answer was refused, if it was.

    `noted` is what the answer before it was taken to mean, where that is not what was typed.
    """

    field: str
    text: str
    default: str = ""
    refused: str = ""
    noted: str = ""


Conversation = Generator[Question, str, Any]


@dataclass(frozen=True)
class NewRecord:
    """A valid record that is not in the data yet, or has a new part: its file and what that is to hold."""

    path: str
    text: str
    noted: str = ""
    """What the last answer was taken to mean, where that is not what was typed."""


class ClosedError(Exception):
    """Nothing can be added to a file just now; the message is its path."""


def interview(
    catalogue: Catalogue, addition: Addition, language: str, today: date
) -> Generator[Question, str, NewRecord]:
    """Ask in a language for what is to be added; returns its file when it is whole.

    Raises ClosedError where the one file it would stand in cannot be added to.
    """
    asked = _Interview(catalogue, addition.kind, language, today)
    return (yield from (asked.addition(addition) if addition.fields else asked.record()))


def ask_text(
    catalogue: Catalogue, model: type[BaseModel], name: str, tag: str, language: str, today: date
) -> Conversation:
    """Ask, in `language`, for one text of a class in the language `tag`; returns it."""
    return (yield from _Interview(catalogue, "", language, today).text(model, name, tag))


def ask_value(
    catalogue: Catalogue, model: type[BaseModel], name: str, language: str, today: date
) -> Conversation:
    """Ask for a field of a class that holds no text; returns its value, None if it was skipped."""
    field = next(field for field in describe(model) if field.name == name)
    return (yield from _Interview(catalogue, "", language, today).value(model, field, {}))


class _Interview:
    def __init__(self, catalogue: Catalogue, kind: str, language: str, today: date) -> None:
        self.catalogue = catalogue
        self.kind = kind
        self.language = language
        self.today = today
        self.targets = targets(catalogue)
        self.within: list[tuple[type[BaseModel], str]] = []
        self.noted = ""
        own = [tongue for tongue in catalogue.languages if tongue.tag == language]
        self.languages = [*own, *(each for each in catalogue.languages if each not in own)]

    def say(self, name: str, *values: str) -> str:
        return descriptions.words("interview", name, self.language).format(*values)

    def record(self) -> Generator[Question, str, NewRecord]:
        model = RECORDS[self.kind]
        values = yield from self.fields(model, skip=("id",))
        values["id"] = yield from self.identifier(model, _proposal(values))
        return self.written(f"data/{self.kind}/{values['id']}.yml", values)

    def addition(self, addition: Addition) -> Generator[Question, str, NewRecord]:
        """Ask for a part of a record that is there, and for which record that is."""
        if self.kind in RECORDS:
            owner = yield from self.owner(addition)
            path = f"data/{self.kind}/{owner}.yml"
        else:
            path = f"data/{self.kind}.yml"
            if self.is_closed(path):
                raise ClosedError(path)
        values = deepcopy(self.catalogue.documents[path].value)
        holder = values
        for name in addition.fields[:-1]:
            holder = holder[name]
        last = addition.fields[-1]
        before = holder.get(last)
        several = self.is_list(addition)
        count = len(before or ()) if several else 0
        own = values.get("id", "")
        proposal = f"{own}-{count + 1}" if addition.part.__name__ == "Option" else ""
        part = yield from self.identified(addition.part, proposal, before if several else ())
        holder[last] = [*(before or ()), part] if several else part
        return self.written(path, values)

    def is_closed(self, path: str) -> bool:
        """Whether a file is not there, is faulty, or holds what is withheld: then a person must edit it."""
        catalogue = self.catalogue
        return path in catalogue.withheld_in or not catalogue.documents.get(path, NOTHING).value

    def is_list(self, addition: Addition) -> bool:
        model: type[BaseModel] = replace(addition, fields=addition.fields[:-1]).part
        held = next(field.value for field in describe(model) if field.name == addition.fields[-1])
        return held.kind == "list"

    def owner(self, addition: Addition) -> Conversation:
        """Ask for the record that gets the part: one that has room for it."""

        def read(answer: str) -> str:
            owner = self.existing("id", answer, self.kind)
            path = f"data/{self.kind}/{owner}.yml"
            if self.is_closed(path):
                raise _RefusedError(self.say("closed", path))
            holder: Any = self.catalogue.documents[path].value
            for name in addition.fields[:-1]:
                holder = holder.get(name)
                if holder is None:
                    raise _RefusedError(self.say("holder", path, name))
            if addition.fields[-1] in holder and not self.is_list(addition):
                raise _RefusedError(self.say("there", path, addition.fields[-1]))
            return owner

        label = descriptions.words("labels", RECORDS[self.kind].__name__, self.language)
        hint = self.hint(Value("reference", target=self.kind), several=False)
        return (yield from self.until(Question("id", f"{self.say('into', label)} ({hint})"), read))

    def written(self, path: str, values: Mapping[str, Any]) -> NewRecord:
        tags = [tongue.tag for tongue in self.catalogue.languages]
        record = (RECORDS | DOCUMENTS)[self.kind].model_validate(values)
        return NewRecord(path, formatting.write(record, self.kind, tags), self.noted)

    def identifier(self, model: type[BaseModel], proposal: str) -> Conversation:
        def read(answer: str) -> str:
            if answer in self.catalogue.known_ids[self.kind]:
                raise _RefusedError(self.say("taken", self.kind, answer))
            return str(self.checked(model, "id", answer))

        return (yield from self.ask(model, "id", read, default=proposal))

    def identified(
        self, model: type[BaseModel], proposal: str, siblings: Sequence[Mapping[str, Any]]
    ) -> Conversation:
        """Ask for a part, and last for its id if it has one: other than those of its siblings."""
        values = yield from self.fields(model, skip=("id",))
        if "id" in model.model_fields:
            taken = {each["id"] for each in siblings}

            def read(answer: str) -> str:
                if answer in taken:
                    raise _RefusedError(self.say("taken_here", answer))
                return str(self.checked(model, "id", answer))

            own = proposal or _proposal(values)
            default = own if own not in taken else ""
            values["id"] = yield from self.ask(model, "id", read, default=default)
        return values

    def fields(self, model: type[BaseModel], skip: Sequence[str] = ()) -> Conversation:
        """Ask for the fields of a class that are required or worth asking; returns their values."""
        values: dict[str, Any] = {}
        asked = WORTH_ASKING.get(model.__name__, ())
        for field in describe(model):
            if field.name in skip or not (field.required or field.name in asked):
                continue
            if not self.is_due(field.name, values):
                continue
            value = yield from self.value(model, field, values)
            if value is not None:
                values[field.name] = value
        return values

    def is_due(self, name: str, values: Mapping[str, Any]) -> bool:
        """Whether a field makes sense after what was answered before it."""
        if name == "consent_date":
            return values.get("basis") == "consent"
        if name == "session" and self.kind == "events":
            return self.catalogue.role("event-kinds", values["kind"]) == "session"
        return name != "usable_how" or "usable_by" in values

    def value(
        self, model: type[BaseModel], field: Field, before: Mapping[str, Any]
    ) -> Conversation:
        held = field.value.innermost
        several = field.value.kind == "list"
        required = field.required or field.name == "consent_date"
        if held.kind in ("text", "official"):
            return (yield from self.texts(model, field.name, held.kind == "official", required))
        if held.part:
            return (yield from self.parts(model, field.name, held.part, several, required))

        def read(answer: str) -> Any:
            words = [word.strip() for word in answer.split(",") if word.strip()]
            if held.target and not several:
                return self.existing(field.name, answer, held.target)
            if held.target:
                words = [self.existing(field.name, word, held.target) for word in words]
            value = self.checked(
                model, field.name, words if several else self.plain(held.kind, answer)
            )
            self.in_time(field.name, value, before)
            return value

        hint = self.hint(held, several)
        default = self.today.isoformat() if field.name in ("reviewed", "accessed") else ""
        return (yield from self.ask(model, field.name, read, hint, default, optional=not required))

    def texts(
        self, model: type[BaseModel], name: str, official: bool, required: bool
    ) -> Conversation:
        """Ask for a text, first in the language spoken: that alone will do."""
        texts: dict[str, str] = {}
        for tongue in self.languages:
            last = tongue == self.languages[-1]
            hint = self.say("in_language", language_name(tongue.tag, self.language))
            if official:
                hint += f", {self.say('official')}"

            def read(answer: str, tag: str = tongue.tag) -> str:
                return str(self.checked(model, name, {tag: answer})[tag])

            optional = not required or official or bool(texts)
            must = required and last and not texts
            answer = yield from self.ask(model, name, read, hint, optional=optional and not must)
            if answer is not None:
                texts[tongue.tag] = answer
        return texts or None

    def text(self, model: type[BaseModel], name: str, tag: str) -> Conversation:
        def read(answer: str) -> str:
            return str(self.checked(model, name, {tag: answer})[tag])

        hint = self.say("in_language", language_name(tag, self.language))
        return (yield from self.ask(model, name, read, hint))

    def parts(
        self,
        model: type[BaseModel],
        name: str,
        held: type[BaseModel],
        several: bool,
        required: bool,
    ) -> Conversation:
        made: list[Any] = []
        flag = self.say("flag")
        wanted = required
        if not required:
            words = self.say("whether", flag)
            wanted = yield from self.ask(model, name, _flag, words, default=flag[-1])
        while wanted:
            self.within.append((model, name))
            made.append((yield from self.identified(held, "", made)))
            self.within.pop()
            if not several:
                return made[0]
            words = self.say("another", flag)
            wanted = yield from self.ask(model, name, _flag, words, default=flag[-1])
        return made or None

    def hint(self, held: Value, several: bool) -> str:
        parts = [self.say("several")] if several else []
        choices = sorted(self.targets.get(held.target, ())) if held.target else held.choices
        if choices and len(choices) <= SHOWN_CHOICES:
            known = names(self.catalogue, held.target) if held.target else {}
            shown = (self.with_name(choice, known.get(choice, {})) for choice in choices)
            parts.append(self.say("choices", ", ".join(shown)))
        elif held.target:
            parts.append(self.say("search"))
        if held.kind in ("day", "date", "flag"):
            parts.append(self.say(held.kind))
        return "; ".join(parts)

    def with_name(self, identifier: str, known: Mapping[str, str]) -> str:
        name = known.get(self.language) or next(iter(known.values()), "")
        return f"{identifier} ({name})" if name else identifier

    def ask(
        self,
        model: type[BaseModel],
        name: str,
        read: Callable[[str], Any],
        hint: str = "",
        default: str = "",
        *,
        optional: bool = False,
    ) -> Conversation:
        """Ask for a field until the answer can be read; None for an optional one that is skipped."""
        notes = [hint] if hint else []
        if default:
            notes.append(self.say("default", default))
        elif optional:
            notes.append(self.say("optional"))
        steps = [*self.within, (model, name)]
        labels = [descriptions.label_of_field(*step)[self.language] for step in steps]
        path = ".".join(step for _, step in steps)
        meaning = descriptions.of_field(model, name)[self.language]
        text = f"{' · '.join(labels)} [{path}]: {meaning}"
        text += f" ({'; '.join(notes)})" if notes else ""
        return (yield from self.until(Question(name, text, default), read, optional=optional))

    def until(
        self, question: Question, read: Callable[[str], Any], *, optional: bool = False
    ) -> Conversation:
        question = replace(question, noted=self.noted)
        while True:
            answer = (yield question).strip() or question.default
            self.noted = ""
            if not answer and optional:
                return None
            try:
                if not answer:
                    name = "no_source" if question.field == "sources" else "needed"
                    raise _RefusedError(self.say(name))
                return read(answer)
            except _RefusedError as refused:
                question = replace(question, refused=refused.reason, noted="")

    def plain(self, kind: Kind, answer: str) -> Any:
        if kind == "number" and re.fullmatch(r"-?\d+", answer):
            return int(answer)
        return _flag(answer) if kind == "flag" and answer.lower() in (*YES, *NO) else answer

    def existing(self, name: str, answer: str, target: str) -> str:
        """The id that an answer names. Raises _RefusedError, with what may be meant, if it names none."""
        known = self.targets.get(target, set())
        if answer in known:
            return answer
        meant_ids = named(self.catalogue, target, answer, known)
        if len(meant_ids) == 1:
            own = self.with_name(meant_ids[0], names(self.catalogue, target)[meant_ids[0]])
            self.noted = "; ".join(filter(None, (self.noted, f"{answer} → {own}")))
            return meant_ids[0]
        unknown = problem(
            "dangling-reference",
            "",
            Position(),
            field=name,
            id=answer,
            target=where(target),
            hint=meant(self.catalogue, target, answer, known),
        )
        raise _RefusedError(unknown.sentence(self.language))

    def in_time(self, name: str, value: Any, before: Mapping[str, Any]) -> None:
        """Raises _RefusedError for an end before the start, or a review that is still to come."""
        if name == "end" and "start" in before:
            start, end = PartialDate.parse(before["start"]), PartialDate.parse(value)
            if end.last_day < start.first_day:
                wrong = problem("wrong-period", "", Position(), start=start, end=end)
                raise _RefusedError(wrong.sentence(self.language))
        if name == "reviewed" and PartialDate.parse(value).first_day > self.today:
            wrong = problem("future-date", "", Position(), field=name, value=value)
            raise _RefusedError(wrong.sentence(self.language))

    def checked(self, model: type[BaseModel], name: str, value: Any) -> Any:
        """A value that its field takes. Raises _RefusedError with the message `check` would give."""
        known = model.model_fields[name]
        alone = create_model("Alone", **{name: (known.annotation, known)})  # type: ignore[call-overload]  # its stubs know no fields made at run time
        _, found = validate(Document("", {name: value}), alone)
        if found:
            raise _RefusedError(found[0].sentence(self.language))
        return value


@dataclass
class _RefusedError(Exception):
    """An answer does not fit; `reason` says why and what would."""

    reason: str


def _flag(answer: str) -> bool:
    return answer.lower() in YES


def _proposal(values: Mapping[str, Any]) -> str:
    """The id that the number of a paragraph, or the name of anything else, makes."""
    if "number" in values and "topic" in values and "session" not in values:
        return slug(f"op-{values['number']}")
    texts = (values[name] for name in (*NAMED_BY, "text") if isinstance(values.get(name), dict))
    own: Mapping[str, str] = next(texts, {})
    return slug(own.get("en") or next(iter(own.values()), ""))
