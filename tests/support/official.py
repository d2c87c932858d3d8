"""A resolution as an official document has it, made from its record: numbers, verbs and citations are
those of the record, and the sentences between them our own. It is written as Markdown, HTML, Word, PDF.
"""

import html
import io
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import docx
import typst

from atlas.catalogue.catalogue import Catalogue
from atlas.model.languages import Language
from atlas.model.records import Citation, Paragraph, Resolution

FILL = {
    "es": ", según proceda y con los medios de que dispongan, para que lo acordado se cumpla en la práctica "
    "y quienes trabajan en ello puedan contar con lo que necesitan",
    "en": ", as appropriate and with the means they have, so that what was agreed is put into practice and "
    "those who work on it can rely on what they need",
}
WHO = {
    "es": {
        "states": "los Estados",
        "member-states": "los Estados Miembros",
        "states-not-parties": "los Estados Miembros que todavía no lo hayan hecho",
        "states-parties": "los Estados partes",
        "unodc": "la Oficina de las Naciones Unidas contra la Droga y el Delito",
        "secretariat": "la secretaría",
        "working-group-tip": "el Grupo de Trabajo sobre la Trata de Personas",
        "donors": "otros donantes",
    },
    "en": {
        "states": "States",
        "member-states": "Member States",
        "states-not-parties": "Member States that have not yet done so",
        "states-parties": "States parties",
        "unodc": "the United Nations Office on Drugs and Crime",
        "secretariat": "the secretariat",
        "working-group-tip": "the Working Group on Trafficking in Persons",
        "donors": "other donors",
    },
}
BODY = {
    "es": {
        "general-assembly": "de la Asamblea General",
        "ccpcj": "de la Comisión de Prevención del Delito y Justicia Penal",
        "ecosoc": "del Consejo Económico y Social",
        "security-council": "del Consejo de Seguridad",
        "cop": "de la Conferencia",
    },
    "en": {
        "general-assembly": "General Assembly",
        "ccpcj": "Commission on Crime Prevention and Criminal Justice",
        "ecosoc": "Economic and Social Council",
        "security-council": "Security Council",
        "cop": "Conference",
    },
}
KIND = {
    "es": {"resolution": "resolución", "decision": "decisión"},
    "en": {"resolution": "resolution", "decision": "decision"},
}


@dataclass(frozen=True)
class Line:
    """One paragraph of the document: what is in italics first, then the rest."""

    rest: str
    lead: str = ""
    label: str = ""
    depth: int = 0
    note: bool = False


def lines(catalogue: Catalogue, record: Resolution, tag: str, symbol: str = "") -> list[Line]:
    """The document of a record in Spanish or English."""
    maker = _Maker(catalogue, record, tag)
    return [*maker.header(symbol), *maker.preamble(), *maker.paragraphs(record.paragraphs, 0)]


