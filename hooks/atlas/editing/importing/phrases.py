"""How official documents are worded, language by language: `phrases.yml` as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Phrases:
    """What `phrases.yml` holds; most parts are language → words, or id → language → words."""

    verbs: Mapping[str, Mapping[str, list[str]]]
    adverbs: Mapping[str, list[str]]
    subjunctives: Mapping[str, Mapping[str, list[str]]]
    actors: Mapping[str, Mapping[str, list[str]]]
    not_parties: Mapping[str, str]
    request: Mapping[str, str]
    openings: list[Mapping[str, str]]
    opening: Mapping[str, str]
    bodies: Mapping[str, Mapping[str, list[str]]]
    kinds: Mapping[str, Mapping[str, str]]
    own: Mapping[str, str]
    convention: Mapping[str, str]
    longer_names: Mapping[str, str]
    article: Mapping[str, str]
    paragraph: Mapping[str, str]
    draft: Mapping[str, str]
    session: Mapping[str, str]
    at_session: Mapping[str, str]
    agenda: Mapping[str, str]
    original: Mapping[str, str]
    annex: Mapping[str, str]
    common: Mapping[str, list[str]]
    ordinals: Mapping[str, list[str]]
    months: Mapping[str, list[str]]
    date: Mapping[str, str]
    participants: Mapping[str, list[str]]
    letters: Mapping[str, str]
    declared: Mapping[str, Mapping[str, str]]
    days_to_entry: int


def _loaded() -> Phrases:
    text = Path(__file__).with_name("phrases.yml").read_text(encoding="utf-8")
    values: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return Phrases(**values)


PHRASES = _loaded()
