"""The field guide: every kind, part and field of the data in plain words, with a commented example."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from atlas.catalogue.yaml_reader import Document
from atlas.model import descriptions
from atlas.model.fields import Value, describe
from atlas.model.kinds import DOCUMENTS, RECORDS
from atlas.model.records import FrontMatter
from atlas.model.traversal import model_at
from atlas.model.values import Location


def guide(language: str, examples: Mapping[str, Document]) -> str:
    """The guide in one language, as Markdown; `examples` holds a file of each kind to comment on."""
    say = descriptions.words
    lines = [f"# {say('guide', 'title', language)}", "", say("guide", "intro", language), ""]
    lines += [f"## {say('guide', 'kinds', language)}", ""]
    for kind, model in (RECORDS | DOCUMENTS).items():
        lines += [f"### {kind}", "", descriptions.of_model(model)[language]]
        path = f"data/{kind}/<id>.yml" if kind in RECORDS else f"data/{kind}.yml"
        lines += ["", f"{say('guide', 'file', language)}: `{path}`", ""]
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
    for field in describe(model):
        required = descriptions.words("guide", "yes", language) if field.required else ""
        meaning = descriptions.of_field(model, field.name)[language]
        yield f"| `{field.name}` | {required} | {form(field.value, language)} | {meaning} |"


def form(value: Value, language: str) -> str:
    """The form of what a field holds in a few words, such as “list: id of sources”."""

    def say(name: str, *values: str) -> str:
        return descriptions.words("forms", name, language).format(*values)

    match value.kind:
        case "list" | "map":
            assert value.item
            name = "list" if value.kind == "list" else "by_name"
            return say(name, form(value.item, language))
        case "reference":
            return _reference(value.target, say)
        case "choice":
            return say("choice", ", ".join(f"`{each}`" for each in value.choices))
        case "part":
            assert value.part
            return f"[{value.part.__name__}](#{value.part.__name__.lower()})"
    return say(value.kind)


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
        if kind not in RECORDS | DOCUMENTS or not path.startswith("data/") or not document.text:
            continue
        if kind not in best or _worth(document) > _worth(best[kind]):
            best[kind] = document
    return best


def _worth(document: Document) -> tuple[int, int]:
    def path(location: Location) -> tuple[str, ...]:
        return tuple(step for step in location if isinstance(step, str))

    return len({path(location) for location in document.keys_at}), -len(document.text)