class _Maker:
    def __init__(self, catalogue: Catalogue, record: Resolution, tag: str) -> None:
        self.catalogue = catalogue
        self.record = record
        self.tag = tag
        self.tongue = Language(tag, tag)
        assert catalogue.convention.treaty
        self.convention = catalogue.treaties[catalogue.convention.treaty].official_title[tag]

    def header(self, symbol: str) -> Iterator[Line]:
        es = self.tag == "es"
        assert self.record.date
        of = "Conferencia de las Partes en la" if es else "Conference of the Parties to the"
        if symbol:
            yield Line(symbol)
        yield Line(f"{of} {self.convention}")
        yield Line("Distr. limitada" if es else "Distr.: Limited")
        yield Line(self.tongue.date(self.record.date))
        yield Line("Original: inglés" if es else "Original: English")
        yield Line("Décimo período de sesiones" if es else "Tenth session")
        yield Line("Tema 2 b) del programa" if es else "Agenda item 2 (b)")
        yield Line("Examen de la aplicación" if es else "Review of implementation")
        names = [self.tongue.territory(a) for a in ("AU", "BR")]
        draft = "proyecto de resolución" if es else "draft resolution"
        yield Line(f"{names[0]}{' y ' if es else ' and '}{names[1]}*: {draft}")
        tip = self.catalogue.treaties["tip"].official_title[self.tag]
        yield Line(f"{'Aplicación del' if es else 'Implementation of the'} {tip}")
        lead = f"{'La' if es else 'The'} {of} {self.convention}"
        yield Line(",", lead=lead)

    def preamble(self) -> Iterator[Line]:
        cited = list(self.record.recalls)
        share = -(-len(cited) // max(1, len(self.record.preamble) - 1))
        for index, recital in enumerate(self.record.preamble):
            own = cited[index * share : (index + 1) * share]
            words = "; ".join(self.citation(each) for each in own)
            words = words or ("lo que se hizo" if self.tag == "es" else "what was done")
            note = "¹" if index == 0 else ""
            rest = f" {words.replace('; ', ', y ' if self.tag == 'es' else ', and ')}{note}{FILL[self.tag]},"
            yield Line(rest, lead=recital.opening[self.tag])
            if index == 0:
                text = "Naciones Unidas" if self.tag == "es" else "United Nations"
                yield Line(f"{text}, vol. 2225, 39574.", note=True)

    def citation(self, cited: Citation) -> str:
        es = self.tag == "es"
        if cited.kind == "article":
            assert cited.title
            number, _, part = cited.number.partition("(")
            word = "el artículo" if es else "article"
            inner = f", {'párrafo' if es else 'paragraph'} {part.rstrip(')')}," if part else ""
            title = cited.title[self.tag]
            of = ("del" if title.startswith("Protocolo") else "de la") if es else "of the"
            return f"{word} {number}{inner} {of} {title}"
        kind = KIND[self.tag][cited.kind]
        body = BODY[self.tag][cited.body]
        when = ""
        if cited.date:
            when = (
                f", de {self.tongue.date(cited.date)}"
                if es
                else f" of {self.tongue.date(cited.date)}"
            )
        return (
            f"la {kind} {body} {cited.number}{when}"
            if es
            else f"{body} {kind} {cited.number}{when}"
        )

    def paragraphs(self, paragraphs: Sequence[Paragraph], depth: int) -> Iterator[Line]:
        for paragraph in paragraphs:
            last = depth == 0 and paragraph is paragraphs[-1]
            yield self.paragraph(paragraph, depth, last=last)
            yield from self.paragraphs(paragraph.items, depth + 1)

    def paragraph(self, paragraph: Paragraph, depth: int, *, last: bool) -> Line:
        es = self.tag == "es"
        assert paragraph.verb_text
        verb = paragraph.verb_text[self.tag]
        topic = paragraph.topic[self.tag]
        asked = f"{'atiendan a' if es else 'attend to'} «{topic}»"
        rest = f" {asked}" if depth else f" {self.asking(paragraph.addressees)}{asked}"
        rest += "".join(
            f" {self.reference(each.treaty, each.article)}"
            for each in paragraph.references
            if each.treaty
        )
        if paragraph.deadline:
            rest += " en su 11º período de sesiones" if es else " at its eleventh session"
        rest += FILL[self.tag]
        for further in paragraph.also:
            label = self.catalogue.codes["verbs"][further.verb].label[self.tag].lower()
            end = "ayude" if es else "help"
            rest += f"{' y' if es else ' and'} {label} {self.asking(further.addressees)}{end}"
        rest += ":" if paragraph.items else "." if last else ";"
        if depth:
            label = f"{paragraph.number})" if es else f"({paragraph.number})"
        else:
            label = f"{paragraph.number}."
        return Line(rest if not depth else f"{verb}{rest}", "" if depth else verb, label, depth)

    def asking(self, actors: Sequence[str]) -> str:
        names = [WHO[self.tag][actor] for actor in actors]
        if self.tag == "en":
            return f"{' and '.join(names)} to "
        joined = " y a ".join(names)
        return f"a {joined} a que ".replace("a el ", "al ")

    def reference(self, treaty: str, article: str | None) -> str:
        es = self.tag == "es"
        short = self.catalogue.treaties[treaty].short[self.tag].partition(" (")[0]
        if not article:
            own = f"{'la' if short.startswith('Conv') else 'el'} {short}" if es else f"the {short}"
            return f"{'según' if es else 'under'} {own}"
        number, _, part = article.rstrip(")").partition("(")
        word = ("apartado" if part.isalpha() else "párrafo") if es else "paragraph"
        inner = f", {word} {part}," if part else ""
        of = ("de la" if short.startswith("Conv") else "del") if es else "of the"
        return f"{'según el artículo' if es else 'under article'} {number}{inner} {of} {short}"


def markdown(document: Sequence[Line]) -> bytes:
    """The document as Markdown."""
    return "\n\n".join(_marked(line) for line in document).encode()


def _marked(line: Line) -> str:
    if line.note:
        return f"¹ {line.rest}"
    lead = f"*{line.lead}*" if line.lead else ""
    return f"{line.label} {lead}{line.rest}".strip()


def plain(document: Sequence[Line]) -> bytes:
    """The document as plain text, with no italics, wrapped."""
    return "\n\n".join(
        textwrap.fill(f"{'¹' if line.note else line.label} {line.lead}{line.rest}".strip(), 90)
        for line in document
    ).encode()


def web_page(document: Sequence[Line], tag: str) -> bytes:
    """The document as a page, with menus around it."""
    parts = []
    for line in document:
        lead = f"<em>{html.escape(line.lead)}</em>" if line.lead else ""
        rest = html.escape(line.rest).replace("¹", "<sup><a href='#fn1'>1</a></sup>")
        if line.note:
            parts.append(f"<div id='fn1' class='footnote'><p><sup>1</sup> {rest}</p></div>")
        else:
            parts.append(f"<p>{line.label} {lead}{rest}</p>")
    menu = "<nav><ul><li>1. Inicio</li></ul></nav><script>var a = '1. Insta';</script>"
    return (
        f"<!DOCTYPE html><html lang='{tag}'><title>x</title><body>{menu}{''.join(parts)}".encode()
    )


def word(document: Sequence[Line]) -> bytes:
    """The document as DOCX: the note's mark raised, the note at the end."""
    made = docx.Document()
    for line in [*(each for each in document if not each.note), *(e for e in document if e.note)]:
        paragraph = made.add_paragraph()
        if line.label:
            paragraph.add_run(f"{line.label}\t")
        if line.note:
            paragraph.add_run("1").font.superscript = True
        if line.lead:
            half = len(line.lead) // 2
            paragraph.add_run(line.lead[:half]).italic = True
            paragraph.add_run(line.lead[half:]).italic = True
        before, mark, after = line.rest.partition("¹")
        paragraph.add_run(before)
        if mark:
            paragraph.add_run("1").font.superscript = True
        paragraph.add_run(after)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def pdf(document: Sequence[Line], tag: str) -> bytes:
    """The document as PDF of several pages, with heads, feet and a footnote."""
    parts = []
    for line in document:
        if line.note:
            continue
        rest = _typst(line.rest)
        if "¹" in line.rest:
            note = next(each.rest for each in document if each.note)
            rest = rest.replace("¹", f"#footnote[{_typst(note)}]")
        lead = f"#emph[{_typst(line.lead)}]" if line.lead else ""
        label = f"{_typst(line.label)} " if line.label else ""
        parts.append(f"#pad(left: {line.depth}cm)[{label}{lead}{rest}]")
    head = (
        f'#set text(lang: "{tag}", size: 10pt)\n'
        "#set page(margin: 3cm, header: [CTOC/COP/2020/L.3], "
        'footer: context counter(page).display("1/1", both: true))\n'
        "#set par(spacing: 1.4em)\n"
    )
    made = typst.compile((head + "\n\n".join(parts)).encode())
    assert isinstance(made, bytes)
    return made


def _typst(text: str) -> str:
    escaped = "".join(f"\\{c}" if c in "*_`$#<>@\\[]/" else c for c in text)
    return (
        escaped.replace(". ", ".~")
        if escaped.rstrip().endswith(".") and len(escaped) < 5
        else escaped
    )
