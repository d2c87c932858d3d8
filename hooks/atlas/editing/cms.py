"""Editing in the browser: the configuration of the editing program, from the model, and its pages.

The program is Sveltia CMS. It reads and writes the files of the repository by itself and needs no
server of ours. Everything here is for an origin of its own: see `docs/browser-editing.en.md`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.problems import LANGUAGES
from atlas.catalogue.validation import FORMATS
from atlas.editing.json_schema import choices
from atlas.model import descriptions
from atlas.model.fields import Field, Kind, Value, describe
from atlas.model.kinds import DOCUMENTS, RECORDS, folders
from atlas.model.languages import Language
from atlas.model.records import Convention, fields_in_order
from atlas.model.values import FULL_DATE, PARTIAL_DATE, WEB_ADDRESS
from atlas.site import http_headers

Fields = list[dict[str, Any]]

FIXED_KINDS = folders(lambda kind: kind.is_closed)
"""Kinds to which no record is added here: all are there, or the program must know each one."""

NOT_OFFERED = ("withhold",)
"""Documents not edited here: a proposal to remove a name would show that name to everybody."""

SHOWN = ("name", "label", "term", "text", "topic", "summary")
"""Fields that tell the items of a list apart, beside the first of each."""

NAMED_BY = ("alpha_2", "name", "title", "topic", "short")
"""Fields that tell the records of a kind apart; a country's name comes from its code."""

CONNECTIONS = {
    "github": "https://api.github.com",
    "gitlab": "https://gitlab.com",
    "gitea": "https://gitea.com",
}
"""Kind of host → what the program asks there, unless `api_root` or `base_url` name another."""

SIGN_IN = {"github": "base_url", "gitlab": "app_id", "gitea": "app_id"}
"""Kind of host → the setting without which nobody can sign in but by a token."""

BUNDLE = "sveltia-cms.js"
PROGRAM = f"dist/{BUNDLE}"
"""Where the program stands in its package."""

_FONTS = {
    "material-symbols-outlined:vf@5.3.7/latin-wght-normal": "material-symbols-outlined",
    "noto-mono@5.3.0/latin-400-normal": "noto-mono",
    "source-sans-3:vf@5.3.0/latin-wght-normal": "source-sans-3",
}
COPIES = {
    "LICENSE.txt": "LICENSE.txt",
    "package.json": "package.json",
    "locales/*.json": "locales/",
    "npm/assets/*.LICENSE.txt": "fonts/",
    **{f"npm/assets/{name}-latin-*.woff2": f"fonts/{name}.woff2" for name in _FONTS.values()},
}
"""What else is needed of the package → where it goes; a folder takes what it is given by its name."""

PATCHES = {
    # Its own words in each language, and a look for newer versions: both from the same folder.
    "=`${iP}@${rP}/locales`": "=`locales`",
    "=`${iP}/package.json`": "=`package.json`",
    # Whether the host of the repository has trouble: not ours to ask on the editor's behalf.
    "`https://www.githubstatus.com/api/v2/status.json`": "`status.json`",
    "`https://status-api.hostedstatus.com/1.0/status/5b36dc6502d06804c08349f7`": "`status.json`",
    **{
        f"url(https://cdn.jsdelivr.net/fontsource/fonts/{there}.woff2)": f"url(fonts/{name}.woff2)"
        for there, name in _FONTS.items()
    },
    # Who needs larger text may enlarge it (WCAG 2.2, 1.4.4).
    "`maximum-scale=1`,": "",
}
"""What is replaced in the program, above all so that it asks no third party for anything."""


class SettingsError(Exception):
    """`extra: admin:` of `mkdocs.yml` does not say which repository to edit; says what is missing."""


class ForeignBundleError(Exception):
    """The program is not the one PATCHES were written for; its message is what was not found."""


