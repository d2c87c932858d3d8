"""Plain values → a typed record, or problems that say in plain words what is wrong and where."""

import difflib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError

from atlas.catalogue.problems import Position, Problem, problem
from atlas.catalogue.yaml_reader import Document
from atlas.model import descriptions
from atlas.model.traversal import inside, model_at, target_of
from atlas.model.values import SITE_LINK, Location, PartialDate, Text

AnyModel = TypeVar("AnyModel", bound=BaseModel)

Words = Mapping[str, str]

ANY_DAY = "2022-03-14"

_TYPES: dict[str, Words] = {
    "text": {"es": "un texto", "en": "a text"},
    "number": {"es": "un número entero", "en": "a whole number"},
    "flag": {"es": "«true» o «false»", "en": "“true” or “false”"},
    "list": {"es": "una lista", "en": "a list"},
    "fields": {"es": "un grupo de campos", "en": "a group of fields"},
    "texts": {"es": "un texto en cada lengua", "en": "a text in each language"},
    "nothing": {"es": "un valor vacío", "en": "an empty value"},
}
_EXPECTED = {
    "string_type": "text",
    "int_type": "number",
    "int_parsing": "number",
    "bool_type": "flag",
    "tuple_type": "list",
    "list_type": "list",
    "dict_type": "fields",
    "model_type": "fields",
    "model_attributes_type": "fields",
}
_HINTS: dict[str, Words] = {
    "text": {
        "es": "Si es texto, póngalo entre comillas dobles.",
        "en": "If it is text, put it in double quotes.",
    },
    "number": {
        "es": "Escriba solo cifras, sin comillas.",
        "en": "Write digits only, without quotes.",
    },
    "flag": {
        "es": "Escriba true o false, sin comillas.",
        "en": "Write true or false, without quotes.",
    },
    "list": {
        "es": "Ponga cada elemento en su línea, precedido de guion y espacio.",
        "en": "Put each item on its own line, after a hyphen and a space.",
    },
    "fields": {
        "es": "Escriba debajo los campos que lo forman, con dos espacios más de sangría.",
        "en": "Write its fields below it, indented by two more spaces.",
    },
    "texts": {
        "es": "Escriba debajo «es:» y «en:», cada uno con su texto.",
        "en": "Write “es:” and “en:” below it, each with its text.",
    },
}
_WHOLE: Words = {"es": "el archivo", "en": "the file"}
_FIELDS_HINT: Words = {
    "es": "Escriba cada campo en su línea: «nombre; dos puntos; espacio; valor».",
    "en": "Write each field on its own line: “name, colon, space, value”.",
}
FORMATS: dict[str, Words] = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": {
        "es": "Un id lleva solo minúsculas sin tilde, cifras y guiones: example-network.",
        "en": "An id has only lower-case letters without accents, digits and hyphens: example-network.",
    },
    r"^[A-Z]{2}$": {
        "es": "Es el código ISO 3166-1 de dos letras mayúsculas: MX.",
        "en": "It is the ISO 3166-1 code of two capital letters: MX.",
    },
    r"^[0-9]{3}$": {
        "es": 'Son tres cifras: 484. En el archivo van entre comillas: "484".',
        "en": 'Three digits: 484. In the file they stand in quotes: "484".',
    },
    r"^[0-9A-Za-z]+([./][0-9A-Za-z]+)+$": {
        "es": "Es el número como la Conferencia lo escribe: 9/1, 1/CP.21.",
        "en": "It is the number as the Conference writes it: 9/1, 1/CP.21.",
    },
    r"^([a-z0-9]+(-[a-z0-9]+)*/)+(#[a-z0-9]+(-[a-z0-9]+)*)?$": {
        "es": "Es la dirección de una página del sitio, sin lengua y con barra final: guide/vpi/.",
        "en": "The address of a page of the site, without the language and with a final slash: guide/vpi/.",
    },
    SITE_LINK: {
        "es": "Es la dirección de una página del sitio (countries/) o una que empieza por https://.",
        "en": "The address of a page of the site (countries/) or one that starts with https://.",
    },
    r"^[A-Z]$": {"es": "Es una letra mayúscula: A.", "en": "One capital letter: A."},
    r"^art-[1-9][0-9]*$": {
        "es": "Es «art-» y el número del artículo: art-32.",
        "en": "It is “art-” and the number of the article: art-32.",
    },
    r"^[0-9]+(\([0-9a-z]+\))*$": {
        "es": 'Es el artículo con su párrafo: 32(3)(c). En el archivo va entre comillas: "32(3)(c)".',
        "en": 'The article with its paragraph: 32(3)(c). In the file it stands in quotes: "32(3)(c)".',
    },
    r"^[a-z0-9]+([_-][a-z0-9]+)*$": {
        "es": "Es el nombre que usan las plantillas: minúsculas sin tilde, cifras, «_» y guiones.",
        "en": "The name that templates use: lower-case letters without accents, digits, “_” and hyphens.",
    },
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": {
        "es": "Es una etiqueta de lengua: es, en, fr.",
        "en": "A language tag: es, en, fr.",
    },
}
"""Pattern of a string → what would fit it."""


