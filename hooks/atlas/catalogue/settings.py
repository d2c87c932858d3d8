"""What `mkdocs.yml` says of the site, read once into one value, with every mistake in its place.

The engine reads the same file by itself. Of its tags only `!ENV` means something here.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from atlas.catalogue.problems import Position, Problem, problem
from atlas.catalogue.validation import Words
from atlas.catalogue.yaml_reader import MAXIMUM_DEPTH, MAXIMUM_DIGITS, decode
from atlas.model.languages import Language
from atlas.model.values import WEB_ADDRESS

FILE = "mkdocs.yml"
_CORE = "tag:yaml.org,2002:"
"""How the tags of plain values begin."""
LANGUAGE_VARIABLE = "ATLAS_LANGUAGE"
"""The variable by which a run of the engine is told its language."""


@dataclass(frozen=True)
class Settings:
    """What the whole program must know besides the data.

    `languages` has the default one first. `url` is where the site will stand, with a slash at its
    end; `repository` where the project's files live on the web and `contact` a public mailbox, each
    empty if it is not said. `backend` is what `extra: admin: backend:` says of the repository that the
    editing page works on.
    """

    languages: tuple[Language, ...]
    url: str = "/"
    repository: str = ""
    contact: str = ""
    backend: Mapping[str, Any] = field(default_factory=dict, hash=False)


class SettingsError(Exception):
    """The settings cannot be read. `problems` says what is wrong, and where."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(each.sentence("en") for each in self.problems))


def read_settings(content: bytes) -> Settings:
    """The settings that the bytes of `mkdocs.yml` hold. Raises SettingsError with every mistake."""
    text, unread = decode(FILE, content)
    if unread:
        raise SettingsError([unread])
    reader = _Reader(_root(text))
    settings = reader.settings()
    if settings is None or reader.problems:
        raise SettingsError(reader.problems or [_fault("empty", Position())])
    return settings


_REASONS: dict[str, Words] = {
    "yaml": {"es": "el YAML está mal escrito", "en": "the YAML is malformed"},
    "empty": {"es": "el archivo está vacío", "en": "the file is empty"},
    "deep": {"es": "hay demasiados niveles anidados", "en": "there are too many nested levels"},
    "cycle": {"es": "una referencia lleva a sí misma", "en": "a reference leads back to itself"},
    "long": {"es": "hay un número demasiado largo", "en": "there is a number that is too long"},
    "value": {
        "es": "este valor no se puede leer; si es un texto, póngalo entre comillas",
        "en": "this value cannot be read; if it is a text, put it in quotes",
    },
    "mapping": {"es": "aquí deben ir campos con su nombre", "en": "named fields must stand here"},
    "list": {"es": "aquí debe ir una lista", "en": "a list must stand here"},
    "text": {
        "es": "aquí debe ir un texto; póngalo entre comillas",
        "en": "a text must stand here; put it in quotes",
    },
    "absent": {"es": "falta el campo «{name}»", "en": "the field “{name}” is missing"},
    "i18n": {
        "es": "falta «i18n» entre «plugins», donde están las lenguas del sitio",
        "en": "“i18n”, which holds the site's languages, is missing from “plugins”",
    },
    "languages": {
        "es": "no hay ninguna lengua, o una está dos veces, o no hay justo una con «default: true»",
        "en": "there is no language, or one stands twice, or not just one has “default: true”",
    },
    "fallback": {
        "es": "cada lengua de «fallback», y las de su lista, debe ser una del sitio",
        "en": "each language of “fallback”, and of its list, must be one of the site's",
    },
    "locale": {
        "es": "«{name}» no es la etiqueta de una lengua conocida (es, en, fr…)",
        "en": "“{name}” is not the tag of a known language (es, en, fr…)",
    },
    "variable": {
        "es": "«!ENV» debe dar el nombre de una variable (letras sin tilde, cifras y guion bajo)",
        "en": "“!ENV” must give the name of a variable (plain letters, digits and underscores)",
    },
    "build": {
        "es": "debe decir «!ENV [ATLAS_LANGUAGE, {name}]», o todas las lenguas saldrían en una",
        "en": "it must say “!ENV [ATLAS_LANGUAGE, {name}]”, or every language would come out as one",
    },
    "address": {
        "es": "«site_url» no es una dirección completa, como https://ejemplo.org/; si se toma de una"
        " variable (ATLAS_URL), dele ese valor o quítela",
        "en": "“site_url” is not a full address, such as https://example.org/; if it comes from a"
        " variable (ATLAS_URL), set it to one or unset it",
    },
}


