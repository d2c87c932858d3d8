"""What was read from a document, what was guessed, what a person must write: as a page and in words."""

import json
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from atlas.editing.importing.completion import label
from atlas.editing.importing.draft import Draft, at, gaps
from atlas.editing.importing.refusal import messages, say
from atlas.model import descriptions
from atlas.model.values import Location


def page(draft: Draft, tags: list[str]) -> str:
    """The account as HTML: each paragraph's own text beside what was read from it and what is empty."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    open_gaps = gaps(draft, tags)
    rows = []
    for place, texts in {"": {}, **draft.texts}.items():
        values = at(draft.record, _location(place))
        rows.append(
            {
                "id": label(draft, place) if place else draft.id,
                "texts": texts,
                "read": [
                    (name, _shown(value), _reason(draft, place, name))
                    for name, value in values.items()
                    if name not in ("id", "items", "preamble", "paragraphs", "recalls", "also")
                ],
                "recalls": [
                    (_shown(each), _reason(draft, "", f"recalls.{index}"))
                    for index, each in enumerate(values.get("recalls", []))
                ],
                "also": [
                    (_shown(each), _reason(draft, place, f"also.{index}"))
                    for index, each in enumerate(values.get("also", []))
                ],
                "empty": [
                    (gap.field, gap.language, dict(descriptions.of_field(gap.model, gap.field)))
                    for gap in open_gaps
                    if gap.part == place
                    or (gap.part.rpartition(".also.")[0] == place and ".also." in gap.part)
                ],
            }
        )
    template = environment.get_template("account.html")
    return template.render(
        draft=draft, rows=rows, said=_said(draft), tags=tags, open=len(open_gaps)
    )


def summary(draft: Draft, tags: list[str]) -> str:
    """The account in a few lines, in every language of messages."""
    items = sum(1 for place in draft.texts if place.startswith("paragraphs"))
    recitals = sum(1 for place in draft.texts if place.startswith("preamble"))
    lines = [
        say(
            "read",
            id=draft.id,
            recitals=str(recitals),
            paragraphs=str(items),
            recalls=str(len(draft.record.get("recalls", []))),
        )
    ]
    for reason in dict.fromkeys(draft.guessed.values()):
        places = [_place(draft, place) for place, own in draft.guessed.items() if own == reason]
        lines.append(f"  ? {' · '.join(messages()[reason].values())}: {', '.join(places)}")
    lines += [f"  ! {text}" for text in _said(draft)]
    lines.append(say("open", count=str(len(gaps(draft, tags)))))
    return "\n".join(lines)


def _said(draft: Draft) -> list[str]:
    found = []
    for each in draft.said:
        code, values = json.loads(each)
        found.append(" · ".join(say(code, **values).split("\n")))
    return found


def _place(draft: Draft, place: str) -> str:
    known = max((p for p in draft.texts if place.startswith(f"{p}.")), key=len, default="")
    if place.startswith("recalls."):
        return str(at(draft.record, _location(place))["number"])
    if not known:
        return place
    return f"{label(draft, known)} {place.removeprefix(known + '.')}"


def _location(place: str) -> Location:
    return tuple(int(step) if step.isdigit() else step for step in place.split(".") if step)


def _reason(draft: Draft, place: str, name: str) -> str:
    key = f"{place}.{name}" if place else name
    reason = draft.guessed.get(key)
    return " · ".join(messages()[reason].values()) if reason else ""


def _shown(value: Any) -> str:
    text: str = yaml.dump(
        value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=90
    )
    return text.removesuffix("...\n").strip()
