"""Asks for what a new record needs, question by question, and refuses what does not fit at once.

The conversation is a generator: it yields questions and takes answers, and knows no terminal.
"""

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import BaseModel, create_model

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.problems import Position, problem
from atlas.catalogue.suggestions import NAMED_BY, meant, where
from atlas.catalogue.validation import validate
from atlas.catalogue.yaml_reader import Document
from atlas.checks.references import targets
from atlas.model import descriptions
from atlas.model.fields import Field, Kind, Value, describe
from atlas.model.kinds import KINDS, RECORDS
from atlas.model.languages import language_name
from atlas.model.values import slug

NAMES = {kind.new_name: kind.folder for kind in KINDS.values() if kind.new_name}
"""What an editor calls a kind → its folder."""

WORTH_ASKING: Mapping[str, tuple[str, ...]] = {
    "Country": ("region",),
    "Network": ("coordinator", "link"),
    "Alliance": ("network", "coordinator", "link"),
    "Resolution": ("number", "official_title", "date", "symbol", "themes"),
    "Event": (
        "start",
        "end",
        "place",
        "country",
        "mode",
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


@dataclass(frozen=True)
class Question:
    """One question: the field it is about, its words, and why the last answer was refused, if it was."""

    field: str
    text: str
    default: str = ""
    refused: str = ""


Conversation = Generator[Question, str, Any]


@dataclass(frozen=True)
class NewRecord:
    """A valid record that is not in the data yet: its file and what that is to hold."""

    path: str
    text: str


def interview(
    catalogue: Catalogue, kind: str, language: str, today: date
) -> Generator[Question, str, NewRecord]:
    """Ask for a new record of a kind (a folder's name) in a language; returns it when it is whole."""
    return (yield from _Interview(catalogue, kind, language, today).record())


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
    return (yield from _Interview(catalogue, "", language, today).value(model, field))


class _Interview:
    def __init__(self, catalogue: Catalogue, kind: str, language: str, today: date) -> None:
        self.catalogue = catalogue
        self.kind = kind
        self.language = language
        self.today = today
        self.targets = targets(catalogue)
        self.within: list[str] = []

    def say(self, name: str, *values: str) -> str:
        return descriptions.words("interview", name, self.language).format(*values)

    def record(self) -> Generator[Question, str, NewRecord]:
        model = RECORDS[self.kind]
        values = yield from self.fields(model, skip=("id",))
        named: Any = (
            next(values[name] for name in NAMED_BY if name in values)
            if any(name in values for name in NAMED_BY)
            else {}
        )
        proposal = slug(named.get("en") or next(iter(named.values()), ""))
        values["id"] = yield from self.identifier(model, proposal)
        tags = [tongue.tag for tongue in self.catalogue.languages]
        text = formatting.write(model.model_validate(values), self.kind, tags)
        return NewRecord(f"data/{self.kind}/{values['id']}.yml", text)

    def identifier(self, model: type[BaseModel], proposal: str) -> Conversation:
        def read(answer: str) -> str:
            if answer in self.catalogue.known_ids[self.kind]:
                raise _RefusedError(self.say("taken", self.kind, answer))
            return str(self.checked(model, "id", answer))

        return (yield from self.ask(model, "id", read, default=proposal))

    def fields(self, model: type[BaseModel], skip: Sequence[str] = ()) -> Conversation:
        """Ask for the fields of a class that are required or worth asking; returns their values."""
        values: dict[str, Any] = {}
        asked = WORTH_ASKING.get(model.__name__, ())
        for field in describe(model):
            if field.name in skip or not (field.required or field.name in asked):
                continue
            if field.name == "consent_date" and values.get("basis") != "consent":
                continue
            value = yield from self.value(model, field)
            if value is not None:
                values[field.name] = value
        return values

    def value(self, model: type[BaseModel], field: Field) -> Conversation:
        held = field.value.innermost
        several = field.value.kind == "list"
        required = field.required or field.name == "consent_date"
        if held.kind in ("text", "official"):
            return (yield from self.texts(model, field.name, held.kind == "official", required))
        if held.part:
            return (yield from self.parts(model, field.name, held.part, several, required))

        def read(answer: str) -> Any:
            words = [word.strip() for word in answer.split(",") if word.strip()]
            for word in words if held.target else ():
                self.exists(field.name, word, held.target)
            value = words if several else self.plain(held.kind, answer)
            return self.checked(model, field.name, value)

        hint = self.hint(held, several)
        default = self.today.isoformat() if field.name in ("reviewed", "accessed") else ""
        return (yield from self.ask(model, field.name, read, hint, default, optional=not required))

    def texts(
        self, model: type[BaseModel], name: str, official: bool, required: bool
    ) -> Conversation:
        texts: dict[str, str] = {}
        tongues = self.catalogue.languages
        for tongue in tongues:
            last = tongue == tongues[-1]
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
        found: list[Any] = []
        flag = self.say("flag")
        wanted = required
        if not required:
            words = self.say("whether", flag)
            wanted = yield from self.ask(model, name, _flag, words, default=flag[-1])
        while wanted:
            found.append((yield from self.part(name, held)))
            if not several:
                return found[0]
            words = self.say("another", flag)
            wanted = yield from self.ask(model, name, _flag, words, default=flag[-1])
        return found or None

    def part(self, name: str, held: type[BaseModel]) -> Conversation:
        self.within.append(name)
        values = yield from self.fields(held)
        self.within.pop()
        return values

    def hint(self, held: Value, several: bool) -> str:
        parts = [self.say("several")] if several else []
        choices = sorted(self.targets.get(held.target, ())) if held.target else held.choices
        if choices and len(choices) <= SHOWN_CHOICES:
            parts.append(self.say("choices", ", ".join(choices)))
        elif held.target:
            parts.append(self.say("search"))
        if held.kind in ("day", "date", "flag"):
            parts.append(self.say(held.kind))
        return "; ".join(parts)

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
        """Ask until the answer can be read; None for an optional one that is skipped."""
        notes = [hint] if hint else []
        if default:
            notes.append(self.say("default", default))
        elif optional:
            notes.append(self.say("optional"))
        meaning = descriptions.of_field(model, name)[self.language]
        place = f"{name} ({', '.join(self.within)})" if self.within else name
        text = f"{place}: {meaning}" + (f" ({'; '.join(notes)})" if notes else "")
        question = Question(name, text, default)
        while True:
            answer = (yield question).strip() or default
            if not answer and optional:
                return None
            try:
                if not answer:
                    raise _RefusedError(self.say("no_source" if name == "sources" else "needed"))
                return read(answer)
            except _RefusedError as refused:
                question = replace(question, refused=refused.reason)

    def plain(self, kind: Kind, answer: str) -> Any:
        if kind == "number" and re.fullmatch(r"-?\d+", answer):
            return int(answer)
        return _flag(answer) if kind == "flag" and answer.lower() in (*YES, *NO) else answer

    def exists(self, name: str, answer: str, target: str) -> None:
        known = self.targets.get(target, set())
        if answer not in known:
            found = problem(
                "dangling-reference",
                "",
                Position(),
                field=name,
                id=answer,
                target=where(target),
                hint=meant(self.catalogue, target, answer, known),
            )
            raise _RefusedError(found.sentence(self.language))

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
