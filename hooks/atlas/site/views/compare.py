"""The page that compares countries: the same rows for each, in one order, with no ranking."""

import json
from dataclasses import dataclass

from atlas.catalogue.edition import Edition
from atlas.model.records import Country
from atlas.site.views.common import oldest, treaties_in_order
from atlas.site.views.country import dates_of, option_code

PLACES = 4


@dataclass(frozen=True)
class CompareView:
    """What the page shows. `data` is JSON its script reads; `places` is how many countries fit.

    In `data`, `rows` names the rows, `countries` holds for each code its name and, row by row, the
    place of its value in `values`; a value that is not recorded has the place -1.
    """

    title: str
    description: str
    intro: str
    places: tuple[str, ...]
    data: str


def compare_view(edition: Edition) -> CompareView:
    """What the page that compares countries shows."""
    values: dict[str, int] = {}
    countries: dict[str, list[str | int]] = {}
    rows: list[str] = []
    for country in edition.countries:
        cells = country_cells(edition, country)
        rows = [name for name, _ in cells]
        countries[country.id] = [
            edition.country_name(country),
            *(values.setdefault(text, len(values)) if text else -1 for _, text in cells),
        ]
    data = {"rows": rows, "values": list(values), "countries": countries}
    return CompareView(
        title=edition.say("compare_title"),
        description=edition.say("compare_description"),
        intro=edition.say("compare_intro"),
        places=tuple(edition.say("compare_choose", number=n) for n in range(1, PLACES + 1)),
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")),
    )


def country_cells(edition: Edition, country: Country) -> list[tuple[str, str]]:
    """Name of each row → what is known of a country; empty where nothing is recorded."""
    catalogue = edition.catalogue
    vpi = country.vpi
    inside = catalogue.regions_of(country)
    networks = catalogue.networks_of(country)
    alliances = catalogue.alliances_of(country)
    own = {step.id for step in edition.process.steps} if edition.process else set()
    steps = [
        step
        for step in (vpi.steps if vpi else ())
        if step.step in own and catalogue.role("step-states", step.state) == "done"
    ]
    review = country.review
    nominated = review is not None and review.focal_point_nominated and review.as_of
    listing = edition.language.listing
    cells = [
        ("compare_region", " · ".join(edition.label("regions", code).text for code in inside)),
        ("compare_process", edition.label("vpi-statuses", vpi.status).text if vpi else ""),
        (
            "compare_steps",
            edition.say("compare_steps_count", done=len(steps), total=len(own))
            if vpi and own
            else "",
        ),
        (
            "compare_options",
            listing([option_code(option.option) for option in vpi.options]) if vpi else "",
        ),
        ("compare_alliance", listing([edition.phrase(a.name).text for a in alliances])),
        ("compare_network", listing([edition.phrase(n.name).text for n in networks])),
    ]
    rows = [(edition.say(key), text) for key, text in cells]
    statuses = {status.treaty: status for status in country.treaties}
    for treaty in treaties_in_order(catalogue):
        status = statuses.get(treaty.id)
        text = ""
        if status:
            label = edition.label("treaty-statuses", status.status).text
            text = edition.say("compare_treaty_date", status=label, date=edition.date(status.as_of))
        rows.append((edition.phrase(treaty.short).text, text))
    focal = ""
    if nominated and review and review.as_of:
        focal = edition.say("compare_focal_point_yes", date=edition.date(review.as_of))
    rows.append((edition.say("compare_focal_point"), focal))
    as_of = oldest(country.as_of, *dates_of(country))
    rows.append((edition.say("compare_as_of"), edition.date(as_of)))
    return rows
