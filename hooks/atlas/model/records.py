"""The records editors write: frozen, typed, nothing unknown allowed. The only schema of the data.

JSON Schema, the field guide and the skeletons of new files are generated from these classes. A
nested claim without sources of its own rests on the sources of its record.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from atlas.model.values import (
    Count,
    Day,
    Flag,
    LanguageTag,
    Line,
    Link,
    Mailbox,
    Name,
    OfficialText,
    PagePath,
    PartialDate,
    Ref,
    SiteLink,
    Slug,
    Text,
    WithheldName,
)

SourceId = Annotated[Slug, Ref("sources")]
CountryId = Annotated[Slug, Ref("countries")]
NetworkId = Annotated[Slug, Ref("networks")]
AllianceId = Annotated[Slug, Ref("alliances")]
ResolutionId = Annotated[Slug, Ref("resolutions")]
TreatyId = Annotated[Slug, Ref("treaties")]
ScenarioId = Annotated[Slug, Ref("scenarios")]
OptionId = Annotated[Slug, Ref("scenarios.options")]
StepId = Annotated[Slug, Ref("programmes.steps")]
EventId = Annotated[Slug, Ref("events")]
ProgrammeId = Annotated[Slug, Ref("programmes")]
ActorCode = Annotated[Slug, Ref("vocabularies.actors")]
ThemeCode = Annotated[Slug, Ref("vocabularies.themes")]
VerbCode = Annotated[Slug, Ref("vocabularies.verbs")]
DutyCode = Annotated[Slug, Ref("vocabularies.duties")]
RegionCode = Annotated[Slug, Ref("vocabularies.regions")]

Certainty = Literal["high", "medium", "low"]
Reviewer = Literal["editor", "national-expert", "organisation-concerned", "nobody"]

ARTICLE = r"^[0-9]+(\([0-9a-z]+\))*$"
"""How an article is cited, with the paragraph if need be: `32(3)(c)`."""


class Model(BaseModel):
    """What all parts of records share: values never change, unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Conflict(Model):
    """What a source says that does not fit what is shown, and what is shown and why."""

    says: Text
    shown: Text
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    as_of: PartialDate | None = None


class Claim(Model):
    """Something said to be so: by whom, as of when, how sure we are, and who says otherwise."""

    sources: tuple[SourceId, ...] = ()
    as_of: PartialDate | None = None
    certainty: Certainty | None = None
    note: Text | None = None
    conflicts: tuple[Conflict, ...] = ()


class Record(Model):
    """A file of data. Its name is its id; `former_ids` keep old addresses alive."""

    id: Slug
    former_ids: tuple[Slug, ...] = ()


class SourcedRecord(Record):
    """A record that states facts, and so names its sources, its date and its last review.

    `reviewed_by` is the role of who reviewed it; while nobody has, `reviewed` is the day it came in.
    """

    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    as_of: PartialDate
    reviewed: Day
    reviewed_by: Reviewer = "editor"
    conflicts: tuple[Conflict, ...] = ()
    unknown: tuple[Text, ...] = ()


class Code(Model):
    """One code of a vocabulary, with what it is called and what it means."""

    id: Slug
    label: Text
    other_names: tuple[OfficialText, ...] = ()
    definition: Text | None = None
    parent: Slug | None = None
    rank: Count | None = None
    m49: Annotated[str, Field(pattern=r"^[0-9]{3}$")] | None = None
    role: Slug | None = None
    sentence: Text | None = None
    term: Annotated[Slug, Ref("glossary.terms")] | None = None
    former_ids: tuple[Slug, ...] = ()


class Vocabulary(Record):
    """A list of codes that other records may use."""

    title: Text
    codes: Annotated[tuple[Code, ...], Field(min_length=1)]


class Provision(Model):
    """What something rests on: an article, a paragraph of a resolution, or a rule of procedure.

    `by` says who makes the link: the text itself, unless it says that the editors do.
    """

    treaty: TreatyId | None = None
    article: Annotated[str, Field(pattern=ARTICLE)] | None = None
    resolution: ResolutionId | None = None
    paragraph: Slug | None = None
    rule: Count | None = None
    by: Literal["editors"] | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        given = (self.treaty is not None, self.resolution is not None, self.rule is not None)
        if (
            sum(given) != 1
            or (self.article and not self.treaty)
            or (self.paragraph and not self.resolution)
        ):
            raise PydanticCustomError("wrong-provision", "provision")
        return self


