"""Random valid records, made from the model, with texts that are hard to write as YAML."""

from random import Random
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from atlas.model.records import Provision
from atlas.model.values import Line, Link, Mailbox, PartialDate, SiteLink, Text

HARD = (
    "NO", "no", "yes", "y", "off", "null", "~", "true", "False", "12", "1_000", "0x1F", "0o17", "1e3",
    ".5", "12:30", "2024-10-14", "2022-02-30", "=", "<<", "- guion", "-", "? qué", ": dos", "a: b", "a #b",
    "#b", "'comillas'", '"dobles"', "it's", "[lista]", "{mapa}", "*alias", "&ancla", "!etiqueta", "|",
    "> cita", "%por", "@arroba", "`acento", "...", "---", "¿Qué?", "«Así»", "fin:", "a, b", "العربية",
    "\N{GRINNING FACE}", "back\\slash", "a\tb", "  espacios  ", "línea\nnueva", "\u2028", "\x85", ".inf",
    "+1", "09", "trailing #", "No se sabe cuándo: quizá en 2024.", "word " * 60,
)  # fmt: skip
_LINE = TypeAdapter[str](Line)
_SPECIAL: dict[Any, tuple[str, ...]] = {
    Link: ("https://example.org/", "https://example.org/a?b=c#d", "http://example.org/%20:x"),
    Mailbox: ("office@example.org",),
    SiteLink: ("countries/", "/", "glossary/#vpi", "https://example.org/"),
    PartialDate: ("2024-10-14", "1999-12-31"),
}
_PATTERNS = {
    r"^[0-9]{3}$": "484",
    r"^[A-Z]{2}$": "NO",
    r"^[A-Z]$": "Y",
    r"^[0-9A-Za-z]+([./][0-9A-Za-z]+)+$": "9/1",
    r"^([a-z0-9]+(-[a-z0-9]+)*/)+(#[a-z0-9]+(-[a-z0-9]+)*)?$": "guide/vpi/#steps",
    r"^[0-9]+(\([0-9a-z]+\))*$": "32(3)(c)",
    r"^art-[1-9][0-9]*$": "art-1",
    r"^[a-z0-9]+([_-][a-z0-9]+)*$": "a_name",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "no",
}
_LANGUAGES = ("en", "fr", "es", "no")


def is_line(text: str) -> bool:
    """Whether a record may hold a text."""
    try:
        _LINE.validate_python(text)
    except ValidationError:
        return False
    return True


LINES = tuple(text for text in HARD if is_line(text))


def record(model: type[BaseModel], random: Random, depth: int = 0) -> dict[str, Any]:
    """Plain values that make a valid record of a class, before it is written as YAML."""
    if model is Provision:
        return random.choice(
            [
                {"rule": 17},
                {"treaty": "untoc", "article": "8"},
                {"resolution": "9-1", "paragraph": "op-1"},
            ]
        )
    made = {}
    for name, known in model.model_fields.items():
        if known.is_required() or (depth < 3 and random.random() < 0.4):
            annotation: Any = known.annotation
            whole = Annotated[annotation, *known.metadata] if known.metadata else annotation
            made[name] = _value(whole, random, depth, least=int(known.is_required()))
    names = list(made)
    random.shuffle(names)
    return {name: made[name] for name in names}


def _value(annotation: Any, random: Random, depth: int, least: int) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in _SPECIAL:
        return random.choice(_SPECIAL[annotation])
    if origin is Annotated:
        marks = [each for m in arguments[1:] for each in (m, *getattr(m, "metadata", ()))]
        patterns = [m.pattern for m in marks if getattr(m, "pattern", None)]
        if patterns:
            return _PATTERNS.get(
                patterns[0], random.choice(["a-1", "mex", "no", "1e3", "2024-10", "12"])
            )
        return _value(arguments[0], random, depth, least)
    inner = [each for each in arguments if each not in (type(None), Ellipsis)]
    if origin is tuple:
        return [_value(inner[0], random, depth + 1, 1) for _ in range(random.randint(least, 2))]
    if origin is dict:
        keys = random.sample(_LANGUAGES, random.randint(least, 3))
        return {key: _value(inner[1], random, depth + 1, 1) for key in keys}
    if origin is Literal:
        return random.choice(inner)
    return _value(inner[0], random, depth, least) if inner else _plain(annotation, random, depth)


def _plain(annotation: Any, random: Random, depth: int) -> Any:
    if issubclass(annotation, Text):
        tags = random.sample(_LANGUAGES, random.randint(1, 3))
        return {tag: random.choice(LINES) for tag in tags}
    if issubclass(annotation, BaseModel):
        return record(annotation, random, depth + 1)
    if annotation is bool:
        return random.random() < 0.5
    return random.randint(0, 999) if annotation is int else random.choice(LINES)
