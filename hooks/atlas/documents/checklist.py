"""The menu of options as a form to print, tick and fill in by hand."""

from dataclasses import dataclass
from urllib.parse import urljoin

from atlas.catalogue.edition import Edition
from atlas.documents.cover import Cover
from atlas.documents.nodes import Blocks, Line, Pair
from atlas.documents.tree import TreeError
from atlas.documents.view_nodes import fact_line, joined, paragraph, words
from atlas.site.views.menu import MenuView, OptionView, ScenarioView

PAGE = "scenarios/"
"""The path of the page that shows the same on the site."""


@dataclass(frozen=True)
class PrintedOption:
    """An option of the menu: its name, its description, and what one must know to choose it."""

    title: Line
    text: Blocks
    facts: list[Pair]


@dataclass(frozen=True)
class PrintedScenario:
    """A scenario with its options."""

    title: str
    text: Blocks
    options: list[PrintedOption]


@dataclass(frozen=True)
class Checklist:
    """What `checklist.typ` is given: `fields` are the names of the blanks at its top."""

    cover: Cover
    intro: str
    fields: list[str]
    who: str
    when: str
    notes: str
    url: str
    scenarios: list[PrintedScenario]


def make_checklist(edition: Edition, view: MenuView, url: str, cover: Cover) -> Checklist:
    """The checklist, ready to be set; `url` is where the edition stands on the web.

    Raises TreeError where the menu has no option.
    """
    say = edition.say
    if not any(scenario.options for scenario in view.scenarios):
        raise TreeError(PAGE, "no hay opciones que imprimir", "there are no options to print")
    return Checklist(
        cover=cover,
        intro=say("checklist_intro"),
        fields=[say(f"checklist_{name}") for name in ("country", "organisation", "date")],
        who=say("checklist_who"),
        when=say("checklist_when"),
        notes=say("checklist_notes"),
        url=urljoin(url, PAGE),
        scenarios=[_scenario(edition, scenario) for scenario in view.scenarios],
    )


def _scenario(edition: Edition, scenario: ScenarioView) -> PrintedScenario:
    options = [_option(edition, option) for option in scenario.options]
    return PrintedScenario(scenario.title, paragraph(words(scenario.summary)), options)


def _option(edition: Edition, option: OptionView) -> PrintedOption:
    say = edition.say
    mandates = joined((words(mandate.text) for mandate in option.mandates), "; ")
    return PrintedOption(
        [f"{option.code} ", *words(option.name)],
        paragraph(words(option.description)),
        [
            *fact_line(say("option_first_move"), words(option.first_move)),
            *fact_line(say("option_outcome"), words(option.outcome)),
            *fact_line(say("option_actors"), words(option.actors)),
            *fact_line(say("option_mandates"), mandates or [say("mandate_none")]),
        ],
    )