@dataclass(frozen=True)
class Settings:
    """Which repository is edited, and where its site stands.

    `backend` is the part of that name in the program's own configuration: `name`, `repo`, and what
    else the host needs.
    """

    backend: Mapping[str, Any]
    site: str

    @classmethod
    def of(cls, backend: Mapping[str, Any], site: str) -> "Settings":
        """From `extra: admin: backend:` of the configuration; raises SettingsError if it is not set."""
        absent = [name for name in ("name", "repo") if not backend.get(name)]
        if absent:
            raise SettingsError(", ".join(f"extra.admin.backend.{name}" for name in absent))
        needed = SIGN_IN.get(backend["name"])
        if needed and needed not in backend:
            # Left to itself, the program would send whoever signs in to a third party.
            backend = {"auth_methods": ["token"], **backend}
        return cls(backend, site)

    @property
    def connections(self) -> tuple[str, ...]:
        """The origins its program may ask: those of the host, and no other."""
        named = [
            "{0.scheme}://{0.netloc}".format(urlsplit(str(self.backend[name])))
            for name in ("api_root", "base_url")
            if self.backend.get(name)
        ]
        usual = CONNECTIONS.get(self.backend["name"], "")
        asked = named if self.backend.get("api_root") else [usual, *named]
        return tuple(dict.fromkeys(filter(None, asked)))


def pages(catalogue: Catalogue, settings: Settings) -> dict[str, str]:
    """File name → text, of all but the program itself: a page and a configuration per language.

    The languages are those the notes on the fields are written in, whatever those of the site.
    """
    found = {
        "_headers": http_headers.headers_file(headers(settings)),
        "robots.txt": "User-agent: *\nDisallow: /\n",
        "status.json": '{"status": {"indicator": "none"}}\n',
    }
    for tag in LANGUAGES:
        made = configuration(catalogue, settings, tag)
        name = "" if tag == LANGUAGES[0] else f".{tag}"
        found[f"config{name}.json"] = json.dumps(made, ensure_ascii=False)
        found[f"index{name}.html"] = _page(settings, tag, f"config{name}.json")
    return found


def patch(bundle: str) -> str:
    """The program, asking nothing of third parties. Raises ForeignBundleError if it is another one."""
    for there, here in PATCHES.items():
        if bundle.count(there) != 1:
            raise ForeignBundleError(there)
        bundle = bundle.replace(there, here)
    return bundle


def policy(settings: Settings) -> dict[str, str]:
    """The directives of the content policy: everything from here, and the host of the repository."""
    connections = " ".join(settings.connections)
    # GitHub keeps the pictures of its users apart.
    pictures = (
        "https://avatars.githubusercontent.com" if settings.backend["name"] == "github" else ""
    )
    return {
        **http_headers.POLICY,
        "script-src": "'self'",
        # The program writes its styles into the page as it goes.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": " ".join(("'self' data: blob:", connections, pictures)).rstrip(),
        "connect-src": f"'self' data: blob: {connections}",
        "form-action": "'none'",
    }


def headers(settings: Settings) -> dict[str, str]:
    """Name of each header → its value, for every address of the editing page."""
    return {
        **http_headers.headers(policy(settings)),
        # The window to sign in answers the one that opened it.
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "X-Robots-Tag": "noindex, nofollow",
    }


def _page(settings: Settings, tag: str, configuration: str) -> str:
    def say(name: str) -> str:
        return escape(descriptions.words("admin", name, tag))

    rules = escape(http_headers.policy(policy(settings), meta=True))
    return f"""\
<!DOCTYPE html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{rules}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>{say("title")}</title>
<link rel="icon" href="data:,">
<link rel="cms-config-url" type="application/json" href="{configuration}">
</head>
<body>
<noscript><p>{say("noscript")}</p></noscript>
<script src="{BUNDLE}"></script>
</body>
</html>
"""


def configuration(catalogue: Catalogue, settings: Settings, tag: str) -> dict[str, Any]:
    """What the program is to offer, with labels and hints in one language, Spanish or English."""
    writer = _Writer(catalogue, Language(tag, tag))
    workflow = settings.backend["name"] in ("github", "gitlab")
    return {
        "backend": dict(settings.backend),
        # Each change becomes a proposal that is checked and read, where the program can make one.
        "publish_mode": "editorial_workflow" if workflow else "simple",
        "app_title": writer.say("title"),
        "site_url": settings.site,
        # The program asks for a folder of pictures; no field takes one, and none of the site is there.
        "media_folder": "docs/media",
        "editor": {"preview": False},
        "output": {"omit_empty_optional_fields": True},
        "collections": [
            *(writer.collection(kind, model) for kind, model in RECORDS.items()),
            writer.documents(),
        ],
    }


