"""What the project asks of its facts: periods, consent, words, reviews, form, and what is withheld."""

import re
from collections.abc import Iterator
from datetime import date

from atlas.catalogue import formatting
from atlas.catalogue.catalogue import WITHHOLD, Catalogue
from atlas.catalogue.problems import Position, Problem, problem
from atlas.catalogue.review import MONTHS_BETWEEN_REVIEWS, is_due
from atlas.model.kinds import RECORDS
from atlas.model.records import Organisation, SourcedRecord, Term
from atlas.model.values import Location, OfficialText, Text


def periods(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Nothing ends before it starts."""
    for identifier, event in catalogue.events.items():
        if event.start and event.end and event.end.last_day < event.start.first_day:
            file = f"data/events/{identifier}.yml"
            yield problem(
                "wrong-period",
                file,
                catalogue.position(file, ("end",)),
                start=event.start,
                end=event.end,
            )


def organisations(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """An organisation is named only with a public source or with its consent, dated."""
    for file, record in catalogue.files.items():
        sourced = isinstance(record, SourcedRecord) and bool(record.sources)
        for location, part in catalogue.parts[file]:
            if not isinstance(part, Organisation):
                continue
            position = catalogue.position(file, location)
            if part.basis == "consent" and part.consent_date is None:
                yield problem("consent-without-date", file, position)
            if part.basis == "public-source" and not part.sources and not sourced:
                yield problem("organisation-without-source", file, position)


def forbidden_terms(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """No text mixes terms the glossary keeps apart (*trata* against *tráfico*).

    A form to avoid is meant in capitals and in small letters alike, unless it differs from the
    term's own forms in nothing else: then only its own spelling is avoided.
    """
    for language in catalogue.languages:
        terms: dict[str, Term] = {}
        forms = []
        for term in catalogue.glossary.terms:
            own = {form.lower() for form in term.forms.get(language.tag, ())}
            for form in term.avoid.get(language.tag, ()):
                terms[form.lower()] = term
                spelling = re.escape(form)
                forms.append(spelling if form.lower() in own else f"(?i:{spelling})")
        if not terms:
            continue
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
        for file, at, text in _passages(catalogue, language.tag):
            for match in pattern.finditer(text):
                term = terms[match[0].lower()]
                yield problem(
                    "forbidden-term",
                    file,
                    at if isinstance(at, Position) else catalogue.position(file, at),
                    found=match[0],
                    term=term.term[language.tag],
                    id=term.id,
                )


def _passages(catalogue: Catalogue, tag: str) -> Iterator[tuple[str, Location | Position, str]]:
    """Every text of ours in a language: file, position and words; written pages line by line.

    Of the glossary only the definitions: its terms, forms and notes speak of what is to be avoided.
    """
    for file, found in catalogue.leaves.items():
        for leaf in found:
            text = leaf.value
            if file == "data/glossary.yml" and leaf.location[-1] != "definition":
                continue
            if isinstance(text, Text) and not isinstance(text, OfficialText) and tag in text:
                yield file, (*leaf.location, tag), text[tag]
    for page in catalogue.written[tag].values():
        for number, line in enumerate(page.body.split("\n"), page.body_line):
            yield page.file, Position(number), line


def reviews(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Every record was reviewed not too long ago, and not in the future."""
    for file, record in catalogue.files.items():
        reviewed = getattr(record, "reviewed", None)
        if reviewed is None:
            continue
        position = catalogue.position(file, ("reviewed",))
        if reviewed.first_day > today:
            yield problem("future-date", file, position, field="reviewed", value=reviewed)
        elif is_due(reviewed, today):
            yield problem(
                "review-due", file, position, reviewed=reviewed, months=MONTHS_BETWEEN_REVIEWS
            )


def canonical_form(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Every data file is in its one form. Only a warning: the data are right, and a tool mends it."""
    tags = [language.tag for language in catalogue.languages]
    for change in formatting.changes(catalogue.documents.values(), tags):
        yield problem("not-canonical", change.path, Position(change.line))


def withheld(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """No file still holds what is withheld, and each entry of the list withholds something."""
    for file in sorted(catalogue.withheld_in):
        yield problem("withheld", file, Position())
    for location in catalogue.withheld_nothing:
        yield problem("withheld-nothing", WITHHOLD, catalogue.position(WITHHOLD, location))
    for index, each in enumerate(catalogue.withhold.records):
        if each.kind not in RECORDS:
            yield problem(
                "wrong-choice",
                WITHHOLD,
                catalogue.position(WITHHOLD, ("records", index, "kind")),
                field="kind",
                value=each.kind,
                choices=", ".join(RECORDS),
            )