def validate(
    document: Document, model: type[AnyModel]
) -> tuple[AnyModel | None, tuple[Problem, ...]]:
    """The record a document holds, and every problem of its fields."""
    if document.value is None:
        return None, document.problems
    try:
        return model.model_validate(document.value), document.problems
    except ValidationError as error:
        # A list whose only items are wrong is “too short” as well: those items are what to mend.
        told = [e for e in error.errors() if e["type"] != "too_short" or not e["input"]]
        found = [_explain(document, model, dict(each)) for each in told]
        return None, (*document.problems, *found)


def _explain(document: Document, model: type[BaseModel], error: dict[str, Any]) -> Problem:
    location: Location = tuple(error["loc"])
    # pydantic marks a faulty key of a mapping with this last step.
    in_key = bool(location) and location[-1] == "[key]"
    location = location[:-1] if in_key else location
    kind, value = str(error["type"]), error.get("input")
    details: dict[str, Any] = error.get("ctx") or {}
    field = ".".join(step for step in location if isinstance(step, str)) or _WHOLE
    values: dict[str, Any] = {"field": field, "value": _shown(value)}
    position = document.position(location, key=in_key)
    code = kind
    if kind == "extra_forbidden":
        code, position = "unknown-field", document.position(location, key=True)
        values |= {"field": location[-1], "hint": _nearest_field(model, location)}
    elif kind == "missing":
        code, position = "missing-field", _above(document, location)
        values["meaning"] = _meaning(model, location)
    elif kind in _EXPECTED:
        expected = _EXPECTED[kind]
        if expected == "fields" and _is_text(model, location):
            expected = "texts"
        code = "wrong-type"
        values["found"] = _TYPES[_type_of(value)]
        values["expected"] = _TYPES[expected]
        # Quotes would make a number a text, and still not the id of anything.
        named = _reference(model, location) if kind == "string_type" else None
        values["hint"] = named or (_HINTS[expected] if location else _FIELDS_HINT)
    elif kind == "string_pattern_mismatch":
        code = "wrong-format"
        values["hint"] = _reference(model, location) or FORMATS[details["pattern"]]
    elif kind == "literal_error":
        code = "wrong-choice"
        values["choices"] = str(details["expected"]).replace("'", "").replace(" or ", ", ")
    elif kind == "too_short":
        code = "missing-items"
    elif kind == "string_too_long":
        code, values["limit"] = "too-long", details["max_length"]
    elif kind in _OWN:
        values |= details | {"example": _date_meant(str(value))}
    else:
        code = "wrong-value"
    return problem(code, document.path, position, **values)


_OWN = {
    "wrong-date",
    "empty-text",
    "markup",
    "personal-contact",
    "unsafe-link",
    "hidden-character",
    "wrong-provision",
}


