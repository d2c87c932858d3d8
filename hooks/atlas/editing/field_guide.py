"""The field guide: every kind, part and field of the data in plain words, with a commented example."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from atlas.catalogue.yaml_reader import Document
from atlas.model import descriptions
from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.records import FrontMatter
from atlas.model.traversal import model_at
from atlas.model.values import Day, Location, OfficialText, PartialDate, Ref, Slug, Text


def guide(language: str, examples: Mapping[str, Document]) -> str:
    """The guide in one language, as Markdown; `examples` holds a file of each kind to comment on."""
    say = descriptions.words
    lines = [f"# {say('guide', 'title', language)}", "", say("guide", "intro", language), ""]
    lines += [f"## {say('guide', 'kinds', language)}", ""]
    for kind, model in (RECORDS | DOCUMENTS).items():
        lines += [f"### {kind}", "", descriptions.of_model(model)[language]]
        place = f"data/{kind}/<id>.yml" if kind in RECORDS else f"data/{kind}.yml"
        lines += ["", f"{say('guide', 'file', language)}: `{place}`", ""]
        lines += [*_table(model, language), ""]
        if kind in examples:
            lines += [f"{say('guide', 'example', language)}:", "", "```yaml"]
            lines += [*_commented(examples[kind], model, language), "```", ""]
    lines += ["### content", "", descriptions.of_model(FrontMatter)[language], ""]
    lines += [f"{say('guide', 'file', language)}: `content/<es, en>/<id>.md`", ""]
    lines += [*_table(FrontMatter, language), ""]
    lines += [
        f"## {say('guide', 'parts', language)}",
        "",
        say("guide", "parts_intro", language),
        "",
    ]
    kinds = {*RECORDS.values(), *DOCUMENTS.values(), FrontMatter}
    for part in sorted(set(descriptions.models()) - kinds, key=lambda each: each.__name__):
        lines += [f"### {part.__name__}", "", descriptions.of_model(part)[language], ""]
        lines += [*_table(part, language), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(model: type[BaseModel], language: str) -> Iterator[str]:
    heads = [
        descriptions.words("guide", each, language)
        for each in ("field", "required", "form", "meaning")
    ]
    yield f"| {' | '.join(heads)} |"
    yield "| --- | --- | --- | --- |"
    for name, known in model.model_fields.items():
        required = descriptions.words("guide", "yes", language) if known.is_required() else ""
        meaning = descriptions.of_field(model, name)[language]
        yield f"| `{name}` | {required} | {form(known, language)} | {meaning} |"


def form(known: FieldInfo, language: str) -> str:
    """The form of a field's value in a few words, such as “list: id of sources”."""
    annotation: Any = known.annotation
    return _form(Annotated[annotation, *known.metadata] if known.metadata else annotation, language)


def _form(annotation: Any, language: str) -> str:
    def say(name: str, *values: str) -> str:
        return descriptions.words("forms", name, language).format(*values)

    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        target = next((m.target for m in arguments[1:] if isinstance(m, Ref)), None)
        if target:
            return _reference(target, say)
        special = {Slug: "id", Day: "day"}.get(annotation)
        return say(special) if special else _form(arguments[0], language)
    inner = [each for each in arguments if each not in (type(None), Ellipsis)]
    if origin is tuple:
        return say("list", _form(inner[0], language))
    if origin is dict:
        return say("by_name", _form(inner[1], language))
    if origin is Literal:
        return say("choice", ", ".join(f"`{each}`" for each in inner))
    return _form(inner[0], language) if inner else _plain(annotation, say)


def _plain(annotation: Any, say: Any) -> str:
    if issubclass(annotation, OfficialText):
        return str(say("official"))
    if issubclass(annotation, Text):
        return str(say("text"))
    if issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    names = {PartialDate: "date", bool: "flag", int: "number"}
    return str(say(names.get(annotation, "words")))


def _reference(target: str, say: Any) -> str:
    folder, _, part = target.partition(".")
    if folder == "vocabularies":
        return str(say("code_of", f"[{part}](../data/vocabularies/{part}.yml)"))
    return str(say("id_of", f"[{target}](#{folder})"))


def _commented(document: Document, model: type[BaseModel], language: str) -> Iterator[str]:
    notes: dict[int, list[str]] = {}
    seen: set[str] = set()
    for location, position in document.keys_at.items():
        parent, field = model_at(model, location[:-1]), str(location[-1])
        name = descriptions.name_of_field(parent, field) if parent else None
        if parent is None or name is None or name in seen:
            continue
        seen.add(name)
        meaning = descriptions.of_field(parent, field)[language]
        notes.setdefault(position.line, []).append(meaning)
    for number, line in enumerate(document.text.rstrip("\n").split("\n"), 1):
        indent = line[: len(line) - len(line.lstrip(" "))]
        yield from (f"{indent}# {note}" for note in notes.get(number, ()))
        yield line


def richest(documents: Mapping[str, Document]) -> dict[str, Document]:
    """Kind → the file that shows most of its fields, and among those the shortest."""
    best: dict[str, Document] = {}
    for path, document in sorted(documents.items()):
        folder, _, name = path.removeprefix("data/").rpartition("/")
        kind = folder or name.removesuffix(".yml")
        if kind not in RECORDS | DOCUMENTS or not path.startswith("data/"):
            continue
        if kind not in best or _worth(document) > _worth(best[kind]):
            best[kind] = document
    return best


def _worth(document: Document) -> tuple[int, int]:
    def path(location: Location) -> tuple[str, ...]:
        return tuple(step for step in location if isinstance(step, str))

    return len({path(location) for location in document.keys_at}), -len(document.text)
