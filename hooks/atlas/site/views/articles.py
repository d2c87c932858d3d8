"""The articles of a treaty: what each asks, of whom, how firmly, and what in the Atlas leans on it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from atlas.catalogue.articles import Use, anchors, uses
from atlas.catalogue.edition import Edition, Phrase
from atlas.model.records import Article, ArticleParagraph, Option, Provision, Resolution, Treaty
from atlas.site.views.common import Link, link_to, theme_links
from atlas.site.views.country import option_code


@dataclass(frozen=True)
class Duty:
    """How firmly an article asks; `rank` 1 is the firmest, None where it asks for nothing."""

    label: str
    rank: int | None
    definition: Phrase | None


@dataclass(frozen=True)
class ArticleParagraphView:
    """A paragraph of an article that is described, or that something cites."""

    id: str
    label: str
    duty: Duty | None
    concerns: str
    summary: Phrase | None
    uses: tuple[Link, ...]


@dataclass(frozen=True)
class ArticleView:
    """What is shown of one article."""

    id: str
    label: str
    title: Phrase
    duty: Duty
    also: tuple[Duty, ...]
    addressees: str
    summary: Phrase
    themes: tuple[Link, ...]
    paragraphs: tuple[ArticleParagraphView, ...]
    uses: tuple[Link, ...]


@dataclass(frozen=True)
class ArticlesView:
    """The articles of a treaty, with the degrees of firmness they have."""

    articles: tuple[ArticleView, ...]
    duties: tuple[Duty, ...]
    is_unverified: bool


def articles_view(edition: Edition, treaty: Treaty) -> ArticlesView:
    """What is shown of the articles of a treaty; empty where none is on record."""
    shown = anchors(edition.catalogue, treaty)
    links: dict[str, dict[str | None, Link]] = {}
    for use in uses(edition.catalogue, treaty):
        link = _link(edition, use)
        links.setdefault(use.anchor, {}).setdefault(link.path, link)
    users = {anchor: tuple(own.values()) for anchor, own in links.items()}
    used = {code: None for a in treaty.articles for code in (a.duty, *a.also)}
    used |= {p.duty: None for a in treaty.articles for p in a.paragraphs}
    duties = (code for code in edition.catalogue.codes["duties"] if code in used)
    return ArticlesView(
        articles=tuple(_article(edition, article, shown, users) for article in treaty.articles),
        duties=tuple(_duty(edition, code) for code in duties),
        is_unverified=any(not _is_seen(edition, article) for article in treaty.articles),
    )


def _article(
    edition: Edition, article: Article, shown: Iterable[str], users: Mapping[str, tuple[Link, ...]]
) -> ArticleView:
    described = {f"{article.id}-{each.id}": each for each in article.paragraphs}
    within = {anchor for anchor in shown if anchor.startswith(f"{article.id}-")}
    title = edition.phrase(article.title)
    if not _is_seen(edition, article):
        title = Phrase(title.text, notice=edition.say("article_title_unverified"))
    return ArticleView(
        id=article.id,
        label=edition.say("article_number", number=article.id.removeprefix("art-")),
        title=title,
        duty=_duty(edition, article.duty),
        also=tuple(_duty(edition, code) for code in article.also),
        addressees=edition.labels("actors", article.addressees),
        summary=edition.phrase(article.summary),
        themes=theme_links(edition, article.themes),
        paragraphs=tuple(
            _paragraph(edition, anchor, described.get(anchor), users.get(anchor, ()))
            for anchor in sorted(within, key=_order)
        ),
        uses=users.get(article.id, ()),
    )


def _is_seen(edition: Edition, article: Article) -> bool:
    """Whether a source was seen that has the title in this language, if it is shown in this one."""
    tag = edition.language.tag
    return tag in article.seen_in or tag not in article.title


def _paragraph(
    edition: Edition, anchor: str, described: ArticleParagraph | None, links: tuple[Link, ...]
) -> ArticleParagraphView:
    _, _, first, *rest = anchor.split("-")
    items = [edition.say("article_item", item=item) for item in rest]
    if first.isdigit():
        label = edition.say("paragraph_label", number=" ".join([first, *items]))
    else:
        item = edition.say("article_item", item=first)
        label = edition.say("article_subparagraph", item=" ".join([item, *items]))
    return ArticleParagraphView(
        id=anchor,
        label=label,
        duty=_duty(edition, described.duty) if described else None,
        concerns=edition.labels("actors", described.concerns) if described else "",
        summary=edition.phrase(described.summary) if described else None,
        uses=links,
    )


def _order(anchor: str) -> list[tuple[int, str]]:
    """Paragraph 2 before paragraph 10, and before what is below it."""
    return [
        (int(part) if part.isdigit() else 0, part) for part in re.findall("[0-9]+|[a-z]+", anchor)
    ]


def _duty(edition: Edition, code: str) -> Duty:
    known = edition.code("duties", code)
    return Duty(edition.label("duties", code).text, known.rank, edition.maybe(known.definition))


def _link(edition: Edition, use: Use) -> Link:
    user = use.user
    if isinstance(user, Option):
        return Link(
            f"{option_code(user.id)} · {edition.phrase(user.name)}", f"scenarios/#{user.id}"
        )
    if isinstance(user, Provision):
        return Link(*edition.provision(user))
    if isinstance(user, Resolution):
        name, path = (
            link_to(edition, "resolutions", user.id).text,
            f"resolutions/{user.id}/#recalls",
        )
        return Link(edition.say("article_recalled", resolution=name), path)
    own = edition.catalogue.written[edition.language.tag].get(user.path, user)
    return Link(own.front.title, own.path)
