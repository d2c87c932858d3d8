"""What changed in a record for its readers, day by day: which facts, never the words of a text or a name.

A history is made from Git when a site is published (`editing.git_history`) and kept nowhere. It holds
names of fields, codes, numbers and dates, so that nothing that was withheld or removed comes back by it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel

from atlas.catalogue.edition import Edition, paragraph_number
from atlas.model.descriptions import label_named
from atlas.model.fields import Value, describe
from atlas.model.records import (
    Option,
    OptionRecord,
    Organisation,
    Paragraph,
    Record,
    StepRecord,
    TreatyStatus,
)
from atlas.model.values import PartialDate, Text

State = Literal["new", "gone", "other"]

SILENT = frozenset({"id", "former_ids", "reviewed", "reviewed_by"})
"""Fields that tell no fact: addresses, and when somebody looked."""


@dataclass(frozen=True)
class Fact:
    """A fact of a record that is new, gone or other than before.

    `fields` are the keys of its labels, the outer first; `about` is the kind and id of what it is said
    of, where that has a name of its own. `before` and `after` are given for codes of `vocabulary` and for
    dates and numbers; `languages` are those in which a text changed, empty for all others.
    """

    fields: tuple[tuple[str, str], ...]
    state: State = "other"
    about: tuple[str, str] = ("", "")
    vocabulary: str = ""
    before: str = ""
    after: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class DayOfChange:
    """What changed in a record on a day; a record that `began` that day was not there before."""

    day: date
    facts: tuple[Fact, ...] = ()
    began: bool = False


Histories = Mapping[str, tuple[DayOfChange, ...]]
"""File of a record → the days on which it changed, newest first."""

NO_HISTORIES: Histories = MappingProxyType({})
"""Of a site that does not tell what changed."""


def days_of_change(states: Iterable[tuple[date, Record | None]]) -> tuple[DayOfChange, ...]:
    """The days on which a record changed, newest first.

    `states` are the record as each day left it, oldest first; None where nobody can read it any more.
    """
    days: list[DayOfChange] = []
    before: Record | None = None
    for number, (day, record) in enumerate(states):
        if record is None:
            continue
        if before is None:
            days += [DayOfChange(day, began=True)] if number == 0 else []
        elif facts := tuple(dict.fromkeys(_facts(before, record, Fact(())))):
            days.append(DayOfChange(day, facts))
        before = record
    return tuple(reversed(days))


def _facts(before: BaseModel, after: BaseModel, inside: Fact) -> Iterator[Fact]:
    for known in describe(type(after)):
        if known.name in SILENT:
            continue
        old, new = getattr(before, known.name), getattr(after, known.name)
        if old != new:
            owner = (type(after).__name__, known.name)
            here = replace(inside, fields=(*inside.fields, owner), state=_state(old, new))
            yield from _of_value(known.value, old, new, here)


def _state(old: object, new: object) -> State:
    if old is None or old == ():
        return "new"
    return "gone" if new is None or new == () else "other"


def _of_value(value: Value, old: Any, new: Any, here: Fact) -> Iterator[Fact]:
    part = value.innermost.part
    # That something was named, and no more: names go for good reasons.
    if part is not None and issubclass(part, Organisation):
        yield replace(here, state="other")
    elif isinstance(old, Text) or isinstance(new, Text):
        was, now = (each.items() if each else {} for each in (old, new))
        tags = [tag for tag in {**now, **was} if was.get(tag) != now.get(tag)]
        yield replace(here, languages=tuple(sorted(tags)))
    elif value.kind == "list" and part is not None:
        yield from _of_items(old, new, here)
    elif value.kind == "part" and old is not None and new is not None:
        yield from _facts(old, new, here)
    elif value.kind == "reference" and value.target.startswith("vocabularies."):
        own = value.target.partition(".")[2]
        yield replace(here, vocabulary=own, before=old or "", after=new or "")
    elif value.kind in ("date", "day", "number"):
        yield replace(here, before=_plain(old), after=_plain(new))
    else:
        yield here


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _of_items(old: tuple[BaseModel, ...], new: tuple[BaseModel, ...], here: Fact) -> Iterator[Fact]:
    """What changed in a list; its items are told apart where each is about something of its own."""
    was, now = _by_key(old), _by_key(new)
    if was is None or now is None:
        yield here
        return
    for key in {**now, **was}:
        about = replace(here, about=_about(now.get(key) or was[key]) or here.about)
        if key in was and key in now:
            if was[key] != now[key]:
                yield from _facts(was[key], now[key], about)
        else:
            yield replace(about, state="new" if key in now else "gone")


def _by_key(items: tuple[BaseModel, ...]) -> dict[str, BaseModel] | None:
    """Items by what tells them apart; None where nothing does."""
    found = {}
    for item in items:
        key = getattr(item, "id", None) or (_about(item) or ("", ""))[1]
        if not key or key in found:
            return None
        found[key] = item
    return found


def _about(item: BaseModel) -> tuple[str, str] | None:
    match item:
        case TreatyStatus():
            return "treaties", item.treaty
        case StepRecord():
            return "steps", item.step
        case OptionRecord():
            return "options", item.option
        case Option():
            return "options", item.id
        case Paragraph():
            return "paragraphs", item.id
    return None


def as_json(histories: Histories) -> str:
    """Histories as text, to be read again by `from_json`."""
    rows = {file: [asdict(each) for each in days] for file, days in sorted(histories.items())}
    return json.dumps(rows, ensure_ascii=False, default=str)


def from_json(text: str) -> Histories:
    """The histories a text of `as_json` holds."""
    return {file: tuple(_day(each) for each in days) for file, days in json.loads(text).items()}


def _day(row: dict[str, Any]) -> DayOfChange:
    facts = tuple(
        Fact(
            **{
                **fact,
                "fields": tuple((owner, name) for owner, name in fact["fields"]),
                "about": (fact["about"][0], fact["about"][1]),
                "languages": tuple(fact["languages"]),
            }
        )
        for fact in row["facts"]
    )
    return DayOfChange(date.fromisoformat(row["day"]), facts, row["began"])


@dataclass(frozen=True)
class Told:
    """What changed in a record on a day, in words, a line for each fact."""

    day: date
    date: str
    lines: tuple[str, ...]


_ASIDE = re.compile(r"\s*\([^)]*\)")


def told(edition: Edition, days: Iterable[DayOfChange]) -> tuple[Told, ...]:
    """A history in the words of an edition; days of which it has nothing to tell are left out."""
    found = []
    for each in days:
        lines = [edition.say("history_began")] if each.began else []
        lines += [line for fact in each.facts if (line := _line(edition, fact))]
        if lines:
            found.append(Told(each.day, edition.date(each.day), tuple(dict.fromkeys(lines))))
    return tuple(found)


def _line(edition: Edition, fact: Fact) -> str:
    """A fact as a line; empty where this edition shows nothing of it."""
    tag = edition.language.tag
    name = _name(edition, *fact.about)
    if name is None or (fact.languages and tag not in fact.languages):
        return ""
    labels = [label_named(*key) for key in dict.fromkeys((fact.fields[0], fact.fields[-1]))]
    # What stands in brackets is for those who fill in a form.
    first, *last = (_ASIDE.sub("", label.get(tag) or label["en"]) for label in labels)
    what = " · ".join(each for each in (first, name, *last) if each)
    before, after = (_value(edition, fact, value) for value in (fact.before, fact.after))
    if before and after:
        return edition.say("history_changed", what=what, before=before, after=after)
    if after:
        return edition.say("history_given", what=what, value=after)
    return edition.say(f"history_{fact.state}", what=what)


def _name(edition: Edition, kind: str, identifier: str) -> str | None:
    """What a fact is about, in words; empty where that has no name, None where it is not shown."""
    catalogue = edition.catalogue
    if kind == "paragraphs":
        is_plain = re.fullmatch(r"[a-z]+-[0-9]+(-[a-z])?", identifier)
        number = paragraph_number(identifier) if is_plain else ""
        return edition.say("paragraph_label", number=number) if number else ""
    if kind == "treaties" and identifier in catalogue.treaties:
        return edition.phrase(catalogue.treaties[identifier].short).text
    if kind == "steps" and identifier in catalogue.steps:
        return edition.phrase(catalogue.steps[identifier].name).text
    if kind == "options" and identifier in catalogue.options:
        return edition.phrase(catalogue.options[identifier][1].name).text
    return None if kind else ""


def _value(edition: Edition, fact: Fact, value: str) -> str:
    """A code, a date or a number in words; empty where the vocabulary no longer has the code."""
    if not value:
        return ""
    if fact.vocabulary:
        codes = edition.catalogue.codes.get(fact.vocabulary, {})
        return edition.phrase(codes[value].label).text if value in codes else ""
    with suppress(ValueError):
        return edition.date(PartialDate.parse(value))
    return edition.language.number(int(value))
