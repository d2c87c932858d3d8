"""The versioned public formats. They take the catalogue, never a page, and change by their own rules.

`public` says what a record looks like to others, `tables` how it becomes a row, `addresses` where it
stands; `packages`, `calendars`, `feeds` and `archives` write files. What each format promises stands in
`docs/data-api.en.md`; a change of it in `CHANGELOG-data.md`.
"""

from atlas.catalogue.catalogue import Catalogue, data_date
from atlas.catalogue.edition import Edition
from atlas.exports.addresses import FOLDER
from atlas.exports.archives import FIRST_DAY, archive
from atlas.exports.calendars import calendar
from atlas.exports.feeds import feed
from atlas.exports.packages import package
from atlas.exports.public import as_json, envelope, public_records
from atlas.exports.tables import TABLES, as_csv


def files(catalogue: Catalogue, root_url: str) -> dict[str, bytes]:
    """Path below the site's root → content, of every public file.

    `root_url` is where the site stands, with its last slash. The same catalogue gives the same bytes on
    any day: every date comes from the data.
    """
    contents = {f"{FOLDER}{path}": content for path, content in _data(catalogue, root_url).items()}
    # No file of these shows the day of its edition.
    day = data_date(catalogue) or FIRST_DAY
    for language in catalogue.languages:
        edition = Edition(catalogue, language, day)
        contents[f"{language.prefix}calendar/all.ics"] = calendar(edition, root_url).encode()
        contents[f"{language.prefix}feed.xml"] = feed(edition, root_url).encode()
    return contents


def _data(catalogue: Catalogue, root_url: str) -> dict[str, bytes]:
    about = envelope(catalogue, root_url)
    records = public_records(catalogue, root_url)
    made: dict[str, bytes] = {}
    for kind, of_kind in records.items():
        made[f"{kind}.json"] = as_json({**about, "kind": kind, "records": of_kind})
        if kind != "glossary":
            for record in of_kind:
                path = f"{kind}/{record['id']}.json"
                made[path] = as_json({**about, "kind": kind, "record": record})
    tags = [language.tag for language in catalogue.languages]
    for name, table in TABLES.items():
        made[f"{name}.csv"] = as_csv(table, records, tags)
    made["datapackage.json"] = package(made, about, tags, catalogue.convention)
    top = catalogue.convention.product
    listed = {f"{top}/{path}": content for path, content in made.items()}
    made["all.zip"] = archive(listed, data_date(catalogue))
    return made