class _Writer:
    """Writes the parts of a configuration; what fields hold is read from the model's JSON Schema."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self.catalogue = catalogue
        self.language = language
        self.tags = [tongue.tag for tongue in catalogue.languages]
        self.models = {model.__name__: model for model in descriptions.models()}

    def say(self, name: str) -> str:
        return descriptions.words("admin", name, self.language.tag)

    def label(self, name: str) -> str:
        return descriptions.words("labels", name, self.language.tag)

    @cached_property
    def choices(self) -> dict[str, list[dict[str, str]]]:
        """What a reference points to → what it may name, by name; only what seldom grows."""
        return {
            target: [{"label": name or i, "value": i} for i, name in self._by_name(named)]
            for target, named in choices(self.catalogue).items()
        }

    def _by_name(self, named: Mapping[str, str]) -> Sequence[tuple[str, str]]:
        return sorted(named.items(), key=lambda each: self.language.sort_key(each[1] or each[0]))

    def collection(self, kind: str, model: type[BaseModel]) -> dict[str, Any]:
        named = next(name for name in NAMED_BY if name in model.model_fields)
        first, *_ = self._names(model, named)
        return {
            "name": kind,
            "label": self.label(kind),
            "label_singular": self.label(model.__name__),
            "description": descriptions.of_model(model)[self.language.tag],
            "folder": f"data/{kind}",
            "extension": "yml",
            "format": "yaml",
            # What was proposed is taken over where it is read, not here.
            "publish": False,
            "create": kind not in FIXED_KINDS,
            # An address that was published stays; what has to go is withheld.
            "delete": False,
            "identifier_field": "id",
            "slug": "{{id}}",
            "summary": f"{{{{{first}}}}} ({{{{id}}}})",
            "sortable_fields": ["id", first],
            "editor": {"preview": False},
            "fields": self.fields(model),
        }

    def documents(self) -> dict[str, Any]:
        return {
            "name": "documents",
            "label": self.say("files"),
            "publish": False,
            "editor": {"preview": False},
            "files": [
                {
                    "name": name,
                    "label": self.label(name),
                    "file": f"data/{name}.yml",
                    "format": "yaml",
                    "fields": self.fields(model),
                }
                for name, model in DOCUMENTS.items()
                if name not in NOT_OFFERED
            ],
        }

    def fields(self, model: type[BaseModel], above: tuple[type[BaseModel], ...] = ()) -> Fields:
        """The fields of a class; `above` are those it stands in, so that none holds itself for ever."""
        inside = (*above, model)
        return [
            self._field(model, field, inside)
            for field in describe(model)
            # A class may stand inside itself once, and no deeper.
            if inside.count(field.value.innermost.part or BaseModel) < 2
        ]

    def _field(
        self, model: type[BaseModel], field: Field, above: tuple[type[BaseModel], ...]
    ) -> dict[str, Any]:
        name = field.name
        if name == "texts":
            widget = self._by_key(model)
        elif name == "alpha_2":
            widget = {"widget": "select", "options": self._territories()}
        elif field.value.kind == "flag":
            widget = self._flag(field.nullable)
        else:
            widget = self._widget(field.value, above)
        return {
            "name": name,
            "label": descriptions.label_of_field(model, name)[self.language.tag],
            "hint": descriptions.of_field(model, name)[self.language.tag],
            "required": field.required,
            **widget,
        }

    def _widget(self, value: Value, above: tuple[type[BaseModel], ...]) -> dict[str, Any]:
        """The control for what a field holds."""
        match value.kind:
            case "text" | "official":
                return {"widget": "object", "fields": self._texts(value.kind)}
            case "part":
                assert value.part
                return {"widget": "object", "fields": self.fields(value.part, above)}
            case "reference":
                return self._reference(value.target)
            case "choice":
                return {"widget": "select", "options": list(value.choices)}
            case "list":
                assert value.item
                return self._list(value.item, value.least, above)
            case "map":
                assert value.item
                return self._by_language(value.item, above)
            case "flag":
                return self._flag(nullable=False)
            case "number":
                return {"widget": "number", "value_type": "int"}
        return {"widget": "string", **self._pattern(value.pattern)}

    def _texts(self, kind: Kind) -> Fields:
        """One control per language. None is demanded: a text exists in the languages it exists in."""
        return [
            {
                "name": tongue.tag,
                "label": tongue.name,
                "required": False,
                "widget": "string" if kind == "official" else "text",
            }
            for tongue in self.catalogue.languages
        ]

    def _flag(self, nullable: bool) -> dict[str, Any]:
        """Yes or no; where “not known” is an answer too, nothing may be chosen for the editor."""
        if not nullable:
            return {"widget": "boolean", "default": False}
        options = [{"label": self.say(name), "value": name == "yes"} for name in ("yes", "no")]
        return {"widget": "select", "options": options}

    def _reference(self, target: str) -> dict[str, Any]:
        if target in self.choices:
            return {"widget": "select", "options": self.choices[target]}
        if target == "glossary.terms":
            collection = {"collection": "documents", "file": "glossary"}
            identifier, named = "terms.*.id", [f"terms.*.term.{tag}" for tag in self.tags]
        else:
            model = RECORDS[target]
            collection, identifier = {"collection": target}, "id"
            name = next(name for name in NAMED_BY if name in model.model_fields)
            named = list(self._names(model, name))
        return {
            "widget": "relation",
            **collection,
            "value_field": identifier,
            "display_fields": [" · ".join(f"{{{{{each}}}}}" for each in (*named, identifier))],
            "search_fields": [identifier, *named],
        }

    def _list(self, item: Value, least: int, above: tuple[type[BaseModel], ...]) -> dict[str, Any]:
        widget = self._widget(item, above)
        limit = {"min": least} if least else {}
        if widget["widget"] in ("relation", "select"):
            return {**widget, "multiple": True, **limit}
        if widget["widget"] != "object":
            return {"widget": "list", **limit}
        found: dict[str, Any] = {"widget": "list", "collapsed": True, **limit}
        if item.part:
            found["summary"] = self._summary(item.part)
        return {**found, "fields": widget["fields"]}

    def _by_language(self, item: Value, above: tuple[type[BaseModel], ...]) -> dict[str, Any]:
        fields = [
            {"name": t.tag, "label": t.name, "required": False, **self._widget(item, above)}
            for t in self.catalogue.languages
        ]
        return {"widget": "object", "fields": fields}

    def _by_key(self, model: type[BaseModel]) -> dict[str, Any]:
        """The site's own texts: the program names each, so none can be added."""
        own = self.catalogue.convention if model is Convention else self.catalogue.interface
        fields = [
            {"name": name, "label": name, "widget": "object", "fields": self._texts("text")}
            for name in sorted(own.texts)
        ]
        return {"widget": "object", "fields": fields}

    def _territories(self) -> list[dict[str, str]]:
        own = {country.alpha_2 for country in self.catalogue.countries.values()}
        named = {code: self.language.territory(code) or code for code in own}
        return [{"label": name, "value": code} for code, name in self._by_name(named)]

    def _pattern(self, pattern: str) -> dict[str, Any]:
        words = {
            FULL_DATE: self.say("day"),
            PARTIAL_DATE: self.say("date"),
            WEB_ADDRESS: self.say("address"),
            **{each: told[self.language.tag] for each, told in FORMATS.items()},
        }
        return {"pattern": [pattern, words[pattern]]} if pattern else {}

    def _names(self, model: type[BaseModel], name: str) -> Iterator[str]:
        """The paths of a field: one for each language of a text, this language's first."""
        value = next(field.value for field in describe(model) if field.name == name)
        if value.kind not in ("text", "official"):
            yield name
            return
        yield from (f"{name}.{tag}" for tag in sorted(self.tags, key=self._other))

    def _other(self, tag: str) -> bool:
        return tag != self.language.tag

    def _summary(self, model: type[BaseModel]) -> str:
        """What tells one item of a list from the next: its first field, and its name if it has one."""
        fields = fields_in_order(model)
        shown = dict.fromkeys((next(iter(fields)), *(n for n in SHOWN if n in fields)))
        first = [next(iter(self._names(model, name))) for name in shown]
        return " · ".join(f"{{{{{each}}}}}" for each in first)