class Organisation(Claim):
    """An organisation, named only because a public source names it or it agreed to be named."""

    name: OfficialText
    basis: Literal["public-source", "consent"]
    consent_date: Day | None = None
    link: Link | None = None


class TreatyStatus(Claim):
    """Where one State stands under one treaty."""

    treaty: TreatyId
    status: Annotated[Slug, Ref("vocabularies.treaty-statuses")]
    signed: PartialDate | None = None
    action: Annotated[Slug, Ref("vocabularies.treaty-actions")] | None = None
    date: PartialDate | None = None
    as_of: PartialDate


class ReviewStage(Claim):
    """How far one stage of the review has come in a State, and what was published of it.

    Each stage has sources of its own; `documents` are sources, too, so that their links are kept once.
    """

    stage: Annotated[Slug, Ref("vocabularies.review-stages")]
    state: Annotated[Slug, Ref("vocabularies.step-states")]
    date: PartialDate | None = None
    documents: tuple[SourceId, ...] = ()
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]


class Review(Claim):
    """What is known of a State's part in the Review Mechanism."""

    focal_point_nominated: Flag = False
    stages: tuple[ReviewStage, ...] = ()


class Meeting(Claim):
    """A meeting on the way to a pilot initiative."""

    date: PartialDate | None = None
    place: Text | None = None
    participants: Text | None = None


class Launch(Claim):
    """The meeting that starts a pilot initiative."""

    date: PartialDate | None = None
    reported_on: Day | None = None
    days: Count | None = None
    place: Text | None = None
    official_title: OfficialText | None = None


class Focus(Claim):
    """A topic a pilot initiative is about."""

    theme: ThemeCode
    label: Text | None = None


class Priority(Claim):
    """A priority put forward or agreed in a pilot initiative."""

    id: Slug
    text: Text


class StepRecord(Claim):
    """How far one of the eight steps has come in a country."""

    step: StepId
    state: Annotated[Slug, Ref("vocabularies.step-states")]
    date: PartialDate | None = None


class OptionRecord(Claim):
    """An option of the menu that a country is known to have used."""

    option: OptionId


class CountryInitiative(Claim):
    """A Voluntary Pilot Initiative, or a process reported in its terms, in one country."""

    status: Annotated[Slug, Ref("vocabularies.vpi-statuses")]
    order: Count | None = None
    summary: Text
    field_office: OfficialText | None = None
    counterpart: OfficialText | None = None
    steps: tuple[StepRecord, ...] = ()
    scoping_meetings: tuple[Meeting, ...] = ()
    launch: Launch | None = None
    focus_topics: tuple[Focus, ...] = ()
    priorities: tuple[Priority, ...] = ()
    priorities_agreed: Flag | None = None
    participants: tuple[Organisation, ...] = ()
    context: Text | None = None
    options: tuple[OptionRecord, ...] = ()
    alliance: AllianceId | None = None
    follow_ups: tuple[EventId, ...] = ()


class Country(SourcedRecord):
    """A State, or the European Union, and what is known of its part in the Convention."""

    alpha_2: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    m49: Annotated[str, Field(pattern=r"^[0-9]{3}$")] | None = None
    kind: Annotated[Slug, Ref("vocabularies.country-kinds")]
    region: RegionCode | None = None
    name: Text | None = None
    other_names: tuple[OfficialText, ...] = ()
    treaties: tuple[TreatyStatus, ...]
    review: Review | None = None
    vpi: CountryInitiative | None = None


class MemberCount(Claim):
    """How many organisations belonged, and when that was."""

    count: Count
    as_of: PartialDate


class Founding(Claim):
    """The event a network or an alliance began with."""

    event: EventId | None = None
    date: PartialDate | None = None
    place: Text | None = None


class Network(SourcedRecord):
    """A regional civil-society network."""

    name: OfficialText
    summary: Text
    region: Text
    regions: tuple[RegionCode, ...]
    founding: Founding
    member_counts: tuple[MemberCount, ...] = ()
    coordinator: Organisation | None = None
    steering_committee: tuple[Organisation, ...] = ()
    members: tuple[Organisation, ...] = ()
    link: Link | None = None


