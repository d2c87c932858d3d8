"""The anchors of articles on the pages of treaties, and what in the Atlas leans on each article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from atlas.catalogue.catalogue import Catalogue, paragraphs
from atlas.catalogue.routes import path_of
from atlas.catalogue.written_pages import WrittenPage, outline, site_path
from atlas.model.records import ARTICLE, Citation, Option, Provision, Resolution, Treaty


def article_id(article: str) -> str:
    """The id of the article that a citation is of: `32(3)(c)` → `art-32`."""
    return f"art-{article.partition('(')[0]}"


def article_anchor(treaty: Treaty, article: str) -> str:
    """`#art-32-3-c` for `32(3)(c)`; empty where the treaty's record does not have the article."""
    if all(each.id != article_id(article) for each in treaty.articles):
        return ""
    return f"#art-{'-'.join(re.findall('[0-9a-z]+', article))}"


def recalled_article(citation: Citation) -> Provision | None:
    """The article that a resolution recalls, where the Atlas has the treaty and the number is one."""
    if citation.kind != "article" or not citation.treaty or not re.match(ARTICLE, citation.number):
        return None
    return Provision(treaty=citation.treaty, article=citation.number)


@dataclass(frozen=True)
class Use:
    """What leans on an article or on a paragraph of it, by the anchor of that on the treaty's page.

    `user` is an option, a paragraph of a resolution (as a provision), a resolution that recalls the
    article, or a written page that links to it.
    """

    anchor: str
    user: Option | Provision | Resolution | WrittenPage


def uses(catalogue: Catalogue, treaty: Treaty) -> Iterator[Use]:
    """Everything that leans on an article of a treaty; a written page does in whichever language."""

    def anchors(*provisions: Provision | None) -> Iterator[str]:
        for each in provisions:
            if each and each.treaty == treaty.id and each.article:
                yield article_anchor(treaty, each.article).removeprefix("#")

    found = (
        *(
            Use(anchor, option)
            for _, option in catalogue.options.values()
            for anchor in anchors(*option.mandates)
        ),
        *(
            Use(anchor, Provision(resolution=resolution.id, paragraph=paragraph.id))
            for resolution in catalogue.resolutions.values()
            for paragraph in paragraphs(resolution)
            for anchor in anchors(*paragraph.references)
        ),
        *(
            Use(anchor, resolution)
            for resolution in catalogue.resolutions.values()
            for anchor in anchors(*map(recalled_article, resolution.recalls))
        ),
        *(
            Use(anchor, page)
            for written in catalogue.written.values()
            for page in written.values()
            for anchor in _linked(page, path_of(catalogue, "treaties", treaty.id) or "")
        ),
    )
    known = {article.id for article in treaty.articles}
    for use in found:
        if "-".join(use.anchor.split("-")[:2]) in known:
            yield use


def _linked(page: WrittenPage, path: str) -> Iterator[str]:
    for mention in outline(page).links:
        target, _, anchor = (site_path(page, mention.value) or "").partition("#")
        if target == path:
            yield anchor


def anchors(catalogue: Catalogue, treaty: Treaty) -> frozenset[str]:
    """Every anchor of an article, and of a paragraph that is described or cited, on a treaty's page."""
    return frozenset(
        {
            *(article.id for article in treaty.articles),
            *(f"{a.id}-{p.id}" for a in treaty.articles for p in a.paragraphs),
            *(use.anchor for use in uses(catalogue, treaty)),
        }
    )
