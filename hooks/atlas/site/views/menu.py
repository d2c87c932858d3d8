"""The menu of options: the comparison of scenarios, one page per scenario, and its builder."""

import json
from dataclasses import dataclass

from atlas.catalogue.edition import Edition, Phrase, path_between
from atlas.catalogue.routes import listed
from atlas.model.kinds import KINDS
from atlas.model.records import Option, Scenario
from atlas.site.views.common import (
    Choice,
    Citations,
    Foot,
    Link,
    event_line,
    foot,
    link_to,
    related,
    theme_links,
    upcoming,
)
from atlas.site.views.country import option_code


@dataclass(frozen=True)
class OptionView:
    """One option of the menu."""

    id: str
    code: str
    name: Phrase
    description: Phrase
    first_move: Phrase
    outcome: Phrase
    actors: str
    effort: str
    effort_code: str
    needs: tuple[Link, ...]
    needs_text: Phrase | None
    mandates: tuple[Link, ...]
    themes: tuple[Link, ...]
    done_by: tuple[Link, ...]
    cites: tuple[int, ...]


@dataclass(frozen=True)
class ScenarioView:
    """One scenario with its options."""

    id: str
    letter: str
    title: str
    description: str
    name: Phrase
    summary: Phrase
    adds: Phrase
    effort: str
    includes: tuple[Link, ...]
    actors: str
    mandates: tuple[Link, ...]
    done_by: tuple[Link, ...]
    options: tuple[OptionView, ...]
    link: Link
    foot: Foot


@dataclass(frozen=True)
class MenuView:
    """What the page of the menu shows: comparison, options, builder."""

    title: str
    description: str
    scenarios: tuple[ScenarioView, ...]
    countries: tuple[Choice, ...]
    plan: str
    foot: Foot


def option_view(edition: Edition, option: Option, cites: Citations) -> OptionView:
    """What is shown of one option."""
    done_by = [
        Link(
            edition.country_name(country),
            f"countries/{country.id}/#menu",
            edition.label("vpi-statuses", country.vpi.status).text,
        )
        for country in edition.countries
        if country.vpi and any(recorded.option == option.id for recorded in country.vpi.options)
    ]
    return OptionView(
        id=option.id,
        code=option_code(option.id),
        name=edition.phrase(option.name),
        description=edition.phrase(option.description),
        first_move=edition.phrase(option.first_move),
        outcome=edition.phrase(option.outcome),
        actors=edition.labels("actors", option.actors),
        effort=edition.label("efforts", option.effort).text,
        effort_code=option.effort,
        needs=tuple(Link(option_code(need), f"scenarios/#{need}") for need in option.needs),
        needs_text=edition.maybe(option.needs_text),
        mandates=tuple(Link(*edition.provision(mandate)) for mandate in option.mandates),
        themes=theme_links(edition, option.themes),
        done_by=tuple(done_by),
        cites=cites.of(option),
    )


def scenario_view(
    edition: Edition, scenario: Scenario, citations: Citations | None = None
) -> ScenarioView:
    """What the page of one scenario shows."""
    cites = citations or Citations(edition)
    options = tuple(option_view(edition, option, cites) for option in scenario.options)
    actors = dict.fromkeys(actor for option in scenario.options for actor in option.actors)
    mandates = dict.fromkeys(link for option in options for link in option.mandates)
    done_by = {link.path: link for option in options for link in option.done_by}
    name = edition.phrase(scenario.name)
    return ScenarioView(
        id=scenario.id,
        letter=scenario.letter,
        title=edition.say("scenario_title", letter=scenario.letter, name=name.text),
        description=edition.say("scenario_description", letter=scenario.letter, name=name.text),
        name=name,
        summary=edition.phrase(scenario.summary),
        adds=edition.phrase(scenario.adds),
        effort=edition.label("efforts", scenario.effort).text,
        includes=tuple(link_to(edition, "scenarios", inner) for inner in scenario.includes),
        actors=edition.labels("actors", actors),
        mandates=tuple(mandates),
        done_by=tuple(done_by.values()),
        options=options,
        link=link_to(edition, "scenarios", scenario.id),
        foot=foot(
            edition,
            scenario,
            cites,
            related(edition, "scenarios", scenario, {"scenarios": scenario.includes}),
        ),
    )


def _contained(edition: Edition, identifier: str) -> list[str]:
    """The letters of a scenario and of those it contains, through each other."""
    scenario = edition.catalogue.scenarios[identifier]
    inner = [letter for other in scenario.includes for letter in _contained(edition, other)]
    return list(dict.fromkeys([*inner, scenario.letter]))


def menu_view(edition: Edition) -> MenuView:
    """What the page of the menu shows."""
    cites = Citations(edition)
    scenarios = tuple(
        scenario_view(edition, scenario, cites) for scenario in edition.catalogue.scenarios.values()
    )
    return MenuView(
        title=edition.say("kind_scenarios"),
        description=edition.say("scenarios_description"),
        scenarios=scenarios,
        countries=tuple(Choice(c.id, edition.country_name(c)) for c in edition.countries),
        plan=_plan(edition, scenarios),
        foot=Foot(sources=cites.lines()),
    )


def _plan(edition: Edition, scenarios: tuple[ScenarioView, ...]) -> str:
    """What the builder works from, as JSON: the options in order, and the texts of a roadmap."""
    cites = Citations(edition)
    dates = [
        {"title": line.title.text, "when": line.when, "path": f"calendar/#{line.id}"}
        for line in (event_line(edition, event, cites) for event in upcoming(edition)[:6])
    ]
    words = {
        key.removeprefix("plan_"): edition.say(key)
        for key in sorted(edition.catalogue.words)
        if key.startswith("plan_")
    }
    options = [
        {
            "id": option.id,
            "code": option.code,
            "scenario": scenario.letter,
            "name": option.name.text,
            "description": option.description.text,
            "move": option.first_move.text,
            "outcome": option.outcome.text,
            "actors": option.actors,
            "needs": [need.text for need in option.needs],
            "mandates": [{"name": str(m.text), "path": m.path} for m in option.mandates],
        }
        for scenario in scenarios
        for option in scenario.options
    ]
    contacts = [
        {"name": edition.say(f"kind_{kind}"), "path": KINDS[kind].list_path}
        for kind in listed(edition.catalogue)
        if KINDS[kind].names_organisation
    ]
    data = {
        "words": words,
        "options": options,
        "scenarios": {s.letter: s.title for s in scenarios},
        "recorded": {
            country.id: [option.option for option in initiative.options]
            for country in edition.countries
            if (initiative := country.vpi) and initiative.options
        },
        "contains": {s.letter: _contained(edition, s.id) for s in scenarios},
        "product": edition.catalogue.convention.product,
        "root": path_between("scenarios/", ""),
        "dates": dates,
        "contacts": contacts,
        "language": str(edition.language.locale).replace("_", "-"),
        "made": edition.today.isoformat(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
