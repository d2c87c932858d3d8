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
    """One file with texts that await translation: the dotted path of each, by state.

    The path is empty where a whole page awaits it.
    """

    file: str
    outdated: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class LanguageState:
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
    languages: tuple[LanguageState, ...]


def translations_view(edition: Edition) -> TranslationsView:
    """The state of the translations into every language."""
    states = (_state(edition, language.tag) for language in edition.catalogue.languages)
    return TranslationsView(
        title=edition.say("translations_title"),
        description=edition.say("translations_description"),
        languages=tuple(state for state in states if state),
    )


def _state(edition: Edition, tag: str) -> LanguageState | None:
    texts = translations(edition.catalogue, tag)
    if not texts:
        return None
    counts = {
        state: edition.language.number(sum(text.state is state for text in texts))
        for state in State
    }

    def fields(file: str, state: State) -> tuple[str, ...]:
        return tuple(t.field for t in texts if t.file == file and t.state is state)

    files = dict.fromkeys(text.file for text in texts if text.state is not State.CURRENT)
    return LanguageState(
        tag=tag,
        name=edition.language_name(tag),
        current=counts[State.CURRENT],
        outdated=counts[State.OUTDATED],
        missing=counts[State.MISSING],
        waiting=tuple(
            Waiting(file, fields(file, State.OUTDATED), fields(file, State.MISSING))
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
    pages: tuple[Link, ...]


def reviews_view(edition: Edition) -> ReviewsView:
    """The records that were reviewed longest ago, and the written pages, oldest first."""
    records = [
        (record, kind)
        for kind, of_kind in edition.catalogue.records.items()
        for record in of_kind.values()
        if isinstance(record, SourcedRecord)
    ]
    records.sort(key=lambda pair: (pair[0].reviewed.sort_key, pair[1], pair[0].id))
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
                due=record.reviewed_by == "nobody" or is_due(record.reviewed, edition.today),
            )
            for record, kind in records
        ),
        pages=tuple(
            Link(page.front.title, page.path, edition.date(page.front.reviewed)) for page in written
        ),
    )