class WorkingGroup(Claim):
    """A working group of an alliance."""

    name: Text
    themes: tuple[ThemeCode, ...] = ()


class Activity(Claim):
    """Something an alliance did or plans to do."""

    text: Text
    date: PartialDate | None = None


class Alliance(SourcedRecord):
    """A national civil-society alliance."""

    name: OfficialText
    summary: Text
    country: CountryId
    network: NetworkId | None = None
    founding: Founding
    coordinator: Organisation | None = None
    administrative_coordinator: Organisation | None = None
    steering_committee: tuple[Organisation, ...] = ()
    government_observer: Flag | None = None
    working_groups: tuple[WorkingGroup, ...] = ()
    member_counts: tuple[MemberCount, ...] = ()
    members: tuple[Organisation, ...] = ()
    activities: tuple[Activity, ...] = ()
    link: Link | None = None


class Citation(Claim):
    """A text that a resolution recalls."""

    body: Annotated[Slug, Ref("vocabularies.bodies")]
    kind: Literal["resolution", "decision", "article", "report"]
    number: Line
    date: PartialDate | None = None
    title: OfficialText | None = None
    resolution: ResolutionId | None = None
    treaty: TreatyId | None = None


class PreambleParagraph(Model):
    """One paragraph of a preamble: how it opens and, in our words, what it says."""

    id: Slug
    opening: Text
    summary: Text
    themes: tuple[ThemeCode, ...] = ()


class FurtherRequest(Model):
    """A second request inside the same paragraph."""

    verb: VerbCode
    addressees: tuple[ActorCode, ...]
    summary: Text


class Paragraph(Model):
    """One paragraph of a resolution or of its annex: who is asked what, and who may use it."""

    id: Slug
    number: Line
    verb: VerbCode | None = None
    verb_text: Text | None = None
    addressees: tuple[ActorCode, ...] = ()
    topic: Text
    summary: Text
    themes: tuple[ThemeCode, ...] = ()
    references: tuple[Provision, ...] = ()
    deadline: Annotated[Slug, Ref("events")] | None = None
    usable_by: tuple[ActorCode, ...] = ()
    usable_how: Text | None = None
    also: tuple[FurtherRequest, ...] = ()
    items: tuple["Paragraph", ...] = ()