def _date_meant(typed: str) -> str:
    """A date as data write it: the one that was meant, where that can be told, else any."""
    if found := re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", typed, re.ASCII):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})\D(\d{1,2})\D(\d{4})", typed, re.ASCII):
        day, month, year = map(int, found.groups())
    else:
        return ANY_DAY
    if month > 12:
        month, day = day, month
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ANY_DAY


def _above(document: Document, location: Location) -> Position:
    """Where something missing should stand: at the key of what it belongs to."""
    return document.position(location[:-1], key=True)


def _shown(value: object) -> str:
    text = str(value).replace("\n", " ")
    return text if len(text) <= 60 else text[:57] + "…"


def _type_of(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list):
        return "list"
    return "fields" if isinstance(value, dict) else "text"


def _is_text(model: type[BaseModel], location: Location) -> bool:
    at = model_at(model, location)
    return at is not None and issubclass(at, Text)


def nearest(wrong: str, valid: Mapping[str, object] | list[str] | set[str]) -> str | None:
    """The valid word most like a wrong one, if any is close."""
    found = difflib.get_close_matches(wrong.lower(), sorted(valid), 1)
    return found[0] if found else None


def hint_for(wrong: str, valid: Mapping[str, object] | list[str] | set[str]) -> Words:
    """“Did you mean …?”, or what there is to choose from."""
    if close := nearest(wrong, valid):
        return {"es": f"¿Quiso decir «{close}»?", "en": f"Did you mean “{close}”?"}
    choices = sorted(valid)
    shown = ", ".join(choices[:20]) + (" …" if len(choices) > 20 else "")
    if not shown:
        return {"es": "Todavía no hay ninguno.", "en": "There is none yet."}
    return {"es": f"Valores posibles: {shown}.", "en": f"Possible values: {shown}."}


def _nearest_field(model: type[BaseModel], location: Location) -> Words:
    parent = model_at(model, location[:-1])
    return hint_for(str(location[-1]), list(parent.model_fields) if parent else [])


def _reference(model: type[BaseModel], location: Location) -> Words | None:
    """How to name what a reference is about; None where a value is none."""
    names = [step for step in location if isinstance(step, str)]
    parent = model_at(model, location[: location.index(names[-1])]) if names else None
    target = target_of(parent, names[-1]) if parent else None
    if target is None:
        return None
    folder, _, part = target.partition(".")
    if folder == "vocabularies":
        return {
            "es": f"Escriba uno de los códigos de data/vocabularies/{part}.yml.",
            "en": f"Write one of the codes in data/vocabularies/{part}.yml.",
        }
    if part:
        return {
            "es": f"Escriba un id («id») de los que hay dentro de data/{folder}.",
            "en": f"Write an id (“id”) of those inside data/{folder}.",
        }
    return {
        "es": f"Escriba un id: el nombre de un archivo de data/{folder}/, sin «.yml».",
        "en": f"Write an id: the name of a file in data/{folder}/, without “.yml”.",
    }


def _meaning(model: type[BaseModel], location: Location) -> Words:
    """What a missing field must hold, in words."""
    parent, name = model_at(model, location[:-1]), str(location[-1])
    if parent is None or name not in parent.model_fields:
        return _FIELDS_HINT
    annotation = parent.model_fields[name].annotation
    hint = _meaning_form(annotation)
    meaning = descriptions.of_field(parent, name)
    return {tag: f"{meaning[tag]} {hint[tag]}".strip() for tag in hint}


def _meaning_form(annotation: Any) -> Words:
    """The form of what a missing field must hold; empty where its meaning says enough."""
    held = inside(annotation)
    if get_origin(annotation) is tuple:
        return _HINTS["list"]
    if isinstance(held, type) and issubclass(held, Text):
        return _HINTS["texts"]
    if isinstance(held, type) and issubclass(held, BaseModel):
        return _HINTS["fields"]
    if held is PartialDate:
        return {"es": "Es una fecha, como 2024-10-14.", "en": "A date, such as 2024-10-14."}
    flat = {bool: _HINTS["flag"], int: _HINTS["number"]}
    return flat.get(held, {"es": "", "en": ""})
