"""All public data as one: its description as a Frictionless Data Package."""

import hashlib
from collections.abc import Mapping, Sequence

from atlas.exports.public import Json, as_json
from atlas.exports.tables import TABLES, schema
from atlas.model.records import Convention

LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


def package(
    files: Mapping[str, bytes], about: Json, tags: Sequence[str], convention: Convention
) -> bytes:
    """`datapackage.json` (Data Package 1): every table with its schema, and the JSON file of every kind.

    `files` maps the path below the folder of the data to content, `about` is what the envelope says,
    `tags` are the languages of the site.
    """
    resources = [_table(name, files[f"{name}.csv"], tags) for name in TABLES]
    resources += [
        _resource(f"{path.removesuffix('.json')}-json", path, "json", content)
        for path, content in files.items()
        if path.endswith(".json") and "/" not in path
    ]
    return as_json(
        {
            "profile": "data-package",
            "name": convention.product,
            "title": convention.title,
            "version": about["schema_version"],
            **({"created": f"{about['data_date']}T00:00:00Z"} if about["data_date"] else {}),
            "homepage": about["source"],
            "licenses": [{"name": about["license"], "path": LICENCE_URL}],
            "resources": resources,
            **about,
        }
    )


def _resource(name: str, path: str, suffix: str, content: bytes) -> Json:
    return {
        "name": name,
        "path": path,
        "profile": "data-resource",
        "format": suffix,
        "mediatype": f"text/{suffix}" if suffix == "csv" else f"application/{suffix}",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _table(name: str, content: bytes, tags: Sequence[str]) -> Json:
    described = _resource(name, f"{name}.csv", "csv", content)
    return {
        **described,
        "profile": "tabular-data-resource",
        "schema": schema(TABLES[name], tags),
    }
