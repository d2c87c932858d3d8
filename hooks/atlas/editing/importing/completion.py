"""Asks for what a draft lacks, one text at a time, and makes the files when nothing is missing."""

from collections.abc import Generator
from dataclasses import replace
from datetime import date

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.problems import Problem
from atlas.catalogue.validation import validate
from atlas.catalogue.yaml_reader import Document
from atlas.editing.importing.draft import Draft, Gap, fill, gaps
from atlas.editing.prompts import Question, ask_text, ask_value
from atlas.model.kinds import RECORDS
from atlas.model.languages import language_name


def questions(
    catalogue: Catalogue, draft: Draft, language: str, today: date
) -> Generator[Question, str, None]:
    """Ask for everything a draft lacks, in `language`; each answer is put into the draft at once."""
    tags = [tongue.tag for tongue in catalogue.languages]
    shown = None
    while open_gaps := gaps(draft, tags):
        gap = open_gaps[0]
        before = "" if gap.part == shown else passage_of(draft, gap, language)
        shown = gap.part
        if gap.language:
            asking = ask_text(catalogue, gap.model, gap.field, gap.language, language, today)
        else:
            asking = ask_value(catalogue, gap.model, gap.field, language, today)
        answer = ""
        try:
            question = next(asking)
            while True:
                answer = yield replace(question, text=f"{before}{question.text}")
                question = asking.send(answer)
        except StopIteration as end:
            fill(draft, gap, end.value)


def passage_of(draft: Draft, gap: Gap, language: str) -> str:
    """What the document itself says in the part a question is about, to be read while answering."""
    place = gap.part
    while place and place not in draft.texts:
        place = place.rpartition(".")[0]
    own = draft.texts.get(place, {})
    lines = [f"[{language_name(tag, language)}] {text}" for tag, text in own.items()]
    return "\n".join(["", f"── {label(draft, place)} ──", *lines, ""]) + "\n" if lines else ""


def label(draft: Draft, place: str) -> str:
    """The id of the part at a place, such as `op-13-a`."""
    value: object = draft.record
    for step in place.split("."):
        value = value[int(step)] if isinstance(value, list) else value[step]  # type: ignore[index]  # a place that is there
    return str(value["id"])  # type: ignore[index]


def finished(catalogue: Catalogue, draft: Draft) -> tuple[dict[str, str], list[Problem]]:
    """The files of a draft that lacks nothing, by path, or the problems that keep it out of the data."""
    tags = [tongue.tag for tongue in catalogue.languages]
    files: dict[str, str] = {}
    problems: list[Problem] = []
    wanted = [("resolutions", draft.id, draft.record)]
    wanted += [("sources", identifier, values) for identifier, values in draft.sources.items()]
    for kind, identifier, values in wanted:
        path = f"data/{kind}/{identifier}.yml"
        record, found = validate(Document(path, values), RECORDS[kind])
        problems.extend(found)
        if record is not None and not found:
            files[path] = formatting.write(record, kind, tags)
    return files, problems
