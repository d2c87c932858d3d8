"""What a record looks like to others: plain values, by functions of their own, apart from the model.

The model may change with the work; a field here keeps its name and meaning as long as version 1 does.
Texts stay in all their languages, ids stay ids, and what is not known is `null` or an empty list.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from atlas.catalogue.catalogue import Catalogue, data_date
from atlas.catalogue.routes import path_of
from atlas.model.kinds import KINDS, SHOWN, for_each
from atlas.model.records import (
    Alliance,
    Article,
    Citation,
    Claim,
    Code,
    Conflict,
    Country,
    CountryInitiative,
    Event,
    Founding,
    Launch,
    Meeting,
    MemberCount,
    Network,
    Option,
    Organisation,
    Paragraph,
    Point,
    Programme,
    Provision,
    Record,
    Resolution,
    Review,
    Scenario,
    Source,
    SourcedRecord,
    Term,
    Treaty,
    TreatyStatus,
    Vocabulary,
)
from atlas.model.values import PartialDate, Text

SCHEMA_VERSION = "1.0"
LICENCE = "CC-BY-4.0"

Json = dict[str, Any]


def envelope(catalogue: Catalogue, site_url: str) -> Json:
    """What every JSON file says of itself: version of the form, newest date of the data, licence, source.

    `site_url` is where the site stands, with its last slash.
    """
    day = data_date(catalogue)
    return {
        "schema_version": SCHEMA_VERSION,
        "data_date": day.isoformat() if day else None,
        "license": LICENCE,
        "source": site_url,
    }


def as_json(value: Json) -> bytes:
    """JSON (RFC 8259) in UTF-8, in lines, with accents as they are.

    Raises TypeError for a value JSON does not have.
    """
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode()


def public_records(catalogue: Catalogue, site_url: str) -> dict[str, list[Json]]:
    """Kind → every record of it as plain values, in the order of the ids; the glossary as one more kind.

    `site_url` is where the site stands, with its last slash; `pages` of a record that has any maps the
    tag of a language to a URL. `docs/data-api.en.md` says what each field means.
    """
    found = {
        kind: [
            {**_public(catalogue, kind, record), "pages": _pages(catalogue, kind, record, site_url)}
            for record in records.values()
        ]
        for kind, records in catalogue.records.items()
    }
    return {**found, "glossary": [_term(term) for term in catalogue.glossary.terms]}


def _pages(catalogue: Catalogue, kind: str, record: Record, site_url: str) -> dict[str, str]:
    if kind not in SHOWN:
        return {}
    path = path_of(catalogue, kind, record.id)
    if path is None:
        return {}
    return {language.tag: f"{site_url}{language.prefix}{path}" for language in catalogue.languages}


def _public(catalogue: Catalogue, kind: str, record: Record) -> Json:
    """A record by the function of its kind, with what it rests on."""
    own = _FORMS[kind](catalogue, record)
    base: Json = {"id": record.id, "former_ids": list(record.former_ids)}
    if not isinstance(record, SourcedRecord):
        return {**base, **own}
    return {
        **base,
        **own,
        "unknown": _texts(record.unknown),
        "sources": list(record.sources),
        "as_of": _date(record.as_of),
        "reviewed": _date(record.reviewed),
        "reviewed_by": record.reviewed_by,
        **_conflicts(record.conflicts),
    }


def _conflicts(conflicts: Iterable[Conflict]) -> Json:
    """What other sources say, where any does."""
    listed = [
        {
            "says": _text(each.says),
            "shown": _text(each.shown),
            "sources": list(each.sources),
            "as_of": _date(each.as_of),
        }
        for each in conflicts
    ]
    return {"conflicts": listed} if listed else {}


def _text(text: Text | None) -> dict[str, str] | None:
    return dict(text.items()) if text else None


def _texts(texts: Iterable[Text]) -> list[dict[str, str]]:
    return [dict(text.items()) for text in texts]


def _date(when: PartialDate | None) -> str | None:
    return when.isoformat() if when else None


def _claim(claim: Claim) -> Json:
    """What a claim rests on; without sources of its own, on those of its record."""
    return {
        "sources": list(claim.sources),
        "as_of": _date(claim.as_of),
        "certainty": claim.certainty,
        "note": _text(claim.note),
        **_conflicts(claim.conflicts),
    }


def _organisation(organisation: Organisation | None) -> Json | None:
    if not organisation:
        return None
    return {
        "name": _text(organisation.name),
        "basis": organisation.basis,
        "link": organisation.link,
        **_claim(organisation),
    }


def _organisations(organisations: Iterable[Organisation]) -> list[Json | None]:
    return [_organisation(each) for each in organisations]


def _provision(provision: Provision) -> Json:
    return {
        "treaty": provision.treaty,
        "article": provision.article,
        "resolution": provision.resolution,
        "paragraph": provision.paragraph,
        "rule": provision.rule,
        "by": provision.by,
    }


def country_names(catalogue: Catalogue, country: Country) -> dict[str, str]:
    """Language tag → name of a country, for every language of the site: its own, else that of CLDR."""
    own = country.name.items() if country.name else {}
    return {
        language.tag: own.get(language.tag)
        or language.territory(country.alpha_2)
        or next(iter(own.values()), country.id.upper())
        for language in catalogue.languages
    }


def _country(catalogue: Catalogue, country: Country) -> Json:
    review = country.review
    return {
        "name": country_names(catalogue, country),
        "other_names": _texts(country.other_names),
        "alpha_2": country.alpha_2,
        "alpha_3": country.id.upper() if len(country.id) == 3 else None,
        "m49": country.m49,
        "kind": country.kind,
        "regions": list(catalogue.regions_of(country)),
        "networks": [network.id for network in catalogue.networks_of(country)],
        "alliances": [alliance.id for alliance in catalogue.alliances_of(country)],
        "vpi_status": (
            country.vpi.status if country.vpi else catalogue.default_code("vpi-statuses")
        ),
        "vpi": _initiative(country.vpi) if country.vpi else None,
        "treaties": [_treaty_status(each) for each in country.treaties],
        "review": _review(review) if review else None,
    }


def _review(review: Review) -> Json:
    return {
        "focal_point_nominated": review.focal_point_nominated,
        "stages": [
            {
                "stage": s.stage,
                "state": s.state,
                "date": _date(s.date),
                "documents": list(s.documents),
                **_claim(s),
            }
            for s in review.stages
        ],
        **_claim(review),
    }


def _treaty_status(status: TreatyStatus) -> Json:
    return {
        "treaty": status.treaty,
        "status": status.status,
        "signed": _date(status.signed),
        "action": status.action,
        "date": _date(status.date),
        **_claim(status),
    }


def _meeting(meeting: Meeting) -> Json:
    return {
        "date": _date(meeting.date),
        "place": _text(meeting.place),
        "participants": _text(meeting.participants),
        **_claim(meeting),
    }


def _launch(launch: Launch) -> Json:
    return {
        "date": _date(launch.date),
        "reported_on": _date(launch.reported_on),
        "days": launch.days,
        "place": _text(launch.place),
        "official_title": _text(launch.official_title),
        **_claim(launch),
    }


def _initiative(vpi: CountryInitiative) -> Json:
    return {
        "status": vpi.status,
        "order": vpi.order,
        "summary": _text(vpi.summary),
        "field_office": _text(vpi.field_office),
        "counterpart": _text(vpi.counterpart),
        "steps": [
            {"step": s.step, "state": s.state, "date": _date(s.date), **_claim(s)}
            for s in vpi.steps
        ],
        "scoping_meetings": [_meeting(each) for each in vpi.scoping_meetings],
        "launch": _launch(vpi.launch) if vpi.launch else None,
        "focus_topics": [
            {"theme": f.theme, "label": _text(f.label), **_claim(f)} for f in vpi.focus_topics
        ],
        "priorities": [{"id": p.id, "text": _text(p.text), **_claim(p)} for p in vpi.priorities],
        "priorities_agreed": vpi.priorities_agreed,
        "participants": _organisations(vpi.participants),
        "context": _text(vpi.context),
        "options": [{"option": o.option, **_claim(o)} for o in vpi.options],
        "alliance": vpi.alliance,
        "follow_ups": list(vpi.follow_ups),
        **_claim(vpi),
    }


def _counts(counts: Iterable[MemberCount]) -> list[Json]:
    return [{"count": each.count, **_claim(each)} for each in counts]


def _founding(founding: Founding) -> Json:
    return {
        "event": founding.event,
        "date": _date(founding.date),
        "place": _text(founding.place),
        **_claim(founding),
    }


def _network(network: Network) -> Json:
    return {
        "name": _text(network.name),
        "summary": _text(network.summary),
        "region": _text(network.region),
        "regions": list(network.regions),
        "founding": _founding(network.founding),
        "member_counts": _counts(network.member_counts),
        "coordinator": _organisation(network.coordinator),
        "steering_committee": _organisations(network.steering_committee),
        "members": _organisations(network.members),
        "link": network.link,
    }


def _alliance(alliance: Alliance) -> Json:
    return {
        "name": _text(alliance.name),
        "summary": _text(alliance.summary),
        "country": alliance.country,
        "network": alliance.network,
        "founding": _founding(alliance.founding),
        "coordinator": _organisation(alliance.coordinator),
        "administrative_coordinator": _organisation(alliance.administrative_coordinator),
        "steering_committee": _organisations(alliance.steering_committee),
        "government_observer": alliance.government_observer,
        "working_groups": [
            {"name": _text(g.name), "themes": list(g.themes), **_claim(g)}
            for g in alliance.working_groups
        ],
        "member_counts": _counts(alliance.member_counts),
        "members": _organisations(alliance.members),
        "activities": [
            {"text": _text(a.text), "date": _date(a.date), **_claim(a)} for a in alliance.activities
        ],
        "link": alliance.link,
    }


def _citation(citation: Citation) -> Json:
    return {
        "body": citation.body,
        "kind": citation.kind,
        "number": citation.number,
        "date": _date(citation.date),
        "title": _text(citation.title),
        "resolution": citation.resolution,
        "treaty": citation.treaty,
        **_claim(citation),
    }


def _paragraph(paragraph: Paragraph) -> Json:
    return {
        "id": paragraph.id,
        "number": paragraph.number,
        "verb": paragraph.verb,
        "verb_text": _text(paragraph.verb_text),
        "addressees": list(paragraph.addressees),
        "topic": _text(paragraph.topic),
        "summary": _text(paragraph.summary),
        "themes": list(paragraph.themes),
        "references": [_provision(each) for each in paragraph.references],
        "deadline": paragraph.deadline,
        "usable_by": list(paragraph.usable_by),
        "usable_how": _text(paragraph.usable_how),
        "also": [
            {"verb": a.verb, "addressees": list(a.addressees), "summary": _text(a.summary)}
            for a in paragraph.also
        ],
        "items": [_paragraph(item) for item in paragraph.items],
    }


def _resolution(resolution: Resolution) -> Json:
    return {
        "kind": resolution.kind,
        "status": resolution.status,
        "session": resolution.session,
        "number": resolution.number,
        "number_verified": resolution.number_verified,
        "number_note": _text(resolution.number_note),
        "topic": _text(resolution.topic),
        "official_title": _text(resolution.official_title),
        "title_verified": list(resolution.title_verified),
        "title_note": _text(resolution.title_note),
        "date": _date(resolution.date),
        "date_note": _text(resolution.date_note),
        "symbol": resolution.symbol,
        "agenda_item": resolution.agenda_item,
        "agenda_title": _text(resolution.agenda_title),
        "original_language": resolution.original_language,
        "annex": _text(resolution.annex),
        "summary": _text(resolution.summary),
        "themes": list(resolution.themes),
        "proposers": list(resolution.proposers),
        "proposers_note": _text(resolution.proposers_note),
        "creates": _texts(resolution.creates),
        "recalls": [_citation(each) for each in resolution.recalls],
        "preamble": [
            {
                "id": p.id,
                "opening": _text(p.opening),
                "summary": _text(p.summary),
                "themes": list(p.themes),
            }
            for p in resolution.preamble
        ],
        "paragraphs": [_paragraph(each) for each in resolution.paragraphs],
    }


def _option(option: Option) -> Json:
    return {
        "id": option.id,
        "name": _text(option.name),
        "description": _text(option.description),
        "first_move": _text(option.first_move),
        "outcome": _text(option.outcome),
        "actors": list(option.actors),
        "needs": list(option.needs),
        "needs_text": _text(option.needs_text),
        "effort": option.effort,
        "mandates": [_provision(each) for each in option.mandates],
        "themes": list(option.themes),
        **_claim(option),
    }


def _scenario(scenario: Scenario) -> Json:
    return {
        "letter": scenario.letter,
        "name": _text(scenario.name),
        "summary": _text(scenario.summary),
        "adds": _text(scenario.adds),
        "includes": list(scenario.includes),
        "effort": scenario.effort,
        "options": [_option(each) for each in scenario.options],
    }


def _points(points: Iterable[Point]) -> list[Json]:
    return [{"id": p.id, "text": _text(p.text), "themes": list(p.themes)} for p in points]


def _programme(programme: Programme) -> Json:
    return {
        "name": _text(programme.name),
        "short": _text(programme.short),
        "summary": _text(programme.summary),
        "link": programme.link,
        "mailbox": programme.mailbox,
        "objectives": _points(programme.objectives),
        "themes": _points(programme.themes),
        "services": _points(programme.services),
        "principles": _points(programme.principles),
        "roles": [
            {
                "id": r.id,
                "name": _text(r.name),
                "optional": r.optional,
                "tasks": _points(r.tasks),
            }
            for r in programme.roles
        ],
        "activities": _points(programme.activities),
        "steps": [
            {
                "id": s.id,
                "name": _text(s.name),
                "happens": _text(s.happens),
                "actors": list(s.actors),
                "outcome": _text(s.outcome),
                "preparation": _text(s.preparation),
            }
            for s in programme.steps
        ],
        "results": _points(programme.results),
        "connections": _points(programme.connections),
        "deadlines": [
            {"id": d.id, "text": _text(d.text), "within": _text(d.within)}
            for d in programme.deadlines
        ],
        "groups": [
            {
                "number": g.number,
                "started": _date(g.started),
                "country_reviews": g.country_reviews,
                "countries": g.countries,
                **_claim(g),
            }
            for g in programme.groups
        ],
        "figures": [{"id": f.id, "text": _text(f.text), **_claim(f)} for f in programme.figures],
    }


def _treaty(treaty: Treaty) -> Json:
    return {
        "short": _text(treaty.short),
        "other_names": _texts(treaty.other_names),
        "official_title": _text(treaty.official_title),
        "summary": _text(treaty.summary),
        "theme": treaty.theme,
        "depositary_number": treaty.depositary_number,
        "adopted": _date(treaty.adopted),
        "adopted_by": treaty.adopted_by,
        "opened": _date(treaty.opened),
        "entry_into_force": _date(treaty.entry_into_force),
        "registration": treaty.registration,
        "series": treaty.series,
        "signatories": treaty.signatories,
        "counts": [{"parties": c.parties, **_claim(c)} for c in treaty.counts],
        "known_gap": _text(treaty.known_gap),
        "link": treaty.link,
        "articles": [_article(article) for article in treaty.articles],
    }


def _article(article: Article) -> Json:
    return {
        "id": article.id,
        "number": int(article.id.removeprefix("art-")),
        "title": _text(article.title),
        "seen_in": dict(article.seen_in),
        "duty": article.duty,
        "also": list(article.also),
        "addressees": list(article.addressees),
        "summary": _text(article.summary),
        "themes": list(article.themes),
        "paragraphs": [
            {
                "id": f"{article.id}-{each.id}",
                "duty": each.duty,
                "concerns": list(each.concerns),
                "summary": _text(each.summary),
            }
            for each in article.paragraphs
        ],
    }


def _event(event: Event) -> Json:
    return {
        "kind": event.kind,
        "title": _text(event.title),
        "official_title": _text(event.official_title),
        "start": _date(event.start),
        "end": _date(event.end),
        "reported_on": _date(event.reported_on),
        "yearly": event.yearly,
        "date_note": _text(event.date_note),
        "place": _text(event.place),
        "country": event.country,
        "mode": event.mode,
        "session": event.session,
        "ordinal": event.ordinal,
        "ordinal_note": _text(event.ordinal_note),
        "after": _text(event.after),
        "summary": _text(event.summary),
        "attendance": [
            {"text": _text(a.text), "organizations": a.organizations, **_claim(a)}
            for a in event.attendance
        ],
        "organisers": _organisations(event.organisers),
        "funders": _texts(event.funders),
        "themes": list(event.themes),
        "networks": list(event.networks),
        "countries": list(event.countries),
        "programmes": list(event.programmes),
    }


def _source(source: Source) -> Json:
    return {
        "kind": source.kind,
        "title": _text(source.title),
        "official_title": _text(source.official_title),
        "publisher": _text(source.publisher),
        "published": _date(source.published),
        "accessed": _date(source.accessed),
        "languages": list(source.languages),
        "link": source.link,
        "symbol": source.symbol,
        "note": _text(source.note),
    }


def _code(code: Code) -> Json:
    return {
        "id": code.id,
        "label": _text(code.label),
        "other_names": _texts(code.other_names),
        "definition": _text(code.definition),
        "parent": code.parent,
        "rank": code.rank,
        "m49": code.m49,
        "role": code.role,
        "sentence": _text(code.sentence),
        "term": code.term,
        "former_ids": list(code.former_ids),
    }


def _vocabulary(vocabulary: Vocabulary) -> Json:
    return {"title": _text(vocabulary.title), "codes": [_code(code) for code in vocabulary.codes]}


_FORMS: Mapping[str, Callable[[Catalogue, Any], Json]] = for_each(
    KINDS,
    {
        "countries": _country,
        "networks": lambda _, network: _network(network),
        "alliances": lambda _, alliance: _alliance(alliance),
        "resolutions": lambda _, resolution: _resolution(resolution),
        "scenarios": lambda _, scenario: _scenario(scenario),
        "programmes": lambda _, programme: _programme(programme),
        "treaties": lambda _, treaty: _treaty(treaty),
        "events": lambda _, event: _event(event),
        "sources": lambda _, source: _source(source),
        "vocabularies": lambda _, vocabulary: _vocabulary(vocabulary),
    },
)
"""Kind → its public form."""


def _term(term: Term) -> Json:
    return {
        "id": term.id,
        "term": _text(term.term),
        "other_names": _texts(term.other_names),
        "definition": _text(term.definition),
        "seen_in": dict(term.seen_in),
        "unverified": list(term.unverified),
        "forms": {tag: list(forms) for tag, forms in term.forms.items()},
        "avoid": {tag: list(forms) for tag, forms in term.avoid.items()},
        "see": list(term.see),
        **_claim(term),
    }


def every_paragraph(resolution: Json) -> Iterator[Json]:
    """The paragraphs of a resolution from `public_records`, in order, items after the one they belong to."""
    for paragraph in resolution["paragraphs"]:
        yield paragraph
        yield from paragraph["items"]