class Resolution(SourcedRecord):
    """A resolution or decision of the Conference of the Parties, adopted, drafted or reported."""

    kind: Literal["resolution", "decision"]
    status: Annotated[Slug, Ref("vocabularies.resolution-statuses")]
    session: Count
    number: Annotated[str, Field(pattern=r"^[0-9A-Za-z]+([./][0-9A-Za-z]+)+$")] | None = None
    number_verified: Flag = False
    number_note: Text | None = None
    topic: Text
    official_title: OfficialText | None = None
    title_verified: tuple[LanguageTag, ...] = ()
    title_note: Text | None = None
    date: PartialDate | None = None
    date_note: Text | None = None
    symbol: Line | None = None
    agenda_item: Line | None = None
    agenda_title: OfficialText | None = None
    original_language: LanguageTag | None = None
    annex: OfficialText | None = None
    summary: Text
    themes: tuple[ThemeCode, ...] = ()
    proposers: tuple[CountryId, ...] = ()
    proposers_note: Text | None = None
    creates: tuple[Text, ...] = ()
    recalls: tuple[Citation, ...] = ()
    preamble: tuple[PreambleParagraph, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


class Option(Claim):
    """One option of the menu: who acts, what it needs first, what it rests on."""

    id: Slug
    name: Text
    description: Text
    first_move: Text
    outcome: Text
    actors: Annotated[tuple[ActorCode, ...], Field(min_length=1)]
    needs: tuple[OptionId, ...] = ()
    needs_text: Text | None = None
    effort: Annotated[Slug, Ref("vocabularies.efforts")]
    mandates: tuple[Provision, ...] = ()
    themes: tuple[ThemeCode, ...] = ()


class Scenario(SourcedRecord):
    """One of the three degrees of cooperation in the menu of options."""

    letter: Annotated[str, Field(pattern=r"^[A-Z]$")]
    name: Text
    summary: Text
    adds: Text
    includes: tuple[ScenarioId, ...] = ()
    effort: Annotated[Slug, Ref("vocabularies.efforts")]
    options: Annotated[tuple[Option, ...], Field(min_length=1)]


class Step(Model):
    """One step of a process: what happens, who acts, what comes out, how to prepare."""

    id: Slug
    name: Text
    happens: Text
    actors: tuple[ActorCode, ...]
    outcome: Text
    preparation: Text


class Point(Model):
    """One point of a list, with an id so that its translation can be followed."""

    id: Slug
    text: Text
    themes: tuple[ThemeCode, ...] = ()


class Role(Model):
    """A role in an alliance or a network, and its tasks."""

    id: Slug
    name: Text
    tasks: tuple[Point, ...]
    optional: Flag = False


class Deadline(Model):
    """A term set by the rules of the Review Mechanism."""

    id: Slug
    text: Text
    within: Text


class ReviewGroup(Claim):
    """One of the three groups of States under review."""

    number: Count
    started: PartialDate
    country_reviews: Count
    countries: Count


class ReviewFigure(Claim):
    """A figure on how far the reviews have come."""

    id: Slug
    text: Text
    as_of: PartialDate


class Programme(SourcedRecord):
    """A scheme of cooperation: the pilot initiatives, the alliances, the networks, the review."""

    short: Text
    name: OfficialText
    summary: Text
    page: PagePath | None = None
    link: Link | None = None
    mailbox: Mailbox | None = None
    objectives: tuple[Point, ...] = ()
    themes: tuple[Point, ...] = ()
    services: tuple[Point, ...] = ()
    principles: tuple[Point, ...] = ()
    roles: tuple[Role, ...] = ()
    activities: tuple[Point, ...] = ()
    steps: tuple[Step, ...] = ()
    results: tuple[Point, ...] = ()
    connections: tuple[Point, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    groups: tuple[ReviewGroup, ...] = ()
    figures: tuple[ReviewFigure, ...] = ()


class PartyCount(Claim):
    """How many parties a treaty had on a date."""

    parties: Count
    as_of: PartialDate


class ArticleParagraph(Model):
    """A paragraph of an article that concerns those outside government. Its id: `3-c` for 3 (c)."""

    id: Slug
    duty: DutyCode
    concerns: tuple[ActorCode, ...] = ()
    summary: Text


class Article(Model):
    """One article of a treaty: what it is about, whom it asks and how firmly.

    `seen_in` names the source each language's title was seen in; a title without one is unverified.
    """

    id: Annotated[str, Strict(), StringConstraints(pattern=r"^art-[1-9][0-9]*$", max_length=64)]
    title: OfficialText
    seen_in: dict[LanguageTag, SourceId] = {}
    duty: DutyCode
    also: tuple[DutyCode, ...] = ()
    addressees: tuple[ActorCode, ...] = ()
    summary: Text
    themes: tuple[ThemeCode, ...] = ()
    paragraphs: tuple[ArticleParagraph, ...] = ()


class Treaty(SourcedRecord):
    """The Convention or one of its Protocols."""

    short: Text
    other_names: tuple[OfficialText, ...] = ()
    official_title: OfficialText
    summary: Text
    theme: ThemeCode
    depositary_number: Line
    adopted: Day
    adopted_by: Line
    opened: Day | None = None
    entry_into_force: Day
    registration: Line | None = None
    series: Line | None = None
    signatories: Count | None = None
    counts: tuple[PartyCount, ...] = ()
    known_gap: Text | None = None
    link: Link | None = None
    articles: tuple[Article, ...] = ()


class Attendance(Claim):
    """Who took part, as a source counts it."""

    text: Text
    organizations: Count | None = None


class Event(SourcedRecord):
    """Something that took place, or takes place every year, on a date."""

    kind: Annotated[Slug, Ref("vocabularies.event-kinds")]
    title: Text
    official_title: OfficialText | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    reported_on: Day | None = None
    yearly: Flag = False
    date_note: Text | None = None
    place: Text | None = None
    country: CountryId | None = None
    mode: Annotated[Slug, Ref("vocabularies.modes")] | None = None
    session: Count | None = None
    ordinal: Count | None = None
    ordinal_note: Text | None = None
    after: Text | None = None
    summary: Text | None = None
    attendance: tuple[Attendance, ...] = ()
    organisers: tuple[Organisation, ...] = ()
    funders: tuple[OfficialText, ...] = ()
    themes: tuple[ThemeCode, ...] = ()
    networks: tuple[NetworkId, ...] = ()
    countries: tuple[CountryId, ...] = ()
    programmes: tuple[ProgrammeId, ...] = ()


class Source(Record):
    """A document, page or data set that facts were taken from."""

    kind: Annotated[Slug, Ref("vocabularies.source-kinds")]
    title: Text
    official_title: OfficialText | None = None
    publisher: OfficialText
    published: PartialDate | None = None
    accessed: Day | None = None
    languages: tuple[LanguageTag, ...]
    link: Link | None = None
    symbol: Line | None = None
    note: Text | None = None


class Term(Claim):
    """A term of the glossary, with where each language's form was seen."""

    id: Slug
    term: Text
    other_names: tuple[OfficialText, ...] = ()
    definition: Text | None = None
    seen_in: dict[LanguageTag, SourceId] = {}
    unverified: tuple[LanguageTag, ...] = ()
    forms: dict[LanguageTag, tuple[Line, ...]] = {}
    avoid: dict[LanguageTag, tuple[Line, ...]] = {}
    see: tuple[Annotated[Slug, Ref("glossary.terms")], ...] = ()


class Glossary(Model):
    """All terms, in the file `glossary.yml`."""

    terms: tuple[Term, ...]


class Change(Model):
    """One line of what changed for readers."""

    date: Day
    text: Text
    link: SiteLink | None = None


class History(Model):
    """What changed lately, newest first, in the file `history.yml`."""

    changes: tuple[Change, ...]


class Interface(Model):
    """Every word the site itself says, in the file `interface.yml`."""

    texts: dict[Name, Text]


class Convention(Model):
    """What the program must know of the convention the Atlas is about, in the file `convention.yml`.

    `product` names the Atlas in file names and identifiers, `title` in what has no language.
    `numbers` are the patterns a resolution's number may have (regular expressions, matched whole);
    `annex_prefix` begins the ids of paragraphs that stand in a resolution's annex. `texts` are the
    words of the site that speak of this convention; those any convention has are in `interface.yml`.
    """

    product: Slug
    title: Line
    treaty: TreatyId | None = None
    process: ProgrammeId | None = None
    alliances: ProgrammeId | None = None
    networks: ProgrammeId | None = None
    review: ProgrammeId | None = None
    rules_page: PagePath | None = None
    official_documents: Link | None = None
    numbers: tuple[Line, ...] = ()
    annex_prefix: Slug | None = None
    texts: dict[Name, Text] = {}


class WithheldRecord(Model):
    """A record that is kept out as a whole."""

    kind: Slug
    id: Slug
    date: Day
    mended: Day | None = None


class WithheldOrganisation(Model):
    """An organisation kept out of every record, by its name or the fingerprint of its name."""

    name: WithheldName
    date: Day
    mended: Day | None = None


class Withheld(Model):
    """What is kept out of every output, in the file `withhold.yml`. It says no reasons."""

    records: tuple[WithheldRecord, ...] = ()
    organisations: tuple[WithheldOrganisation, ...] = ()


Audience = Literal["civil-society", "government", "private-sector", "academia"]


class FrontMatter(Model):
    """What stands between the `---` lines at the top of a written page."""

    title: Line
    description: Annotated[Line, Field(max_length=160)]
    reviewed: Day
    order: Count = 0
    other_names: tuple[Line, ...] = ()
    audience: tuple[Audience, ...] = ()
    sources: tuple[SourceId, ...] = ()
    translated_from: LanguageTag | None = None


GROUNDS = (
    "unknown",
    "note",
    "conflicts",
    "certainty",
    "sources",
    "as_of",
    "reviewed",
    "reviewed_by",
)
"""What a claim rests on; it stands after what the claim says."""


def fields_in_order(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model as its files hold them: what is said first, what it rests on last."""
    fields = model.model_fields
    last = [name for name in GROUNDS if name in fields]
    return {name: fields[name] for name in [*(n for n in fields if n not in last), *last]}
