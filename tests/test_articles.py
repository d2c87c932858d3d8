"""Articles of treaties: each has a permanent place, whatever leans on one leads there, and it says so."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.articles import anchors, article_anchor, article_id, recalled_article, uses
from atlas.catalogue.catalogue import Catalogue, keep_out, load
from atlas.catalogue.edition import Edition
from atlas.catalogue.withholding import Withholding
from atlas.exports import files
from atlas.model.records import Article, Citation, Provision
from atlas.site.pages import Page, Site, pages
from atlas.site.views.articles import articles_view
from support.projects import EXAMPLE_DAY

NUMBERS = {"untoc": 41, "tip": 20, "som": 25, "firearms": 21}


def treaty_pages(catalogue: Catalogue) -> dict[tuple[str, str], Page]:
    """Language and path → page, of the treaties."""
    return {
        (language.tag, page.path): page
        for language in catalogue.languages
        for page in pages(Edition(catalogue, language, EXAMPLE_DAY), Site("", ""))
        if re.fullmatch(r"treaties/[^/]+/", page.path)
    }


def provisions(catalogue: Catalogue) -> Iterator[Provision]:
    """Every article that something in the data names, wherever it does."""
    for parts in catalogue.parts.values():
        for _, part in parts:
            found = recalled_article(part) if isinstance(part, Citation) else part
            if isinstance(found, Provision) and found.article:
                yield found


@pytest.fixture(scope="module", params=["real", "example"])
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    found: Catalogue = request.getfixturevalue(request.param)
    return found


def test_every_article_of_the_convention_and_its_protocols_is_there(real: Catalogue) -> None:
    for treaty, number in NUMBERS.items():
        ids = [article.id for article in real.treaties[treaty].articles]
        assert ids == [f"art-{n}" for n in range(1, number + 1)]


def test_every_provision_leads_to_an_anchor_that_exists(catalogue: Catalogue) -> None:
    made = treaty_pages(catalogue)
    named = list(provisions(catalogue))
    assert named
    for language in catalogue.languages:
        edition = Edition(catalogue, language, EXAMPLE_DAY)
        for provision in named:
            assert provision.treaty
            path, _, anchor = (edition.provision(provision)[1] or "").partition("#")
            assert bool(anchor) == bool(catalogue.treaties[provision.treaty].articles)
            if anchor:
                assert f'id="{anchor}"' in made[(language.tag, path)].html


def test_anchors_are_the_same_in_every_language(catalogue: Catalogue) -> None:
    found: dict[str, list[list[str]]] = {}
    for (_, path), page in treaty_pages(catalogue).items():
        found.setdefault(path, []).append(re.findall(r'id="(art-[a-z0-9-]+)"', page.html))
    for treaty in catalogue.treaties.values():
        first, *others = found[f"treaties/{treaty.id}/"]
        assert all(other == first for other in others)
        assert sorted(first) == sorted(anchors(catalogue, treaty))


def test_written_pages_lead_to_the_article_they_speak_of(real: Catalogue) -> None:
    """Where a guide says “article 32”, its link leads there and not to the top of the treaty."""
    for language in real.languages:
        for page in real.written[language.tag].values():
            for words, link in re.findall(r"\[([^\]]+)\]\(([^)]*treaties/[^)]+)\)", page.body):
                if re.search(r"art[ií]c(?:le|ulo) [0-9]", words, re.IGNORECASE):
                    assert "#art-" in link, (page.file, words)


def test_article_says_what_leans_on_it(english: Edition) -> None:
    first, _, last = articles_view(english, english.catalogue.treaties["untoc"]).articles
    assert [(p.label, [link.path for link in p.uses]) for p in first.paragraphs] == [
        ("Paragraph 2", ["resolutions/example-draft/#recalls"])
    ]
    assert [link.path for link in last.uses] == ["guide/vpi/"]
    assert [(p.id, [link.path for link in p.uses]) for p in last.paragraphs] == [
        ("art-32-3-c", ["scenarios/#b-1"]),
        ("art-32-10-a", []),
    ]


def test_paragraphs_are_called_as_each_language_calls_them(
    spanish: Edition, english: Edition
) -> None:
    def labels(edition: Edition) -> list[str]:
        treaty = edition.catalogue.treaties["untoc"]
        return [p.label for p in articles_view(edition, treaty).articles[-1].paragraphs]

    assert labels(spanish) == ["Párrafo 3 c)", "Párrafo 10 a)"]
    assert labels(english) == ["Paragraph 3 (c)", "Paragraph 10 (a)"]


def test_title_that_no_source_was_seen_to_have_is_unverified(
    spanish: Edition, english: Edition
) -> None:
    treaty = english.catalogue.treaties["untoc"]
    notices = [a.title.notice for a in articles_view(spanish, treaty).articles]
    assert notices == [None, None, spanish.say("article_title_unverified")]
    assert articles_view(spanish, treaty).is_unverified
    assert not articles_view(english, treaty).is_unverified


def test_title_is_unverified_when_its_source_is_withheld(example: Catalogue) -> None:
    left = keep_out(example, Withholding(frozenset({("sources", "example-page")})))
    view = articles_view(Edition(left, left.language("es"), EXAMPLE_DAY), left.treaties["untoc"])
    assert [article.id for article in view.articles] == ["art-1", "art-20", "art-32"]
    assert view.articles[0].title.notice


def test_treaty_without_articles_shows_none_and_is_led_to_at_its_top(edition: Edition) -> None:
    treaty = edition.catalogue.treaties["tip"]
    assert articles_view(edition, treaty).articles == ()
    assert edition.provision(Provision(treaty="tip", article="9"))[1] == "treaties/tip/"
    page = treaty_pages(edition.catalogue)[(edition.language.tag, "treaties/tip/")]
    assert 'id="articles"' not in page.html


def test_nothing_leads_to_an_article_of_a_withheld_treaty(example: Catalogue) -> None:
    left = keep_out(example, Withholding(frozenset({("treaties", "untoc")})))
    assert all(provision.treaty != "untoc" for provision in provisions(left))
    for language in left.languages:
        for page in pages(Edition(left, language, EXAMPLE_DAY), Site("", "")):
            assert "treaties/untoc/" not in page.html, page.path
    assert not any(b"Quiet rooms" in content for content in files(left, "https://x/").values())


def test_search_and_contents_have_every_article(edition: Edition) -> None:
    page = treaty_pages(edition.catalogue)[(edition.language.tag, "treaties/untoc/")]
    treaty = edition.catalogue.treaties["untoc"]
    texts = {heading.id: heading.text for heading in page.headings}
    for article in treaty.articles:
        number = article.id.removeprefix("art-")
        title = edition.phrase(article.title).text
        assert texts[article.id] == f"{edition.say('article_number', number=number)}. {title}"


def test_every_article_is_in_the_table(catalogue: Catalogue) -> None:
    table = files(catalogue, "https://x/")["data/v1/articles.csv"].decode().splitlines()
    assert len(table) == 1 + sum(len(treaty.articles) for treaty in catalogue.treaties.values())


steps = st.from_regex(r"[0-9]{1,2}|[a-z]{1,3}", fullmatch=True)
citations = st.builds(
    lambda number, rest: f"{number}{''.join(f'({step})' for step in rest)}",
    st.integers(1, 99),
    st.lists(steps, max_size=4),
)


@given(one=citations, other=citations)
def test_each_way_of_citing_an_article_has_an_anchor_of_its_own(
    one: str, other: str, example: Catalogue
) -> None:
    words = {"title": {"en": "x"}, "duty": "shall", "summary": {"en": "x"}}
    ids = dict.fromkeys((article_id(one), article_id(other)))
    articles = tuple(Article.model_validate({"id": identifier, **words}) for identifier in ids)
    treaty = example.treaties["untoc"].model_copy(update={"articles": articles})
    first, second = article_anchor(treaty, one), article_anchor(treaty, other)
    assert (first == second) == (one == other)
    assert f"{first}-".startswith(f"#{article_id(one)}-")


def test_paragraphs_stand_in_the_order_of_their_numbers(example: Catalogue) -> None:
    option = example.scenarios["b"].options[0]
    mandates = tuple(
        Provision(treaty="untoc", article=f"32({n})") for n in ("10", "9", "2", "21", "b", "a")
    )
    scenario = example.scenarios["b"].model_copy(
        update={"options": (option.model_copy(update={"mandates": mandates}),)}
    )
    records = {
        **example.records,
        "scenarios": {**example.records["scenarios"], "b": scenario},
    }
    edition = Edition(replace(example, records=records), example.language("en"), EXAMPLE_DAY)
    treaty = example.treaties["untoc"]
    found = [p.id for p in articles_view(edition, treaty).articles[-1].paragraphs]
    order = ["a", "b", "2", "9", "10", "10-a", "21"]
    assert found == [f"art-32-{part}" for part in order]
    assert len(list(uses(edition.catalogue, treaty))) > len(mandates)


def test_paragraph_that_one_language_of_a_guide_links_to_is_there_in_all(
    example: Catalogue,
) -> None:
    page = example.written["es"]["guide/vpi/"]
    body = page.body.replace("untoc.md#art-32)", "untoc.md#art-20-4)")
    spanish = {**example.written["es"], page.path: replace(page, body=body)}
    changed = replace(example, written={**example.written, "es": spanish})
    for tag, name in (
        ("es", page.front.title),
        ("en", example.written["en"][page.path].front.title),
    ):
        view = articles_view(
            Edition(changed, changed.language(tag), EXAMPLE_DAY), changed.treaties["untoc"]
        )
        (paragraph,) = view.articles[1].paragraphs
        assert paragraph.id == "art-20-4"
        assert [link.text for link in paragraph.uses] == [name]


def test_wrong_id_of_an_article_is_told_what_it_should_be(example_copy: Path) -> None:
    file = example_copy / "data/treaties/untoc.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("id: art-20", "id: article-20"), encoding="utf-8")
    told = [problem.sentence("en") for problem in load(example_copy)[1] if problem.path]
    assert any("article-20" in each for each in told)
