"""What awaits a hand: the state of the translations, and the records reviewed longest ago."""

from dataclasses import dataclass

from atlas.catalogue.edition import Edition, Phrase
from atlas.catalogue.review import is_due
from atlas.catalogue.translations import State, translations
from atlas.model.kinds import PAGED
from atlas.model.records import SourcedRecord
from atlas.site.views.common import Link, title_of


@dataclass(frozen=True)
class Waiting:
    """One file with texts that await translation: how many, and which, by state."""

    file: str
    outdated: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class TongueState:
    """How the translations into one language stand."""

    tag: str
    name: str
    current: str
    outdated: str
    missing: str
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True)
class TranslationsView:
    """The page on the state of the translations."""

    title: str
    description: str
    tongues: tuple[TongueState, ...]


def translations_view(edition: Edition) -> TranslationsView:
    """The state of the translations into every language."""
    found = (_tongue(edition, tongue.tag) for tongue in edition.catalogue.languages)
    return TranslationsView(
        title=edition.say("translations_title"),
        description=edition.say("translations_description"),
        tongues=tuple(each for each in found if each),
    )


def _tongue(edition: Edition, tag: str) -> TongueState | None:
    found = translations(edition.catalogue, tag)
    if not found:
        return None
    counts = {
        state: edition.language.number(sum(each.state is state for each in found))
        for state in State
    }

    def places(file: str, state: State) -> tuple[str, ...]:
        return tuple(t.place for t in found if t.file == file and t.state is state)

    files = dict.fromkeys(t.file for t in found if t.state is not State.CURRENT)
    return TongueState(
        tag=tag,
        name=edition.language_name(tag),
        current=counts[State.CURRENT],
        outdated=counts[State.OUTDATED],
        missing=counts[State.MISSING],
        waiting=tuple(
            Waiting(file, places(file, State.OUTDATED), places(file, State.MISSING))
            for file in files
        ),
    )


@dataclass(frozen=True)
class Reviewed:
    """One record: what it is called, its page if it has one, its file, and when it was reviewed."""

    name: Phrase
    path: str | None
    kind: str
    file: str
    when: str
    machine_date: str
    due: bool


@dataclass(frozen=True)
class ReviewsView:
    """The page on what was reviewed longest ago."""

    title: str
    description: str
    records: tuple[Reviewed, ...]
    pages: tuple[tuple[Link, str], ...]


def reviews_view(edition: Edition) -> ReviewsView:
    """The records that were reviewed longest ago, and the written pages, oldest first."""
    found = [
        (record, kind)
        for kind, records in edition.catalogue.records.items()
        for record in records.values()
        if isinstance(record, SourcedRecord)
    ]
    found.sort(key=lambda each: (each[0].reviewed.sort_key, each[1], each[0].id))
    written = sorted(
        edition.catalogue.written[edition.language.tag].values(),
        key=lambda page: (page.front.reviewed.sort_key, page.path),
    )
    return ReviewsView(
        title=edition.say("reviews_title"),
        description=edition.say("reviews_description"),
        records=tuple(
            Reviewed(
                name=title_of(edition, kind, record.id),
                path=f"{kind}/{record.id}/" if kind in PAGED else None,
                kind=edition.say(f"one_{kind}"),
                file=f"data/{kind}/{record.id}.yml",
                when=edition.date(record.reviewed),
                machine_date=record.reviewed.isoformat(),
                due=is_due(record.reviewed, edition.today),
            )
            for record, kind in found
        ),
        pages=tuple(
            (Link(page.front.title, page.path), edition.date(page.front.reviewed))
            for page in written
        ),
    )
