"""What pages show, as values: no HTML, one language, one day."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition, Phrase
from atlas.catalogue.written_pages import insert_names
from atlas.model.records import ReviewStage
from atlas.model.values import PartialDate, Text
from atlas.site.layout import Frame
from atlas.site.pages import Page, Site, pages
from atlas.site.shell import moved
from atlas.site.views.common import Citations, Link, link_to, next_day, treaty_line, upcoming
from atlas.site.views.compare import country_cells
from atlas.site.views.country import countries_view, country_view
from atlas.site.views.guide import insert_view
from atlas.site.views.listing import (
    calendar_view,
    glossary_view,
    home_view,
    index_view,
    sources_view,
)
from atlas.site.views.menu import menu_view, scenario_view
from atlas.site.views.organisation import alliance_view, alliances_view, network_view
from atlas.site.views.resolution import resolution_view, resolutions_view
from atlas.site.views.theme import theme_view
from atlas.site.views.treaty import treaty_view
from support.projects import EXAMPLE_DAY


def plain(text: Phrase | str | None) -> str:
    return str(text or "")


def test_resolution_of_which_nothing_official_was_found_is_told_in_its_session(
    edition: Edition,
) -> None:
    group = next(g for g in resolutions_view(edition).sessions if g.number == 12)
    (told,) = group.folded
    assert (group.rows, told.id) == ((), "cop12-reported")
    assert told.cites
    assert link_to(edition, "resolutions", "cop12-reported").path == "resolutions/#cop12-reported"
    moved_from = {path: context["target"] for path, context in moved(Frame(edition, Site(), "/"))}
    assert moved_from["resolutions/cop12-reported/"] == "../#cop12-reported"


def test_what_is_known_of_the_focal_point_is_told(edition: Edition) -> None:
    country = edition.catalogue.countries["zzz"]
    assert country.review
    note = Text({"es": "Trabaja en la fiscalía.", "en": "It is in the prosecution service."})
    told = country.model_copy(update={"review": country.review.model_copy(update={"note": note})})
    assert country_view(edition, country).review_note is None
    assert plain(country_view(edition, told).review_note) == note[edition.language.tag]


def test_a_status_of_medium_certainty_says_so(edition: Edition) -> None:
    country = edition.catalogue.countries["zzz"]
    status = country.treaties[0]
    assert status.certainty == "high"
    doubtful = status.model_copy(update={"certainty": "medium"})
    sure, unsure = (treaty_line(edition, each, Citations(edition)) for each in (status, doubtful))
    assert unsure.status == edition.say("status_medium_certainty", status=sure.status)


def test_a_deposit_of_unknown_kind_is_in_the_timeline(edition: Edition) -> None:
    country = edition.catalogue.countries["zzz"]
    status = country.treaties[0].model_copy(update={"action": None})
    bare = country.model_copy(update={"treaties": (status, *country.treaties[1:])})
    treaty = edition.phrase(edition.catalogue.treaties[status.treaty].short).text
    moments = [moment.text for moment in country_view(edition, bare).moments]
    assert edition.say("moment_party", treaty=treaty) in moments


def test_party_is_a_party_with_the_date_of_its_instrument(english: Edition) -> None:
    line = country_view(english, english.catalogue.countries["zzz"]).treaties[0]
    assert line.status_role == "party"
    assert line.date == "4 March 2003"
    assert "Ratification" in line.status or "ratification" in line.status


def test_status_known_for_2014_only_is_never_said_of_today(edition: Edition) -> None:
    line = country_view(edition, edition.catalogue.countries["zzy"]).treaties[0]
    later = {
        "en": "; this may have changed since",
        "es": "; después pudo cambiar",
    }
    assert line.status_role == "other"
    assert "2014" in line.status
    assert line.status.endswith(later[edition.language.tag])


def test_signature_alone_says_when_that_was_so(edition: Edition) -> None:
    line = country_view(edition, edition.catalogue.countries["zzz"]).treaties[1]
    assert line.status_role == "other"
    assert "2014" in line.status


def test_steps_not_on_record_are_said_to_be_unrecorded_not_undone(english: Edition) -> None:
    view = country_view(english, english.catalogue.countries["zzz"])
    assert [(step.id, step.role) for step in view.steps] == [
        ("scoping", "done"),
        ("roadmap", "begun"),
    ]
    assert view.steps_done == 1
    other = country_view(english, english.catalogue.countries["zzy"])
    assert other.steps == ()
    assert other.initiative is None


def test_reported_process_is_not_called_a_confirmed_initiative(edition: Edition) -> None:
    view = country_view(edition, edition.catalogue.countries["zzx"])
    expected = {"en": "Reported process", "es": "Proceso comunicado"}
    assert view.status == expected[edition.language.tag]
    assert view.status_role == "reported"


def test_launch_whose_day_is_unknown_says_when_it_was_reported(english: Edition) -> None:
    initiative = country_view(english, english.catalogue.countries["zzz"]).initiative
    assert initiative
    assert initiative.launch
    assert "12 May 2024" in plain(initiative.launch.when)
    assert plain(initiative.launch.when) != "12 May 2024"


def test_whether_priorities_were_agreed_is_unknown_unless_recorded(english: Edition) -> None:
    country = english.catalogue.countries["zzz"]
    assert country.vpi
    said = set()
    for agreed in (None, True, False):
        vpi = country.vpi.model_copy(update={"priorities_agreed": agreed})
        initiative = country_view(english, country.model_copy(update={"vpi": vpi})).initiative
        assert initiative
        said.add(initiative.agreed)
    assert len(said) == 3


def test_page_is_dated_by_the_oldest_of_what_it_says(english: Edition) -> None:
    catalogue = english.catalogue
    country = catalogue.countries["zzz"]
    assert str(country.as_of) == "2025-03"
    assert country_view(english, country).foot.as_of == "10 July 2014"
    assert dict(country_cells(english, country))[english.say("compare_as_of")] == "10 July 2014"
    untoc = catalogue.treaties["untoc"]
    dates = [
        s.as_of for c in catalogue.countries.values() for s in c.treaties if s.treaty == "untoc"
    ]
    first = min([untoc.as_of, *dates], key=lambda each: each.sort_key)
    assert treaty_view(english, untoc).foot.as_of == english.date(first)


def test_country_page_and_guide_give_every_public_mailbox(edition: Edition) -> None:
    programmes = edition.catalogue.programmes.values()
    known = {programme.mailbox for programme in programmes if programme.mailbox}
    assert known
    for country in edition.countries:
        assert {line.address for line in country_view(edition, country).mailboxes} == known
    shown = insert_view(edition, "mailboxes", Citations(edition)).mailboxes
    assert {line.address for line in shown} == known


def test_roadmap_writes_dates_as_the_pages_do(english: Edition) -> None:
    plan = json.loads(menu_view(english).plan)
    assert plan["language"] == "en-GB"


def test_sources_of_a_page_are_numbered_as_they_are_cited(english: Edition) -> None:
    view = country_view(english, english.catalogue.countries["zzz"])
    numbers = [line.number for line in view.foot.sources]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = {n for step in view.steps for n in step.cites} | {
        n for line in view.treaties for n in line.cites
    }
    assert cited <= set(numbers)
    assert {line.path for line in view.foot.sources} == {
        "sources/#example-page",
        "sources/#example-data",
    }


def test_timeline_is_in_order(edition: Edition) -> None:
    view = country_view(edition, edition.catalogue.countries["zzz"])
    dates = [moment.machine_date for moment in view.moments]
    assert dates == sorted(dates)
    assert len(dates) == 7


def test_menu_of_a_country_shows_what_is_on_record(english: Edition) -> None:
    view = country_view(english, english.catalogue.countries["zzz"])
    assert [(line.code, line.done) for line in view.options] == [
        ("A1", True),
        ("A2", False),
        ("B1", False),
    ]


def test_pages_name_each_other(english: Edition) -> None:
    catalogue = english.catalogue
    country = country_view(english, catalogue.countries["zzz"])
    assert [link.path for link in country.networks] == ["networks/example-network/"]
    assert [link.path for link in country.alliances] == ["alliances/zeta-alliance/"]
    named = {link.path for group in country.foot.related for link in group.links}
    assert {"resolutions/example-draft/", "alliances/zeta-alliance/"} <= named
    network = network_view(english, catalogue.networks["example-network"])
    assert [link.path for link in network.alliances] == ["alliances/zeta-alliance/"]
    assert [link.path for link in network.recorded] == ["countries/zzz/"]
    scenario = scenario_view(english, catalogue.scenarios["a"])
    assert [link.path for link in scenario.options[0].done_by] == ["countries/zzz/#menu"]


def test_counts_of_members_are_dated_newest_first(edition: Edition) -> None:
    view = network_view(edition, edition.catalogue.networks["example-network"])
    assert [line.count for line in view.counts] == [15, 12]
    assert all("202" in line.as_of for line in view.counts)


def test_home_page_asks_what_the_data_can_answer(english: Edition) -> None:
    view = home_view(english)
    paths = ["countries/", "resolutions/", "scenarios/", "#speak"]
    assert [door.path for door in view.doors] == paths
    assert view.as_of == "10 July 2014"
    bare = replace(english.catalogue, records={**english.catalogue.records, "events": {}})
    assert [d.path for d in home_view(replace(english, catalogue=bare)).doors] == paths[:3]


def test_next_chance_to_speak_is_a_date_or_the_rhythm_so_far(english: Edition) -> None:
    for day, is_known in ((date(1990, 1, 1), True), (date(2090, 1, 1), False)):
        speaking = home_view(replace(english, today=day)).speaking
        assert speaking
        assert bool(speaking.next) == is_known
        assert speaking.after


def test_stage_of_the_review_is_shown_with_its_documents(edition: Edition) -> None:
    country = edition.catalogue.countries["zzz"]
    assert country.review
    stage = ReviewStage(
        stage="questionnaire",
        state="done",
        date=PartialDate(2023, 5),
        documents=("example-page",),
        sources=("example-data",),
    )
    review = country.review.model_copy(update={"stages": (stage,)})
    (line,) = country_view(edition, country.model_copy(update={"review": review})).stages
    assert line.name == edition.label("review-stages", "questionnaire")
    assert (line.role, line.when) == ("done", edition.date(PartialDate(2023, 5)))
    assert [document.path for document in line.documents] == ["sources/#example-page"]
    assert line.cites
    with pytest.raises(ValidationError):
        ReviewStage(stage="questionnaire", state="done", sources=())


@pytest.mark.parametrize("joined", [0, 1, 2])
def test_country_in_a_sentence_whatever_it_has_joined(edition: Edition, joined: int) -> None:
    country = edition.catalogue.countries["zzz"]
    treaties = tuple(
        each.model_copy(update={"status": "party" if place < joined else "signatory"})
        for place, each in enumerate(country.treaties)
    )
    view = country_view(edition, country.model_copy(update={"treaties": treaties}))
    key = ("lede_none", "lede_some", "lede_all")[joined]
    names = edition.phrase(edition.catalogue.treaties["untoc"].short).text
    assert view.lede.startswith(edition.say(key, done=joined, total=2, names=names))
    assert [thread.is_party for thread in view.loom.threads].count(True) == joined
    assert all(thread.date or thread.status for thread in view.loom.threads)


def test_alliance_shows_all_that_is_on_record(english: Edition) -> None:
    view = alliance_view(english, english.catalogue.alliances["zeta-alliance"])
    assert plain(view.coordinator) == "Organization that Agreed"
    assert plain(view.administrative_coordinator) == "Zeta Watch"
    assert [plain(each) for each in view.members] == ["Zeta Watch"]
    assert view.founding.when == "June 2024"
    assert view.network
    assert [activity.when for activity in view.activities] == ["September 2024"]
    assert [link.path for group in view.groups for link in group.themes] == [
        "themes/trafficking-in-persons/"
    ]


def test_list_of_alliances_stands_without_any(english: Edition) -> None:
    records = {**english.catalogue.records, "alliances": {}}
    empty = replace(english, catalogue=replace(english.catalogue, records=records))
    assert alliances_view(empty).alliances == ()
    assert len(alliances_view(english).alliances) == 1


def test_draft_is_called_a_draft_wherever_it_is_shown(edition: Edition) -> None:
    word = {"en": "draft", "es": "proyecto"}[edition.language.tag]
    catalogue = edition.catalogue
    view = resolution_view(edition, catalogue.resolutions["example-draft"])
    assert word in view.title.casefold()
    assert view.status_role == "draft"
    assert view.status_note
    assert view.number is None
    assert word in view.paragraphs[0].cite.casefold()
    row = next(
        row
        for session in resolutions_view(edition).sessions
        for row in session.rows
        if row.link.path == "resolutions/example-draft/"
    )
    assert row.status_role == "draft"
    theme = theme_view(edition, catalogue.codes["themes"]["trafficking-in-persons"])
    assert [word in line.resolution.casefold() for line in theme.paragraphs] == [True]
    insert = insert_view(edition, "civil-society paragraphs", _cites(edition))
    names = {each.link.path: each.resolution for each in insert.paragraphs}
    assert word in names["resolutions/example-draft/#op-1"].casefold()
    related = country_view(edition, catalogue.countries["zzz"]).foot.related
    titles = [
        plain(link.text)
        for group in related
        for link in group.links
        if link.path == "resolutions/example-draft/"
    ]
    assert [word in title.casefold() for title in titles] == [True]


def _cites(edition: Edition) -> Citations:
    return Citations(edition)


def test_paragraph_says_who_is_asked_what_and_who_may_use_it(english: Edition) -> None:
    view = resolution_view(english, english.catalogue.resolutions["example-draft"])
    first, second = view.paragraphs
    assert (first.number, first.verb, first.verb_code) == ("1", "Urges", "urges")
    assert [link.path for link in first.references] == ["treaties/tip/", "resolutions/9-1/#pr-23"]
    assert first.deadline
    assert first.deadline.path == "calendar/#cop-12"
    assert [item.id for item in second.items] == ["op-2-a"]
    assert second.items[0].number == "2 a)"
    assert [(choice.code, choice.count) for choice in view.verbs] == [("urges", 1), ("requests", 2)]


def test_a_link_that_the_editors_made_says_so(edition: Edition) -> None:
    view = resolution_view(edition, edition.catalogue.resolutions["example-draft"])
    own, added = view.paragraphs[0].references
    note = edition.say("provision_by_editors", name="")
    assert not plain(own.text).endswith(note)
    assert plain(added.text).endswith(note)


def test_resolution_recalls_and_is_recalled(english: Edition) -> None:
    catalogue = english.catalogue
    draft = resolution_view(english, catalogue.resolutions["example-draft"])
    links = [text.link.path for group in draft.recalls for text in group.texts if text.link]
    assert links == ["resolutions/9-1/", "treaties/untoc/#art-1-2"]
    adopted = resolution_view(english, catalogue.resolutions["9-1"])
    assert [link.path for link in adopted.recalled_by] == ["resolutions/example-draft/"]


def test_calendar_has_what_is_to_come_first_and_then_each_year(english: Edition) -> None:
    view = calendar_view(english)
    assert [event.id for event in view.upcoming] == ["zeta-training", "observance"]
    assert [(year.title, [event.id for event in year.events]) for year in view.years] == [
        ("2024", ["cop-12"]),
        ("2023", ["network-founding"]),
        ("2022", ["dialogue-undated"]),
    ]


def test_yearly_event_comes_back_on_its_next_day(english: Edition) -> None:
    event = english.catalogue.events["observance"]
    on = {
        date(2026, 11, 14): PartialDate(2026, 11, 15),
        date(2026, 11, 15): PartialDate(2026, 11, 15),
        date(2026, 11, 16): PartialDate(2027, 11, 15),
    }
    for today, expected in on.items():
        assert next_day(replace(english, today=today), event) == expected


def test_event_is_to_come_until_its_last_day(english: Edition) -> None:
    for today, there in ((date(2024, 10, 18), True), (date(2024, 10, 19), False)):
        coming = {event.id for event in upcoming(replace(english, today=today))}
        assert ("cop-12" in coming) is there


def test_event_without_a_date_says_when_it_was_reported(english: Edition) -> None:
    lines = {event.id: event for year in calendar_view(english).years for event in year.events}
    assert "30 September 2022" in lines["dialogue-undated"].when
    assert lines["dialogue-undated"].when != "30 September 2022"
    assert lines["cop-12"].when == "14–18 October 2024"


def test_treaty_says_how_many_parties_and_how_many_are_on_record(english: Edition) -> None:
    view = treaty_view(english, english.catalogue.treaties["untoc"])
    assert [point.parties for point in view.counts] == [178, 192]
    assert "192" in view.recorded
    assert "2" in view.recorded
    assert {line.code: line.count for line in view.statuses} == {"party": 2, "no-action": 1}
    assert [row.country.text for row in view.rows] == ["Epsilon", "Union of Examples", "Zeta"]


def test_scenario_names_what_it_contains_and_what_it_rests_on(english: Edition) -> None:
    view = scenario_view(english, english.catalogue.scenarios["b"])
    assert [link.path for link in view.includes] == ["scenarios/a/"]
    assert [link.path for link in view.options[0].needs] == ["scenarios/#a-2"]
    assert [link.path for link in view.options[0].mandates] == ["treaties/untoc/#art-32-3-c"]
    first = scenario_view(english, english.catalogue.scenarios["a"]).options[0]
    assert [link.path for link in first.mandates] == [
        "resolutions/9-1/#pr-23",
        "guide/review/#entry-points",
    ]


def test_menu_has_every_option_once(edition: Edition) -> None:
    view = menu_view(edition)
    assert [o.id for s in view.scenarios for o in s.options] == ["a-1", "a-2", "b-1"]
    assert len(view.countries) == 3


def test_glossary_says_what_was_not_seen_in_a_source(english: Edition) -> None:
    lines = {line.id: line for group in glossary_view(english).initials for line in group.terms}
    assert lines["untoc"].unverified
    assert lines["tip"].unverified is None
    assert lines["tip"].avoid == "human smuggling"
    assert [link.path for link in lines["tip"].see] == ["glossary/#untoc"]


def test_each_source_names_the_pages_that_rest_on_it(english: Edition) -> None:
    entries = {e.id: e for group in sources_view(english).kinds for e in group.entries}
    assert set(entries) == {"example-page", "example-note", "example-data"}
    used = {link.path for link in entries["example-page"].used_by}
    assert "countries/zzz/" in used


def test_index_is_ordered_as_a_reader_expects(spanish: Edition) -> None:
    view = index_view(spanish, [Link("Zeta", "z/"), Link("Épsilon", "e/"), Link("eco", "o/")])
    assert [
        (group.title, [plain(link.text) for link in group.links]) for group in view.initials
    ] == [
        ("E", ["eco", "Épsilon"]),
        ("Z", ["Zeta"]),
    ]


def test_text_without_translation_is_shown_with_its_language_and_a_notice(
    example: Catalogue, spanish: Edition, english: Edition
) -> None:
    event = example.events["zeta-training"]
    shown = english.phrase(event.title)
    assert (shown.text, shown.language, shown.direction) == ("Capacitación en Zeta", "es", "ltr")
    assert shown.notice
    assert 'lang="es"' in shown.__html__()
    assert event.summary
    assert spanish.phrase(event.summary).language == "en"
    assert spanish.phrase(event.title) == Phrase("Capacitación en Zeta")


def test_name_given_by_others_needs_no_translation(spanish: Edition) -> None:
    name = spanish.catalogue.sources["example-page"].publisher
    shown = spanish.phrase(name)
    assert (shown.text, shown.language, shown.notice) == ("Office of Examples", "en", None)


def test_outdated_translation_is_shown_with_a_notice(spanish: Edition, english: Edition) -> None:
    vpi = english.catalogue.countries["zzz"].vpi
    assert vpi
    assert english.phrase(vpi.summary).notice
    assert spanish.phrase(vpi.summary).notice is None


def test_phrase_is_escaped() -> None:
    assert str(Phrase('<b> & "', language="es", direction="ltr").__html__()).count("<b>") == 0


def test_every_insert_can_be_shown(edition: Edition) -> None:
    names = insert_names(
        edition.catalogue.programmes, edition.catalogue.codes["actors"], edition.catalogue.words
    )
    for name in sorted(names):
        assert insert_view(edition, name, _cites(edition)).name == name


def test_countries_are_listed_with_what_filters_need(english: Edition) -> None:
    rows = {row.code: row for row in countries_view(english).rows}
    assert (rows["ZZZ"].region_code, rows["ZZZ"].network_codes) == ("americas", "example-network")
    assert rows["ZZX"].region == ""
    assert rows["ZZZ"].alliance
    assert not rows["ZZY"].alliance


@pytest.fixture(scope="module")
def made(example: Catalogue) -> dict[tuple[str, str], Page]:
    found = {}
    for language in example.languages:
        for page in pages(Edition(example, language, EXAMPLE_DAY), Site("https://git.example")):
            found[(language.tag, page.path)] = page
    return found


def test_both_languages_have_the_same_pages(made: dict[tuple[str, str], Page]) -> None:
    spanish, english = ({path for tag, path in made if tag == each} for each in ("es", "en"))
    assert spanish == english


def test_what_is_not_on_record_is_said_once_a_page(
    made: dict[tuple[str, str], Page], real: Catalogue
) -> None:
    every = dict(made)
    for language in real.languages:
        for page in pages(Edition(real, language, EXAMPLE_DAY), Site("https://git.example")):
            every[(language.tag, page.path)] = page
    said = {"es": r"\b[Nn]o consta\b|\b[Ss]in registro\b", "en": r"\b[Nn]ot recorded\b"}
    often = {
        (tag, path): len(found)
        for (tag, path), page in every.items()
        if path != "glossary/" and len(found := re.findall(said[tag], page.html)) > 1
    }
    assert often == {}


def test_every_page_says_what_it_is(made: dict[tuple[str, str], Page]) -> None:
    for page in made.values():
        assert page.title
        assert page.description
        assert page.kind
        assert page.section
        assert page.html.count("<h1") == 1


def test_page_without_translation_is_canonical_to_the_original(
    made: dict[tuple[str, str], Page], english: Edition
) -> None:
    page = made[("en", "guide/extra/")]
    frame = Frame(english, Site(), "https://example.org/")
    assert page.text_language == "es"
    assert page.languages == ("es",)
    assert frame.canonical(page) == "https://example.org/guide/extra/"
    assert not frame.is_translated(page)
    exists = {each.language.tag: each.exists for each in frame.alternates(page)}
    assert exists == {"es": True, "en": False}


def test_country_without_a_name_of_its_own_is_called_what_cldr_calls_it(english: Edition) -> None:
    country = english.catalogue.countries["zzz"].model_copy(update={"name": None, "alpha_2": "MX"})
    assert english.country_name(country) == "Mexico"
    assert english.country_name(country.model_copy(update={"alpha_2": "QQ"})) == "ZZZ"


def test_text_in_no_language_of_the_site_is_still_shown(english: Edition) -> None:
    assert english.phrase(Text.model_validate({"ar": "نص"})).language == "ar"
