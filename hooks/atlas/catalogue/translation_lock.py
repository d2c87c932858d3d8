"""`data/translations.lock.json`: which words each translation was checked against."""

import json
import re
from collections.abc import Mapping
from typing import Any

from atlas.catalogue.problems import Position, Problem, problem
from atlas.catalogue.yaml_reader import decode

LOCK = "data/translations.lock.json"

Lock = Mapping[str, Mapping[str, str]]
"""Language → key of a text or file of a page → hash of the source it was checked against."""


class _OddError(Exception):
    """A value of the file is not what must stand there; holds the text that shows where."""


def read_lock(content: bytes) -> tuple[Lock, Problem | None]:
    """The lock that the bytes of the file hold, or an empty one and what is wrong with it."""
    text, unread = decode(LOCK, content)
    if unread and unread.code == "conflict":
        # Nobody mends by hand what a command writes anew.
        return {}, problem("broken-lock", LOCK, unread.position)
    if unread:
        return {}, unread
    try:
        loaded = json.loads(text, object_pairs_hook=_unique, parse_int=_number, parse_float=_number)
    except json.JSONDecodeError as error:
        return {}, problem("broken-lock", LOCK, Position(error.lineno, error.colno))
    except _OddError as error:
        return {}, problem("broken-lock", LOCK, _last(text, str(error)))
    except RecursionError:
        return {}, problem("broken-lock", LOCK, _deepest(text))
    if (keys := _odd(loaded)) is not None:
        return {}, problem("broken-lock", LOCK, _first(text, keys))
    return loaded, None


def write_lock(lock: Lock) -> str:
    """The lock as text, in a form that changes only where it means something else."""
    return json.dumps(lock, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file. Raises _OddError where one key stands twice, as two changes may leave it."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _OddError(json.dumps(key, ensure_ascii=False))
        found[key] = value
    return found


def _number(text: str) -> Any:
    raise _OddError(text)


def _odd(loaded: Any) -> tuple[str, ...] | None:
    """The keys that lead to what is of a wrong type; None if all is right."""
    if not isinstance(loaded, dict):
        return ()
    for language, own in loaded.items():
        if not isinstance(own, dict):
            return (language,)
        for key, value in own.items():
            if not isinstance(value, str):
                return language, key
    return None


def _first(text: str, keys: tuple[str, ...]) -> Position:
    """Where the last of some keys, each inside the one before it, stands."""
    start = len(text) - len(text.lstrip())
    for key in keys:
        written = {json.dumps(key, ensure_ascii=False), json.dumps(key)}
        start = min((n for each in written if (n := text.find(each, start)) >= 0), default=start)
    return _at(text, start)


def _last(text: str, wanted: str) -> Position:
    """Where a key or a number stands last: of a key that stands twice, the second."""
    places = [match.start() for match in re.finditer(rf'(?<![\w"]){re.escape(wanted)}', text)]
    return _at(text, places[-1] if places else 0)


def _deepest(text: str) -> Position:
    """Where the longest run of brackets begins."""
    runs = re.finditer(r"[\[{]\s*(?:[\[{]\s*)*", text)
    return _at(text, max(runs, key=lambda match: len(match[0])).start())


def _at(text: str, start: int) -> Position:
    return Position(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