def _fault(reason: str, position: Position, name: str = "") -> Problem:
    words = {tag: text.format(name=name) for tag, text in _REASONS[reason].items()}
    return problem("broken-settings", FILE, position, reason=words)


def _position(mark: Any) -> Position:
    return Position(mark.line + 1, mark.column + 1) if mark else Position()


def _root(text: str) -> Node:
    """The tree of the file's values. Raises SettingsError if there is none, or one too deep to walk."""
    depth = 0
    try:
        # Before anything is built: the parser's next stage calls itself once for each level.
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAXIMUM_DEPTH:
                raise SettingsError([_fault("deep", _position(event.start_mark))])
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SettingsError([_fault("yaml", _position(mark))]) from None
    except yaml.YAMLError:
        raise SettingsError([_fault("yaml", Position())]) from None
    if node is None:
        raise SettingsError([_fault("empty", Position())])
    return node


class _Reader:
    """Takes the settings out of the tree of `mkdocs.yml`, and notes what is wrong there."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.scalars = yaml.CSafeLoader("")
        self.problems: list[Problem] = []
        for node in self._all(root, ()):
            self._look_at(node)

    def _all(self, node: Node, above: tuple[Node, ...]) -> Iterator[Node]:
        if any(node is each for each in above):
            self._note("cycle", node)
            return
        yield node
        if isinstance(node, MappingNode):
            for key, value in node.value:
                yield from self._all(key, (*above, node))
                yield from self._all(value, (*above, node))
        elif isinstance(node, SequenceNode):
            for item in node.value:
                yield from self._all(item, (*above, node))

    def _look_at(self, node: Node) -> None:
        """Note what would break the engine, which says so in nobody's words."""
        if node.tag == "!ENV":
            names = _variables(node)
            if not names or not all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", n) for n in names):
                self._note("variable", node)
        elif node.tag == f"{_CORE}int" and len(str(node.value)) > MAXIMUM_DIGITS:
            self._note("long", node)
        elif isinstance(node, ScalarNode) and node.tag.startswith(_CORE):
            try:
                self.scalars.construct_object(node)
            except (ValueError, yaml.YAMLError):
                # A tag such as Python's own is the engine's business.
                if "/" not in node.tag:
                    self._note("value", node)

    def _note(self, reason: str, node: Node, name: str = "") -> None:
        self.problems.append(_fault(reason, _position(node.start_mark), name))

    def settings(self) -> Settings | None:
        """What the tree says; None where a part of it cannot be read."""
        if self.problems or not (root := self._mapping(self.root)):
            return None
        languages = self._languages(root)
        url = self._url(root)
        extra = self._mapping(root["extra"]) if "extra" in root else {}
        languages = self._with_fallback(languages, extra.get("fallback"))
        admin = self._mapping(extra["admin"]) if "admin" in extra else {}
        backend = self._mapping(admin["backend"]) if "backend" in admin else {}
        return Settings(
            languages,
            url,
            self._text(extra.get("repository")),
            self._text(extra.get("contact")),
            {name: self._value(node) for name, node in backend.items()},
        )

    def _mapping(self, node: Node) -> dict[str, Node]:
        if isinstance(node, MappingNode):
            return {str(key.value): value for key, value in node.value}
        self._note("mapping", node)
        return {}

    def _list(self, node: Node) -> list[Node]:
        if isinstance(node, SequenceNode):
            return list(node.value)
        self._note("list", node)
        return []

    def _value(self, node: Node | None) -> Any:
        """The plain value of a node; of `!ENV`, what the environment gives."""
        if isinstance(node, MappingNode):
            return {name: self._value(each) for name, each in self._mapping(node).items()}
        if node is not None and node.tag == "!ENV":
            return _from_environment(node)
        if isinstance(node, SequenceNode):
            return [self._value(each) for each in node.value]
        if not isinstance(node, ScalarNode) or not node.tag.startswith(_CORE) or "/" in node.tag:
            return None
        return self.scalars.construct_object(node)

    def _text(self, node: Node | None) -> str:
        value = self._value(node)
        if node is None or value is None:
            return ""
        if isinstance(value, str) and node.tag in (f"{_CORE}str", "!ENV"):
            return value
        self._note("text", node)
        return ""

    def _needed(self, fields: Mapping[str, Node], name: str, within: Node) -> Node | None:
        if name not in fields:
            self._note("absent", within, name)
        return fields.get(name)

    def _url(self, root: Mapping[str, Node]) -> str:
        node = self._needed(root, "site_url", self.root)
        if node is None:
            return ""
        value = self._value(node)
        if not (isinstance(value, str) and re.fullmatch(WEB_ADDRESS, value)):
            self._note("address", node)
        return f"{str(value).rstrip('/')}/"

    def _languages(self, root: Mapping[str, Node]) -> tuple[Language, ...]:
        plugins = self._needed(root, "plugins", self.root)
        if plugins is None:
            return ()
        options = None
        for item in self._list(plugins):
            if isinstance(item, MappingNode) and (own := self._mapping(item).get("i18n")):
                options = own
        if options is None:
            self._note("i18n", plugins)
            return ()
        fields = self._mapping(options)
        listed = self._needed(fields, "languages", options)
        if listed is None:
            return ()
        nodes = self._list(listed)
        named = [each for each in map(self._language, nodes) if each]
        tags = [each.tag for each in named]
        if self.problems:
            return ()
        if len({*tags}) != len(tags) or sum(each.default for each in named) != 1:
            self._note("languages", listed)
        ordered = tuple(sorted(named, key=lambda language: not language.default))
        if ordered:
            self._is_built_alone(fields.get("build_only_locale"), options, ordered[0].tag)
        return ordered

    def _with_fallback(
        self, languages: tuple[Language, ...], node: Node | None
    ) -> tuple[Language, ...]:
        """The languages with what `extra: fallback:` says: a list of tags for some of them."""
        if node is None:
            return languages
        tags = {language.tag for language in languages}
        found = {}
        for tag, listed in self._mapping(node).items():
            found[tag] = tuple(self._text(each) for each in self._list(listed))
            if not {tag, *found[tag]} <= tags:
                self._note("fallback", listed)
        return tuple(
            replace(language, fallback=found.get(language.tag, ())) for language in languages
        )

    def _language(self, node: Node) -> Language | None:
        fields = self._mapping(node)
        if not fields or self._value(fields.get("build")) is False:
            return None
        for name in ("locale", "name"):
            self._needed(fields, name, node)
        tag, name = self._text(fields.get("locale")), self._text(fields.get("name"))
        if tag and not _is_known(tag):
            self._note("locale", fields["locale"], tag)
        return Language(tag, name, self._value(fields.get("default")) is True)

    def _is_built_alone(self, node: Node | None, options: Node, default: str) -> None:
        """Each run of the engine builds the language of the variable, where the plugin reads it."""
        if node is None or node.tag != "!ENV" or LANGUAGE_VARIABLE not in _variables(node):
            self._note("build", node or options, default)


def _variables(node: Node) -> list[str]:
    """The names an `!ENV` tag gives: its text, or its list but for the default at the end."""
    if isinstance(node, SequenceNode):
        return [str(each.value) for each in node.value[:-1]]
    return [str(node.value)] if isinstance(node, ScalarNode) else []


def _from_environment(node: Node) -> str | None:
    """The first variable of `!ENV NAME` or `!ENV [NAME, …, default]` that is set, else the default."""
    default = str(node.value[-1].value) if isinstance(node, SequenceNode) and node.value else None
    return next((os.environ[n] for n in _variables(node) if n in os.environ), default)


def _is_known(tag: str) -> bool:
    """Whether there are data on a language, by its BCP 47 tag."""
    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True
