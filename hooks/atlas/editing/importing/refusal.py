"""Why a file cannot be imported, in both languages, with what to do: `messages.yml` as values."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from atlas.catalogue.problems import LANGUAGES


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """Code → language → the sentence, with blanks in braces."""
    text = Path(__file__).with_name("messages.yml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.load(text, yaml.CSafeLoader)
    return loaded


class RefusedError(Exception):
    """A file was not imported. `code` names the message, `values` fill its blanks."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        """The message in every language of messages, each on its line."""
        return say(self.code, **self.values)


def say(code: str, **values: str) -> str:
    """A message in every language of messages, each on its line."""
    return "\n".join(messages()[code][tag].format(**values) for tag in LANGUAGES)
